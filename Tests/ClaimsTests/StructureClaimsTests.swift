import Calculus
import Claims
import Densities
import RealModule
import Testing

/// Claims D: against closed forms, and on pairs that they were not written on.
@Suite struct StructureClaimsTests {
  /// ∫ √(pq) of two normals, squared.
  @Test func overlapOfTwoSamples() throws {
    let row = try ClaimsUnderTest.row("D2", "the overlap ∫ √(pq) of two samples is its square", "normal(0,1)", "normal(1,2)")
    let overlap: Double = .sqrt(4.0 / 5) * .exp(-1.0 / 20)
    #expect(abs(row.lhs - overlap * overlap) < 1e-12)
    #expect(row.verdict == .holds)
  }

  /// KL of (X, Y): ½ log 4 + (1 + 1)/8 − ½ for X, and log 2 + (1 + E X²/4)/8 − ½ for Y given X.
  @Test func chainRuleOfNormals() throws {
    let row = try ClaimsUnderTest.row("D2", "the chain rule", "normal(0,1)", "normal(1,2)")
    let first: Double = .log(2) + 0.25 - 0.5
    let second: Double = .log(2) + 1.25 / 8 - 0.5
    #expect(abs(row.lhs - (first + second)) < 1e-12)
  }

  /// Noise of variance ¼ on the pair N(0,1), N(1,2): KL in closed form.
  @Test func noiseLowersKL() throws {
    let row = try ClaimsUnderTest.row("D1", "adding noise", "normal(0,1)", "normal(1,2)")
    #expect(row.verdict == .holds && row.lhs < row.rhs)
  }

  /// What was lost by binning is seen even where KL falls from infinity to a finite number, or the bins hold all there
  /// is.
  @Test func binsThatHoldEverythingLoseNothing() throws {
    let row = try ClaimsUnderTest.row("D1", "binning", "uniform(0,2)", "uniform(0,1)")
    #expect(row.verdict == .holds && row.tolerance < 1e-11)
  }

  @Test(arguments: ClaimsUnderTest.open("D")) func otherPairsHoldNoSurprise(_ id: String) throws {
    try ClaimsUnderTest.expectNoSurprise(id)
  }
}
