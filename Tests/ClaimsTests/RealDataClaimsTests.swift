import Claims
import Foundation
import Tabulation
import TestSupport
import Testing

/// Fits to the eruptions of Old Faithful, and the table of the f-GAN paper.
@Suite struct RealDataClaimsTests {
  private static func column(_ name: String) throws -> [Double] {
    try ColumnReference(parsing: packagePath("Examples/data/old-faithful.csv") + ":" + name).numbers()
  }

  @Test(arguments: ["eruptions", "waiting"])
  func fitsHoldNoSurprise(_ name: String) throws {
    let rows = verify(try RealDataClaims.claims(from: Self.column(name), source: name), on: [])
    #expect(rows.count >= 12)
    #expect(ClaimsUnderTest.surprises(rows) == [])
  }

  @Test(arguments: ["eruptions", "waiting"], ["D", "E", "F", "G"])
  func allClaimsHoldOnTheData(_ name: String, _ group: String) throws {
    let pairs = try RealDataClaims.pairs(from: Self.column(name), source: name)
    #expect(pairs.count == 2)
    let rows = verify(Claim.all.filter { $0.id.hasPrefix(group) }, on: pairs, includingOwn: false)
    #expect(!rows.isEmpty && ClaimsUnderTest.surprises(rows) == [])
  }

  /// −(1/n) log likelihood of the mixture (272 · this is 276.360, as every package finds it) and of the normal, by 5000
  /// plain steps in NumPy.
  @Test func fitsAreThoseOfTheLiterature() throws {
    let rows = verify(try RealDataClaims.claims(from: Self.column("eruptions"), source: "eruptions"), on: [])
    let gain = try #require(rows.first { $0.reading == "it is likelier than the normal" })
    #expect(abs(gain.lhs - 1.016_029_560_646_081_2) < 1e-9)
    #expect(abs(gain.rhs - 1.549_327_301_902_914_3) < 1e-9)
  }

  @Test(arguments: [[], [1], [2, 2, 2], [1, .nan], [1, .infinity]] as [[Double]])
  func dataThatCannotBeFittedAreRefused(_ data: [Double]) {
    #expect(throws: (any Error).self) { try RealDataClaims.pairs(from: data, source: "test") }
    #expect(throws: (any Error).self) { try RealDataClaims.claims(from: data, source: "test") }
  }

  @Test func fewDataHaveClaimsToo() throws {
    let data = [1.0, 2, 2.5, 7]
    #expect(ClaimsUnderTest.surprises(verify(try RealDataClaims.claims(from: data, source: "four"), on: [])) == [])
  }

  @Test func thePapersTable() {
    let rows = verify(ClaimsUnderTest.claims("T1", "T2"), on: [])
    #expect(ClaimsUnderTest.surprises(rows) == [])
    #expect(rows.filter { $0.reading == "the paper's optima" }.count == 5)
    #expect(rows.filter { $0.reading == "the optima, to eight decimals" }.count == 8)
    #expect(rows.filter { $0.claim == "T2" }.count == 9)
  }
}
