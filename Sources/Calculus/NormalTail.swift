import RealModule
package import Scalars

/// The upper tail of the standard normal distribution in logarithms and over its density, where it underflows itself.
extension SpecialFunctions {
  /// log Φ(x), also where Φ underflows: to a few roundings of itself and of x²/2.
  ///
  /// Its derivatives are those of the inverse Mills ratio up to the third order, which is as deep as duals are nested.
  package static func logNormalCumulative<S: Scalar>(_ x: S) -> S {
    let z = -x.primal
    let value = logNormalUpper(z)
    if S.self == Double.self || !z.isFinite { return S(value) }
    // With λ the ratio of the density to Φ: (log Φ)′ = λ, λ′ = −λ (x + λ), and x + λ is what cancels far below 0.
    let excess = normalHazardExcess(z)
    let first = z + excess
    let second = -first * excess
    let third = -(second * excess + first * (1 + second))
    let d: S = x - S(x.primal)
    return S(value) + d * (S(first) + d * (S(0.5 * second) + d * S(third / 6)))
  }

  /// log (1 − Φ(z)).
  static func logNormalUpper(_ z: Double) -> Double {
    if z < -1 { return .log(onePlus: -0.5 * .erfc(-z * 0.7071067811865476)) }
    if z < farTail { return .log(0.5 * .erfc(z * 0.7071067811865476)) }
    return -0.5 * z * z - 0.5 * .log(2 * .pi) - .log(z + normalHazardExcess(z))
  }

  /// φ(z)/(1 − Φ(z)) − z > 0, the inverse of Mills' ratio less its leading term, which far out is about 1/z.
  ///
  /// There by Laplace's continued fraction 1/(z + 2/(z + 3/(z + …))), of which so many levels leave less than a rounding from
  /// z = 5 on (Abramowitz & Stegun 1964, 26.2.14).
  package static func normalHazardExcess(_ z: Double) -> Double {
    if z < farTail {
      return .exp(-0.5 * z * z) * 0.3989422804014327 / (0.5 * .erfc(z * 0.7071067811865476)) - z
    }
    if z == .infinity { return 0 }
    var fraction = 0.0
    for level in stride(from: 6 + (125 / z).rounded(), through: 1, by: -1) { fraction = level / (z + fraction) }
    return fraction
  }

  /// φ(w)/Φ(w), the derivative of log Φ.
  package static func normalHazard(_ w: Double) -> Double {
    w < 0 ? normalHazardExcess(-w) - w : .exp(-0.5 * w * w) * 0.3989422804014327 / (0.5 * .erfc(-w * 0.7071067811865476))
  }

  /// Mills' ratio (1 − Φ(z))/φ(z).
  package static func millsRatio(_ z: Double) -> Double {
    z < farTail ? 0.5 * .erfc(z * 0.7071067811865476) * 2.5066282746310002 * .exp(0.5 * z * z) : 1 / (z + normalHazardExcess(z))
  }

  private static let farTail = 5.0

  /// M(a) − M(a + d) of Mills' ratio for d > 0, without the cancellation of the two where d is small.
  ///
  /// M(a) − M(a + d) = ∫₀^∞ exp(−a s − s²/2) (1 − e^(−d s)) ds, for a above some −10.
  package static func millsDifference(_ a: Double, _ d: Double) -> Double {
    let (near, far) = (millsRatio(a), millsRatio(a + d))
    if far < 0.5 * near { return near - far }
    return LogConcaveTail.integral(slope: max(a, 0), curvature: 1, weight: { -.expMinusOne(-d * $0) }) { a * $0 + 0.5 * $0 * $0 }
  }
}
