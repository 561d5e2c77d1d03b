import RealModule

/// A number in the evaluation of a formula: a double, what its rounding has left, and a bound on the error of both.
///
/// With the rest 1 − x keeps its digits however close x is to 1, and with the bound a formula that cancels says so. Of a
/// number that has left the doubles, at either end, the logarithm is carried instead.
struct FormulaTerm {
  /// The number; 0 or infinite where only the logarithm holds it.
  private(set) var value: Double
  /// What the rounding of the number has left.
  private var rest = 0.0
  /// A bound on the error of value + rest; of the logarithm where that is carried.
  private var error = 0.0
  /// log |number| where the number has left the doubles.
  private var carriedLog: Double?

  /// A number that is known exactly.
  init(_ value: Double) { self.value = value }

  /// The sum of a number and a much smaller one, within a bound.
  init(_ value: Double, plus rest: Double, error: Double = 0) {
    guard value.isFinite, rest.isFinite else {
      self.value = value
      self.error = value.isFinite ? .infinity : 0
      return
    }
    let sum = value + rest
    self.value = sum
    // Knuth's two-sum; beyond the doubles there is no rest.
    let part = sum - value
    let left = (value - (sum - part)) + (rest - part)
    self.rest = left.isFinite ? left : 0
    self.error = error >= 0 ? error : .infinity
  }

  /// The number with this logarithm of its size.
  init(log: Double, isNegative: Bool, error: Double) {
    let size = Double.exp(log)
    self.init(isNegative ? -size : size)
    if size.isNormal {
      self.error = size * (Double.expMinusOne(error) + .ulpOfOne)
    } else if !log.isNaN {
      carriedLog = log
      self.error = error >= 0 ? error : .infinity
    }
  }

  /// log |number| with a bound on its error.
  var log: (value: Double, error: Double) {
    if let carriedLog { return (carriedLog, error) }
    let (log, share) = (Double.log(abs(value)), error / abs(value))
    if !log.isFinite { return (log, error == 0 ? 0 : .infinity) }
    let bound = share < 0.5 ? -Double.log(onePlus: -share) : .infinity
    return (log + rest / value, bound + .ulpOfOne * abs(log))
  }

  private var isNegative: Bool { value.sign == .minus }

  /// The part of a unit in the last place that one rounding may be.
  private static let unit = 0.5 * Double.ulpOfOne
  /// What a product or its rest may lose below the normal doubles.
  private static let underflow = 4 * Double.leastNonzeroMagnitude

  static prefix func - (a: FormulaTerm) -> FormulaTerm {
    var term = a
    (term.value, term.rest) = (-a.value, -a.rest)
    return term
  }

  static func + (a: FormulaTerm, b: FormulaTerm) -> FormulaTerm {
    if a.carriedLog == nil, b.carriedLog == nil {
      let sum = a.value + b.value
      let part = sum - a.value
      let left = (a.value - (sum - part)) + (b.value - part)
      if sum.isFinite {
        let rests = left + (a.rest + b.rest)
        return FormulaTerm(sum, plus: rests, error: a.error + b.error + 2 * unit * (abs(left) + abs(a.rest) + abs(b.rest)))
      }
      if !a.value.isFinite || !b.value.isFinite { return FormulaTerm(sum) }
    }
    let (x, y) = (a.log, b.log)
    let (high, low) = x.value >= y.value ? (x, y) : (y, x)
    let isNegative = x.value >= y.value ? a.isNegative : b.isNegative
    if low.value == -.infinity { return FormulaTerm(log: high.value, isNegative: isNegative, error: high.error) }
    let share = Double.exp(low.value - high.value)
    if a.isNegative == b.isNegative {
      let error = high.error + low.error * share + 2 * .ulpOfOne * (1 + abs(high.value))
      return FormulaTerm(log: high.value + .log(onePlus: share), isNegative: isNegative, error: error)
    }
    let left = -Double.expMinusOne(low.value - high.value)
    let error = (high.error + low.error * share + 2 * .ulpOfOne * (1 + abs(high.value))) / left
    return FormulaTerm(log: high.value + .log(left), isNegative: isNegative, error: error)
  }

  static func * (a: FormulaTerm, b: FormulaTerm) -> FormulaTerm {
    let isCarried = a.carriedLog != nil || b.carriedLog != nil
    let product = a.value * b.value
    if !isCarried, product.isNormal || product == 0 && (a.value == 0 || b.value == 0) || !a.value.isFinite || !b.value.isFinite {
      let left = (-product).addingProduct(a.value, b.value)
      let (first, second) = (a.value * b.rest, a.rest * b.value)
      let error = abs(a.value) * b.error + abs(b.value) * a.error + a.error * b.error + abs(a.rest * b.rest)
      return FormulaTerm(
        product, plus: left + (first + second), error: error + 2 * unit * (abs(left) + abs(first) + abs(second)) + underflow)
    }
    let (x, y) = (a.log, b.log)
    return FormulaTerm(
      log: x.value + y.value, isNegative: a.isNegative != b.isNegative,
      error: x.error + y.error + .ulpOfOne * (abs(x.value) + abs(y.value)))
  }

