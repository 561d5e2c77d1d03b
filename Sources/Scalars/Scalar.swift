public import RealModule

/// A number that a formula can be evaluated on: `Double`, or a `Dual` that carries a derivative along.
///
/// A log density written once over `some Scalar` serves quadrature (on `Double`), the score (on `Dual<Double>`), and
/// second derivatives (on `Dual<Dual<Double>>`).
public protocol Scalar: AlgebraicField, ElementaryFunctions, Comparable, ExpressibleByFloatLiteral, Sendable
where FloatLiteralType == Double, Magnitude == Self {
  /// A constant: every derivative is zero.
  init(_ constant: Double)

  /// The plain number, without derivatives; branches in a formula ask this.
  var primal: Double { get }

  /// The polygamma functions, ψ⁽ⁿ⁾(x) = dⁿ⁺¹/dxⁿ⁺¹ log Γ(x) for x > 0; order −1 is log Γ itself.
  static func polygamma(_ order: Int, _ x: Self) -> Self
}

extension Scalar {
  /// log Γ(x), for x > 0.
  public static func logGamma(_ x: Self) -> Self { polygamma(-1, x) }

  /// The square, which `pow(x, 2)` would compute by a slower way.
  public var squared: Self { self * self }

  /// log B(a, b) = log Γ(a) + log Γ(b) − log Γ(a+b).
  public static func logBeta(_ a: Self, _ b: Self) -> Self { logGamma(a) + logGamma(b) - logGamma(a + b) }
}

extension Double: Scalar {
  public var primal: Double { self }

  public static func polygamma(_ order: Int, _ x: Double) -> Double {
    order < 0 ? .logGamma(x) : polygammaByRecurrence(order, x)
  }
}
