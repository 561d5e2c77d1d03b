import Densities
import Foundation
import RealModule
import Scalars

/// Densities drawn at random from every family and combinator, with parameters over many orders of magnitude.
struct RandomDensities {
  /// The seeds of the pairs that the laws are tested on. To hunt further, set PAIRS=300-10000 or the like.
  static let seeds: [Int] = {
    let ends = (ProcessInfo.processInfo.environment["PAIRS"] ?? "0-300").split(separator: "-").compactMap { Int($0) }
    return ends.count == 2 && ends[0] < ends[1] ? Array(ends[0]..<ends[1]) : []
  }()

  private var random: CounterRandom

  init(seed: UInt64) { random = CounterRandom(seed: seed, stream: 11) }

  /// A density; one in three is a mixture, a truncation or an affine image.
  mutating func next() throws -> any Density {
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

  /// A member of a family.
  private mutating func member() -> any Density {
    let location = random.uniform(-10, 10)
    let scale = random.logUniform(0.03, 30)
    let shape = random.logUniform(0.1, 30)
    switch random.next() % 14 {
    case 0: return Normal(mean: location, sd: scale)
    case 1: return Laplace(location: location, scale: scale)
    case 2: return Logistic(location: location, scale: scale)
    case 3: return Cauchy(location: location, scale: scale)
    case 4: return StudentT(dof: random.logUniform(0.3, 100), location: location, scale: scale)
    case 5: return Uniform(lower: location, upper: location + scale)
    case 6: return Exponential(rate: scale)
    case 7: return Gamma(shape: shape, rate: scale)
    case 8: return Beta(alpha: shape, beta: random.logUniform(0.1, 30))
    case 9: return LogNormal(mu: random.uniform(-2, 2), sigma: random.logUniform(0.1, 5))
    case 10: return Weibull(shape: random.logUniform(0.2, 8), scale: scale)
    case 11: return Pareto(shape: shape, scale: scale)
    case 12: return Gumbel(location: location, scale: random.logUniform(0.5, 30))
    default: return Triangular(lower: location, mode: location + scale * random.openUniform(), upper: location + scale)
    }
  }
}

/// The same density with other landmarks, so that quadrature takes other nodes.
struct Relocated: Density {
  let base: any Density

  var description: String { "relocated(\(base))" }
  var support: [Interval] { base.support }
  func logDensity<S: Scalar>(at x: S) -> S { base.logDensity(at: x) }
  func logDensity(at place: Place) -> Double { base.logDensity(at: place) }
  func logDensities(at places: [Place], into results: inout [Double]) { base.logDensities(at: places, into: &results) }
  var landmarks: [Landmark] {
    base.landmarks.flatMap { mark in
      let other = Landmark(location: mark.location + 0.37 * mark.scale, scale: 0.6 * mark.scale, isHeavy: mark.isHeavy)
      return base.hull.contains(other.location) ? [mark, other] : [mark]
    }
  }
  var breakpoints: [Double] { base.breakpoints }
  func asymptote(_ approach: Approach) -> Asymptote { base.asymptote(approach) }
  func cumulative(_ x: Double) -> Double { base.cumulative(x) }
  func survival(_ x: Double) -> Double { base.survival(x) }
  func quantile(_ p: Double) -> Double { base.quantile(p) }
  func upperQuantile(_ p: Double) -> Double { base.upperQuantile(p) }
}

/// Random numbers for parameters.
extension CounterRandom {
  /// Uniform between two ends.
  mutating func uniform(_ lower: Double, _ upper: Double) -> Double { lower + (upper - lower) * openUniform() }

  /// Uniform in the logarithm.
  mutating func logUniform(_ lower: Double, _ upper: Double) -> Double {
    Double.exp(uniform(Double.log(lower), Double.log(upper)))
  }
}
