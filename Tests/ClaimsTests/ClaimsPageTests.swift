import Claims
import Foundation
import Testing

/// `CLAIMS.md` lists the claims of the catalogue with their readings and verdicts, which `CatalogueTests` and `verify` check.
///
/// To renew it after a change: `RENEW_CLAIMS=1 swift test -c release --disable-xctest --filter ClaimsPage`.
@Suite struct ClaimsPageTests {
  private let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "CLAIMS.md")

  private var expected: String {
    let head = """
      # The claims

      What lectures and papers say, in every reading, with the verdict that `divergences verify` comes to: **holds** or **fails**. `divergences verify --claim ID` shows the
      numbers of both sides, their error bounds and what should have been said; `divergences verify --list` is this list as CSV.

      | claim | statement and source | holds | fails |
      | --- | --- | --- | --- |

      """
    let rows = Claim.catalogue.map { claim in
      func readings(_ verdict: Verdict) -> String {
        claim.readings.filter { $0.expected == verdict }.map { escaped($0.name) }.joined(separator: "<br>")
      }
      return "| \(claim.id) | \(escaped(claim.statement)) *\(escaped(claim.source))* | \(readings(.holds)) | \(readings(.fails)) |\n"
    }
    return head + rows.joined()
  }

  private func escaped(_ text: String) -> String { text.map { "|*_<>[]\\`".contains($0) ? "\\\($0)" : String($0) }.joined() }

  @Test func listsTheCatalogue() throws {
    if ProcessInfo.processInfo.environment["RENEW_CLAIMS"] != nil { try Data(expected.utf8).write(to: page) }
    #expect(try String(contentsOf: page, encoding: .utf8) == expected)
  }
}
