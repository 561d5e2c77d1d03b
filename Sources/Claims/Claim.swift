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

/// One reading of a claim: a relation between two sides that can be computed, for a pair of densities or without one.
package struct Reading: Sendable {
  /// The name within the claim, such as `by value, halved JS`.
  package let name: String
  /// How the two sides should compare.
  package let relation: Relation
  /// What theory says about the reading: whether it holds.
  package private(set) var expected = Verdict.holds
  /// What the reader should know; for a false reading, what should have been said.
  package private(set) var note = ""
  /// The relative error that the sides may have and still decide.
  package let precision: Double
  /// What it is about.
  package let scope: Scope
  /// The two sides where they are made of measures alone, so that enclosures can prove them; and the pairs of its own.
  private(set) var onMeasures: (@Sendable (any Measured) -> [Sides])?
  private(set) var ownPairs: [Pair]?

  /// What a reading is about, with the two sides, component by component; these are empty where it does not apply.
  package enum Scope: Sendable {
    /// Any pair of densities: those that the run is given.
    case anyPair(@Sendable (Pair) -> [Sides])
    /// Pairs of its own, such as a counterexample.
    case ownPairs([(pair: Pair, sides: @Sendable () -> [Sides])])
    /// No pair of densities, but a game, a number of points or a law, which its note or the labels of its rows name.
    case noPair(@Sendable () -> [Sides])
  }

  private init(_ name: String, _ relation: Relation, _ precision: Double, _ scope: Scope) {
    self.name = name
    self.relation = relation
    self.precision = precision
    self.scope = scope
  }

  /// A reading that is checked on every pair.
  package init(
    _ name: String, _ relation: Relation = .equal, precision: Double = 1e-9, sides: @escaping @Sendable (Pair) -> [Sides]
  ) {
    self.init(name, relation, precision, .anyPair(sides))
  }

  /// A reading that is checked on pairs of its own.
  package init(
    _ name: String, _ relation: Relation = .equal, precision: Double = 1e-9, on pairs: [Pair],
    sides: @escaping @Sendable (Pair) -> [Sides]
  ) {
    self.init(name, relation, precision: precision, on: pairs, pair: \.self, sides: sides)
  }

  /// A reading that is checked on cases of its own, each with its pair and with what else belongs to it.
  package init<Case: Sendable>(
    _ name: String, _ relation: Relation = .equal, precision: Double = 1e-9, on cases: [Case], pair: (Case) -> Pair,
    sides: @escaping @Sendable (Case) -> [Sides]
  ) {
    self.init(name, relation, precision, .ownPairs(cases.map { known in (pair(known), { sides(known) }) }))
  }

  /// A reading of nothing but measures, on every pair or on pairs of its own.
  static func ofMeasures(
    _ name: String, _ relation: Relation = .equal, on pairs: [Pair]? = nil, sides: @escaping @Sendable (any Measured) -> [Sides]
  ) -> Reading {
    var reading = pairs.map { Reading(name, relation, on: $0) { sides($0) } } ?? Reading(name, relation) { sides($0) }
    (reading.onMeasures, reading.ownPairs) = (sides, pairs)
    return reading
  }

  /// A reading that is about no pair.
  package init(
    _ name: String, _ relation: Relation = .equal, precision: Double = 1e-9, sides: @escaping @Sendable () -> [Sides]
  ) {
    self.init(name, relation, precision, .noPair(sides))
  }

  /// The same with what the reader should know.
  package func noting(_ note: String) -> Reading {
    var reading = self
    reading.note = note
    return reading
  }

  /// The same as a reading that theory says is false, with what should have been said.
  package func refuted(_ note: String) -> Reading {
    var reading = noting(note)
    reading.expected = .fails
    return reading
  }
}

/// The two sides of a reading, or of one component of it.
package struct Sides: Sendable {
  /// The left side.
  package let lhs: Estimate
  /// The right side.
  package let rhs: Estimate
  /// What the sides are about, such as a parameter: each label has a row of its own. Empty if there is but one.
  package let label: String
  /// Which component it is; empty if there is but one. Of the components of a row the worst stands for all.
  package let component: String

  /// Two sides to compare.
  package init(_ lhs: Estimate, _ rhs: Estimate, label: String = "", component: String = "") {
    self.lhs = lhs.operand
    self.rhs = rhs.operand
    self.label = label
    self.component = component
  }
}

extension [Sides] {
  /// The same under a label of their own.
  func labelled(_ label: String) -> [Sides] {
    map { Sides($0.lhs, $0.rhs, label: label, component: $0.component) }
  }

  /// The sides that are finite: an equation between infinities says nothing.
  var finite: [Sides] { filter { $0.lhs.value.isFinite && $0.rhs.value.isFinite } }

  /// The sides of which something is known: a value that is finite but beyond the largest double decides nothing.
  var resolved: [Sides] { filter { $0.lhs.error.isFinite && $0.rhs.error.isFinite } }

  /// The rows of a false identity without those whose sides happen to agree up to their errors, as at a critical point.
  var distinct: [Sides] {
    let missed = Set(filter { abs($0.lhs.value - $0.rhs.value) > 1000 * $0.tolerance }.map(\.label))
    return filter { missed.contains($0.label) }
  }
}

extension Sides {
  /// The error of the difference.
  package var tolerance: Double { lhs.error + rhs.error }

  /// Why the verdict is `undecided`, in words.
  func doubt(_ relation: Relation, precision: Double) -> String {
    let cause = lhs.reason.isEmpty ? rhs.reason : lhs.reason
    if tolerance == .infinity { return cause.isEmpty ? "a side has no error bound" : cause }
    let excess = lhs.excess(relation, over: rhs)
    let state =
      excess <= tolerance
      ? "the error bounds, \(significant(tolerance, digits: 2)), are more than \(precision) of the sides"
      : "the sides miss the relation by \(significant(excess / tolerance, digits: 2)) error bounds, and 10 would refute it"
    return cause.isEmpty ? state : "\(state) (\(cause))"
  }
}
