/// What d log h/d log w is for all w ≥ start: Σ c·f(w), where the c are balls and f is a power of w, log w or w·exp(w/s).
///
/// It is all that the tails need to know. Let H = h·w on a way to infinity and h/w on a way to a point t = 1/w → 0, so that
/// ∫ h dx = ∫ H d log w, and let g = d log H/d log w.
///
/// - If g ≤ −c < 0 for all w ≥ W, then H(w) ≤ H(W)(W/w)^c, so that the integral beyond W is at most H(W)/c.
/// - If g ≥ a sum of falling powers c·w^(−a), then log H(w) ≥ log H(W) − Σ|c|W^(−a)/a: H stays above a positive number, and
///   the integral is +∞.
struct Growth {
  /// A function of w.
  enum Term {
    case power(Rational)
    case logarithm
    /// w·exp(w/scale).
    case exponential(scale: Ball)

    static func power(_ exponent: Double) -> Term { .power(Rational(exponent)) }
  }

  private(set) var terms: [(term: Term, coefficient: Ball)] = []
  /// The least w.
  let start: Ball

  init(from start: Ball, _ terms: [(Term, Ball)]) {
    self.start = start
    for (term, coefficient) in terms { add(term, coefficient) }
  }

  private mutating func add(_ term: Term, _ coefficient: Ball) {
    if coefficient.isZero { return }
    if let index = terms.firstIndex(where: { $0.term.isSame(as: term) }) {
      terms[index].coefficient = terms[index].coefficient + coefficient
    } else {
      terms.append((term, coefficient))
    }
  }

  static func + (a: Growth, b: Growth) -> Growth { Growth(from: a.start, (a.terms + b.terms).map { ($0.term, $0.coefficient) }) }
  static func * (factor: Double, a: Growth) -> Growth { Growth(from: a.start, a.terms.map { ($0.term, Ball(factor) * $0.coefficient) }) }
  func plus(_ constant: Ball) -> Growth { self + Growth(from: start, [(.power(0), constant)]) }

  /// The same in w·factor, of which this was a function.
  func rescaled(by factor: Ball, from start: Ball) -> Growth {
    var result = Growth(from: start, [])
    for (term, coefficient) in terms {
      switch term {
      case .power(let exponent): result.add(term, coefficient * .pow(factor, -exponent))
      case .logarithm:
        result.add(term, coefficient)
        result.add(.power(0), -(coefficient * .log(factor)))
      case .exponential(let scale): result.add(.exponential(scale: scale * factor), coefficient / factor)
      }
    }
    return result
  }

  /// What holds of any average of the two.
  func hull(_ other: Growth) -> Growth {
    var result = Growth(from: start, [])
    for (term, coefficient) in terms { result.add(term, .hull(coefficient, other.coefficient(of: term))) }
    for (term, coefficient) in other.terms where !terms.contains(where: { $0.term.isSame(as: term) }) {
      result.add(term, .hull(coefficient, Ball(0)))
    }
    return result
  }

  private func coefficient(of term: Term) -> Ball { terms.first { $0.term.isSame(as: term) }?.coefficient ?? Ball(0) }

  /// The sum of the coefficients' magnitudes: a bound of |g|.
  var magnitude: Growth { Growth(from: start, terms.map { ($0.term, $0.coefficient.magnitude) }) }

  var hasLogarithm: Bool { terms.contains { $0.term.isSame(as: .logarithm) } }

  /// A number that the sum never exceeds; nil where none was found.
  var upperBound: Ball? {
    guard let leading = terms.max(by: { $1.term.isFaster(than: $0.term) }) else { return Ball(0) }
    // Below 1 the logarithm is negative.
    if hasLogarithm, !Ball.log(start).isPositive { return nil }
    let size = leading.term.value(at: start)
    var factor = leading.coefficient.upperEnd
    for (term, coefficient) in terms where !term.isSame(as: leading.term) && !coefficient.isNonpositive {
      // The quotient of the two functions must fall from here on.
      guard term.isSlower(than: leading.term, from: start) else { return nil }
      factor = (factor + coefficient.upperEnd * (term.value(at: start) / size)).upperEnd
    }
    guard factor.isFinite, size.isFinite else { return nil }
    if factor.isNonpositive { return leading.term.isFalling ? Ball(0) : (factor * size).upperEnd }
    return leading.term.isGrowing ? nil : (factor * size).upperEnd
  }

