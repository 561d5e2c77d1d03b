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

/// Bernoulli numbers B₂, B₄, …, B₁₆.
private let bernoulli: [Double] = [
  0.16666666666666666, -0.03333333333333333, 0.023809523809523808, -0.03333333333333333, 0.07575757575757576, -0.2531135531135531,
  1.1666666666666667, -7.092156862745098,
]

/// ψ⁽ⁿ⁾(x) for n ≥ 0 and x > 0, NaN elsewhere.
///
/// By the recurrence ψ⁽ⁿ⁾(x) = ψ⁽ⁿ⁾(x+1) − (−1)ⁿ n! x⁻ⁿ⁻¹ up to x ≥ 20 + 2n, and the asymptotic series there, whose
/// eight terms are then exact to rounding (Abramowitz & Stegun 1964, 6.4.6 and 6.4.11).
func polygammaByRecurrence(_ n: Int, _ x: Double) -> Double {
  guard x > 0 else { return .nan }
  let factorial = (1...max(n, 1)).reduce(1.0) { $0 * Double($1) }
  var y = x
  var shifted = 0.0
  while y < 20 + 2 * Double(n) {
    shifted += factorial / Double.pow(y, n + 1)
    y += 1
  }
  var series = 0.0
  for (index, number) in bernoulli.enumerated() {
    let k = 2 * (index + 1)
    // (k+n−1)!/k! · Bₖ / yᵏ⁺ⁿ
    let ratio = (0..<n).reduce(1 / Double(k)) { $0 * Double(k + $1) }
    series += ratio * number / Double.pow(y, k + n)
  }
  if n == 0 { return Double.log(y) - 0.5 / y - series - shifted }
  let leading = factorial / Double(n) / Double.pow(y, n) + 0.5 * factorial / Double.pow(y, n + 1)
  return (n.isMultiple(of: 2) ? -1 : 1) * (leading + series + shifted)
}
