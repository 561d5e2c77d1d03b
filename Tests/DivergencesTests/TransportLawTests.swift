import Calculus
import Densities
import Divergences
import Foundation
import Scalars
import Testing

/// What holds of distances between distribution functions for any densities.
@Suite struct TransportLawTests {
  private static let texts = [
    "normal(0,1)", "normal(3,0.2)", "laplace(1,2)", "logistic(-2,1)", "uniform(0,1)", "uniform(4,4.5)", "beta(0.5,0.5)", "beta(2,5)",
    "exponential(1)", "gamma(0.1,1)", "gamma(3,2)", "logNormal(0,0.5)", "weibull(1.5,1)", "gumbel(0,1)", "triangular(0,0.5,2)",
    "studentT(3,0,1)", "pareto(3,1)", "0.3*normal(-5,0.2)+0.7*normal(1,1)", "0.5*uniform(0,1)+0.5*uniform(10,11)",
  ]
  private static let triples: [[String]] = {
    var random = CounterRandom(seed: 17)
    return (0..<40).map { _ in (0..<3).map { _ in texts[Int(random.next() % UInt64(texts.count))] } }
  }()

  @Test(arguments: triples)
  func metric(_ triple: [String]) throws {
    let d = try triple.map { try parseDensity($0) }
    let distances: [(any Density, any Density) -> Estimate] = [w1, w2]
    for distance in distances {
      let (ab, ba) = (distance(d[0], d[1]), distance(d[1], d[0]))
      let (bc, ac) = (distance(d[1], d[2]), distance(d[0], d[2]))
      for each in [ab, ba, bc, ac] { #expect(each.status == .finite, "\(each)") }
      #expect(abs(ab.value - ba.value) <= ab.error + ba.error)
      #expect(ac.value <= ab.value + bc.value + ab.error + bc.error + ac.error)
      let same = distance(d[0], d[0])
      #expect(same.value <= same.error && same.error < 1e-12)
    }
  }

  /// |E_P x − E_Q x| ≤ W1 ≤ W2, and W1 ≤ diameter · TV.
  @Test(arguments: triples)
  func chain(_ triple: [String]) throws {
    let (p, q) = (try parseDensity(triple[0]), try parseDensity(triple[1]))
    let (first, second) = (w1(p, q), w2(p, q))
    let (meanP, meanQ) = (expectation(under: p) { $0 }, expectation(under: q) { $0 })
    #expect(abs(meanP.value - meanQ.value) <= first.value + first.error + meanP.error + meanQ.error)
    #expect(first.value <= second.value + first.error + second.error)
    let diameter = max(p.hull.upper, q.hull.upper) - min(p.hull.lower, q.hull.lower)
    let variation = DensityPair(p, q).measure(TotalVariation())
    #expect(first.value <= diameter * (variation.value + variation.error) + first.error || diameter == .infinity)
  }

  /// A translate is as far away as the shift, also where there is no mean.
  @Test(arguments: texts + ["cauchy(0,1)", "studentT(0.9,0,1)", "pareto(1.2,1)", "0.5*cauchy(-3,1)+0.5*normal(0,1)"])
  func translates(_ text: String) throws {
    let p = try parseDensity(text)
    for shift in [1e-3, 5, 1e4] {
      let q = try parseDensity("affine(\(text),\(shift),1)")
      for got in [w1(p, q), w2(p, q)] {
        #expect(got.status == .finite && abs(got.value - shift) <= got.error + 4 * shift.ulp, "\(got), shift \(shift)")
        #expect(abs(got.value - shift) <= 1e-9 * shift)
      }
    }
  }

  /// W1 scales by |a| under x → ax + b.
  @Test(arguments: triples)
  func scales(_ triple: [String]) throws {
    let (p, q) = (try parseDensity(triple[0]), try parseDensity(triple[1]))
    let (image, other) = (try parseDensity("affine(\(triple[0]),7,-3)"), try parseDensity("affine(\(triple[1]),7,-3)"))
    let (before, after) = (w1(p, q), w1(image, other))
    #expect(abs(after.value - 3 * before.value) <= after.error + 3 * before.error + 4 * after.value.ulp, "\(before) \(after)")
  }

  /// +∞ from the tails: a mean that one density lacks, or both in different measure.
  @Test(arguments: [
    ("cauchy(0,1)", "normal(0,1)", true, true, false), ("cauchy(0,1)", "cauchy(5,2)", true, true, false),
    ("cauchy(0,1)", "cauchy(5,1)", false, false, false), ("cauchy(0,1)", "studentT(1,2,1)", false, false, false),
    ("studentT(0.9,0,1)", "normal(0,1)", true, true, false), ("studentT(0.4,0,1)", "normal(0,1)", true, true, true),
    ("studentT(1.5,0,1)", "studentT(1.5,0,2)", false, true, false), ("studentT(1.5,0,1)", "studentT(1.2,0,1)", false, true, false),
    ("pareto(1,1)", "pareto(2,1)", true, true, false), ("pareto(2,1)", "pareto(2,1.5)", false, true, false),
    ("0.5*cauchy(0,1)+0.5*cauchy(3,3)", "cauchy(1,2)", false, false, false),
    ("0.5*cauchy(0,1)+0.5*cauchy(3,3)", "cauchy(1,2.5)", true, true, false),
    ("0.5*studentT(0.9,0,1)+0.5*cauchy(0,1)", "0.5*studentT(0.9,0,1)+0.5*cauchy(0,2)", true, true, false),
    ("0.5*cauchy(0,1)+0.5*studentT(1.2,0,1)", "0.5*cauchy(0,1)+0.5*studentT(1.2,0,2)", false, true, false),
    ("0.5*cauchy(0,1)+0.5*studentT(1.8,0,1)", "0.5*cauchy(0,1)+0.5*studentT(1.8,0,2)", false, false, false),
    ("logNormal(0,3)", "weibull(0.2,1)", false, false, false),
  ])
  func infinity(_ first: String, _ second: String, _ w1: Bool, _ w2: Bool, _ energy: Bool) throws {
    let comparison = DensityPair(try parseDensity(first), try parseDensity(second))
    let expected = [(DistributionDistance.wasserstein1, w1), (.energy, energy), (.cramer, energy)]
    let found = comparison.measure(expected.map(\.0)) + [comparison.wasserstein2()]
    for (measurement, isInfinite) in zip(found, expected.map(\.1) + [w2]) {
      #expect(measurement.status == (isInfinite ? .infinite : .finite), "\(measurement)")
      #expect(measurement.reason.isEmpty == !isInfinite)
    }
  }

  @Test func theTableIsComplete() throws {
    let table = DensityPair(try parseDensity("normal(0,1)"), try parseDensity("normal(1,2)")).table()
    #expect(
      table.prefix(12).map(\.measure) == [
        "kl_pq", "kl_qp", "kl_pm", "kl_qm", "jeffreys", "js", "js_lecture", "tv", "hellinger2", "chi2_pq", "chi2_qp", "w1",
      ])
    let others =
      DistributionDistance.allCases.map(\.rawValue) + Entropy.allCases.map(\.rawValue) + FisherInformation.allCases.map(\.rawValue)
    for name in others + ["w2"] {
      #expect(table.filter { $0.measure == name }.count == 1, "\(name)")
    }
    #expect(table.contains { $0.measure == "renyi_0.5" } && table.contains { $0.measure == "renyi_2" })
    #expect(Set(table.map(\.measure)).count == table.count)
    #expect(Catalogue.fDivergences.allSatisfy { divergence in table.contains { $0.measure == divergence.name } })
  }
}
