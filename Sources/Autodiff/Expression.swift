import RealModule

/// What a loss is written on: nodes of a trace, or plain numbers, so that one formula serves training and evaluation.
public protocol Expression {
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func * (a: Double, b: Self) -> Self
  static func + (a: Self, b: Double) -> Self
  static func - (a: Self, b: Double) -> Self
  static func - (a: Double, b: Self) -> Self
  static prefix func - (a: Self) -> Self
  /// An activation of every number.
  func activated(_ activation: Activation) -> Self
  /// A function of every number.
  func map(_ function: ScalarFunction) -> Self
}

extension Expression {
  /// log(1 + eˣ).
  public var softplus: Self { activated(.softplus) }
  /// eˣ.
  public var exponential: Self { activated(.exponential) }
  /// The square.
  public var squared: Self { self * self }
}

extension Node: Expression {}

extension Double: Expression {
  public func activated(_ activation: Activation) -> Double { activation(self) }
  public func map(_ function: ScalarFunction) -> Double { function(self) }
}
