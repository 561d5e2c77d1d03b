import Claims
import Tabulation

/// The map of the deck, slide by slide: what the checks say of each statement, and where it is computed and shown.
struct DeckMap {
  let findings: [DeckFinding]

  init(rows: [LedgerRow]) { findings = Deck.statements.map { DeckFinding($0, in: rows) } }

  /// A row a statement.
  var table: Table {
    Table(
      of: findings,
      [
        Column("number", \.statement.number), Column("slide", \.statement.slide), Column("statement", \.statement.statement),
        Column("verdict", \.verdict.rawValue),
        Column("numbers", \.numbers), Column("qualification") { $0.statement.qualification?.words ?? "" },
        Column("qualifying_numbers", \.qualifyingNumbers), Column("claims") { $0.statement.claims.joined(separator: " ") },
        Column("script") { $0.statement.script ?? "" }, Column("scene") { $0.statement.scene ?? "" },
        Column("command", \.statement.command),
      ])
  }

  /// The same for the eye, slide by slide.
  var text: String {
    findings.enumerated().map { index, finding in
      let isFirst = index == 0 || findings[index - 1].statement.slide != finding.statement.slide
      return (isFirst ? (index == 0 ? "" : "\n") + finding.statement.slide + "\n" : "") + lines(finding).map { "  \($0)\n" }.joined()
    }
    .joined() + "\n\(Deck.omission)\n"
  }

  private func lines(_ finding: DeckFinding) -> [String] {
    let statement = finding.statement
    let numbers = finding.numbers.isEmpty ? "" : ": " + finding.numbers
    let qualification = statement.qualification.map { added in
      let word = finding.verdict == .holds ? "but: " : finding.verdict == .nothing ? "" : added.isCondition ? "condition: " : "true is: "
      return "  \(word)\(added.words): \(finding.qualifyingNumbers)"
    }
    let claims = statement.claims.isEmpty ? nil : "claims \(statement.claims.joined(separator: ", "))"
    let places = [claims, statement.script.map { "script \($0)" }, statement.scene.map { "scene \($0)" }].compactMap(\.self)
    return [
      statement.statement, "  \(finding.verdict.rawValue)\(numbers)", qualification, "  " + places.joined(separator: "; "),
      "  \(statement.command)",
    ]
    .compactMap(\.self)
  }
}
