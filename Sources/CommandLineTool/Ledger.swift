import Calculus
import Claims
import Plotting
import Tabulation

/// The rows of a verification, as the CSV has them and as a person reads them.
struct Ledger {
  let claims: [Claim]
  let rows: [LedgerRow]
  /// What enclosures prove, where that was asked for.
  var proofs: Proofs?

  /// The rows whose verdict is not the expected one, or is refuted by enclosures.
  var surprises: [LedgerRow] { rows.filter { !$0.isAsExpected || proofs?[$0]?.contradicts($0.verdict) ?? false } }

  /// One row of the table for each reading of a claim on each pair.
  var table: Table {
    Table(
      of: rows,
      [
        Column("claim", \.claim), Column("reading", \.reading), Column("p", \.p), Column("q", \.q), Column("lhs", \.lhs),
        Column("rhs", \.rhs),
        Column("difference", \.difference), Column("tolerance", \.tolerance), Column("verdict", \.verdict.rawValue),
        Column("expected", \.expected.rawValue), Column("note", \.note),
      ] + (proofs.map { proofs in [Column("proof") { proofs[$0]?.description ?? "" }] } ?? []))
  }

  /// Each claim in words, its readings with what the checks say, and a count at the end.
  var text: String {
    claims.map(section).joined() + rowsNotExpected + count
  }

  private func section(_ claim: Claim) -> String {
    let readings = claim.readings.map { reading -> String in
      guard let evidence = Evidence(reading, of: claim, in: rows) else { return "  \(reading.name): does not apply\n" }
      return "  \(reading.name): \(summary(evidence))\n\(remark(reading))"
    }
    let headline = claim.headline(of: rows)
    let lines = headline.map { [$0.sentence] + $0.reasons } ?? []
    return "\(claim.id)  \(claim.statement)  [\(claim.source)]\n" + lines.map { "  \($0)\n" }.joined() + (lines.isEmpty ? "" : "\n")
      + readings.joined() + "\n"
  }

  /// What the checks of one reading say, with the row that decides it.
  private func summary(_ evidence: Evidence) -> String {
    let checked = evidence.rows
    let verdicts = [Verdict.holds, .fails, .undecided].compactMap { verdict -> String? in
      let count = checked.filter { $0.verdict == verdict }.count
      return count == 0 ? nil : verdict.rawValue + (count == checked.count ? "" : " on \(count)")
    }
    let expected = checked.allSatisfy(\.isAsExpected) ? "as expected" : "NOT AS EXPECTED"
    return "\(verdicts.joined(separator: ", ")), \(expected), in \(counted(checked.count, "check")); \(witness(evidence))"
  }

  /// The largest difference where an equation holds, else the sides that are nearest to each other, or that refute it.
  private func witness(_ evidence: Evidence) -> String {
    if evidence.verdict == .holds, evidence.reading.relation == .equal {
      let (difference, bound) = (evidence.rows.map(\.difference).max() ?? 0, evidence.rows.map(\.tolerance).max() ?? 0)
      return "largest difference \(significant(difference, digits: 2)), error bounds up to \(significant(bound, digits: 2))"
    }
    return (evidence.verdict == .holds ? "nearest: " : "") + evidence.numbers(evidence.decisive(), digits: 10)
  }

  private func remark(_ reading: Reading) -> String { reading.note.isEmpty ? "" : "    \(reading.note)\n" }

  private var rowsNotExpected: String {
    let most = 20
    let lines = surprises.prefix(most).map { row in
      "  \(row.claim), \(row.reading)\(row.place(after: ", ")): \(row.verdict.rawValue), not \(row.expected.rawValue); "
        + "\(digits(row.lhs)) against \(digits(row.rhs)), error bound \(significant(row.tolerance, digits: 2))\n"
    }
    if lines.isEmpty { return "" }
    return "Not as expected:\n" + lines.joined() + (surprises.count > most ? "  and \(surprises.count - most) more\n" : "") + "\n"
  }

  private var count: String {
    func number(_ verdict: Verdict) -> Int { rows.filter { $0.verdict == verdict }.count }
    let readings = claims.map(\.readings.count).reduce(0, +)
    return "\(counted(claims.count, "claim")), \(counted(readings, "reading")), \(counted(rows.count, "check")): "
      + "\(number(.holds)) hold, \(number(.fails)) fail, \(number(.undecided)) undecided; \(surprises.count) not as expected.\n" + proved
  }

  /// How many checks enclosures prove.
  private var proved: String {
    guard let proofs else { return "" }
    let known = rows.compactMap { proofs[$0] }
    let (proved, refuted) = (known.filter { $0 == .proved }.count, known.filter { $0 == .refuted }.count)
    let overlapping = known.filter { if case .overlap = $0 { true } else { false } }.count
    return "By enclosures, of the \(counted(known.count, "check")) whose sides are measures: \(proved) proved, \(refuted) refuted, "
      + "\(overlapping) overlap, \(known.count - proved - refuted - overlapping) not enclosed.\n"
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  private func digits(_ value: Double) -> String { significant(value, digits: 10) }
}

extension Ledger {
  /// How clear each verdict is: the difference of the two sides in units of what their error bounds allow, at most 1
  /// where a reading holds; the nearest to 1 on either side, claim by claim.
  var picture: Picture {
    let table = Table(
      of: claims.map { claim in (id: claim.id, rows: rows.filter { $0.claim == claim.id }) },
      [
        Column("claim", \.id), Column("holds") { ratios($0.rows, .holds).max() }, Column("fails") { ratios($0.rows, .fails).min() },
      ])
    return Picture(
      "How clear the verdicts are", of: table,
      .rows(
        named: "claim", Axis("difference of the sides / error bound", isLogarithmic: true, range: Self.least...Self.most, mark: 1),
        [
          Series("holds", "readings that hold: the largest", .optimal, .points),
          Series("fails", "readings that fail: the smallest", .q, .points),
        ]))
  }

  /// What is drawn of nothing, and of what is beyond all bounds.
  private static let (least, most) = (1e-4, 1e16)

  private func ratios(_ rows: [LedgerRow], _ verdict: Verdict) -> [Double] {
    rows.filter { $0.verdict == verdict }.map { row in
      let ratio = row.difference / row.tolerance
      // Of two infinite sides the bound is infinite too.
      return ratio.isNaN ? (verdict == .fails ? Self.most : Self.least) : min(max(ratio, Self.least), Self.most)
    }
  }
}
