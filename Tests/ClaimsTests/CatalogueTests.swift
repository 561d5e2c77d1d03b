import Calculus
import Claims
import Densities
import Dispatch
import Synchronization
import Testing

/// Every claim of the catalogue on every built-in pair.
@Suite struct CatalogueTests {
  /// Each claim on whatever core is free; the rows are in the order of the catalogue.
  static let ledger: [LedgerRow] = {
    let rows = Mutex([[LedgerRow]](repeating: [], count: Claim.all.count))
    DispatchQueue.concurrentPerform(iterations: Claim.all.count) { index in
      let own = verify([Claim.all[index]], on: Pair.builtIn)
      rows.withLock { $0[index] = own }
    }
    return rows.withLock { $0.flatMap(\.self) }
  }()

  @Test(arguments: Claim.all.indices)
  func verdictsAreAsExpected(_ index: Int) {
    let claim = Claim.all[index]
    for row in Self.ledger where row.claim == claim.id {
      #expect(
        row.isAsExpected,
        "\(row.claim) \(row.reading) on \(row.p) and \(row.q): \(row.lhs), \(row.rhs) within \(row.tolerance) \(row.verdict), \(row.note)")
    }
  }

  @Test(arguments: Claim.all.indices)
  func everyReadingAppliesSomewhere(_ index: Int) {
    let claim = Claim.all[index]
    for reading in claim.readings {
      #expect(Self.ledger.contains { $0.claim == claim.id && $0.reading == reading.name }, "\(claim.id) \(reading.name)")
    }
  }

  @Test func idsAndReadingsAreUnique() {
    #expect(Set(Claim.all.map(\.id)).count == Claim.all.count)
    for claim in Claim.all { #expect(Set(claim.readings.map(\.name)).count == claim.readings.count, "\(claim.id)") }
  }

  @Test func pairsAreInTheGrammar() {
    #expect(Pair.builtIn.count == 17)
    for reading in Claim.all.flatMap(\.readings) {
      if case .ownPairs(let cases) = reading.scope { #expect(!cases.isEmpty, "\(reading.name)") }
    }
  }

  /// A game, a number of points or a law is no pair: the row has none, and says what it is about.
  @Test func rowsWithoutAPairNameWhatTheyAreAbout() {
    let rows = Self.ledger.filter { $0.p.isEmpty || $0.q.isEmpty }
    #expect(Set(rows.map(\.claim)).isSuperset(of: ["G1", "G2", "G3", "G4", "G5", "G7", "G8", "G9", "G10", "F8", "S2", "S4"]))
    for row in rows {
      #expect(row.p.isEmpty && row.q.isEmpty && (!row.note.isEmpty || row.reading.contains("h <")), "\(row.claim) \(row.reading)")
    }
    // No narrow density stands for a point, and no wide one for a number of points.
    for row in Self.ledger { #expect(!(row.p + row.q).contains("1e-06") && !(row.p + row.q).contains("uniform(0,365)"), "\(row)") }
  }

  /// A row for each parameter of each family that is differentiated, where both gradients are defined.
  @Test(arguments: ["A3", "A4", "A4N", "A4T", "A8", "E1", "F7", "H2"]) func gradientsHaveARowForEachParameter(_ id: String) throws {
    let rows = Self.ledger.filter { $0.claim == id && $0.expected == .holds }
    let groups = Dictionary(grouping: rows) { [$0.reading, $0.p, $0.q] }.values.filter { $0.count > 1 }
    #expect(!groups.isEmpty)
    for group in groups { #expect(Set(group.map { $0.note.prefix { $0 != ":" } }).count == group.count, "\(group.map(\.note))") }
  }

  /// The parameters of Q's family, in their order, on every pair whose Q has any that leave its support alone.
  @Test func theSentenceIsCheckedByEveryParameter() throws {
    let rows = Self.ledger.filter { $0.claim == "A4" && $0.reading == "by gradient with D* frozen, halved JS" }
    #expect(rows.count == 29)
    for (q, group) in Dictionary(grouping: rows, by: \.q) {
      let family = try #require(try parseDensity(q) as? any Family)
      #expect(Set(group.map(\.label)) == Set(type(of: family).parameters.map { "∂/∂" + $0.name }), "\(q)")
    }
  }

  @Test func falseReadingsSayWhatIsTrue() {
    for claim in Claim.all {
      #expect(!claim.statement.isEmpty && !claim.source.isEmpty, "\(claim.id)")
      for reading in claim.readings where reading.expected == .fails { #expect(!reading.note.isEmpty, "\(claim.id) \(reading.name)") }
    }
  }

  @Test func everyClaimOfTheListIsThere() {
    let expected = (1...17).map { "A\($0)" } + (1...4).map { "B\($0)" } + (1...20).map { "C\($0)" }
    #expect(Set(expected).isSubset(of: Set(Claim.all.map(\.id))))
  }
}
