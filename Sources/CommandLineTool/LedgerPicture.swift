import Calculus
import Claims
import Plotting
import Tabulation

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
