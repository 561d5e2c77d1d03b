import Autodiff
import Claims
import Foundation
import TestSupport
import Testing

/// The map of the slides: what it names is there, and `Documentation/Deck.md` is what the checks say.
@Suite struct DeckPageTests {
  private static let findings = Deck.statements.map { DeckFinding($0, in: CatalogueTests.ledger) }

  @Test func thePageIsWhatTheChecksSay() throws {
    let page =
      """
      # The lecture, slide by slide

      The statements of the lecture *Deep Learning: Generative adversarial networks I*, by B. Kovalenko, S. Elizarov and
      A. Grachev (Higher School of Economics, Moscow, 2018), in their order and in our own words. The verdict is that of
      the checks of the claims on the built-in pairs, which `divergences verify --by slide` repeats; its numbers are the
      two sides of the statement as it is made. The numbers of the statements are those of [the
      scripts](../notebooks-as-scripts/README.md). P is the data, Q the generator, M = (P + Q)/2, and JS the halved
      divergence, unless the statement says otherwise. A script writes the page that the link shows; a scene is one of
      the page that `divergences sandbox` opens.

      \(Deck.omission)

      """
      + Self.findings.enumerated().map { index, finding in
        let isFirst = index == 0 || Self.findings[index - 1].statement.slide != finding.statement.slide
        return (isFirst ? "\n## \(GeneratedPage.escaped(finding.statement.slide))\n" : "") + section(finding)
      }
      .joined()
    try GeneratedPage("Documentation/Deck.md", page)
      .check(comparingNumbers: try VectorWidth.chosen().bytes == ClaimsPageTests.widthOfPages)
  }

  /// A statement with its verdict, what must be added to it, and where it is computed and shown.
  private func section(_ finding: DeckFinding) -> String {
    func escaped(_ text: String) -> String { GeneratedPage.escaped(text) }
    let statement = finding.statement
    let verdict = "**\(finding.verdict.rawValue)**" + (finding.numbers.isEmpty ? "" : ": " + escaped(finding.numbers))
    let added = statement.qualification.map { added in
      let word = finding.verdict == .holds ? "but " : finding.verdict == .nothing ? "" : added.isCondition ? "condition: " : "true is: "
      return word + escaped("\(added.words): \(finding.qualifyingNumbers)")
    }
    let claims = statement.claims.map { "[\($0)](../CLAIMS.md#\($0.lowercased()))" }.joined(separator: ", ")
    let script = statement.script.map { "script [\($0)](../notebooks-as-scripts/expected/\($0).md)" }
    let scene = statement.scene.map { "scene [\($0)](http://127.0.0.1:8017/#/\($0))" }
    let places = [claims.isEmpty ? nil : "claims " + claims, script, scene].compactMap(\.self).joined(separator: ", ")
    let lines = [verdict, added, places, "`\(statement.command)`"].compactMap(\.self)
    return "\n**\(statement.number). \(escaped(statement.statement))**\n\n" + lines.map { "- \($0)\n" }.joined()
  }

  @Test func itNamesWhatThereIs() throws {
    for statement in Deck.statements {
      for name in statement.made + (statement.qualification?.readings ?? []) {
        let claim = try #require(Claim.all.first { $0.id == name.claim }, "\(name)")
        #expect(claim.readings.contains { $0.name == name.reading }, "\(name)")
      }
      if let script = statement.script {
        #expect(FileManager.default.fileExists(atPath: packagePath("notebooks-as-scripts/\(script).swift")), "\(script)")
      }
      #expect(statement.command.hasPrefix("divergences "))
    }
    // The numbers are those of the list of the scripts, each of which has a row.
    let list = try String(contentsOfFile: packagePath("notebooks-as-scripts/README.md"), encoding: .utf8)
    let numbers = list.matches(of: /id="statement-(\d+)"/).compactMap { Int($0.1) }
    #expect(numbers.count == 14 && Set(numbers) == Set(Deck.statements.map(\.number)))
    #expect(Deck.statements.map(\.number).sorted() == Deck.statements.map(\.number))
    let scenes = try Set(Deck.statements.compactMap(\.scene)).subtracting(Self.scenes())
    #expect(scenes.isEmpty, "\(scenes)")
  }

  /// The names of the page's scenes.
  private static func scenes() throws -> [String] {
    let folder = packagePath("Sources/Sandbox/Page/scenes")
    return try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { file in
      try String(contentsOfFile: folder + "/" + file, encoding: .utf8).firstMatch(of: /\n  id: "([a-z0-9-]+)"/).map { String($0.1) }
    }
  }

  /// Claims whose source is the lecture are on the map; none of its verdicts is open, and it has all three.
  @Test func everyClaimOfTheLectureIsOnIt() {
    let mapped = Set(Deck.statements.flatMap(\.claims))
    let ofTheLecture = Claim.all.filter { $0.source.hasPrefix("the lecture") || $0.source.contains("the lecture's five") }.map(\.id)
    #expect(Set(ofTheLecture).subtracting(mapped).subtracting(["A4N"]).isEmpty, "\(ofTheLecture)")
    #expect(Set(Self.findings.map(\.verdict)) == [.holds, .conditional, .fails, .nothing])
  }

  /// Verdicts follow from those of the readings.
  @Test func aVerdictIsThatOfItsReadings() {
    typealias Row = (reading: String, verdict: DeckVerdict)
    func verdict(_ statement: DeckStatement, without dropped: String = "") -> DeckVerdict {
      DeckFinding(statement, in: CatalogueTests.ledger.filter { $0.claim != dropped }).verdict
    }
    for finding in Self.findings where finding.verdict != .nothing {
      // Rows of a claim that was not checked leave a statement undecided.
      for claim in finding.statement.claims { #expect(verdict(finding.statement, without: claim) == .undecided, "\(claim)") }
    }
    let falseSentence = Self.findings.first { $0.statement.claims.first == "A4" }
    #expect(falseSentence?.verdict == .fails && falseSentence?.numbers.contains("”, 1.90167 against 0.794153 for P = normal(0,1)") == true)
    #expect(falseSentence?.qualifyingNumbers.hasSuffix("0.861785 on both sides for ∂/∂mean there") == true)
  }
}
