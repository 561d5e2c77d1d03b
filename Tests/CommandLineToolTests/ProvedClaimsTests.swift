import Foundation
import TestSupport
import Testing

/// `verify --certificate`: what enclosures prove of the readings whose sides are measures, as the page on certificates says.
@Suite(.enabled(if: certificatesAreExpected, "needs the library Arb: make certificates")) struct ProvedClaimsTests {
  private static let covered = ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C11", "C12", "C15"]

  @Test func thePageCountsWhatIsProved() throws {
    let table = try typedTable("verify", ["--certificate"] + Self.covered.flatMap { ["--claim", $0] })
    let rows = table.rowsByColumn.filter { !($0["proof"] ?? "").isEmpty }
    func count(_ start: String) -> Int { rows.filter { $0["proof"]?.hasPrefix(start) == true }.count }
    let (proved, refuted, overlapping) = (count("proved"), count("refuted"), count("enclosures of width "))
    let unknown = count("not enclosed: ")
    #expect(proved + refuted + overlapping + unknown == rows.count && Set(rows.compactMap { $0["claim"] }) == Set(Self.covered))
    let page = try String(contentsOfFile: packagePath("Documentation/Certificates.md"), encoding: .utf8)
      .replacingOccurrences(of: "\n", with: " ")
    let readings = Set(rows.map { ($0["claim"] ?? "") + ($0["reading"] ?? "") }).count
    let sentence =
      "\(readings) readings on \(rows.count) pairs: \(proved) are proved, \(refuted) refuted, \(overlapping) overlap and \(unknown) are "
      + "not enclosed"
    #expect(page.contains(sentence), "\(sentence)")
    // What is proved holds, and what is refuted fails; an equation is never proved.
    for row in rows {
      #expect(row["proof"] != "proved" || row["verdict"] == "holds", "\(row)")
      #expect(row["proof"] != "refuted" || row["verdict"] == "fails", "\(row)")
      #expect(row["reading"] != "the sum of both KL" || row["proof"] != "proved", "\(row)")
    }
  }

  @Test func aReadingThatIsFalseIsRefutedOnTheUsersPair() throws {
    let table = try typedTable(
      "verify", ["--p", "normal(0,1)", "--q", "normal(1,2)", "--certificate", "--claim", "C15", "--claim", "C1"])
    let proofs = try table.texts(inColumn: "proof")
    #expect(proofs.contains("proved") && proofs.contains { $0.hasPrefix("enclosures of width ") })
  }
}
