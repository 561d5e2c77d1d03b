public import RealModule

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
    chain(x, { Base.polygamma(order, $0) }) { x, _ in Base.polygamma(order + 1, x) }
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

/// The derivative of each elementary function: the whole table of forward mode.
extension Dual: ElementaryFunctions {
  /// f(x) with its derivative, given as a function of x and f(x).
  package static func chain(_ x: Dual, _ f: (Base) -> Base, _ derivative: (_ x: Base, _ y: Base) -> Base) -> Dual {
    let y = f(x.value)
    // A zero tangent stays zero where the derivative is infinite.
    return Dual(value: y, tangent: x.tangent == .zero ? .zero : derivative(x.value, y) * x.tangent)
  }

  public static func exp(_ x: Dual) -> Dual { chain(x, Base.exp) { _, y in y } }
  public static func expMinusOne(_ x: Dual) -> Dual { chain(x, Base.expMinusOne) { x, y in y.primal > -0.5 ? y + 1 : Base.exp(x) } }
  public static func log(_ x: Dual) -> Dual { chain(x, { Base.log($0) }) { x, _ in 1 / x } }
  public static func log(onePlus x: Dual) -> Dual { chain(x, { Base.log(onePlus: $0) }) { x, _ in 1 / (1 + x) } }
  public static func sqrt(_ x: Dual) -> Dual { chain(x, Base.sqrt) { _, y in 1 / (2 * y) } }
  public static func root(_ x: Dual, _ n: Int) -> Dual { chain(x, { Base.root($0, n) }) { x, y in y / (Base(Double(n)) * x) } }
  public static func pow(_ x: Dual, _ n: Int) -> Dual {
    n == 0 ? 1 : chain(x, { Base.pow($0, n) }) { x, _ in Base(Double(n)) * Base.pow(x, n - 1) }
  }
  public static func pow(_ x: Dual, _ y: Dual) -> Dual {
    let power = Base.pow(x.value, y.value)
    let byBase = x.tangent == .zero ? .zero : y.value * Base.pow(x.value, y.value - 1) * x.tangent
    let byExponent = y.tangent == .zero ? .zero : Base.log(x.value) * power * y.tangent
    return Dual(value: power, tangent: byBase + byExponent)
  }

  public static func cos(_ x: Dual) -> Dual { chain(x, Base.cos) { x, _ in -Base.sin(x) } }
  public static func sin(_ x: Dual) -> Dual { chain(x, Base.sin) { x, _ in Base.cos(x) } }
  public static func tan(_ x: Dual) -> Dual { chain(x, Base.tan) { _, y in 1 + y * y } }
  public static func cosh(_ x: Dual) -> Dual { chain(x, Base.cosh) { x, _ in Base.sinh(x) } }
  public static func sinh(_ x: Dual) -> Dual { chain(x, Base.sinh) { x, _ in Base.cosh(x) } }
  public static func tanh(_ x: Dual) -> Dual {
    chain(x, Base.tanh) { x, _ in
      // 1 − tanh² x, which keeps its digits where tanh x rounds to 1.
      let e = Base.exp(-2 * x.magnitude)
      return 4 * e / ((1 + e) * (1 + e))
    }
  }
  public static func acos(_ x: Dual) -> Dual { chain(x, Base.acos) { x, _ in -1 / Base.sqrt((1 - x) * (1 + x)) } }
  public static func asin(_ x: Dual) -> Dual { chain(x, Base.asin) { x, _ in 1 / Base.sqrt((1 - x) * (1 + x)) } }
  public static func atan(_ x: Dual) -> Dual { chain(x, Base.atan) { x, _ in 1 / (1 + x * x) } }
  public static func acosh(_ x: Dual) -> Dual { chain(x, Base.acosh) { x, _ in 1 / Base.sqrt((x - 1) * (x + 1)) } }
  public static func asinh(_ x: Dual) -> Dual { chain(x, Base.asinh) { x, _ in 1 / Base.sqrt(1 + x * x) } }
  public static func atanh(_ x: Dual) -> Dual { chain(x, Base.atanh) { x, _ in 1 / ((1 - x) * (1 + x)) } }
}
