import Densities
import Divergences
import RealModule
import TestSupport
import Testing

/// Ends that round to the same double and are not the same: 0.7 + 3·0.1, of doubles, beside 1.
@Suite struct RoundedEndsTests {
  private struct Row {
    let p, q, measure: String
    let truth: Double
  }

  private static func rows() throws -> [Row] {
    try references("rounded-ends.csv").map { line in
      Row(p: line[0], q: line[1], measure: line[2], truth: try #require(Double(line[3])))
    }
  }

  /// The values of exact rational numbers, by both routes.
  @Test(arguments: [Quadrature.mesh, .gsl]) func valuesAreThoseOfTheDoubles(quadrature: Quadrature) throws {
    let rows = try Self.rows()
    #expect(rows.count == 70)
    for row in rows {
      let (p, q) = (try parseDensity(row.p), try parseDensity(row.q))
      let own = try #require(DensityPair(p, q, by: quadrature).table(of: [row.measure]).first)
      if row.truth.isInfinite {
        #expect(own.status == .infinite, "\(row): \(own)")
      } else {
        #expect(abs(own.value - row.truth) <= own.error && own.error < 1e-12, "\(row): \(own)")
        // Of first order in the rounding, |p − q| cannot be told from 0.
        #expect(own.status == .finite || row.measure == "tv", "\(row): \(own)")
      }
    }
  }

  /// Mass on a sliver is as good a reason as any, however little it is.
  @Test(arguments: [
    ("uniform(0.7,1)", "affine(uniform(0,0.1),0.7,3)", "puts mass 9.251858e-17 on the last 2.7755576e-17 before its end at 1.0"),
    ("gev(0,1,0.3)", "gev(-1,0.7,0.3)", "puts mass below 5e-324 on the last 1.8503717e-16 before its end at -3.3333333333333335"),
    ("affine(beta(2,0.01),0.75,0.25)", "affine(beta(2,2),0.7,0.3)", "puts mass 0.704"),
  ])
  func theReasonNamesTheSliver(p: String, q: String, reason: String) throws {
    let kl = kl(try parseDensity(p), try parseDensity(q))
    #expect(kl.status == .infinite && kl.reason.contains(reason), "\(kl.reason)")
  }

  /// What a sliver holds is no part of the overlap.
  @Test func theRenyiDivergenceOfOrderZeroLeavesItOut() throws {
    let (p, q) = (try parseDensity("affine(beta(2,2),0.7,0.3)"), try parseDensity("affine(beta(2,0.01),0.75,0.25)"))
    // Beta(2, b) has mass δᵇ (1 + b − b δ) beyond 1 − δ; the end of p is 2⁻⁵⁴ below 1, 2⁻⁵² in units of q.
    let outside = Double.pow(.ulpOfOne, 0.01) * (1.01 - 0.01 * .ulpOfOne)
    let renyi = DensityPair(p, q).renyi(order: 0)
    #expect(abs(renyi.value + .log(1 - outside)) <= renyi.error && renyi.error < 1e-12, "\(renyi)")
  }

  /// The same end by two ways of writing it is one end.
  @Test(arguments: [
    ("gev(1,1,0.3)", "affine(gev(0,1,0.3),1,1)"),
    ("affine(affine(beta(2,2),0.1,0.7),0.3,0.9)", "affine(affine(beta(3,3),0.1,0.7),0.3,0.9)"),
    ("affine(exponential(0.3),0.1,0.7)", "affine(gamma(2,0.3),0.1,0.7)"),
    ("affine(gev(0.1,0.3,0.7),0.2,0.3)", "affine(affine(gev(0.1,0.3,0.7),0.2,0.3),0,1)"),
  ])
  func oneEndIsOne(p: String, q: String) throws {
    for kl in [kl(try parseDensity(p), try parseDensity(q)), kl(try parseDensity(q), try parseDensity(p))] {
      #expect(kl.status == .finite, "\(kl)")
    }
  }
}
