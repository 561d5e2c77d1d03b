import Calculus
import RealModule
import Scalars

/// The distribution of one-dimensional noise.
extension Noise {
  /// Where the noise has all of its mass but some 10⁻¹⁹: here every turn of a generator is looked for.
  var core: Interval { self == .normal ? Interval(-9, 9) : Interval(-1, 1) }

  /// Where the density of the noise does not underflow.
  var reach: Double { self == .normal ? 38.5 : 1 }

  /// log φ(z), also beyond the core.
  func logDensity<S: Scalar>(at z: S) -> S {
    switch self {
    case .normal: -0.5 * z * z - S(0.5 * .log(2 * .pi))
    case .uniform: S(-.log(2))
    }
  }

  /// P(Z > z).
  func tail(_ z: Double) -> Double { self == .normal ? SpecialFunctions.normalUpper(z, sd: 1) : 0.5 * (1 - z) }

  /// P(a < Z < b), where the ends may be infinite.
  func mass(from a: Double, to b: Double) -> Double {
    if self == .uniform || b - a < 0.25 { return mass(from: a, length: b - a) }
    if a >= 0 { return tail(a) - tail(b) }
    if b <= 0 { return tail(-b) - tail(-a) }
    return 1 - (tail(-a) + tail(b))
  }

  /// P(z < Z < z + length), to its last digits however short or far out.
  func mass(from z: Double, length: Double) -> Double {
    if self == .uniform { return 0.5 * length }
    guard length < 0.25 else { return mass(from: z, to: z + length) }
    // The difference of two tails would cancel.
    return length * ChebyshevSeries.unitRule.reduce(0) { $0 + $1.weight * .exp(logDensity(at: z + length * $1.node)) }
  }

  /// The z with P(Z ≤ z) = p.
  func quantile(_ p: Double) -> Double { self == .normal ? SpecialFunctions.normalQuantile(p) : 2 * p - 1 }

  /// A draw.
  package func sample(using generator: inout some RandomNumberGenerator) -> Double { quantile(generator.openUniform()) }
}
