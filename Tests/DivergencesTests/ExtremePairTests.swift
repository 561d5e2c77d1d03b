import Densities
import Divergences
import Foundation
import RealModule
import Scalars
import TestSupport
import Testing

/// Fisher informations and distances of pairs at the ends of what can be written: far from 0, narrow, wide, steep. To
/// hunt further, set PAIRS=300-10000 or the like.
@Suite struct ExtremePairTests {
  /// Densities of every family with locations, scales and shapes over many orders of magnitude.
  private struct Extremes {
    var random: CounterRandom

    init(seed: UInt64) { random = CounterRandom(seed: seed, stream: 12) }

    mutating func next() throws -> any AnalyticDensity {
      switch random.next() % 8 {
      case 0:
        let weight = random.logUniform(1e-6, 0.5)
        let centre = location()
        return try Mixture([member(centre), member(centre)], weights: [weight, 1 - weight])
      case 1:
        let base = member(location())
        let ends = [base.quantile(random.logUniform(1e-12, 0.5)), base.upperQuantile(random.logUniform(1e-12, 0.4))]
        guard ends[0] < ends[1], ends.allSatisfy(\.isFinite), ends[1] - ends[0] > 1e-6 * abs(ends[0]) else { return base }
        return try Truncated(base, lower: random.next() % 2 == 0 ? -.infinity : ends[0], upper: ends[1])
      case 2: return try Affine(member(random.uniform(-3, 3)), shift: location(), scale: sign() * random.logUniform(1e-3, 1e3))
      default: return member(location())
      }
    }

    private mutating func sign() -> Double { random.next() % 2 == 0 ? 1 : -1 }
    private mutating func location() -> Double { random.next() % 3 == 0 ? 0 : sign() * random.logUniform(1e-3, 1e9) }

    /// A member of a family around a centre, as far as it has one.
    private mutating func member(_ centre: Double) -> any AnalyticDensity {
      FamilyDraw(
        location: { _ in centre }, scale: { $0.logUniform(1e-4, 1e4) },
        shape: { $0.next() % 2 == 0 ? $0.logUniform(0.05, 20) : $0.logUniform(2, 1e8) },
        special: [
          "studentT.dof": { $0.logUniform(0.3, 1e9) }, "logNormal.mu": { $0.uniform(-20, 20) },
          "logNormal.sigma": { $0.logUniform(1e-6, 5) },
        ],
        leastWidth: 1e-5
      ).member(using: &random)
    }
  }

  /// I(Q) from the parameters, as tables have it; nil where the field has no formula or it is infinite.
  private static func fisher(_ density: any AnalyticDensity) -> Double? {
    switch density {
    case let d as Normal: return 1 / d.sd / d.sd
    case let d as Laplace: return 1 / d.scale / d.scale
    case let d as Logistic: return 1 / d.scale / d.scale / 3
    case let d as Cauchy: return 0.5 / d.scale / d.scale
    case let d as StudentT: return (d.dof + 1) / (d.dof + 3) / d.scale / d.scale
    case let d as Gumbel: return 1 / d.scale / d.scale
    case let d as Gamma where d.shape > 2.01: return d.rate * d.rate / (d.shape - 2)
    case let d as Weibull where d.shape > 2.01: return (d.shape - 1) * (d.shape - 1) / d.scale / d.scale * tgamma(1 - 2 / d.shape)
    case let d as LogNormal: return .exp(2 * (d.sigma * d.sigma - d.mu)) * (1 + 1 / (d.sigma * d.sigma))
    case let d as Beta where min(d.alpha, d.beta) > 2.01:
      let (a, b) = (d.alpha, d.beta)
      return (a + b - 1) * (a + b - 2) * (1 / (a - 2) + 1 / (b - 2))
    default: return nil
    }
  }

