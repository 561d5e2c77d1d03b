import Densities
import Divergences
import RealModule
import TestSupport
import Testing

/// GSL's own adaptive routines on the same partition: true within their bounds, and in agreement with the mesh.
@Suite struct SecondRouteTests {
  /// No closed form is taken, so that every value is an integral.
  @Test(
    arguments: share(of: ["divergences.csv", "divergences-extra.csv", "divergences-families.csv"].flatMap(ReferencePair.read), oneIn: 2))
  func containsTheReference(_ pair: ReferencePair) throws {
    let comparison = DensityPair(try parseDensity(pair.p), try parseDensity(pair.q), by: .gsl)
    let table = comparison.measure(Catalogue.fDivergences) + comparison.measure([.wasserstein1])
    for (measure, text) in pair.values {
      let got = try #require(table.first { $0.measure == measure })
      switch got.status {
      case .finite:
        let truth = Double(text) ?? .nan
        #expect(abs(got.value - truth) <= got.error + truth.ulp, "\(measure): \(got.value) ± \(got.error), \(text)")
        // Of one and the same law nothing is integrated.
        #expect(
          got.route == .gsl && got.error <= max(1e-7 * truth, 1e-12)
            || got.route == .closedForm && got.value == 0 && pair.p == pair.q)
      case .infinite: #expect(text == "inf", "\(measure)")
      case .overflow: #expect(Double(text) ?? .infinity == .infinity && text != "inf", "\(measure)")
      case .unresolved: #expect(!got.reason.isEmpty && text != "inf", "\(measure)")
      case .undefined: Issue.record("\(measure) is undefined")
      }
    }
  }

  @Test(arguments: RandomDensities.seeds.filter { $0.isMultiple(of: 10) })
  func agreesWithTheMesh(_ index: Int) throws {
    var densities = RandomDensities(seed: UInt64(index))
    let (p, q) = (try densities.next(), try densities.next())
    let (first, second) = (DensityPair(p, q).table(), DensityPair(p, q, by: .gsl).table())
    #expect(first.map(\.measure) == second.map(\.measure))
    for (a, b) in zip(first, second) where a.value.isFinite || b.value.isFinite {
      #expect(abs(a.value - b.value) <= a.error + b.error, "\(p) | \(q): \(a) \(b)")
    }
  }

  /// Where all digits of an integrand are rounding, the routines say so, and the bound covers it.
  @Test func itsOwnWordsStandWhereGSLStopsEarly() throws {
    let comparison = DensityPair(try parseDensity("normal(0,1)"), try parseDensity("normal(1e-9,1)"), by: .gsl)
    let kl = comparison.measure(KullbackLeibler())
    #expect(kl.reason.contains("stopped early, in GSL's words: "), "\(kl)")
    #expect(abs(kl.value - 5e-19) <= kl.error && kl.error < 1e-22)
  }

  /// The area between the quantiles knows nothing of the distribution functions' mesh.
  @Test(arguments: RandomDensities.seeds.filter { $0.isMultiple(of: 10) })
  func areaBetweenQuantilesIsW1(_ index: Int) throws {
    var densities = RandomDensities(seed: UInt64(1000 + index))
    let pair = DensityPair(try densities.next(), try densities.next())
    let (area, w1) = (pair.areaBetweenQuantiles(), pair.measure([.wasserstein1])[0])
    #expect((area.value == .infinity) == (w1.value == .infinity), "\(pair)")
    if w1.value.isFinite { #expect(abs(area.value - w1.value) <= area.error + w1.error, "\(pair): \(area) \(w1)") }
  }

  /// The quantile of a mixture at a pole of its density, where every step of Newton's method is 0.
  @Test(arguments: [
    ("0.81*beta(0.5485,11.37)+0.19*triangular(-0.5499,-0.5366,-0.4484)", "triangular(-5.461,-5.244,-5.2)"),
    ("0.12*gamma(0.4115,3.644)+0.88*normal(-2.78,1.316)", "normal(0,1)"),
  ])
  func quantilesPassAPole(_ p: String, _ q: String) throws {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    for level in 1..<200 {
      let u = Double(level) / 200
      #expect(abs(p.cumulative(p.quantile(u)) - u) < 1e-9 && abs(p.survival(p.upperQuantile(u)) - u) < 1e-9, "\(u)")
    }
    #expect(w1(p, q).value <= w2(p, q).value)
  }

  /// Where one component ends like a triangle and another has a millionth of its height, log p turns within a millionth
  /// of the width. Truth by 30 digits of mpmath.
  @Test func mixturesAreSingularWhereAComponentIs() throws {
    let (a, b) = ("(0.56*pareto(8.018,5.088)+0.44*triangular(0.04467,0.9355,2.399))", "affine(logNormal(1.07,0.2297),-0.8024,3.682)")
    let (p, q) = (try parseDensity("0.8*\(a)+0.2*\(b)"), try parseDensity("0.3*\(a)+0.7*\(b)"))
    let kl = kl(p, q)
    #expect(abs(kl.value - 0.437343774685718640) <= kl.error && kl.error < 1e-10, "\(kl)")
  }

  @Test func crossingsInAFarTailAreFound() throws {
    let (p, q) = (try parseDensity("0.75*gumbel(2.147,3.863)+0.25*uniform(0.833,1.059)"), try parseDensity("normal(-1.444,1.361)"))
    let optimal = OptimalDiscriminator(p, q)
    let found = crossings(of: p, q)
    #expect(found.count == crossings(of: p, q, halvings: 1).count, "\(found)")
    // The two are 0.8 apart, where p and q are some 1e-8.
    for near in [-8.889, -8.055] { #expect(found.contains { abs($0 - near) < 2e-3 && abs(optimal.logit(at: $0)) < 1e-9 }, "\(found)") }
  }
}
