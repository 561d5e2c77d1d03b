/// How the left side of a statement is said to compare with the right one.
public enum Relation: String, Sendable {
  /// The two sides are the same number.
  case equal = "="
  /// The left side is not above the right one.
  case atMost = "≤"
}

/// What a check says: decided from the two error bounds, never from taste.
public enum Verdict: String, Sendable {
  /// The sides compare as stated within their errors, and the errors are small.
  case holds
  /// The sides differ by far more than their errors.
  case fails
  /// The errors are too large to tell, or the difference is near their size.
  case undecided
}

extension Estimate {
  /// Whether a number compares as stated: `holds` within bounds of at most `precision` of the sides, `fails` beyond
  /// ten.
  ///
  ///     js(p, q).verdict(.atMost, tv(p, q))
  public func verdict(_ relation: Relation, _ other: Estimate, precision: Double = 1e-9) -> Verdict {
    let (lhs, rhs) = (operand, other.operand)
    // Whatever a number is, it lies between the infinities.
    if relation == .atMost, lhs.value == -.infinity || rhs.value == .infinity { return .holds }
    let tolerance = lhs.error + rhs.error
    // Of a number without a bound nothing else is known.
    if tolerance == .infinity { return .undecided }
    let excess = lhs.excess(relation, over: rhs)
    if excess == .infinity { return .fails }
    // An inequality with room to spare needs no small errors.
    if relation == .atMost, lhs.value + tolerance <= rhs.value { return .holds }
    // Two numbers that are 0 up to the rounding of a mass of 1 are as small as can be told.
    let isSharp = tolerance <= max(precision * max(lhs.scale, rhs.scale), 1e-14)
    if excess <= tolerance { return isSharp ? .holds : .undecided }
    return excess > 10 * tolerance ? .fails : .undecided
  }

  /// By how much a number misses a relation: |a − b| for an equation, how far a is above b for an inequality.
  package func excess(_ relation: Relation, over other: Estimate) -> Double {
    if value == other.value { return 0 }
    return relation == .equal ? abs(value - other.value) : max(0, value - other.value)
  }
}
