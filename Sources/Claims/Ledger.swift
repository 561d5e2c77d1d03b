package import Calculus

/// One line of the ledger: a reading of a claim, checked on a pair.
package struct LedgerRow: Sendable {
  /// The claim's id.
  package let claim: String
  /// The reading's name.
  package let reading: String
  /// The data density, as the grammar spells it.
  package let p: String
  /// The generator's density.
  package let q: String
  /// The left side, of the component that fits worst.
  package let lhs: Double
  /// The right side.
  package let rhs: Double
  /// By how much the sides miss the relation.
  package let difference: Double
  /// The error bound of the difference.
  package let tolerance: Double
  /// What the check says.
  package let verdict: Verdict
  /// What theory says.
  package let expected: Verdict
  /// What the reader should know.
  package let note: String

  /// Whether the check says what theory says; `undecided` never does.
  package var isAsExpected: Bool { verdict == expected }
}

/// Checks claims on pairs, and returns a row for each reading on each pair that it applies to.
///
/// Readings with pairs of their own, such as a counterexample, are checked on these, whatever pairs are given, unless `includingOwn` is false. Before each
/// claim `progress` is told how many are done, and which one follows.
package func verify(
  _ claims: [Claim], on subjects: [Subject], includingOwn: Bool = true, progress: (_ done: Int, _ next: Claim) -> Void = { _, _ in }
) -> [LedgerRow] {
  claims.enumerated().flatMap { index, claim in
    progress(index, claim)
    return claim.readings.flatMap { reading in
      guard let ownPairs = reading.ownPairs else { return subjects.compactMap { row(claim, reading, $0) } }
      let rows = (includingOwn ? ownPairs : []).compactMap { row(claim, reading, $0) }
      // A reading applies to its own pairs: where it has no sides, a computation has failed.
      return rows.isEmpty && includingOwn ? ownPairs.prefix(1).map { failure(claim, reading, $0) } : rows
    }
  }
}

private func failure(_ claim: Claim, _ reading: Reading, _ subject: Subject) -> LedgerRow {
  LedgerRow(
    claim: claim.id, reading: reading.name, p: subject.p.description, q: subject.q.description, lhs: .nan, rhs: .nan, difference: .nan,
    tolerance: .infinity, verdict: .undecided, expected: reading.expected,
    note: "undecided, because what it compares could not be computed")
}

private func row(_ claim: Claim, _ reading: Reading, _ subject: Subject) -> LedgerRow? {
  let sides = reading.sides(subject).filter { $0.lhs.status != .undefined && $0.rhs.status != .undefined }
  let verdicts = sides.map { $0.verdict(reading.relation, precision: reading.precision) }
  let verdict: Verdict = verdicts.contains(.fails) ? .fails : verdicts.contains(.undecided) ? .undecided : .holds
  // Of the components with that verdict the one that misses the relation by most, in units of its error, stands for all.
  func miss(_ side: Sides) -> Double { side.excess(reading.relation) / Swift.max(side.tolerance, .leastNormalMagnitude) }
  let deciding = zip(sides, verdicts).filter { $0.1 == verdict }.map(\.0)
  guard let worst = deciding.max(by: { miss($0) < miss($1) }) else { return nil }
  let doubt = verdict == .undecided ? "undecided, because " + worst.doubt(reading.relation, precision: reading.precision) : ""
  let note = [worst.component, doubt, reading.note].filter { !$0.isEmpty }.joined(separator: ": ")
  return LedgerRow(
    claim: claim.id, reading: reading.name, p: subject.p.description, q: subject.q.description, lhs: worst.lhs.value, rhs: worst.rhs.value,
    difference: worst.excess(reading.relation), tolerance: worst.tolerance, verdict: verdict, expected: reading.expected, note: note)
}
