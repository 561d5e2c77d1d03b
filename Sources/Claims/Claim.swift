import Tabulation

/// A statement that somebody makes, with everything that it can be taken to mean.
package struct Claim: Sendable {
  /// Its place in the list of claims, such as `A4`.
  package let id: String
  /// What is stated, in the terms of the lecture.
  package let statement: String
  /// Who states it: authors, year, theorem or equation.
  package let source: String
  /// What it can be taken to mean, the usual reading first.
  package let readings: [Reading]

  /// A statement with its readings.
  package init(_ id: String, _ statement: String, source: String, readings: [Reading]) {
    self.id = id
    self.statement = statement
    self.source = source
    self.readings = readings
  }
}

/// One reading of a claim: a relation between two sides that can be computed for a pair of densities.
package struct Reading: Sendable {
  /// The name within the claim, such as `by value, halved JS`.
  package let name: String
  /// How the two sides should compare.
  package let relation: Relation
  /// What theory says about the reading: whether it holds.
  package let expected: Verdict
  /// What the reader should know; for a false reading, what should have been said.
  package let note: String
  /// The relative error that the sides may have and still decide.
  package let precision: Double
  /// The pairs that the reading is about, where these are not the ones that the run is given.
  package let ownPairs: [Subject]?
  /// The two sides, component by component; empty where the reading does not apply.
  package let sides: @Sendable (Subject) -> [Sides]

  /// A reading that is checked on every pair, or on pairs of its own.
  package init(
    _ name: String, _ relation: Relation = .equal, expected: Verdict = .holds, note: String = "", precision: Double = 1e-9,
    on ownPairs: [Subject]? = nil, sides: @escaping @Sendable (Subject) -> [Sides]
  ) {
    self.name = name
    self.relation = relation
    self.expected = expected
    self.note = note
    self.precision = precision
    self.ownPairs = ownPairs
    self.sides = sides
  }
}

/// How the left side of a reading is said to compare with the right one.
package enum Relation: String, Sendable {
  /// The two sides are the same number.
  case equal = "="
  /// The left side is not above the right one.
  case atMost = "≤"
}

/// The two sides of a reading, or of one component of it.
package struct Sides: Sendable {
  /// The left side.
  package let lhs: Bounded
  /// The right side.
  package let rhs: Bounded
  /// Which component it is, such as the name of a parameter; empty if there is but one.
  package let component: String

  /// Two sides to compare.
  package init(_ lhs: Bounded, _ rhs: Bounded, component: String = "") {
    self.lhs = lhs
    self.rhs = rhs
    self.component = component
  }
}

/// What a check says: decided from the two error bounds, never from taste.
package enum Verdict: String, Sendable {
  /// The sides compare as stated within their errors, and the errors are small.
  case holds
  /// The sides differ by far more than their errors.
  case fails
  /// The errors are too large to tell, or the difference is near their size.
  case undecided
}

extension Sides {
  /// What the sides exceed each other by: |lhs − rhs| for an equation, how far lhs is above rhs for an inequality.
  func excess(_ relation: Relation) -> Double {
    if lhs.value == rhs.value { return 0 }
    return relation == .equal ? abs(lhs.value - rhs.value) : max(0, lhs.value - rhs.value)
  }

  /// The error of the difference.
  package var tolerance: Double { lhs.error + rhs.error }

  /// The verdict: `holds` within the error bounds if these are at most `precision` of the sides, `fails` beyond ten times the bounds.
  package func verdict(_ relation: Relation, precision: Double) -> Verdict {
    // Whatever a number is, it lies between the infinities.
    if relation == .atMost, lhs.value == -.infinity || rhs.value == .infinity { return .holds }
    // Of a number without a bound nothing else is known.
    if tolerance == .infinity { return .undecided }
    let excess = excess(relation)
    if excess == .infinity { return .fails }
    // An inequality with room to spare needs no small errors.
    if relation == .atMost, lhs.value + tolerance <= rhs.value { return .holds }
    if excess <= tolerance { return isSharp(precision) ? .holds : .undecided }
    return excess > 10 * tolerance ? .fails : .undecided
  }

  /// Whether the errors are small beside the sides. Two numbers that are 0 up to the rounding of a mass of 1 are as small as can be told.
  private func isSharp(_ precision: Double) -> Bool { tolerance <= max(precision * max(lhs.scale, rhs.scale), 1e-14) }

  /// Why the verdict is `undecided`, in words.
  func doubt(_ relation: Relation, precision: Double) -> String {
    let cause = lhs.reason.isEmpty ? rhs.reason : lhs.reason
    if tolerance == .infinity { return cause.isEmpty ? "a side has no error bound" : cause }
    let excess = excess(relation)
    let state =
      excess <= tolerance
      ? "the error bounds, \(significant(tolerance, digits: 2)), are more than \(precision) of the sides"
      : "the sides miss the relation by \(significant(excess / tolerance, digits: 2)) error bounds, and 10 would refute it"
    return cause.isEmpty ? state : "\(state) (\(cause))"
  }
}
