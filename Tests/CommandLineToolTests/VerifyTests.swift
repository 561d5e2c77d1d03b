import Foundation
import Tabulation
import TestSupport
import Testing

@Suite struct VerifyTests {
  private let pair = ["verify", "--p", "0.4*normal(-2,0.7)+0.6*normal(1.5,0.9)", "--q", "normal(0.6,1.1)", "--claim", "A4"]

  /// The lecture's sentence at the example of the notes: value 1.066112 of the loss, 0.256624 of KL(Q‖P) − 2 JS.
  @Test func theLecturesSentenceFailsByValueAndHoldsByGradient() throws {
    let outcome = try typed(pair)
    #expect(outcome.status == 0 && outcome.errors == "")
    let table = try Table(parsingCSV: Array(outcome.output.utf8), name: "verify")
    #expect(table.columns == ["claim", "reading", "p", "q", "lhs", "rhs", "difference", "tolerance", "verdict", "expected", "note"])
    let rows = table.texts
    let byValue = try #require(rows.first { $0[1] == "by value, halved JS" })
    #expect(abs((Double(byValue[4]) ?? 0) - 1.066_112) < 1e-6 && abs((Double(byValue[5]) ?? 0) - 0.256_624) < 1e-6 && byValue[8] == "fails")
    let byGradient = try #require(rows.first { $0[1] == "by gradient with D* frozen, halved JS" })
    #expect(byGradient[8] == "holds")
    #expect(rows.allSatisfy { $0[2] == pair[2] && $0[3] == pair[4] && $0[8] == $0[9] })
  }

  @Test func theTableForTheEyeSaysItInWords() throws {
    let outcome = try typed(pair + ["--format", "table"])
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("A4  "))
    #expect(outcome.output.contains("the lecture should have said"))
    #expect(outcome.output.hasSuffix("0 not as expected.\n"))
  }

  /// The list checks nothing, so it has no numbers; a claim is picked from it as for a check.
  @Test func theListHasEveryReading() throws {
    let (all, one) = (try typed(["verify", "--list"]), try typed(["verify", "--list", "--claim", "A4"]))
    #expect(all.status == 0 && one.status == 0)
    let (table, part) = (
      try Table(parsingCSV: Array(all.output.utf8), name: "all"), try Table(parsingCSV: Array(one.output.utf8), name: "one")
    )
    #expect(table.columns == ["claim", "statement", "source", "reading", "expected", "note"] && part.columns == table.columns)
    #expect(part.rowCount == 8 && table.rowCount > 300)
    let verdicts = (0..<part.rowCount).map { Array(part[row: $0])[4].text }
    #expect(verdicts.count { $0 == "fails" } == 5 && verdicts.count { $0 == "holds" } == 3)
    #expect(try typed(["verify", "--list", "--claim", "Z9"]).status == 2)
  }

  @Test func dataAreCheckedBesideThePair() throws {
    try withTemporaryFolder { folder in
      let outcome = try typed(pair + ["--data", "Examples/data/old-faithful.csv:waiting", "--output", folder + "/ledger.csv"])
      #expect(outcome.status == 0 && outcome.output == "", "\(outcome.errors)")
      let ledger = try Table(readingCSV: folder + "/ledger.csv")
      let estimates = (0..<ledger.rowCount).map { ledger[row: $0].map(\.text)[2] }.filter { $0.hasPrefix("kde(") }
      #expect(!estimates.isEmpty && estimates.count < ledger.rowCount)
      #expect(FileManager.default.fileExists(atPath: folder + "/ledger.csv.json"))
    }
  }
}
