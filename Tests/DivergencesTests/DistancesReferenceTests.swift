import Densities
import Divergences
import Foundation
import TestSupport
import Testing

/// Fisher informations and distances between distribution functions, held to the table of
/// `Tests/References/distances.py`.
@Suite struct DistancesReferenceTests {
  private static let pairs = ReferencePair.read("distances.csv")

  @Test(arguments: pairs)
  func isWithinItsOwnBound(_ pair: ReferencePair) throws {
    let results = try Self.results(pair)
    for (measure, text) in pair.values {
      let truth = try #require(Double(text))
      let got = try #require(results.first { $0.measure == measure })
      #expect(abs(got.value - truth) <= got.error + truth.ulp, "\(got), truth \(text)")
      #expect(got.status == .finite || got.error > 1e-7 * truth, "\(got)")
      if Self.isOrdinary(pair) { #expect(got.status == .finite && got.error <= 1e-8 * truth, "\(got), truth \(text)") }
    }
  }

  private static let faults = ReferencePair.read("faults.csv").compactMap { pair -> ReferencePair? in
    let rows = pair.values.filter { row in measures.contains(row.measure) && truth(row.text) != nil }
    return rows.isEmpty ? nil : ReferencePair(p: pair.p, q: pair.q, values: rows)
  }
  private static let measures: Set = ["fisher_p", "fisher_q", "relative_fisher_pq", "w1", "w2", "energy"]

  /// A number, or what is known of it in words with how well.
  private static func truth(_ text: String) -> (value: Double, error: Double)? {
    if let value = Double(text) { return (value, value.ulp) }
    let words = text.split(separator: " ")
    switch words.first {
    case "below": return words.last.flatMap { Double($0) }.map { (0.5 * $0, 0.5 * $0) }
    case "about": return words.last.flatMap { Double($0) }.map { ($0, 0.1 * $0) }
    default: return words.first.flatMap { Double($0) }.map { ($0, 1e-8 * $0) }
    }
  }

  /// Results that were wrong once: within their own bound now, and told from it where they are unresolved.
  @Test(arguments: faults)
  func whatWasWrongIsWithinItsBound(_ pair: ReferencePair) throws {
    let results = try Self.results(pair)
    for (measure, text) in pair.values {
      let truth = try #require(Self.truth(text))
      let got = try #require(results.first { $0.measure == measure })
      #expect(abs(got.value - truth.value) <= got.error + truth.error, "\(got), truth \(text)")
      #expect(got.status == .finite || got.error > 1e-7 * got.value, "\(got)")
      #expect(got.status == .unresolved || got.error <= got.value || truth.value == 0, "\(got)")
    }
  }

  @Test func theFaultsAreThere() { #expect(Self.faults.flatMap(\.values).count == 26) }

  private static func results(_ pair: ReferencePair) throws -> [Divergences.Estimate] {
    // Files are named as from the package's folder.
    let texts = [pair.p, pair.q].map { $0.replacing("Tests/", with: packagePath("Tests/")) }
    let laws = try texts.map { text -> DiscretePair.Law in
      if let law = try DiscreteDistribution(parsing: text) { return .discrete(law) }
      return .density(try parseDensity(text))
    }
    guard case .density(let p) = laws[0], case .density(let q) = laws[1] else {
      return DiscretePair(laws[0], laws[1]).table(of: pair.values.map(\.measure))
    }
    let comparison = DensityPair(p, q)
    let distances = comparison.measure(DistributionDistance.allCases) + [comparison.wasserstein2()]
    return distances + comparison.measure(FisherInformation.allCases)
  }

  @Test func theTableIsLarge() {
    #expect(Self.pairs.count > 100 && Self.pairs.filter(Self.isOrdinary).count > 90)
  }

  /// Whether every parameter is a number of everyday size.
  private static func isOrdinary(_ pair: ReferencePair) -> Bool {
    let numbers = (pair.p + "," + pair.q).split { "(),*+".contains($0) }.compactMap { Double($0) }
    return numbers.allSatisfy { $0 == 0 || (1e-3...1e3).contains(abs($0)) }
  }
}
