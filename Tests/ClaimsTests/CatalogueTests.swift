import Calculus
import Claims
import Testing

/// Every claim of the catalogue on every built-in pair.
@Suite struct CatalogueTests {
  static let ledger = verify(Claim.catalogue, on: Subject.builtIn)

  @Test(arguments: Claim.catalogue.indices)
  func verdictsAreAsExpected(_ index: Int) {
    let claim = Claim.catalogue[index]
    for row in Self.ledger where row.claim == claim.id {
      #expect(
        row.isAsExpected,
        "\(row.claim) \(row.reading) on \(row.p) and \(row.q): \(row.lhs), \(row.rhs) within \(row.tolerance) \(row.verdict), \(row.note)")
    }
  }

  @Test(arguments: Claim.catalogue.indices)
  func everyReadingAppliesSomewhere(_ index: Int) {
    let claim = Claim.catalogue[index]
    for reading in claim.readings {
      #expect(Self.ledger.contains { $0.claim == claim.id && $0.reading == reading.name }, "\(claim.id) \(reading.name)")
    }
  }

  @Test func idsAndReadingsAreUnique() {
    #expect(Set(Claim.catalogue.map(\.id)).count == Claim.catalogue.count)
    for claim in Claim.catalogue { #expect(Set(claim.readings.map(\.name)).count == claim.readings.count, "\(claim.id)") }
  }

  @Test func pairsAreInTheGrammar() {
    #expect(Subject.builtIn.count == 17)
    #expect(Claim.catalogue.flatMap(\.readings).allSatisfy { $0.ownPairs?.isEmpty != true })
  }

  @Test func falseReadingsSayWhatIsTrue() {
    for claim in Claim.catalogue {
      #expect(!claim.statement.isEmpty && !claim.source.isEmpty, "\(claim.id)")
      for reading in claim.readings where reading.expected == .fails { #expect(!reading.note.isEmpty, "\(claim.id) \(reading.name)") }
    }
  }

  @Test func everyClaimOfTheListIsThere() {
    let expected = (1...13).map { "A\($0)" } + (1...4).map { "B\($0)" } + (1...19).map { "C\($0)" }
    #expect(Set(expected).isSubset(of: Set(Claim.catalogue.map(\.id))))
  }
}
