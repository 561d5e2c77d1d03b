import Densities

/// A quotient of two exact numbers, as parameters and places of the line are: two of them are compared without rounding.
///
/// Doubles and decimals are such, and so is what is made of them by sums, products and quotients: the cuts of a density under
/// affine maps, and the end of a generalised extreme value density.
struct Rational {
  private let numerator: Ball
  /// Above 0; nil where it is 1.
  private let denominator: Ball?
  /// The number itself where it is a double that it was made of, by which two of them are compared at once.
  let double: Double?

  init(_ value: Double) { self.init(Ball(value), over: nil, double: value) }

  static let (zero, one) = (Rational(0), Rational(1))

  private init(_ numerator: Ball, over denominator: Ball?, double: Double? = nil) {
    (self.numerator, self.denominator, self.double) = (numerator, denominator, double)
  }

  /// The decimal of fewest digits that rounds to a double: what was typed, if that had at most 15 digits.
  init(shortestDecimalOf value: Double) {
    guard let decimal = DecimalDigits(value.description) else {
      self.init(value)
      return
    }
    let whole = decimal.digits.reduce(Ball(0)) { .exactSum(.exactProduct($0, Ball(10)), Ball(Double($1))) }
    let tens = (0..<abs(decimal.exponent)).reduce(Ball(1)) { power, _ in .exactProduct(power, Ball(10)) }
    let signed = decimal.isNegative ? -whole : whole
    let exact = decimal.exponent < 0 ? Rational(signed, over: tens) : Rational(.exactProduct(signed, tens), over: nil)
    // Many a decimal is a double.
    self = exact.equals(Rational(value)) ? Rational(value) : exact
  }

  private static func product(_ a: Ball, _ b: Ball?) -> Ball { b.map { .exactProduct(a, $0) } ?? a }
  private static func product(_ a: Ball?, _ b: Ball?) -> Ball? { a.map { product($0, b) } ?? b }

  static func + (a: Rational, b: Rational) -> Rational {
    Rational(
      .exactSum(product(a.numerator, b.denominator), product(b.numerator, a.denominator)), over: product(a.denominator, b.denominator))
  }
  static func - (a: Rational, b: Rational) -> Rational { a + -b }
  static func * (a: Rational, b: Rational) -> Rational {
    Rational(.exactProduct(a.numerator, b.numerator), over: product(a.denominator, b.denominator))
  }
  /// a/b for b ≠ 0.
  static func / (a: Rational, b: Rational) -> Rational {
    let b = b.isNegative ? (-b.numerator, b.denominator, -a.numerator) : (b.numerator, b.denominator, a.numerator)
    return Rational(product(b.2, b.1), over: product(a.denominator, b.0))
  }
  static prefix func - (a: Rational) -> Rational { Rational(-a.numerator, over: a.denominator, double: a.double.map { -$0 }) }

  var isZero: Bool { numerator.isZero }
  var isPositive: Bool { numerator.isPositive }
  var isNegative: Bool { numerator.isNegative }
  var magnitude: Rational { isNegative ? -self : self }

  func equals(_ other: Rational) -> Bool {
    if let double, let own = other.double { return double == own }
    return (self - other).isZero
  }
  func isBelow(_ other: Rational) -> Bool {
    if let double, let own = other.double { return double < own }
    return (self - other).isNegative
  }

  /// A ball that holds it; without a radius where nothing is divided by.
  var ball: Ball { denominator.map { numerator / $0 } ?? numerator }

  /// A number near it, for choices on which no proof rests.
  var approximate: Double { ball.approximate }

  /// Without rounding: a whole number times a power of two, over another one where it has a denominator.
  var text: String { numerator.exactTexts.middle + (denominator.map { "/" + $0.exactTexts.middle } ?? "") }
}

/// What a number that was typed stands for.
package enum Reading: String, Sendable {
  /// The double that is nearest to it.
  case doubles
  /// The decimal: that of fewest digits which rounds to the double. It is what was typed where that had at most 15 digits, and
  /// `parseDensity` with `decimals` refuses every other.
  case decimals

  /// The number that a parameter stands for.
  func number(_ value: Double) -> Rational {
    switch self {
    case .doubles: Rational(value)
    case .decimals: Rational(shortestDecimalOf: value)
    }
  }
}
