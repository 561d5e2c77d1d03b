import RealModule
package import Scalars

/// What a formula is written on that is both evaluated and trained by: numbers, numbers with derivatives, and the nodes
/// of a trace.
///
/// `Double` and `Dual` compute it; a `Node` writes it down as steps of a training plan. There no number is known yet,
/// so that a formula cannot ask for one. What branches is here as one operation each, and a formula that asks for more
/// is written on a `Scalar`.
package protocol Expression {
  /// a + b.
  static func + (a: Self, b: Self) -> Self
  /// a − b.
  static func - (a: Self, b: Self) -> Self
  /// a b.
  static func * (a: Self, b: Self) -> Self
  /// −a.
  static prefix func - (a: Self) -> Self
  /// A constant added.
  static func + (a: Self, b: Double) -> Self
  /// A constant taken away.
  static func - (a: Self, b: Double) -> Self
  /// What is left of a constant.
  static func - (a: Double, b: Self) -> Self
  /// A constant multiple.
  static func * (a: Double, b: Self) -> Self

  /// a/b.
  static func quotient(_ a: Self, _ b: Self) -> Self
  /// eˣ.
  static func exp(_ x: Self) -> Self
  /// eˣ − 1; numbers keep their digits near 0, nodes do not.
  static func expMinusOne(_ x: Self) -> Self
  /// log x.
  static func log(_ x: Self) -> Self
  /// log(1 + x); numbers keep their digits near 0, nodes do not.
  static func log(onePlus x: Self) -> Self
  /// √x.
  static func sqrt(_ x: Self) -> Self
  /// tanh x.
  static func tanh(_ x: Self) -> Self
  /// log(1 + eˣ).
  static func softplus(_ x: Self) -> Self
  /// x where it is above a bound, and the bound elsewhere.
  static func atLeast(_ bound: Double, _ x: Self) -> Self
  /// xᶜ, for x ≥ 0; for x < 0 only where c is an integer.
  static func power(_ x: Self, _ exponent: Double) -> Self
  /// log(1 − e⁻ˣ), for x > 0.
  static func log1mExp(_ x: Self) -> Self
  /// log ω(x) with Wright's ω(x) = W(eˣ), of Lambert's W: the root u of u + eᵘ = x (Corless & Jeffrey 2002).
  static func logWrightOmega(_ x: Self) -> Self
}

extension Double: Expression {
  package static func quotient(_ a: Double, _ b: Double) -> Double { a / b }
  package static func softplus(_ x: Double) -> Double { Scalars.softplus(x) }
  package static func atLeast(_ bound: Double, _ x: Double) -> Double { x < bound ? bound : x }
  package static func log1mExp(_ x: Double) -> Double { Scalars.log1mExp(x) }

  package static func power(_ x: Double, _ exponent: Double) -> Double {
    if exponent == 2 { return x * x }
    if exponent == 0.5 { return x.squareRoot() }
    if exponent == -1 { return 1 / x }
    if let integer = Int(exactly: exponent) { return .pow(x, integer) }
    return x == 0 ? (exponent > 0 ? 0 : .infinity) : .pow(x, exponent)
  }

  package static func logWrightOmega(_ x: Double) -> Double { Scalars.logWrightOmega(x) }
}

extension Dual: Expression where Base: Expression {
  package static func + (a: Dual, b: Double) -> Dual { Dual(value: a.value + b, tangent: a.tangent) }
  package static func - (a: Dual, b: Double) -> Dual { Dual(value: a.value - b, tangent: a.tangent) }
  package static func - (a: Double, b: Dual) -> Dual { Dual(value: a - b.value, tangent: -b.tangent) }
  package static func * (a: Double, b: Dual) -> Dual { Dual(value: a * b.value, tangent: a * b.tangent) }

  package static func quotient(_ a: Dual, _ b: Dual) -> Dual { a / b }
  package static func softplus(_ x: Dual) -> Dual { Scalars.softplus(x) }
  package static func atLeast(_ bound: Double, _ x: Dual) -> Dual { x.primal < bound ? Dual(bound) : x }
  package static func power(_ x: Dual, _ exponent: Double) -> Dual {
    chain(x, { Base.power($0, exponent) }) { x, _ in exponent * Base.power(x, exponent - 1) }
  }
  // 1/(eˣ − 1) = e⁻ˣ/(1 − e⁻ˣ) = exp(−x − y).
  package static func log1mExp(_ x: Dual) -> Dual { chain(x, { Base.log1mExp($0) }) { x, y in Base.exp(-(x + y)) } }
  // The root u of u + eᵘ = x.
  package static func logWrightOmega(_ x: Dual) -> Dual { chain(x, { Base.logWrightOmega($0) }) { _, u in 1 / (Base.exp(u) + 1) } }
}
