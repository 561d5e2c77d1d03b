import CArb

/// A real number that is enclosed: all that is between a middle less a radius and the middle plus it.
///
/// Every operation returns a ball that contains the result for every choice of numbers in its arguments. A ball that came
/// out without bounds, as of log over an interval around 0, is not finite.
@safe package final class Ball: @unchecked Sendable {
  // The storage is written by the initialiser alone.
  let storage: UnsafeMutablePointer<carb_real>

  /// The bits that constants and bounds of tails are computed with.
  static let bits = 256

  private init(_ fill: (UnsafeMutablePointer<carb_real>) -> Void) {
    unsafe storage = .allocate(capacity: 1)
    unsafe storage.initialize(to: carb_real())
    unsafe fill(storage)
  }

  deinit {
    unsafe carb_clear(storage, 1)
    unsafe storage.deallocate()
  }

  /// A double, exactly.
  package convenience init(_ value: Double) { unsafe self.init { unsafe carb_set_double($0, value) } }

  /// What a register holds.
  convenience init(copying value: UnsafePointer<carb_real>) { unsafe self.init { unsafe carb_round($0, value, carb_exact_bits()) } }

  private convenience init(_ operation: carb_operation, _ a: Ball, _ b: Ball, _ c: Ball, bits: Int = Ball.bits) {
    unsafe self.init { unsafe carb_apply(operation, $0, a.storage, b.storage, c.storage, bits) }
  }

  /// An operation of a program on constants.
  static func apply(_ operation: carb_operation, _ a: Ball, _ b: Ball, _ c: Ball) -> Ball { Ball(operation, a, b, c) }

  /// π.
  static let pi = unsafe Ball { unsafe carb_set_pi($0, Ball.bits) }

  /// a + b and a · b without a radius, for sums and products of doubles.
  static func exactSum(_ a: Ball, _ b: Ball) -> Ball { Ball(CARB_ADD, a, b, b, bits: carb_exact_bits()) }
  static func exactDifference(_ a: Ball, _ b: Ball) -> Ball { Ball(CARB_SUBTRACT, a, b, b, bits: carb_exact_bits()) }
  static func exactProduct(_ a: Ball, _ b: Ball) -> Ball { Ball(CARB_MULTIPLY, a, b, b, bits: carb_exact_bits()) }

  static func + (a: Ball, b: Ball) -> Ball { Ball(CARB_ADD, a, b, b) }
  static func - (a: Ball, b: Ball) -> Ball { Ball(CARB_SUBTRACT, a, b, b) }
  static func * (a: Ball, b: Ball) -> Ball { Ball(CARB_MULTIPLY, a, b, b) }
  static func / (a: Ball, b: Ball) -> Ball { Ball(CARB_DIVIDE, a, b, b) }
  static prefix func - (a: Ball) -> Ball { Ball(CARB_NEGATE, a, a, a) }
  static func exp(_ a: Ball) -> Ball { Ball(CARB_EXP, a, a, a) }
  static func log(_ a: Ball) -> Ball { Ball(CARB_LOG, a, a, a) }
  static func logGamma(_ a: Ball) -> Ball { Ball(CARB_LOG_GAMMA, a, a, a) }

  /// a^b for a > 0.
  static func pow(_ a: Ball, _ b: Double) -> Ball { pow(a, Rational(b)) }
  static func pow(_ a: Ball, _ b: Rational) -> Ball { b.double == 1 ? a : b.isZero ? Ball(1) : exp(b.ball * log(a)) }

  /// The least interval that holds both.
  static func hull(_ a: Ball, _ b: Ball) -> Ball { Ball(CARB_UNION, a, b, b) }

  /// The ball's greatest number, and its least.
  var upperEnd: Ball { unsafe Ball { unsafe carb_upper_end($0, storage, Ball.bits) } }
  var lowerEnd: Ball { unsafe Ball { unsafe carb_lower_end($0, storage, Ball.bits) } }

  /// The greatest |x|.
  var magnitude: Ball { Ball.max(upperEnd, -lowerEnd) }

  /// The larger of two upper ends.
  static func max(_ a: Ball, _ b: Ball) -> Ball {
    let (a, b) = (a.upperEnd, b.upperEnd)
    return (a - b).isPositive ? a : b
  }

  /// The smaller of two lower ends.
  static func min(_ a: Ball, _ b: Ball) -> Ball { -max(-a, -b) }

  /// The ball with more on both sides.
  func widened(by error: Ball) -> Ball { Ball.hull(self - error.magnitude, self + error.magnitude) }

  var isFinite: Bool { unsafe carb_is_finite(storage) != 0 }
  /// Whether every number of the ball is above 0.
  var isPositive: Bool { unsafe carb_is_positive(storage) != 0 }
  /// Whether every number of the ball is below 0.
  var isNegative: Bool { unsafe carb_is_negative(storage) != 0 }
  /// Whether the ball is one number.
  var isExact: Bool { unsafe carb_is_exact(storage) != 0 }
  /// Whether the ball is the number 0.
  var isZero: Bool { unsafe carb_is_zero(storage) != 0 }
  /// Whether no number of the ball is below 0.
  var isNonnegative: Bool { isFinite && !lowerEnd.isNegative }
  /// Whether no number of the ball is above 0.
  var isNonpositive: Bool { isFinite && !upperEnd.isPositive }

  /// Whether two exact numbers are the same.
  func equals(_ other: Ball) -> Bool { Ball.exactDifference(self, other).isZero }
  /// Whether an exact number is below another.
  func isBelow(_ other: Ball) -> Bool { Ball.exactDifference(self, other).isNegative }

  /// The largest double that is not above the ball.
  package var lower: Double { isFinite ? unsafe carb_lower(storage) : -.infinity }
  /// The smallest double that is not below the ball.
  package var upper: Double { isFinite ? unsafe carb_upper(storage) : .infinity }

  /// Whether the ball keeps away from 0 by more than its width, roughly.
  var isResolved: Bool { (upperEnd - lowerEnd).log2 < log2 - 1 }

  /// About log₂ of the greatest |x|, for choices on which no proof rests.
  var log2: Double { unsafe carb_log2(storage) }

  /// A number near the middle, for choices on which no proof rests.
  var approximate: Double { 0.5 * lower + 0.5 * upper }

  /// The middle and the radius without rounding, each a whole number times a power of two: −0x1ap−4.
  var exactTexts: (middle: String, radius: String) {
    guard isFinite, let text = unsafe carb_exact_text(storage) else { return ("nan", "inf") }
    defer { unsafe carb_free_text(text) }
    let words = unsafe String(cString: text).split(separator: " ")
    func sign(_ word: Substring) -> String { word.hasPrefix("-") ? "-" : "" }
    func number(_ mantissa: Substring, _ exponent: Substring) -> String {
      // An exponent may be beyond every integer type: the tail of exp(−x²) begins far out.
      var digits = [0]
      for digit in exponent.compactMap(\.hexDigitValue) {
        var carry = digit
        for place in digits.indices {
          carry += 16 * digits[place]
          digits[place] = carry % 10
          carry /= 10
        }
        while carry > 0 {
          digits.append(carry % 10)
          carry /= 10
        }
      }
      let decimal = digits.reversed().map(String.init).joined()
      return sign(mantissa) + "0x\(mantissa.drop { $0 == "-" })p" + sign(exponent) + decimal
    }
    return (number(words[0], words[1]), number(words[2], words[3]))
  }

  /// "middle +/- radius" in decimal, which contains the ball.
  package func text(digits: Int) -> String {
    guard let text = unsafe carb_text(storage, digits) else { return "" }
    defer { unsafe carb_free_text(text) }
    return unsafe String(cString: text)
  }
}
