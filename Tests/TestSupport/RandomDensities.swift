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

  /// A density of any kind: beside those of `next`, mixtures of up to four, truncations to a tail, estimates of a few data,
  /// combinators inside combinators, and parameters far out.
  package mutating func nextOfAnyKind() throws -> any AnalyticDensity { try anyKind(depth: 0) }

  private mutating func anyKind(depth: Int) throws -> any AnalyticDensity {
    // A draw that is refused, as a truncation to nearly nothing, is repeated.
    for _ in 0..<100 {
      if let density = try? drawn(depth: depth) { return density }
    }
    return member()
  }

  private mutating func drawn(depth: Int) throws -> any AnalyticDensity {
    switch random.next() % (depth < 2 ? 16 : 9) {
    case 0:
      let data = sample(of: member(), count: 2 + Int(random.next() % 40))
      return try Histogram(data, bins: 1 + Int(random.next() % 12))
    case 1:
      let data = sample(of: member(), count: 2 + Int(random.next() % 30))
      return try KernelDensity(data)
    case 2, 3: return Self.extremes.member(using: &random)
    case 9, 10:
      let weights = (0..<(2 + Int(random.next() % 3))).map { _ in random.logUniform(1e-6, 1) }
      let sum = weights.reduce(0, +)
      return try Mixture(weights.map { _ in try anyKind(depth: depth + 1) }, weights: weights.map { $0 / sum })
    case 11, 12:
      let base = try anyKind(depth: depth + 1)
      let (low, high) = (random.logUniform(1e-12, 0.5), random.logUniform(1e-12, 0.5))
      switch random.next() % 3 {
      case 0: return try Truncated(base, lower: base.upperQuantile(high), upper: .infinity)
      case 1: return try Truncated(base, lower: -.infinity, upper: base.quantile(low))
      default: return try Truncated(base, lower: base.quantile(low), upper: base.upperQuantile(high))
      }
    case 13, 14:
      let scale = random.logUniform(1e-3, 1e3) * (random.next() % 2 == 0 ? 1 : -1)
      return try Affine(anyKind(depth: depth + 1), shift: random.uniform(-30, 30), scale: scale)
    default: return member()
    }
  }

  /// Two densities of any kind, every third time near one another: the second an affine image of the first, or a mixture with it.
  package mutating func pairOfAnyKind() throws -> (any AnalyticDensity, any AnalyticDensity) {
    let p = try nextOfAnyKind()
    switch random.next() % 6 {
    case 0:
      let (factor, part) = (random.logUniform(1e-6, 1), random.uniform(-1, 1))
      let width = p.landmarks.map(\.scale).max() ?? 1
      return (p, try Affine(p, shift: factor * part * width, scale: 1 + factor * random.uniform(-0.5, 0.5)))
    case 1:
      let weight = random.logUniform(1e-6, 0.5)
      return (p, try Mixture([p, nextOfAnyKind()], weights: [1 - weight, weight]))
    default: return (p, try nextOfAnyKind())
    }
  }

  private mutating func sample(of density: any AnalyticDensity, count: Int) -> [Double] {
    (0..<count).map { _ in density.quantile(random.openUniform()) }
  }

  /// Members whose parameters are far out.
  private static let extremes = FamilyDraw(
    location: { $0.logUniform(1e-3, 1e6) * ($0.next() % 2 == 0 ? 1 : -1) }, scale: { $0.logUniform(1e-5, 1e5) },
    shape: { $0.logUniform(0.01, 1000) },
    special: [
      "studentT.dof": { $0.logUniform(0.05, 1e4) }, "logNormal.mu": { $0.uniform(-20, 20) }, "logNormal.sigma": { $0.logUniform(0.01, 20) },
      "weibull.shape": { $0.logUniform(0.05, 50) },
    ])
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
  package func rest(ofBreakpoint point: Double) -> Double { base.rest(ofBreakpoint: point) }
  package func asymptote(_ approach: Approach) -> Asymptote { base.asymptote(approach) }
  package func cumulative(_ x: Double) -> Double { base.cumulative(x) }
  package func survival(_ x: Double) -> Double { base.survival(x) }
  package func quantile(_ p: Double) -> Double { base.quantile(p) }
  package func upperQuantile(_ p: Double) -> Double { base.upperQuantile(p) }
}
