import Calculus
import Claims
import Foundation
import TestSupport
import Testing

/// `CLAIMS.md` has every reading of every claim, with the verdicts that `CatalogueTests` and `verify` check.
///
/// To renew it after a change: `RENEW_CLAIMS=1 swift test -c release --disable-xctest --filter ClaimsPage`.
@Suite struct ClaimsPageTests {
  @Test func thePageListsEveryReading() throws {
    let page =
      """
      # The claims

      What the lecture and papers say, and what is derived from it, in every reading, with the verdict that `divergences
      verify` reaches: **holds** or **fails**. `divergences verify --claim ID` shows the numbers of both sides, their error
      bounds and what should have been said; `divergences verify --list` is this list as CSV.

      \(Claim.all.count) claims, \(Claim.all.map(\.readings.count).reduce(0, +)) readings, in the order of the lecture.

      """
      + Claim.topics.map { title, claims in
        "\n## \(escaped(title))\n\n| claim | statement and source | holds | fails |\n| --- | --- | --- | --- |\n"
          + claims.map { claim in
            let (holding, failing) = (readings(of: claim, .holds), readings(of: claim, .fails))
            return "| \(claim.id) | \(escaped(claim.statement)) *\(escaped(claim.source))* | \(holding) | \(failing) |\n"
          }.joined()
      }.joined()
    let file = packageFolder.appending(path: "CLAIMS.md")
    if ProcessInfo.processInfo.environment["RENEW_CLAIMS"] != nil { try Data(page.utf8).write(to: file) }
    #expect(try String(contentsOf: file, encoding: .utf8) == page)
  }

  private func readings(of claim: Claim, _ verdict: Verdict) -> String {
    claim.readings.filter { $0.expected == verdict }.map { escaped($0.name) }.joined(separator: "<br>")
  }

  private func escaped(_ text: String) -> String { text.map { "|*_<>[]\\`".contains($0) ? "\\\($0)" : String($0) }.joined() }
}
