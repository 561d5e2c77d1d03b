import Calculus
import Claims
import Plotting
import Tabulation

/// The rows of a verification, as the CSV has them and as a person reads them.
struct Ledger {
  let claims: [Claim]
  let rows: [LedgerRow]

  /// The rows whose verdict is not the expected one.
  var surprises: [LedgerRow] { rows.filter { !$0.isAsExpected } }

  /// One row of the table for each reading of a claim on each pair.
  var table: Table {
    Table(
      of: rows,
      [
        Column("claim", \.claim), Column("reading", \.reading), Column("p", \.p), Column("q", \.q), Column("lhs", \.lhs),
        Column("rhs", \.rhs),
        Column("difference", \.difference), Column("tolerance", \.tolerance), Column("verdict", \.verdict.rawValue),
        Column("expected", \.expected.rawValue), Column("note", \.note),
      ])
  }

  /// Each claim in words, its readings with what the checks say, and a count at the end.
  var text: String {
    claims.map(section).joined() + rowsNotExpected + count
  }

  private func section(_ claim: Claim) -> String {
    let readings = claim.readings.map { reading -> String in
      let checked = rows.filter { $0.claim == claim.id && $0.reading == reading.name }
      return checked.isEmpty ? "  \(reading.name): does not apply\n" : "  \(reading.name): \(summary(checked))\n\(remark(reading))"
    }
    return "\(claim.id)  \(claim.statement)  [\(claim.source)]\n" + readings.joined() + "\n"
  }

  /// What the checks of one reading say, with the first that refutes it or the largest difference.
  private func summary(_ checked: [LedgerRow]) -> String {
    let verdicts = [Verdict.holds, .fails, .undecided].compactMap { verdict -> String? in
      let count = checked.filter { $0.verdict == verdict }.count
      return count == 0 ? nil : verdict.rawValue + (count == checked.count ? "" : " on \(count)")
    }
    let expected = checked.allSatisfy(\.isAsExpected) ? "as expected" : "NOT AS EXPECTED"
    return "\(verdicts.joined(separator: ", ")), \(expected), in \(counted(checked.count, "check")); \(witness(checked))"
  }

  /// The largest difference where a reading holds; the first check that refutes it where it fails.
  private func witness(_ checked: [LedgerRow]) -> String {
    if let refuted = checked.first(where: { $0.verdict == .fails }) {
      return "\(digits(refuted.lhs)) against \(digits(refuted.rhs))" + place(refuted, " for ")
    }
    let difference = checked.map(\.difference).max() ?? 0
    let bound = checked.map(\.tolerance).max() ?? 0
    return "largest difference \(significant(difference, digits: 2)), error bounds up to \(significant(bound, digits: 2))"
  }

  private func remark(_ reading: Reading) -> String { reading.note.isEmpty ? "" : "    \(reading.note)\n" }

  private var rowsNotExpected: String {
    let most = 20
    let lines = surprises.prefix(most).map { row in
      "  \(row.claim), \(row.reading)\(place(row, ", ")): \(row.verdict.rawValue), not \(row.expected.rawValue); "
        + "\(digits(row.lhs)) against \(digits(row.rhs)), error bound \(significant(row.tolerance, digits: 2))\n"
    }
    if lines.isEmpty { return "" }
    return "Not as expected:\n" + lines.joined() + (surprises.count > most ? "  and \(surprises.count - most) more\n" : "") + "\n"
  }

  private var count: String {
    func number(_ verdict: Verdict) -> Int { rows.filter { $0.verdict == verdict }.count }
    let readings = claims.map(\.readings.count).reduce(0, +)
    return "\(counted(claims.count, "claim")), \(counted(readings, "reading")), \(counted(rows.count, "check")): "
      + "\(number(.holds)) hold, \(number(.fails)) fail, \(number(.undecided)) undecided; \(surprises.count) not as expected.\n"
  }

  /// The label and the pair of a row, if it has them.
  private func place(_ row: LedgerRow, _ joint: String) -> String {
    let parts = [row.label, row.p.isEmpty ? "" : "P = \(row.p), Q = \(row.q)"].filter { !$0.isEmpty }
    return parts.isEmpty ? "" : joint + parts.joined(separator: ", ")
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
