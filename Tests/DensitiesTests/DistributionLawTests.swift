import Calculus
import Densities
import RealModule
import Scalars
import Testing

/// Laws that every density obeys, over the whole catalogue and combinators.
@Suite struct DistributionLawTests {
  /// A density that gives the minimum and leaves its distribution to the defaults by calculus: the other way to the
  /// same numbers.
  struct Bare: AnalyticDensity {
    let base: any AnalyticDensity
    var support: [Interval] { base.support }
    var breakpoints: [Double] { base.breakpoints }
    func rest(ofBreakpoint point: Double) -> Double { base.rest(ofBreakpoint: point) }
    var landmarks: [Landmark] { base.landmarks }
    var text: String { "bare \(base)" }
    func logDensity<S: Scalar>(at x: S) -> S { base.logDensity(at: x) }
    func logDensity(at place: Place) -> Double { base.logDensity(at: place) }
    func asymptote(_ approach: Approach) -> Asymptote { base.asymptote(approach) }
  }

  @Test(arguments: Specimens.all) func theMassIsOneAndTheDistributionIsTheIntegral(_ text: String) throws {
    let density = try Specimens.density(text)
    let bare = Bare(base: density)
    for p in [1e-9, 0.03, 0.5, 0.9] {
      let x = density.quantile(p)
      guard x.isFinite, density.logDensity(at: x) < 600, abs(x) < 1e307 else { continue }
      #expect(abs(bare.cumulative(x) - density.cumulative(x)) <= 2e-11 * density.cumulative(x), "at \(x), \(p)")
      #expect(abs(bare.survival(x) - density.survival(x)) <= 2e-11 * density.survival(x), "at \(x), \(p)")
    }
  }

  @Test(arguments: Specimens.all) func cumulativeAndSurvivalComplement(_ text: String) throws {
    let density = try Specimens.density(text)
    for x in Specimens.points(density) { #expect(abs(density.cumulative(x) + density.survival(x) - 1) <= 1e-14) }
    let far = [-Double.infinity, -1e300, -1, 0, 1, 1e300, .infinity]
    for x in far {
      let (below, above) = (density.cumulative(x), density.survival(x))
      #expect(abs(below + above - 1) <= 1e-14, "at \(x)")
      #expect(!density.logDensity(at: x).isNaN, "at \(x)")
    }
    #expect(density.cumulative(-.infinity) == 0 && density.survival(.infinity) == 0)
    #expect(density.cumulative(.infinity) == 1 && density.survival(-.infinity) == 1)
  }

  @Test(arguments: Specimens.all) func theQuantileInvertsTheDistribution(_ text: String) throws {
    let density = try Specimens.density(text)
    #expect(density.quantile(0) == density.hull.lower && density.upperQuantile(0) == density.hull.upper)
    #expect(density.quantile(1) == density.hull.upper && density.upperQuantile(1) == density.hull.lower)
    for p in [1e-200, 1e-12, 1e-3, 0.2, 0.5, 0.8, 0.999] {
      for isUpper in [false, true] {
        let x = isUpper ? density.upperQuantile(p) : density.quantile(p)
        #expect(!x.isNaN)
        guard abs(x) > 1e-300, abs(x) < 1e300 else { continue }
        let level = isUpper ? density.survival(x) : density.cumulative(x)
        // x is rounded to a double, which moves the level by the density, or past the whole of a level at an end of the
        // support.
        let rounding = 8 * Double.ulpOfOne * abs(x) * min(density.density(at: x), 1e300)
        let neighbours = [x.nextDown, x.nextUp].map { isUpper ? density.survival($0) : density.cumulative($0) }.sorted()
        let isRounded = neighbours[0] <= p && p <= neighbours[1]
        #expect(
          isRounded || abs(level - p) <= 1e-12 * p + rounding, "\(isUpper ? "upper " : "")quantile of \(p) is \(x), with level \(level)")
      }
    }
  }

  @Test(arguments: Specimens.all) func theDerivativeOfTheDistributionIsTheDensity(_ text: String) throws {
    let density = try Specimens.density(text)
    for p in [0.01, 0.2, 0.4, 0.7] {
      let (a, b) = (density.quantile(p), density.quantile(p + 1e-4))
      guard b - a > 1e-9 * abs(a), !density.breakpoints.contains(where: { a <= $0 && $0 <= b }) else { continue }
      // Simpson's rule on the density against the difference of the distribution.
      let panels = 32
      let simpson =
        (0...panels).reduce(0.0) { sum, index in
          let weight: Double = index == 0 || index == panels ? 1 : index.isMultiple(of: 2) ? 2 : 4
          return sum + weight * density.density(at: a + (b - a) * Double(index) / Double(panels))
        } * ((b - a) / Double(3 * panels))
      guard simpson < 1.2e-4 else { continue }
      #expect(abs(simpson - 1e-4) <= 1e-6 * 1e-4, "between \(a) and \(b)")
    }
  }

  @Test(arguments: Specimens.all) func samplesFollowTheDistribution(_ text: String) throws {
    let density = try Specimens.density(text)
    var generator = CounterRandom(seed: 2024)
    let levels = (0..<2000).map { _ in density.cumulative(density.sample(using: &generator)) }.sorted()
    let n = Double(levels.count)
    let distance = levels.indices.map { max(abs(levels[$0] - Double($0) / n), abs(levels[$0] - Double($0 + 1) / n)) }.max() ?? 1
    // Kolmogorov's limit law: P(√n D > z) ≈ 2 exp(−2z²), here 1e-8 for one specimen and 1e-6 for all of them.
    #expect(n.squareRoot() * distance < (Double.log(2e8) / 2).squareRoot())
  }
}
