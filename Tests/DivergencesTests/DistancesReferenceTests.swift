import Densities
import Divergences
import Foundation
import Testing

/// Fisher informations and distances between distribution functions, held to the table of `Tests/References/distances.py`.
@Suite struct DistancesReferenceTests {
  private static let pairs = ReferencePair.read("distances.csv")

  @Test(arguments: pairs)
  func isWithinItsOwnBound(_ pair: ReferencePair) throws {
    let comparison = Comparison(try parseDensity(pair.p), try parseDensity(pair.q))
    let results = comparison.measure(DistributionDistance.allCases) + [comparison.wasserstein2()] + comparison.measure(FisherInformation.allCases)
    for (measure, text) in pair.values {
      let truth = try #require(Double(text))
      let got = try #require(results.first { $0.measure == measure })
      #expect(abs(got.value - truth) <= got.error + truth.ulp, "\(got), truth \(text)")
      #expect(got.outcome.status == "finite" || got.error > 1e-7 * truth, "\(got)")
      if Self.isOrdinary(pair) { #expect(got.outcome.status == "finite" && got.error <= 1e-8 * truth, "\(got), truth \(text)") }
    }
  }

  @Test func theTableIsLarge() {
    #expect(Self.pairs.count > 150 && Self.pairs.filter(Self.isOrdinary).count > 120)
  }

  /// Whether every parameter is a number of everyday size.
  private static func isOrdinary(_ pair: ReferencePair) -> Bool {
    let numbers = (pair.p + "," + pair.q).split { "(),*+".contains($0) }.compactMap { Double($0) }
    return numbers.allSatisfy { $0 == 0 || (1e-3...1e3).contains(abs($0)) }
  }
}
