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

  /// By Owen's integral (1956), of which it is the part beyond α: C(z) = (1/π) ∫_α^∞ e^(−z²(1 + x²)/2)/(1 + x²) dx.
  private func logCorner(_ z: Double) -> Double {
    if z == 0 { return .log(.atan2(y: 1, x: alpha) / .pi) }
    let reach = alpha * z
    let height = -0.5 * (z * z + reach * reach)
    guard height > -1e300 else { return -.infinity }
    var (start, total) = (0.0, 0.0)
    // A panel is no longer than the distance from the poles ±i, and the exponential falls by e^−6 or so, where twenty nodes
    // leave less than a rounding. Panels double in length at least until the rest is below rounding.
    for _ in 0..<200 {
      let x = alpha + start
      let width = min(.hypot(1, x), 5 / max(z * (z * x), z))
      var panel = 0.0
      for (node, weight) in Self.rule {
        let s = start + width * node
        panel += weight * .exp(-z * s * (reach + 0.5 * z * s)) / (1 + (alpha + s) * (alpha + s))
      }
      total += width * panel
      start += width
      if !(width * panel > 1e-18 * total) { break }
    }
    return height - .log(.pi) + .log(total)
  }

  /// Nodes and weights of the 20-point Gauss–Legendre rule on [0, 1].
  private static let rule = GSL.gaussLegendre(20, from: 0, to: 1)
}
