import RealModule
public import Scalars

/// A nonlinearity whose derivative is a function of its own value, a′(x) = s(a(x)), so that the argument need not be
/// kept.
public enum Activation: Hashable, Sendable, CustomStringConvertible {
  /// tanh x.
  case tanh
  /// max(x, 0), with derivative 0 at 0.
  case relu
  /// x, or slope·x below 0; the slope lies in (0, 1).
  case leakyReLU(slope: Double)
  /// log(1 + eˣ).
  case softplus
  /// 1/(1 + e⁻ˣ).
  case sigmoid
  /// eˣ.
  case exponential

  /// The activations a network is built with, one of each kind.
  public static let all: [Activation] = [.tanh, .relu, .leakyReLU(slope: 0.2), .softplus, .sigmoid]

  /// The value a(x), on any scalar.
  @_specialize(where S == Double)
  @_specialize(where S == Dual<Double>)
  public func callAsFunction<S: Scalar>(_ x: S) -> S {
    switch self {
    case .tanh: .tanh(x)
    case .relu: x.primal < 0 ? 0 : x
    case .leakyReLU(let slope): x.primal < 0 ? S(slope) * x : x
    case .softplus: Scalars.softplus(x)
    case .sigmoid: logistic(x)
    case .exponential: .exp(x)
    }
  }

  /// The derivative a′(x) = s(y) as a function of the value y = a(x).
  public func slope(at y: Double) -> Double {
    switch self {
    case .tanh: (1 - y) * (1 + y)
    case .relu: y > 0 ? 1 : 0
    case .leakyReLU(let slope): y > 0 ? 1 : slope
    case .softplus: -.expMinusOne(-y)
    case .sigmoid: y * (1 - y)
    case .exponential: y
    }
  }

  public var description: String {
    switch self {
    case .tanh: "tanh"
    case .relu: "relu"
    case .leakyReLU(let slope): "leaky-relu(\(slope))"
    case .softplus: "softplus"
    case .sigmoid: "sigmoid"
    case .exponential: "exponential"
    }
  }
}
