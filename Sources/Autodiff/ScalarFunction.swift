import RealModule

/// A function of one number that a loss needs and a hidden layer does not: evaluated in `Double` also on the `Float` path.
public enum ScalarFunction: Hashable, Sendable {
  /// log x.
  case log
  /// xᶜ; for x < 0 only where c is an integer.
  case power(Double)
  /// sin(x + phase): the derivative is the same function a quarter turn on.
  case sine(phase: Double)
  /// log(1 − e⁻ˣ), x > 0.
  case logOneMinusExp
  /// The Wright omega function ω(x) = W(eˣ), the root of ω + log ω = x (Corless & Jeffrey 2002).
  case wrightOmega

  /// The value.
  public func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .log: .log(x)
    case .power(let exponent): Self.power(x, exponent)
    case .sine(let phase): .sin(x + phase)
    case .logOneMinusExp: x < 0.6931471805599453 ? .log(-.expMinusOne(-x)) : .log(onePlus: -.exp(-x))
    case .wrightOmega: Self.wrightOmega(x)
    }
  }

  private static func power(_ x: Double, _ exponent: Double) -> Double {
    if exponent == 2 { return x * x }
    if exponent == 0.5 { return x.squareRoot() }
    if exponent == -1 { return 1 / x }
    if let integer = Int(exactly: exponent) { return .pow(x, integer) }
    return x == 0 ? (exponent > 0 ? 0 : .infinity) : .pow(x, exponent)
  }

  /// Newton's method on ω + log ω = x in u = log ω, where e^u + u − x is convex: from the right it descends monotonically.
  private static func wrightOmega(_ x: Double) -> Double {
    guard x > -37 else { return .exp(x) }
    var u = x > 1 ? Double.log(x) : x
    for _ in 0..<50 {
      let omega = Double.exp(u)
      let step = (omega + u - x) / (omega + 1)
      u -= step
      if abs(step) <= 1e-16 * max(1, abs(u)) { break }
    }
    return .exp(u)
  }
}
