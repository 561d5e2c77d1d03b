import Calculus

/// A statement of the deck in our own words, with the readings of claims that decide it.
package struct DeckStatement: Sendable {
  /// Its number in the list of `notebooks-as-scripts/README.md`; statements of one slide share it.
  package let number: Int
  /// What the slide is about.
  package let slide: String
  /// What is stated.
  package let statement: String
  /// The readings that are the statement as it is made; none where a slide only describes or asks.
  package let made: [ReadingName]
  /// What must be added to it, or said in its place.
  package let qualification: Qualification?
  /// The script that computes it, without its ending.
  package let script: String?
  /// The name of the scene of the page that shows it.
  package let scene: String?
  /// The command that shows it.
  package let command: String

  /// A reading, by the id of its claim and its name.
  package struct ReadingName: Sendable, Hashable {
    /// The claim's id.
    package let claim: String
    /// The reading's name.
    package let reading: String

    init(_ claim: String, _ reading: String) { (self.claim, self.reading) = (claim, reading) }
  }

  /// What is true where a statement fails as it is made, or beside it where it holds.
  package struct Qualification: Sendable {
    /// Whether it is the statement itself under a condition, and no other statement.
    package let isCondition: Bool
    /// The condition, or the other statement.
    package let words: String
    /// The readings that say so.
    package let readings: [ReadingName]
  }

  init(
    _ number: Int, _ slide: String, _ statement: String, made: [ReadingName] = [], qualification: Qualification? = nil,
    script: String?, scene: String?, command: String
  ) {
    (self.number, self.slide, self.statement, self.made, self.qualification) = (number, slide, statement, made, qualification)
    (self.script, self.scene, self.command) = (script, scene, command)
  }

  /// The ids of its claims, each once.
  package var claims: [String] {
    var ids: [String] = []
    for name in made + (qualification?.readings ?? []) where !ids.contains(name.claim) { ids.append(name.claim) }
    return ids
  }
}

/// What the checks say of a statement of the deck.
package enum DeckVerdict: String, Sendable {
  /// As it is made.
  case holds = "true"
  /// Not as it is made, but where a condition is added.
  case conditional = "true with a condition"
  /// Neither.
  case fails = "false"
  /// A check did not decide.
  case undecided
  /// It describes a procedure or asks a question.
  case nothing = "no statement"
}

/// A statement of the deck with what the rows of a verification say of it.
package struct DeckFinding: Sendable {
  /// The statement.
  package let statement: DeckStatement
  /// The verdict, from those of the readings.
  package let verdict: DeckVerdict
  /// The first reading of the statement as it is made, or the first that fails, with both sides; empty where there is none.
  package let numbers: String
  /// The first reading of its qualification, with both sides.
  package let qualifyingNumbers: String

  /// What these rows say of a statement.
  package init(_ statement: DeckStatement, in rows: [LedgerRow]) {
    func evidence(_ names: [DeckStatement.ReadingName]) -> [Evidence] {
      names.compactMap { name in
        let claim = Claim.all.first { $0.id == name.claim }
        return claim.flatMap { claim in
          claim.readings.first { $0.name == name.reading }.flatMap { Evidence($0, of: claim, in: rows) }
        }
      }
    }
    self.statement = statement
    let (made, added) = (evidence(statement.made), evidence(statement.qualification?.readings ?? []))
    let isComplete = made.count == statement.made.count && added.count == statement.qualification?.readings.count ?? 0
    let isDecided = isComplete && !(made + added).contains { $0.verdict == .undecided }
    let isQualified = statement.qualification?.isCondition == true && added.allSatisfy { $0.verdict == .holds }
    verdict =
      statement.made.isEmpty
      ? .nothing : !isDecided ? .undecided : made.allSatisfy { $0.verdict == .holds } ? .holds : isQualified ? .conditional : .fails
    let shown = made.first { $0.verdict == .fails } ?? made.first
    let row = shown?.decisive()
    func quoted(_ evidence: Evidence, _ row: LedgerRow, after other: LedgerRow? = nil) -> String {
      "“\(evidence.reading.name)”, \(evidence.numbers(row, digits: 6, after: other))"
    }
    numbers = shown.flatMap { shown in row.map { quoted(shown, $0) } } ?? ""
    qualifyingNumbers = added.first.map { quoted($0, $0.decisive(near: row), after: row) } ?? ""
  }
}
