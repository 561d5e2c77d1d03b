package import Calculus
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

/// The two sides of a reading, or of one component of it.
package struct Sides: Sendable {
  /// The left side.
  package let lhs: Estimate
  /// The right side.
  package let rhs: Estimate
  /// Which component it is, such as the name of a parameter; empty if there is but one.
  package let component: String

  /// Two sides to compare.
  package init(_ lhs: Estimate, _ rhs: Estimate, component: String = "") {
    self.lhs = lhs.operand
    self.rhs = rhs.operand
    self.component = component
  }
}

extension Sides {
  /// What the sides exceed each other by: |lhs − rhs| for an equation, how far lhs is above rhs for an inequality.
  func excess(_ relation: Relation) -> Double { lhs.excess(relation, over: rhs) }

  /// The error of the difference.
  package var tolerance: Double { lhs.error + rhs.error }

  /// How the sides compare.
  package func verdict(_ relation: Relation, precision: Double) -> Verdict { lhs.verdict(relation, rhs, precision: precision) }

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
