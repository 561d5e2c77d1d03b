import Calculus
import Claims
import Densities
import RealModule
import Testing

/// Claims G: the numbers that everybody knows, and the limits that chance may not pass.
@Suite struct SamplingClaimsTests {
  private static let rows = CatalogueTests.ledger.filter { ["G1", "G2", "G3", "G4", "G5"].contains($0.claim) }

  private func row(_ reading: String, _ label: String = "") throws -> LedgerRow {
    try #require(Self.rows.first { $0.reading == reading && $0.note.hasPrefix(label) }, "\(reading), \(label)")
  }

  @Test func birthdays() throws {
    #expect(abs(try row("23 of 365: 0.5073").lhs - 0.507_297_234_323_985_4) < 1e-14)
    #expect(try row("an even chance comes with at most ⌈½ + √(¼ + 2N log 2)⌉ draws", "N = 365").lhs == 23)
    #expect(try row("an even chance comes with at most ⌈½ + √(¼ + 2N log 2)⌉ draws", "N = 10000").lhs == 119)
    let five = try row("an even chance comes with exactly ⌈½ + √(¼ + 2N log 2)⌉ draws", "N = 5")
    #expect(five.lhs == 3 && five.rhs == 4)
    let root = try row("s = √N: a duplicate is certain", "N = 1000000")
    #expect(root.verdict == .fails && abs(root.lhs - 0.3932) < 1e-3)
  }

  @Test func squareOfTheSampleSizeIsTooLarge() throws {
    let row = try row("an even chance at s: N = s²", "N = 1000000")
    #expect(row.verdict == .fails && abs(row.lhs / row.rhs - 2 * .log(2)) < 5e-3)
  }

  /// An effective size of 9107, and an even chance at 150 draws: s²/(2 log 2) = 16 230.
  @Test func theEvenChanceDoesNotGiveTheEffectiveSize() throws {
    let row = try row("an even chance at s: 1/Σp² = s²/(2 log 2)")
    #expect(row.verdict == .fails && abs(row.lhs - 150 * 150 / (2 * .log(2))) < 1e-9 && abs(row.rhs - 1 / (1e-4 + 0.9801e-5)) < 1e-6)
  }

  /// Where alternating steps of the two games lead from (1, 1), computed by others in arithmetic of forty digits and
  /// more.
  @Test(arguments: [
    ("non-saturating, h = 0.2: it converges", 100_000, 0.019_636_206_575_7),
    ("minimax, h = 0.2: it drifts out", 100_000, 1.599_791_965_714),
    ("minimax, h = 1: it drifts out faster", 500, 2.684_044_280_11),
  ])
  func alternatingStepsAreNotNeutral(_ reading: String, _ steps: Int, _ distance: Double) throws {
    let reading = try #require(ClaimsUnderTest.claims("G4").first?.readings.first { $0.name == reading })
    guard case .noPair(let sides) = reading.scope else {
      Issue.record("\(reading.name) is about a pair")
      return
    }
    let side = try #require(sides().first { $0.component == "\(steps) steps from (1, 1)" })
    #expect(abs(side.lhs.value - distance) <= side.lhs.error, "\(side.lhs.value) ± \(side.lhs.error)")
  }

  @Test func chanceIsBounded() {
    // P(D > ε) ≤ 2 exp(−2nε²) = 10⁻⁶.
    let bounded = Self.rows.filter { $0.claim == "G2" && $0.reading == "20 000 ratios" }
    #expect(!bounded.isEmpty)
    for row in bounded {
      #expect(abs(2 * .exp(-2 * 20_000 * row.rhs * row.rhs) - 1e-6) < 1e-12)
      #expect(row.lhs < row.rhs)
    }
  }

  @Test func nothingSurprises() { #expect(ClaimsUnderTest.surprises(Self.rows) == []) }

  @Test(arguments: ClaimsUnderTest.open("G")) func otherPairsHoldNoSurprise(_ id: String) throws {
    try ClaimsUnderTest.expectNoSurprise(id)
  }
}
