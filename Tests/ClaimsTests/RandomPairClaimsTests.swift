import Calculus
import Claims
import Densities
import Foundation
import RealModule
import TestSupport
import Testing

/// Every claim on pairs that nobody chose: no verdict is wrong, and one that stays open says why.
///
/// `TEST_MULTIPLIER=100 swift test --filter RandomPairClaimsTests` takes a hundred pairs.
@Suite struct RandomPairClaimsTests {
  @Test(arguments: 0..<testMultiplier)
  func noVerdictIsWrong(_ index: Int) throws {
    var densities = RandomDensities(seed: UInt64(7000 + index))
    let pair = Pair(try densities.next(), try densities.next())
    let rows = verify(Claim.all, on: [pair], includingOwn: false)
    #expect(rows.count > 80)
    let open = rows.filter { $0.verdict == .undecided }
    #expect(ClaimsUnderTest.surprises(rows.filter { $0.verdict != .undecided }) == [])
    #expect(open.allSatisfy { $0.note.contains("undecided, because ") }, "\(open.map(\.note))")
    // Now and then a number is beyond the doubles, or a difference quotient has too few digits.
    #expect(open.count <= 8, "\(ClaimsUnderTest.surprises(open))")
  }

  /// Pairs on which the second route was fooled, with the truth by 30-digit arithmetic.
  @Test(arguments: [
    (
      "F1", "∫ |F − G| dx = ∫ |F⁻¹ − G⁻¹| du", "0.87*studentT(2.79,-0.505,0.543)+0.13*normal(-2.089,0.813)",
      "0.48*beta(0.41,0.37)+0.52*studentT(3.3,-1.048,0.845)", 0.446128343
    ),
    (
      "A11", "accuracy of D* > ½", "0.75*gumbel(2.147,3.863)+0.25*uniform(0.833,1.059)", "normal(-1.444,1.361)", 0.8844218239538
    ),
  ])
  func secondRouteIsNotFooled(_ claim: String, _ reading: String, _ p: String, _ q: String, _ truth: Double) throws {
    let row = try ClaimsUnderTest.row(claim, reading, p, q)
    #expect(row.verdict == .holds && abs(row.lhs - truth) < 1e-9 && abs(row.rhs - truth) < 1e-9, "\(row)")
  }
}
