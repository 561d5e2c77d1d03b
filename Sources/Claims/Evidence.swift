package import Calculus
import Tabulation

/// What the rows of one reading show, and the row that shows it best.
package struct Evidence: Sendable {
  /// The reading.
  package let reading: Reading
  /// Its rows, of which there is at least one.
  package let rows: [LedgerRow]

  /// The evidence for a reading of a claim among the rows of a verification; nil where it applied to nothing.
  package init?(_ reading: Reading, of claim: Claim, in rows: [LedgerRow]) {
    self.reading = reading
    self.rows = rows.filter { $0.claim == claim.id && $0.reading == reading.name }
    if self.rows.isEmpty { return nil }
  }

  /// One row that fails refutes a reading; it holds where every row does.
  package var verdict: Verdict {
    let verdicts = Set(rows.map(\.verdict))
    return verdicts.contains(.fails) ? .fails : verdicts.contains(.undecided) ? .undecided : .holds
  }

  /// The row to quote, on this row's pair where there is one.
  ///
  /// Of a reading that fails it is the first that refutes it; of an equation that holds the first whose sides are not
  /// both 0; of an inequality that holds the one whose sides are nearest to each other, relative to their size.
  package func decisive(near other: LedgerRow? = nil) -> LedgerRow {
    let candidates = rows.filter { $0.verdict == verdict }
    if verdict == .holds, reading.relation == .atMost {
      return candidates.min { relativeSlack($0.lhs, $0.rhs) < relativeSlack($1.lhs, $1.rhs) } ?? rows[0]
    }
    let shared = candidates.filter { row in other.map { !row.p.isEmpty && row.p == $0.p && row.q == $0.q } ?? false }
    return (shared + candidates).first { $0.lhs != 0 || $0.rhs != 0 } ?? candidates.first ?? rows[0]
  }

  /// The two sides of a row in words, with what they are about.
  ///
  /// - Parameter other: the row that was quoted before; what the two have in common is “there”.
  package func numbers(_ row: LedgerRow, digits: Int = 7, after other: LedgerRow? = nil) -> String {
    // What an error bound does not tell from 0 is 0.
    func shown(_ x: Double) -> Double { row.verdict == .holds && abs(x) <= row.tolerance && row.tolerance < .infinity ? 0 : x }
    let (lhs, rhs) = Self.texts(shown(row.lhs), shown(row.rhs), digits: digits)
    let bound = significant(row.tolerance, digits: 2)
    let slack = row.rhs - row.lhs
    let sides =
      switch (row.verdict, reading.relation) {
      case (.fails, .equal): "\(lhs) against \(rhs)"
      case (.fails, .atMost): "\(lhs) is above \(rhs)"
      case (.undecided, _): "\(lhs) against \(rhs) with an error bound of \(bound)"
      case (.holds, .equal): lhs == rhs ? "\(lhs) on both sides" : "\(lhs) against \(rhs), within the error bound \(bound)"
      case (.holds, .atMost):
        slack > row.tolerance || !slack.isFinite
          ? "\(lhs) ≤ \(rhs)" + (slack < .infinity ? ", slack \(significant(slack, digits: 2))" : "")
          : "\(lhs) ≤ \(rhs), equal within the error bound \(bound)"
      }
    let isShared = other.map { $0.p == row.p && $0.q == row.q && !row.p.isEmpty } ?? false
    return sides
      + (isShared ? (row.label.isEmpty || row.label == other?.label ? "" : " for \(row.label)") + " there" : row.place(after: " for "))
  }

  /// Two numbers with so many digits, or with as many more as it takes to tell them apart where they differ by more
  /// than rounding.
  private static func texts(_ a: Double, _ b: Double, digits: Int) -> (String, String) {
    func text(_ x: Double, _ digits: Int) -> String {
      x == .infinity ? "∞" : x == -.infinity ? "−∞" : significant(x, digits: digits)
    }
    let isClose = abs(a - b) <= 1e-12 * max(abs(a), abs(b))
    let needed = a == b || isClose ? digits : (digits...15).first { text(a, $0) != text(b, $0) } ?? digits
    return (text(a, needed), text(b, needed))
  }
}

/// How near the sides of a ≤ b are to each other: (b − a) relative to the larger of them; ∞ where both are 0 or one is
/// infinite, which says nothing about the inequality.
func relativeSlack(_ a: Double, _ b: Double) -> Double {
  let size = max(abs(a), abs(b))
  return size > 0 && size < .infinity ? (b - a) / size : .infinity
}

extension LedgerRow {
  /// The label and the pair of a row, if it has them.
  package func place(after joint: String) -> String {
    let parts = [label, p.isEmpty ? "" : "P = \(p), Q = \(q)"].filter { !$0.isEmpty }
    return parts.isEmpty ? "" : joint + parts.joined(separator: ", ")
  }
}
