import Densities
import Divergences
import RealModule
import Testing

/// Every value of the reference tables, to 1e-10 and to the error that the result itself states.
@Suite struct ReferenceTests {
  @Test(arguments: ReferencePair.read("divergences.csv"))
  func reference(_ pair: ReferencePair) throws { try check(pair) }

  @Test(arguments: ReferencePair.read("divergences-extra.csv"))
  func hardPair(_ pair: ReferencePair) throws { try check(pair) }

  /// Of the families whose values `Tests/References/divergences-families.py` has by ball arithmetic.
  @Test(arguments: ReferencePair.read("divergences-families.csv"))
  func pairOfLaterFamilies(_ pair: ReferencePair) throws { try check(pair) }

  @Test func thePairsAreThere() {
    #expect(ReferencePair.read("divergences.csv").count == 37)
    #expect(ReferencePair.read("divergences-extra.csv").count >= 39)
    #expect(ReferencePair.read("divergences-families.csv").count >= 30)
  }

  private func check(_ pair: ReferencePair) throws {
    let (p, q) = (try parseDensity(pair.p), try parseDensity(pair.q))
    let known = DensityPair(p, q).measure(Catalogue.fDivergences) + DensityPair(p, q).measure([.wasserstein1])
    // TV is of first order in log p/q, whose rounding is some 1e-17 of a mass of 1.
    let floors = ["tv": 1e-16, "w1": 1e-14]
    for (measure, text) in pair.values {
      let got = try #require(known.first { $0.measure == measure })
      let failure = Self.failure(got, text, smallest: floors[measure] ?? 1e-19)
      if let failure { Issue.record("\(measure): \(failure)") }
    }
  }

  /// What is wrong with a result, or nil.
  private static func failure(_ got: Estimate, _ text: String, smallest: Double) -> String? {
    let truth = Double(text) ?? .nan
    let shown = "got \(got.value) ± \(got.error) by \(got.route.rawValue), truth \(text): \(got.status) \(got.reason)"
    if text == "inf" { return got.status == .infinite && !got.reason.isEmpty ? nil : shown }
    if isBeyondDoubles(text) {
      guard case .overflow(let logValue) = got.status else { return shown }
      return abs(logValue - logarithm(text)) <= 1e-8 * abs(logValue) ? nil : shown
    }
    guard got.status == .finite else { return shown }
    let distance = abs(got.value - truth)
    if distance > got.error + truth.ulp { return "beyond its own error by a factor \(distance / got.error): \(shown)" }
    return distance <= max(1e-10 * truth, smallest) ? nil : "relative error \(distance / truth): \(shown)"
  }

  private static func isBeyondDoubles(_ text: String) -> Bool { logarithm(text) > Double.log(.greatestFiniteMagnitude) }

  /// The logarithm of a number, which may be beyond the doubles, such as 5.4e+1085.
  private static func logarithm(_ text: String) -> Double {
    let parts = text.split(separator: "e")
    let exponent = parts.count > 1 ? Double(parts[1]) ?? .nan : 0
    return Double.log(Double(parts[0]) ?? .nan) + Double.log(10) * exponent
  }
}
