import Calculus
import Claims
import Densities
import RealModule
import Testing

/// Claims F: against closed forms, and on pairs that they were not written on.
@Suite struct TransportClaimsTests {
  @Test(arguments: [
    ("uniform(0,2)", "uniform(0,1)", 0.5), ("normal(0,1)", "normal(3,1)", 3), ("exponential(1)", "exponential(2)", 0.5),
    ("beta(2,3)", "beta(3,2)", 0.2),
    // N(0,1) against N(0,3): 2 E|Z|.
    ("normal(0,1)", "normal(0,3)", 1.595_769_121_605_731),
  ])
  func bothFormulasGiveTheKnownDistance(p: String, q: String, distance: Double) throws {
    let row = try ClaimsUnderTest.row("F1", "∫ |F − G| dx = ∫ |F⁻¹ − G⁻¹| du", p, q)
    #expect(abs(row.lhs - distance) < 1e-12 && abs(row.rhs - distance) < 1e-10)
  }

  /// Three crossings: the critic turns at each.
  @Test func criticOfManyCrossings() throws {
    let row = try ClaimsUnderTest.row(
      "F2", "the critic with f′ = sign(G − F) sees all of it", "0.5*normal(-3,0.5)+0.5*normal(3,0.5)", "normal(0,2)")
    #expect(row.verdict == .holds && row.lhs > 0.1)
  }

  /// W1 of N(0,1) and N(3,1) is 3: by the mean its gradient is 1, by the deviation 0.
  @Test func gradientOfATranslation() throws {
    let row = try ClaimsUnderTest.row("F7", "frozen critic", "normal(0,1)", "normal(3,1)")
    #expect(row.verdict == .holds)
    #expect([0.0, 1.0].contains { abs(row.rhs - $0) < 1e-9 })
  }

  @Test func theoremOfNoisyInputs() {
    let rows = verify(ClaimsUnderTest.claims("F6"), on: [])
    #expect(rows.filter { $0.reading == "each step of its proof" }.count == 4)
    #expect(ClaimsUnderTest.surprises(rows) == [])
  }

  @Test(arguments: ClaimsUnderTest.open("F")) func otherPairsHoldNoSurprise(_ id: String) throws {
    try ClaimsUnderTest.expectNoSurprise(id)
  }
}
