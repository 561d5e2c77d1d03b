import Calculus
import Densities
import Divergences
import RealModule
import Scalars

/// What a discriminator of bounded capacity cannot see: that the generator has a few points only.
///
/// In one dimension, with D between 0 and 1 that switches k times, |E_P D − E_Q D| ≤ k sup|F − G|. For Q uniform on m
/// points at the quantiles (2i − 1)/(2m) of P, sup|F − G| = 1/(2m). A tanh unit has a total variation of 2 and counts
/// as two switches.
enum BoundedDiscriminatorClaims {
  static let claims: [Claim] = [
    Claim(
      "S4",
      "A discriminator of bounded capacity tells P from some generator on few points by no more than ε: the more capacity, the more "
        + "points, but a number that does not depend on P.",
      source:
        "after Arora, Ge, Liang, Ma & Zhang 2017 (theorem 1 of its first author's account of 2017: n parameters, C n log n/ε² random "
        + "points of P); here in one dimension, with points at quantiles, derived",
      readings: switching + networks + notSeen)
  ]

  /// The points at the quantiles (2i − 1)/(2m).
  private static func points(of p: any AnalyticDensity, _ count: Int) -> [Double] {
    (0..<count).map { index in
      let level = (Double(index) + 0.5) / Double(count)
      return level < 0.5 ? p.quantile(level) : p.upperQuantile(1 - level)
    }
  }

  private static let switching = [
    Reading("one switch at any place: |E_P D − E_Q D| ≤ 1/(2m)", .atMost) { pair in
      [10, 100].flatMap { count in
        let points = points(of: pair.p, count)
        return [0.013, 0.1, 0.37, 0.5, 0.81, 0.999].map { level in
          let place = pair.p.quantile(level)
          let share = Double(points.count { $0 <= place }) / Double(count)
          let difference = Estimate(share - pair.p.cumulative(place), error: 2e-14, scale: 1).magnitude
          return Sides(difference, Estimate(0.5 / Double(count)), component: "m = \(count), at the quantile \(level)")
        }
      }
    }
    .noting("D = 1 below the place and 0 above it; for every continuous P the same"),
    Reading("k switches: windows about k/2 of the points gain k/(2m)") {
      spikes.flatMap { generator in
        [2, 10].map { switches in
          let windows = generator.windows.prefix(switches / 2)
          let (p, q) = (generator.pair.p, generator.pair.q)
          let gain = windows.reduce(Estimate(0)) { $0 + Estimate(q.probability(of: $1) - p.probability(of: $1), error: 1e-13) }
          // What P has in the windows is missing.
          let missing = Estimate(Double(switches / 2) * generator.width)
          return Sides(gain + missing, Estimate(Double(switches) / Double(2 * generator.count)), component: "k = \(switches)")
        }.labelled(generator.name)
      }
    }
    .noting("the windows' own share of P is added; no D of k switches gains more"),
  ]

  private static let networks = [
    Reading("tanh units with weights w: |E_P D − E_Q D| ≤ Σ|w|/m", .atMost) { pair in
      [10, 100].map { count in
        let network = Units(around: pair.p)
        let ofP = Estimate.expectation(under: pair.p, .ofPlaces { network($0.x) })
        let ofQ = points(of: pair.p, count).map { network($0) }.compensatedSum() / Double(count)
        let difference = (ofP - Estimate(ofQ, error: 1e-13, scale: 1)).magnitude
        return Sides(difference, Estimate(network.size / Double(count)), component: "m = \(count)")
      }
    }
    .noting("three units, of a width and of a tenth of one; weights 1, −2 and 0.5"),
    Reading("a D of one switch is fooled by any m points", .atMost) {
      spikes.flatMap { generator in
        let lowest = generator.windows.prefix(generator.count / 2)
        // All points in the lower half, twice as many on each.
        let share = lowest.reduce(0) { $0 + 2 * generator.pair.q.probability(of: $1) }
        return [Sides(Estimate(share - generator.pair.p.cumulative(0.5), error: 1e-13), Estimate(1 / Double(generator.count)))]
          .labelled(generator.name)
      }
    }
    .refuted("the points must be spread as P is: with all of them below ½ the generator is found out by one threshold, which gains ½"),
  ]

  /// A discriminator of three tanh units.
  private struct Units: Sendable {
    private let units: [(weight: Double, centre: Double, width: Double)]

    init(around p: any AnalyticDensity) {
      let (low, middle, high) = (p.quantile(0.25), p.quantile(0.5), p.upperQuantile(0.25))
      let width = Swift.max(high - low, .leastNormalMagnitude)
      units = [(1, middle, width), (-2, low, 0.1 * width), (0.5, high, width)]
    }

    var size: Double { units.reduce(0) { $0 + abs($1.weight) } }
    func callAsFunction(_ x: Double) -> Double { units.reduce(0) { $0 + $1.weight * .tanh((x - $1.centre) / $1.width) } }
  }

  /// Generators on 20 and on 100 points.
  private static let spikes = [20, 100].map { Spikes(count: $0) }

  private static let notSeen = [
    Reading("what such a D cannot tell apart is close in JS", .atMost) {
      spikes.flatMap { [Sides($0.pair.js, Estimate(1 / Double($0.count)))].labelled($0.name) }
    }
    .refuted("JS is log 2 up to 10⁻⁵: an unbounded D tells the points from the density"),
    Reading("it is close in W1, in one dimension", .atMost) {
      spikes.flatMap { [Sides($0.pair.w1, Estimate(0.25 / Double($0.count)))].labelled($0.name) }
    }
    .noting("1/(4m); in d dimensions m points are some m^(−1/d) away, which is not checked here"),
    Reading("it is seen by its duplicates: two of 2 √m draws coincide more often than not", .atMost) {
      [20, 100].map { count in
        let draws = Int((2 * Double(count).squareRoot()).rounded(.up))
        let distinct = (0..<draws).reduce(1.0) { $0 * (1 - Double($1) / Double(count)) }
        return Sides(0.5, Estimate(1 - distinct, error: 1e-13), component: "m = \(count)")
      }
    }
    .noting("the birthday test of claim G1, which looks at pairs; a discriminator looks at one sample at a time"),
  ]

  /// P uniform on (0, 1), and Q on narrow windows about the middles of m equal parts.
  private struct Spikes: Sendable {
    let count: Int
    let width: Double
    let windows: [Interval]
    let pair: Pair

    var name: String { "P uniform on (0, 1), Q on windows of a millionth about \(count) points" }

    init(count: Int) {
      let width = 1e-6 / Double(count)
      windows = (0..<count).map { index in
        let middle = (Double(index) + 0.5) / Double(count)
        return Interval(middle - 0.5 * width, middle + 0.5 * width)
      }
      (self.count, self.width) = (count, width)
      let parts = windows.map { Uniform(lower: $0.lower, upper: $0.upper) }
      let p = Uniform(lower: 0, upper: 1)
      pair = Pair(p, (try? Mixture(parts, weights: [Double](repeating: 1 / Double(count), count: count))) ?? p)
    }
  }
}
