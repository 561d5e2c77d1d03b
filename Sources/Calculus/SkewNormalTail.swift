import RealModule

/// The distribution of the density 2 φ(z) Φ(αz), whose tails keep their digits and have logarithms where they underflow.
///
/// With C(z) = 2 ∫_z^∞ φ(s) Φ(−αs) ds for α, z ≥ 0, the mass below −z, every tail is a sum of one sign, or loses at most
/// one bit (Azzalini 1985): F(−z) = C(z), F(z) = erf(z/√2) + C(z), and 1 − F(z) = erfc(z/√2) − C(z) ≥ ½ erfc(z/√2).
package struct SkewNormalTail: Sendable {
  /// |α|: the other sign is the mirror image.
  private let alpha: Double
  private let isMirrored: Bool

  /// The distribution with this shape α.
  package init(shape: Double) {
    alpha = abs(shape)
    isMirrored = shape < 0
  }

  /// P(Z ≤ z), or P(Z > z).
  package func probability(_ z: Double, isUpper: Bool) -> Double {
    let (z, isUpper) = isMirrored ? (-z, !isUpper) : (z, isUpper)
    if z.isInfinite { return (z > 0) == isUpper ? 0 : 1 }
    if z <= 0 { return isUpper ? 1 - corner(-z) : corner(-z) }
    return isUpper ? .erfc(z * 0.7071067811865476) - corner(z) : .erf(z * 0.7071067811865476) + corner(z)
  }

  /// The z with P(Z ≤ z) = p, or P(Z > z) = p, for p ≤ ½.
  package func inverse(_ p: Double, isUpper: Bool) -> Double {
    if p <= 0 { return isUpper ? .infinity : -.infinity }
    let isHeavy = isUpper != isMirrored
    // The two tails are like those of a normal, cut in half or narrower. Their logarithms are concave.
    let start =
      isHeavy
      ? SpecialFunctions.normalQuantile(max(0.5 * p, .leastNonzeroMagnitude))
      : SpecialFunctions.normalQuantile(p) / .sqrt(1 + alpha * alpha)
    let sign: Double = isMirrored ? -1 : 1
    let z = LogConcaveTail.inverse(target: .log(p), start: isHeavy ? -start : start, direction: isHeavy ? -1 : 1) { z in
      (isHeavy ? logUpper(z) : logLower(z), logDensity(z))
    }
    return sign * z
  }

  private func logDensity(_ z: Double) -> Double {
    .log(2) - 0.5 * z * z - 0.5 * .log(2 * .pi) + SpecialFunctions.logNormalCumulative(alpha * z)
  }

  private func logLower(_ z: Double) -> Double { z <= 0 ? logCorner(-z) : .log(.erf(z * 0.7071067811865476) + corner(z)) }

  private func logUpper(_ z: Double) -> Double {
    if z <= 0 { return .log(onePlus: -corner(-z)) }
    let logNormal = .log(2) + SpecialFunctions.logNormalUpper(z)
    return logNormal + .log(onePlus: -.exp(logCorner(z) - logNormal))
  }

  /// C(z), and its logarithm.
  private func corner(_ z: Double) -> Double { z == 0 ? .atan2(y: 1, x: alpha) / .pi : .exp(logCorner(z)) }

  private func logCorner(_ z: Double) -> Double {
    if z == 0 { return .log(.atan2(y: 1, x: alpha) / .pi) }
    let start = SpecialFunctions.logNormalUpper(alpha * z)
    guard start > -1e30 else { return -.infinity }
    let slope = z + alpha * (alpha * z + SpecialFunctions.normalHazardExcess(alpha * z))
    let integral = LogConcaveTail.integral(slope: slope, curvature: 1 + alpha * alpha) { s in
      s * (z + 0.5 * s) + (start - SpecialFunctions.logNormalUpper(alpha * (z + s)))
    }
    return .log(2) - 0.5 * z * z - 0.5 * .log(2 * .pi) + start + .log(integral)
  }
}
