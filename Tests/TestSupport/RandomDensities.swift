package import Densities
import Foundation
package import Scalars

/// Densities drawn at random from every family and combinator, with parameters over many orders of magnitude.
package struct RandomDensities {
  /// The seeds of the pairs that the laws are tested on. To hunt further, set PAIRS=300-10000 or the like.
  package static let seeds: [Int] = {
    let ends = (ProcessInfo.processInfo.environment["PAIRS"] ?? "0-300").split(separator: "-").compactMap { Int($0) }
    return ends.count == 2 && ends[0] < ends[1] ? Array(ends[0]..<ends[1]) : []
  }()

  private static let families = FamilyDraw(
    location: { $0.uniform(-10, 10) }, scale: { $0.logUniform(0.03, 30) }, shape: { $0.logUniform(0.1, 30) },
    special: [
      "studentT.dof": { $0.logUniform(0.3, 100) }, "logNormal.mu": { $0.uniform(-2, 2) }, "logNormal.sigma": { $0.logUniform(0.1, 5) },
      "weibull.shape": { $0.logUniform(0.2, 8) }, "gumbel.scale": { $0.logUniform(0.5, 30) },
      "skewNormal.shape": { $0.uniform(-10, 10) }, "inverseGaussian.mean": { $0.logUniform(0.03, 30) },
    ])

  private var random: CounterRandom

  package init(seed: UInt64) { random = CounterRandom(seed: seed, stream: 11) }

  /// A density; one in three is a mixture, a truncation or an affine image.
  package mutating func next() throws -> any AnalyticDensity {
    switch random.next() % 9 {
    case 0:
      let weight = random.uniform(0.01, 0.99)
      return try Mixture([member(), member()], weights: [weight, 1 - weight])
    case 1:
      let base = member()
      let (low, high) = (random.uniform(0.01, 0.5), random.uniform(0.6, 0.99))
      return try Truncated(base, lower: base.quantile(low), upper: base.quantile(high))
    case 2:
      return try Affine(member(), shift: random.uniform(-3, 3), scale: random.logUniform(0.1, 10) * (random.next() % 2 == 0 ? 1 : -1))
    default: return member()
    }
  }

  private mutating func member() -> any AnalyticDensity { Self.families.member(using: &random) }
}

/// The same density with other landmarks, so that quadrature takes other nodes.
package struct Relocated: AnalyticDensity {
  let base: any AnalyticDensity

  /// The density with a second landmark beside each of its own.
  package init(base: any AnalyticDensity) { self.base = base }

  package var text: String { "relocated(\(base))" }
  package var support: [Interval] { base.support }
  package func logDensity<S: Scalar>(at x: S) -> S { base.logDensity(at: x) }
  package func logDensity(at place: Place) -> Double { base.logDensity(at: place) }
  package var landmarks: [Landmark] {
    base.landmarks.flatMap { mark in
      let other = Landmark(location: mark.location + 0.37 * mark.scale, scale: 0.6 * mark.scale, isHeavy: mark.isHeavy)
      return base.hull.contains(other.location) ? [mark, other] : [mark]
    }
  }
  package var breakpoints: [Double] { base.breakpoints }
  package func asymptote(_ approach: Approach) -> Asymptote { base.asymptote(approach) }
  package func cumulative(_ x: Double) -> Double { base.cumulative(x) }
  package func survival(_ x: Double) -> Double { base.survival(x) }
  package func quantile(_ p: Double) -> Double { base.quantile(p) }
  package func upperQuantile(_ p: Double) -> Double { base.upperQuantile(p) }
}
