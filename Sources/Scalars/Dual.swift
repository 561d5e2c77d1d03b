import RealModule

/// A number with its derivative along one direction: forward-mode differentiation, x + x′ε with ε² = 0.
///
/// Nest it for higher derivatives, `Dual<Dual<Double>>`. Because each level of nesting is a type of its own, the
/// perturbations of two derivatives taken one inside the other cannot be confused (Siskind & Pearlmutter 2005).
public struct Dual<Base: Scalar>: Equatable, Sendable {
  /// The value x.
  public var value: Base
  /// The derivative x′.
  public var tangent: Base

  /// A value with its derivative; the seed of a differentiation has tangent 1.
  public init(value: Base, tangent: Base) {
    self.value = value
    self.tangent = tangent
  }

  /// A constant of the level below: lifts an outer variable into an inner derivative.
  public init(constant: Base) { self.init(value: constant, tangent: .zero) }

  /// The chain rule: f(x) with f′(x)·x′.
  private func chain(_ result: Base, _ derivative: Base) -> Dual {
    Dual(value: result, tangent: tangent == .zero ? .zero : derivative * tangent)
  }
}

/// The derivative f′(x).
public func derivative<Base: Scalar>(at x: Base, of f: (Dual<Base>) -> Dual<Base>) -> Base {
  f(Dual(value: x, tangent: 1)).tangent
}

/// The gradient of f at a point, a forward pass a coordinate.
public func gradient<Base: Scalar>(at point: [Base], of f: ([Dual<Base>]) -> Dual<Base>) -> [Base] {
  point.indices.map { i in
    f(point.indices.map { j in Dual(value: point[j], tangent: i == j ? 1 : 0) }).tangent
  }
}

extension Dual: Scalar {
  public typealias Magnitude = Dual

  public init(_ constant: Double) { self.init(constant: Base(constant)) }
  public init(floatLiteral value: Double) { self.init(value) }
  public init(integerLiteral value: Int) { self.init(Double(value)) }
  public init?<Source: BinaryInteger>(exactly source: Source) {
    guard let value = Double(exactly: source) else { return nil }
    self.init(value)
  }

  public var primal: Double { value.primal }
  public var magnitude: Dual { primal < 0 ? -self : self }
  public static var zero: Dual { Dual(0.0) }

  public static func polygamma(_ order: Int, _ x: Dual) -> Dual {
    x.chain(.polygamma(order, x.value), .polygamma(order + 1, x.value))
  }

  /// The order of the values; equality also compares derivatives.
  public static func < (a: Dual, b: Dual) -> Bool { a.value < b.value }

  public static prefix func - (x: Dual) -> Dual { Dual(value: -x.value, tangent: -x.tangent) }
  public static func + (a: Dual, b: Dual) -> Dual { Dual(value: a.value + b.value, tangent: a.tangent + b.tangent) }
  public static func - (a: Dual, b: Dual) -> Dual { Dual(value: a.value - b.value, tangent: a.tangent - b.tangent) }
  public static func * (a: Dual, b: Dual) -> Dual {
    Dual(value: a.value * b.value, tangent: a.tangent * b.value + a.value * b.tangent)
  }
  public static func / (a: Dual, b: Dual) -> Dual {
    let quotient = a.value / b.value
    return Dual(value: quotient, tangent: (a.tangent - quotient * b.tangent) / b.value)
  }
  public static func *= (a: inout Dual, b: Dual) { a = a * b }
  public static func /= (a: inout Dual, b: Dual) { a = a / b }
}
