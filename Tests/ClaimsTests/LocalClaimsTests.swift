import Calculus
import Claims
import Densities
import RealModule
import Testing

/// Claims E: against closed forms, and on pairs that they were not written on.
@Suite struct LocalClaimsTests {
  /// KL(N(0,1+t)‖N(1,4+t)) = ½ [log (4+t)/(1+t) + (2+t)/(4+t) − 1], differentiated at t = ½.
  @Test func noiseOnTwoNormals() throws {
    let row = try ClaimsUnderTest.row("E3", "half the relative information", "normal(0,1)", "normal(1,2)")
    let logarithms: Double = 1 / 4.5 - 1 / 1.5
    #expect(abs(row.lhs - 0.5 * (logarithms + 2 / (4.5 * 4.5))) < 1e-10)
    #expect(abs(row.rhs - 0.5 * (logarithms + 2 / (4.5 * 4.5))) < 1e-12)
  }

  /// A normal of variance 1 through the normal channel at ratio 1: mmse = ½.
  @Test func normalInput() throws {
    let row = try ClaimsUnderTest.row("E4", "half the error", "normal(0,1)", "normal(3,1)")
    #expect(abs(row.lhs - 0.25) < 1e-10 && abs(row.rhs - 0.25) < 1e-13)
  }

  @Test func crossEntropyOfNormals() throws {
    let row = try ClaimsUnderTest.row("E5", "E_P[−log q] = h(P) + KL(P‖Q)", "normal(0,1)", "normal(1,2)")
    let exact: Double = 0.5 * .log(8 * .pi) + 0.25
    #expect(abs(row.lhs - exact) < 1e-13 && abs(row.rhs - exact) < 1e-13)
  }

  /// The literal formula of the lecture is flat where the halved one has a quarter of the information.
  @Test func theLecturesFormulaIsFlat() throws {
    let flat = try ClaimsUnderTest.row("E1", "KL(Q‖P) − 2 JS, the lecture's JS: 0", "normal(0,1)", "normal(1,2)")
    #expect(abs(flat.lhs) < 1e-8 && flat.verdict == .holds)
    let steep = try ClaimsUnderTest.row("E1", "KL(Q‖P) − 2 JS, halved JS: ¼ I", "normal(0,1)", "normal(1,2)")
    // By the mean I = 1/σ² = ¼, by the deviation 2/σ² = ½.
    #expect([0.0625, 0.125].contains { abs(steep.rhs - $0) < 1e-12 } && steep.verdict == .holds)
  }

  /// Had the sample been drawn from another law the test would have seen it: the same bound fails for the wrong one.
  @Test func wilksTellsTheDegreesApart() throws {
    let rows = verify(ClaimsUnderTest.claims("E5-Wilks"), on: [])
    #expect(rows.map(\.verdict) == [.holds, .fails, .fails])
    #expect(rows.allSatisfy { abs($0.rhs - 0.0602) < 1e-4 })
    #expect(rows[0].lhs < 0.03)
  }

  @Test(arguments: ClaimsUnderTest.open("E")) func otherPairsHoldNoSurprise(_ id: String) throws {
    try ClaimsUnderTest.expectNoSurprise(id)
  }
}
