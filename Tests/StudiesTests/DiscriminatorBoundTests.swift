import Densities
import Divergences
import RealModule
import Scalars
import Studies
import Testing

/// The lower bound on JS by a trained discriminator, and the bets that it is made of.
@Suite struct DiscriminatorBoundTests {
  /// Coins with a mean of ⅒: of 400 bounds that are wrong with probability at most ⅒, more than 62 fail with probability
  /// 1e-4.
  @Test(arguments: [0.1, 0.5, 0.97]) func betsBoundTheMeanFromBelow(mean: Double) {
    var random = CounterRandom(seed: 3)
    var (failures, sum) = (0, 0.0)
    for _ in 0..<400 {
      let bound = bettingLowerBound((0..<100).map { _ in random.openUniform() < mean ? 1 : 0 }, missing: 0.1)
      failures += bound > mean ? 1 : 0
      sum += bound
    }
    #expect(failures <= 62)
    // Not vacuous: within some three standard errors of the mean.
    #expect(sum / 400 > mean - 0.3 * .sqrt(mean * (1 - mean)) - 0.03)
  }

  @Test func certainTermsAreBoundedNearTheirValue() {
    #expect(bettingLowerBound([Double](repeating: 0, count: 50), missing: 0.05) == 0)
    let bound = bettingLowerBound([Double](repeating: 1, count: 1000), missing: 0.05)
    #expect(bound > 0.98 && bound <= 1)
  }

  @Test(arguments: [("normal(0,1)", "normal(2,1)"), ("normal(0,1)", "normal(0,3)"), ("normal(0,1)", "normal(0,1)")])
  func theBoundIsBelowJS(_ p: String, _ q: String) throws {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    let exact = js(p, q).value
    for seed: UInt64 in 1...3 {
      var random = CounterRandom(seed: seed, stream: 200)
      let (x, y) = ((0..<2000).map { _ in p.sample(using: &random) }, (0..<2000).map { _ in q.sample(using: &random) })
      var settings = SampleSettings()
      (settings.permutations, settings.seed) = (99, seed)
      let bound = try DiscriminatorBound(SamplePair(x, y, settings: settings)).estimate()
      let lower = try #require(bound.lower)
      #expect(lower <= exact && lower >= exact - 0.06 && bound.upper == nil, "\(bound), exactly \(exact)")
    }
  }
}
