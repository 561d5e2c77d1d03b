import Claims
import Foundation
import Testing

/// The README has a row for each claim, and `CLAIMS.md` every reading of it, with the verdicts that `CatalogueTests` and `verify` check.
///
/// To renew both after a change: `RENEW_CLAIMS=1 swift test -c release --disable-xctest --filter ClaimsPage`.
@Suite struct ClaimsPageTests {
  @Test func thePageListsEveryReading() throws {
    try check("CLAIMS.md") { _ in
      """
      # The claims

      What lectures and papers say, in every reading, with the verdict that `divergences verify` comes to: **holds** or **fails**. `divergences verify --claim ID` shows the
      numbers of both sides, their error bounds and what should have been said; `divergences verify --list` is this list as CSV.

      | claim | statement and source | holds | fails |
      | --- | --- | --- | --- |

      """
        + Claim.catalogue.map { claim in
          let (holding, failing) = (readings(of: claim, .holds), readings(of: claim, .fails))
          return "| \(claim.id) | \(escaped(claim.statement)) *\(escaped(claim.source))* | \(holding) | \(failing) |\n"
        }.joined()
    }
  }

  @Test func theReadmeHasARowForEach() throws {
    try check("README.md") { text in
      let (start, end) = ("<!-- claims: written by ClaimsPageTests -->\n", "<!-- end of claims -->\n")
      let before = try #require(text.range(of: start)), after = try #require(text.range(of: end))
      let table =
        "| claim | statement | of \(Claim.catalogue.map(\.readings.count).reduce(0, +)) readings |\n| --- | --- | --- |\n"
        + Claim.catalogue.map { "| \($0.id) | \(escaped($0.statement)) | \(verdict($0)) |\n" }.joined()
      return text[..<before.upperBound] + table + text[after.lowerBound...]
    }
  }

  /// Holds a page to what it should be, or renews it.
  private func check(_ page: String, _ expected: (String) throws -> String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appending(path: page)
    let text = try String(contentsOf: file, encoding: .utf8)
    let renewed = try expected(text)
    if ProcessInfo.processInfo.environment["RENEW_CLAIMS"] != nil {
      try Data(renewed.utf8).write(to: file)
    } else {
      #expect(text == renewed)
    }
  }

  private func readings(of claim: Claim, _ verdict: Verdict) -> String {
    claim.readings.filter { $0.expected == verdict }.map { escaped($0.name) }.joined(separator: "<br>")
  }

  /// One word where all readings agree, else how many hold and how many fail.
  private func verdict(_ claim: Claim) -> String {
    let holding = claim.readings.count { $0.expected == .holds }
    let failing = claim.readings.count - holding
    return failing == 0
      ? "holds" : holding == 0 ? "**fails**" : "\(holding) hold\(holding == 1 ? "s" : ""), **\(failing) fail\(failing == 1 ? "s" : "")**"
  }

  private func escaped(_ text: String) -> String { text.map { "|*_<>[]\\`".contains($0) ? "\\\($0)" : String($0) }.joined() }
}
