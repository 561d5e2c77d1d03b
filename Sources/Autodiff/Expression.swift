import RealModule

/// What a loss is written on: nodes of a trace, or plain numbers, so that one formula serves training and evaluation.
public protocol Expression {
  /// a + b, number by number; both have the same shape.
  static func + (a: Self, b: Self) -> Self
  /// a − b, number by number; both have the same shape.
  static func - (a: Self, b: Self) -> Self
  /// a b, number by number; both have the same shape.
  static func * (a: Self, b: Self) -> Self
  /// A constant times every number.
  static func * (a: Double, b: Self) -> Self
  /// A constant added to every number.
  static func + (a: Self, b: Double) -> Self
  /// A constant taken from every number.
  static func - (a: Self, b: Double) -> Self
  /// Every number taken from a constant.
  static func - (a: Double, b: Self) -> Self
  /// Every number with the other sign.
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
