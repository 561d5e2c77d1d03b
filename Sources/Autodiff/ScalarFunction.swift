import RealModule
import Scalars

/// A function of one number that a loss needs and a hidden layer does not: evaluated in `Double` also on the `Float`
/// path.
public enum ScalarFunction: Hashable, Sendable {
  /// log x.
  case log
  /// xᶜ; for x < 0 only where c is an integer.
  case power(Double)
  /// sin(x + phase): the derivative is the same function a quarter turn on.
  case sine(phase: Double)
  /// log(1 − e⁻ˣ), x > 0.
  case log1mExp
  /// log W(eˣ) with Lambert's W, the root u of u + eᵘ = x.
  case logWrightOmega

  /// The value.
  public func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .log: .log(x)
    case .power(let exponent): .power(x, exponent)
    case .sine(let phase): .sin(x + phase)
    case .log1mExp: .log1mExp(x)
    case .logWrightOmega: .logWrightOmega(x)
    }
  }
}