  static func / (a: FormulaTerm, b: FormulaTerm) -> FormulaTerm {
    let isCarried = a.carriedLog != nil || b.carriedLog != nil
    let quotient = a.value / b.value
    if !isCarried, quotient.isNormal || a.value == 0 || b.value == 0 || !a.value.isFinite || !b.value.isFinite {
      let left = a.value.addingProduct(-quotient, b.value)
      let rest = (left + (a.rest - quotient * b.rest)) / b.value
      let spread = b.error < abs(b.value) ? 1 / (1 - b.error / abs(b.value)) : .infinity
      let share = b.error == 0 ? a.error : spread * (a.error + abs(quotient) * b.error)
      return FormulaTerm(quotient, plus: rest, error: (share + underflow) / abs(b.value) + 4 * unit * abs(rest) + underflow)
    }
    let (x, y) = (a.log, b.log)
    return FormulaTerm(
      log: x.value - y.value, isNegative: a.isNegative != b.isNegative,
      error: x.error + y.error + .ulpOfOne * (abs(x.value) + abs(y.value)))
  }

  /// aᵇ: by products where b is a small whole number, which keeps what roundings leave.
  func power(_ b: FormulaTerm) -> FormulaTerm {
    let exponent = b.error == 0 && b.rest == 0 ? Int(exactly: b.value) : nil
    if let exponent, abs(exponent) <= 64 {
      var (result, square, left) = (FormulaTerm(1), self, abs(exponent))
      while left > 0 {
        if left % 2 == 1 { result = result * square }
        left /= 2
        if left > 0 { square = square * square }
      }
      return exponent < 0 ? FormulaTerm(1) / result : result
    }
    if value == 0, carriedLog == nil {
      return FormulaTerm(.pow(0, b.value), plus: 0, error: error == 0 && b.error == 0 ? 0 : .infinity)
    }
    let isOdd = exponent.map { $0 % 2 != 0 } ?? false
    if isNegative, exponent == nil { return FormulaTerm(.nan) }
    let (x, y) = (log, b.value + b.rest)
    let error = x.error * abs(y) + abs(x.value) * (b.error + Double.ulpOfOne * abs(y))
    let power = Double.pow(abs(value), b.value)
    guard carriedLog == nil, power.isNormal else {
      return FormulaTerm(log: x.value * y, isNegative: isNegative && isOdd, error: error)
    }
    // The power itself is rounded once, not its logarithm.
    let share = (x.error - .ulpOfOne * abs(x.value)) * abs(y) + abs(x.value) * b.error
    let moved = power * (b.value * (rest / value) + x.value * b.rest)
    let size = FormulaTerm(power, plus: moved, error: power * (Double.expMinusOne(max(share, 0)) + 2 * .ulpOfOne))
    return isNegative && isOdd ? -size : size
  }

  /// eᵃ.
  func exponential() -> FormulaTerm {
    let power = Double.exp(value)
    guard carriedLog == nil, power.isNormal else {
      if carriedLog != nil, value == 0 { return FormulaTerm(1, plus: 0, error: .leastNormalMagnitude) }
      return FormulaTerm(log: value + rest, isNegative: false, error: carriedLog == nil ? error : .infinity)
    }
    return FormulaTerm(power, plus: power * rest, error: power * (Double.expMinusOne(error) + 2 * .ulpOfOne))
  }

  /// |a|.
  func magnitude() -> FormulaTerm { isNegative ? -self : self }

  /// f(a), from the value of f and of its derivative at the double, and the units in the last place that f is off by.
  func mapped(_ function: Formula.Function) -> FormulaTerm {
    if let carriedLog, let unit = function.unitOfLog, !isNegative {
      return FormulaTerm(unit * carriedLog, plus: 0, error: unit * (error + 4 * .ulpOfOne * abs(carriedLog)))
    }
    let image = function.value(value)
    if !image.isFinite, let log = function.log?(value) {
      return FormulaTerm(log: log, isNegative: image < 0, error: error + 4 * .ulpOfOne * abs(log))
    }
    let rounding = function.roundings * Self.unit * (function.isAbsolute ? max(1, abs(image)) : abs(image))
    let isExact = carriedLog == nil && rest == 0 && error == 0
    let slope = isExact ? 0 : function.derivative(value)
    // Of a number below the doubles no more is known than that.
    let (moved, spread) = carriedLog == nil ? (rest, error) : (0, .leastNormalMagnitude)
    guard slope.isFinite else { return FormulaTerm(image, plus: 0, error: .infinity) }
    let bend = isExact ? 0 : function.bend(value) * (abs(moved) + spread) * (abs(moved) + spread)
    return FormulaTerm(image, plus: slope * moved, error: abs(slope) * spread + bend + rounding)
  }
}