  /// Whether the sum without its falling powers is never below 0.
  var staysAboveFallingPowers: Bool {
    guard terms.allSatisfy(\.coefficient.isFinite) else { return false }
    let negative = Growth(from: start, terms.filter { !$0.term.isFalling }.map { ($0.term, -$0.coefficient) })
    return negative.upperBound?.isNonpositive ?? false
  }

  /// Σ|c|W^(−a)/a over the falling powers: by how much they can lower log h from W on.
  var loss: Ball {
    terms.reduce(Ball(0)) { sum, item in
      guard case .power(let exponent) = item.term, exponent.isNegative else { return sum }
      return sum + item.coefficient.magnitude * .pow(start, exponent) / (-exponent).ball
    }
  }

  /// The value at the least w.
  var valueAtStart: Ball { terms.reduce(Ball(0)) { $0 + $1.coefficient * $1.term.value(at: start) } }

  /// d log D/d log w, bounded from above, of a sum D whose coefficients are positive.
  ///
  /// It is an average of those of the terms.
  var elasticityBound: Growth {
    var constant = Ball(0)
    var result = Growth(from: start, [])
    for (term, _) in terms {
      switch term {
      case .power(let exponent): constant = .max(constant, exponent.ball)
      case .logarithm: constant = .max(constant, Ball(1) / .log(start))
      case .exponential(let scale):
        constant = .max(constant, Ball(1))
        result.add(.power(1), Ball(1) / scale)
      }
    }
    return result.plus(constant)
  }
}

extension Growth.Term {
  func isSame(as other: Growth.Term) -> Bool {
    switch (self, other) {
    case (.power(let a), .power(let b)): a.equals(b)
    case (.logarithm, .logarithm): true
    case (.exponential(let a), .exponential(let b)): a === b || (a - b).isZero
    default: false
    }
  }

  var isGrowing: Bool { if case .power(let exponent) = self { exponent.isPositive } else { true } }
  var isFalling: Bool { if case .power(let exponent) = self { exponent.isNegative } else { false } }

  /// The order in which the quotient of two of them tends to infinity; a choice, which `isSlower` makes sure of.
  func isFaster(than other: Growth.Term) -> Bool {
    switch (self, other) {
    case (.power(let a), .power(let b)): b.isBelow(a)
    case (.logarithm, .power(let b)): !b.isPositive
    case (.power(let a), .logarithm): a.isPositive
    case (.exponential(let a), .exponential(let b)): a.approximate < b.approximate
    case (.exponential, _): true
    default: false
    }
  }

  /// Whether the quotient self/other falls for all w ≥ start: d log/d log w of self is at most that of other there.
  func isSlower(than other: Growth.Term, from start: Ball) -> Bool {
    switch (self, other) {
    case (.power(let a), .power(let b)): !b.isBelow(a)
    // d log log w/d log w = 1/log w, which falls.
    case (.logarithm, .power(let b)): Ball.log(start).isPositive && (b.ball - Ball(1) / .log(start)).isNonnegative
    case (.power(let a), .logarithm): !a.isPositive && Ball.log(start).isPositive
    // That of w·exp(w/s) is 1 + w/s, which rises.
    case (.power(let a), .exponential(let s)): (Ball(1) + start / s - a.ball).isNonnegative
    case (.logarithm, .exponential(let s)):
      Ball.log(start).isPositive && (Ball(1) + start / s - Ball(1) / .log(start)).isNonnegative
    case (.exponential(let a), .exponential(let b)): (a - b).isNonnegative
    default: false
    }
  }

  func value(at w: Ball) -> Ball {
    switch self {
    case .power(let exponent): .pow(w, exponent)
    case .logarithm: .log(w)
    case .exponential(let scale): w * .exp(w / scale)
    }
  }
}
