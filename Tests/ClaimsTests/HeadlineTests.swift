import Calculus
import Claims
import Testing

/// What a claim comes to in one sentence, and the rows that it quotes.
@Suite struct HeadlineTests {
  private func headline(_ id: String) throws -> Headline {
    let claim = try #require(Claim.all.first { $0.id == id })
    return try #require(claim.headline(of: CatalogueTests.ledger), "\(id)")
  }

  @Test func theLecturesSentenceHasItsNumbers() throws {
    let sentence = try headline("A4")
    #expect(
      sentence.sentence
        == "False as “by value, the lecture's JS”: 1.901675 against 0.7941529 for P = normal(0,1), Q = normal(1,2); "
        + "true as “by gradient with D* frozen, halved JS”: 0.8617855 on both sides for ∂/∂mean there.")
    #expect(sentence.reasons.count == 4 && sentence.reasons[0].contains("log 2 + KL(Q‖P) − KL(Q‖M)"))
  }

  @Test func everyClaimHasOne() throws {
    for claim in Claim.all {
      let sentence = try headline(claim.id).sentence
      #expect(sentence.hasPrefix("True as ") || sentence.hasPrefix("False as "), "\(claim.id): \(sentence)")
      #expect(sentence.hasSuffix("."))
    }
  }

  /// An emphasis names readings that there are, with different verdicts.
  @Test func emphasisIsOnReadings() {
    for (id, emphasis) in Emphasis.table {
      let claim = Claim.all.first { $0.id == id }
      for name in [emphasis.made, emphasis.other].compactMap(\.self) {
        #expect(claim?.readings.contains { $0.name == name } == true, "\(id): \(name)")
      }
    }
  }

  /// Of JS ≤ log 2 · TV the disjoint pair is the tightest, of TV²/2 ≤ JS one with room to spare; equal densities, 0 ≤ 0,
  /// say nothing.
  @Test func theTightestPairIsQuoted() throws {
    let claim = try #require(Claim.all.first { $0.id == "C6" })
    func numbers(_ name: String) throws -> String {
      let reading = try #require(claim.readings.first { $0.name == name })
      let evidence = try #require(Evidence(reading, of: claim, in: CatalogueTests.ledger))
      return evidence.numbers(evidence.decisive())
    }
    #expect(try numbers("JS ≤ log 2 · TV").hasPrefix("0.6931472 ≤ 0.6931472, equal within the error bound"))
    let slack = try #require(try numbers("TV²/2 ≤ JS").firstMatch(of: /(.*) ≤ (.*), slack (.*) for/))
    let (a, b, s) = (Double(slack.1) ?? .nan, Double(slack.2) ?? .nan, Double(slack.3) ?? .nan)
    #expect(abs(b - a - s) < 0.05 * s && s > 1e-3)
  }

  /// The component of a row that is nearest to equality stands for it, whatever the order.
  @Test func theTightestComponentStandsForItsRow() {
    let sides = [Sides(0, 0, component: "nothing"), Sides(1, 3, component: "far"), Sides(1, 1.1, component: "near"), Sides(1, 2)]
    let claim = Claim("T9", "a test", source: "this file", readings: [Reading("test", .atMost) { sides }])
    let rows = verify([claim], on: [])
    #expect(rows.map(\.rhs) == [1.1] && rows.first?.note == "near")
    #expect(claim.headline(of: rows)?.sentence == "True as “test”: 1 ≤ 1.1, slack 0.1.")
    #expect(claim.headline(of: []) == nil)
  }

  /// Numbers that differ are told apart; those that only rounding tells apart are one.
  @Test func differentNumbersLookDifferent() throws {
    func sentence(_ lhs: Estimate, _ relation: Relation, _ rhs: Estimate) throws -> String {
      let claim = Claim("T9", "a test", source: "this file", readings: [Reading("test", relation) { [Sides(lhs, rhs)] }])
      return try #require(claim.headline(of: verify([claim], on: []))).sentence
    }
    #expect(try sentence(1, .equal, 1.000_000_01) == "False as “test”: 1 against 1.00000001.")
    #expect(try sentence(2, .atMost, 1) == "False as “test”: 2 is above 1.")
    #expect(try sentence(1, .atMost, Estimate(.infinity)) == "True as “test”: 1 ≤ ∞.")
    #expect(try sentence(Estimate(1e-16, error: 1e-15), .equal, 0) == "True as “test”: 0 on both sides.")
    #expect(try sentence(Estimate(1, error: 1), .equal, 1).hasPrefix("Undecided as “test”: 1 against 1 with an error bound of 1"))
  }
}
