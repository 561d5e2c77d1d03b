package import Calculus

/// One line of the ledger: a reading of a claim, checked on a pair or without one.
package struct LedgerRow: Sendable {
  /// The claim's id.
  package let claim: String
  /// The reading's name.
  package let reading: String
  /// The data density, as the grammar spells it; empty where the reading is about no pair.
  package let p: String
  /// The generator's density.
  package let q: String
  /// What the row is for where a reading has several, such as a parameter of a gradient; the note begins with it.
  package let label: String
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

/// Checks claims, and returns the rows of each reading on each pair that it applies to.
///
/// Readings with pairs of their own, or about none, are checked once, whatever pairs are given, unless `includingOwn`
/// is false. Before each claim `progress` is told how many are done, and which one follows.
package func verify(
  _ claims: [Claim], on pairs: [Pair], includingOwn: Bool = true, progress: (_ done: Int, _ next: Claim) -> Void = { _, _ in }
) -> [LedgerRow] {
  claims.enumerated().flatMap { index, claim in
    progress(index, claim)
    return claim.readings.flatMap { reading -> [LedgerRow] in
      func rows(_ pair: Pair?, _ sides: [Sides]) -> [LedgerRow] { reading.rows(of: claim, pair, sides) }
      switch reading.scope {
      case .anyPair(let sides): return pairs.flatMap { rows($0, sides($0)) }
      case _ where !includingOwn: return []
      case .ownPairs(let cases): return orFailure(cases.flatMap { rows($0.pair, $0.sides()) }, claim, reading, cases.first?.pair)
      case .noPair(let sides): return orFailure(rows(nil, sides()), claim, reading, nil)
      }
    }
  }
}

/// A reading applies to what it brings along: where it has no sides there, a computation has failed.
private func orFailure(_ rows: [LedgerRow], _ claim: Claim, _ reading: Reading, _ pair: Pair?) -> [LedgerRow] {
  let unknown = Sides(Estimate(0, error: .infinity, reason: "what it compares could not be computed"), 0)
  return rows.isEmpty ? reading.rows(of: claim, pair, [unknown]) : rows
}

extension Reading {
  /// A row for each label, in the order of the sides.
  fileprivate func rows(of claim: Claim, _ pair: Pair?, _ sides: [Sides]) -> [LedgerRow] {
    let sides = sides.filter { $0.lhs.status != .undefined && $0.rhs.status != .undefined }
    var labels: [String] = []
    for side in sides where !labels.contains(side.label) { labels.append(side.label) }
    return labels.compactMap { label in row(of: claim, pair, sides.filter { $0.label == label }) }
  }

  private func row(of claim: Claim, _ pair: Pair?, _ sides: [Sides]) -> LedgerRow? {
    let verdicts = sides.map { $0.lhs.verdict(relation, $0.rhs, precision: precision) }
    let verdict: Verdict = verdicts.contains(.fails) ? .fails : verdicts.contains(.undecided) ? .undecided : .holds
    // Of the components with that verdict the one that misses by most of its errors stands for all; of those of an
    // inequality that holds, the one whose sides are nearest to each other.
    func miss(_ side: Sides) -> Double {
      if verdict == .holds, relation == .atMost { return -relativeSlack(side.lhs.value, side.rhs.value) }
      return side.lhs.excess(relation, over: side.rhs) / Swift.max(side.tolerance, .leastNormalMagnitude)
    }
    let deciding = zip(sides, verdicts).filter { $0.1 == verdict }.map(\.0)
    guard let worst = deciding.max(by: { miss($0) < miss($1) }) else { return nil }
    let doubt = verdict == .undecided ? "undecided, because " + worst.doubt(relation, precision: precision) : ""
    let note = [worst.label, worst.component, doubt, self.note].filter { !$0.isEmpty }.joined(separator: ": ")
    return LedgerRow(
      claim: claim.id, reading: name, p: pair?.p.description ?? "", q: pair?.q.description ?? "", label: worst.label, lhs: worst.lhs.value,
      rhs: worst.rhs.value, difference: worst.lhs.excess(relation, over: worst.rhs), tolerance: worst.tolerance, verdict: verdict,
      expected: expected, note: note)
  }
}