  @Test(arguments: RandomDensities.seeds) func fisherKnowsNothingOfTheOtherDensity(_ seed: Int) throws {
    var extremes = Extremes(seed: UInt64(seed))
    let (p, q) = (try extremes.next(), try extremes.next())
    for (first, second) in [(p, q), (q, p)] {
      let start = Date()
      let beside = DensityPair(first, second).measure([FisherInformation.ofQ])[0]
      #expect(Date().timeIntervalSince(start) < 3, "\(first) \(second)")
      let alone = fisherInformation(second)
      #expect(beside.status == .infinite || alone.status != .infinite, "\(first) \(second): \(beside) \(alone)")
      guard alone.status == .finite, beside.error < .infinity else { continue }
      #expect(abs(beside.value - alone.value) <= beside.error + alone.error, "\(first) \(second): \(beside) \(alone)")
      guard let truth = Self.fisher(second) else { continue }
      #expect(abs(alone.value - truth) <= alone.error + 64 * truth.ulp, "\(second): \(alone), truth \(truth)")
      #expect(abs(beside.value - truth) <= beside.error + 64 * truth.ulp, "\(first) \(second): \(beside), truth \(truth)")
    }
  }

  /// Distances are symmetric and scale with x, relative informations with 1/x², and W1 ≤ W2.
  @Test(arguments: share(of: RandomDensities.seeds, oneIn: 8)) func distancesScale(_ seed: Int) throws {
    var extremes = Extremes(seed: UInt64(seed))
    let (p, q) = (try extremes.next(), try extremes.next())
    let factor = extremes.random.next() % 2 == 0 ? -1.0 / 1024 : 3
    func measure(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> [Divergences.Estimate] {
      let comparison = DensityPair(p, q)
      return comparison.measure([.wasserstein1, .energy]) + [comparison.wasserstein2()] + comparison.measure([FisherInformation.relative])
    }
    let start = Date()
    let results = measure(p, q)
    #expect(Date().timeIntervalSince(start) < 3, "\(p) \(q)")
    for result in results where result.status == .finite {
      #expect(result.value >= 0 && result.error >= 0 && result.error < .infinity, "\(p) \(q): \(result)")
    }
    if results[0].value.isFinite, results[2].value.isFinite {
      #expect(results[0].value <= results[2].value + results[0].error + results[2].error, "\(p) \(q): \(results)")
    }
    func expectEqual(_ a: Divergences.Estimate, _ b: Divergences.Estimate, times scale: Double) {
      #expect((a.status == .infinite) == (b.status == .infinite), "\(p) \(q): \(a) \(b)")
      guard a.value.isFinite, b.value.isFinite, a.error.isFinite, b.error.isFinite else { return }
      let image = a.value * scale
      #expect(abs(b.value - image) <= b.error + a.error * scale + 8 * image.ulp, "\(p) \(q), times \(scale): \(a) \(b)")
    }
    for (a, b) in zip(results.prefix(3), measure(q, p)) { expectEqual(a, b, times: 1) }
    let images = measure(try Affine(p, shift: 0, scale: factor), try Affine(q, shift: 0, scale: factor))
    for (a, b) in zip(results.prefix(3), images) { expectEqual(a, b, times: abs(factor)) }
    expectEqual(results[3], images[3], times: 1 / (factor * factor))
  }

  /// Beyond an end of one density where the other is still felt: its tail is not stepped over.
  @Test func theTailBeyondABreakPointIsSeen() throws {
    let q = try parseDensity("studentT(54.47034434390182,0.00534726301435623,0.0006621732500956152)")
    for text in ["weibull(360,1.57)", "gamma(360,200)", "uniform(0,1)", "logNormal(4,0.01)"] {
      let beside = DensityPair(try parseDensity(text), q).measure([FisherInformation.ofQ])[0]
      let truth = try #require(Self.fisher(q))
      #expect(abs(beside.value - truth) <= beside.error && beside.error < 1e-11 * truth, "\(text): \(beside), truth \(truth)")
    }
  }
}
