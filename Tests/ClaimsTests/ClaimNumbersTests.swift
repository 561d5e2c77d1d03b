import Calculus
import Claims
import Foundation
import RealModule
import TestSupport
import Testing

/// Both sides of readings against `claims.csv`, which another program has computed in other ways.
@Suite struct ClaimNumbersTests {
  private static let table: [[String]] = (try? references("claims.csv")) ?? []

  @Test func theTableHasRows() { #expect(Self.table.count >= 35) }

  @Test(arguments: table.indices) func aNumberIsThatOfTheTable(_ index: Int) throws {
    let expected = Self.table[index]
    let rows = CatalogueTests.ledger.filter {
      $0.claim == expected[0] && $0.reading.hasPrefix(expected[1]) && $0.label.hasPrefix(expected[2])
        && (expected[3].isEmpty || $0.p == expected[3] && $0.q == expected[4])
    }
    let row = try #require(rows.first, "\(expected)")
    let tolerance = Double.pow(10, -(try #require(Double(expected[7]))))
    for (found, text) in [(row.lhs, expected[5]), (row.rhs, expected[6])] where !text.isEmpty {
      let value = try #require(text == "+inf" ? .infinity : Double(text), "\(text)")
      #expect(found == value || abs(found - value) <= tolerance * max(1, abs(value)), "\(found) for \(expected)")
    }
  }

  /// Where doubles are so coarse that draws coincide the claim about real numbers stays open.
  @Test func drawsThatCoincideByRoundingDecideNothing() throws {
    let row = try ClaimsUnderTest.row("S1", "200 draws of each: log 2", "normal(1e9,1e-3)", "normal(1e9,2e-3)")
    #expect(row.verdict == .undecided && row.note.contains("coincide by the rounding"), "\(row)")
  }

  @Test(arguments: ["A14", "A15", "A16", "A4T", "C20", "H3"] + ClaimsUnderTest.open("M") + ClaimsUnderTest.open("S"))
  func otherPairsHoldNoSurprise(_ id: String) throws { try ClaimsUnderTest.expectNoSurprise(id) }
}
