import Calculus
import RealModule
package import Scalars

/// A confidence interval for a mean μ ≥ 0 from one draw x of the normal law around it with variance 1.
///
/// Feldman & Cousins, “Unified approach to the classical statistical analysis of small signals”, Phys. Rev. D 57 (1998):
/// μ is in the interval of x where the draws y with a larger likelihood ratio R(y) = φ(y − μ)/φ(y − max(0, y)) have at
/// most the probability of the level. It covers with that probability for every μ, as x ± z does, but is never empty and
/// contains max(0, x), the likeliest μ. For x above 2 z it is x ± z.
package struct BoundedNormalInterval {
  /// The ends for a draw of the standard normal law shifted by a mean of at least 0.
  package static func interval(of x: Double, level: Double) -> Interval {
    let z = -SpecialFunctions.normalQuantile(0.5 * (1 - level))
    // A draw so far below 0 is refuted by every law; the interval of the last is as good as any.
    let x = max(x, lowestDraw)
    guard x < 2 * z else { return Interval(x - z, x + z) }
    func surplus(_ mean: Double) -> Double { probability(above: x, mean) - level }
    let peak = max(0, x)
    // At a level of at most a half only the likeliest mean is left for draws that are far below 0.
    let isAlone = x < 0 && surplus(1e-9) > 0
    let upper = isAlone ? 0 : root(in: Interval(peak, peak + z + 1e-9), tolerance: 1e-10, of: surplus) ?? peak + z
    // With a mean of 0 the draws below x are the likelier ones.
    let isAbove = x > 1e-9 && 1 - SpecialFunctions.normalUpper(x, sd: 1) > level
    let lower = isAbove ? root(in: Interval(1e-12, x), tolerance: 1e-10, of: surplus) ?? 0 : 0
    return Interval(lower, upper)
  }

  private static let lowestDraw = -20.0

  /// The probability of the draws with a larger likelihood ratio than x, which lie between x and a number on the other
  /// side of the mean.
  private static func probability(above x: Double, _ mean: Double) -> Double {
    let logRatio = x < 0 ? mean * (x - 0.5 * mean) : -0.5 * (x - mean).squared
    let other =
      x < mean ? mean + .sqrt(-2 * logRatio) : 2 * mean - x >= 0 ? 2 * mean - x : 0.5 * mean + logRatio / mean
    let ends = (min(x, other) - mean, max(x, other) - mean)
    return SpecialFunctions.normalUpper(ends.0, sd: 1) - SpecialFunctions.normalUpper(ends.1, sd: 1)
  }
}
