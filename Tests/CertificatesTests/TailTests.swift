import Certificates
import Densities
import TestSupport
import Testing

/// Bounds of tails that begin early, so that they are large beside everything else in an enclosure.
@Suite(.enabled(if: hasLibrary, "needs the library Arb: make certificates")) struct TailTests {
  /// The mass is 1, which the panels alone miss by the tails: their bound is no less, and not much more.
  @Test(arguments: Catalogue.families.flatMap { family in family.specimens.map { (family.name, $0) } })
  func aBoundOfMassHoldsTheTailAndIsNear(family: String, values: [Double]) throws {
    let density = try #require(Catalogue.families.first { $0.name == family }).init(values)
    // The bound of x^(−3/2) is far above what is left where that soon turns into an exponential.
    let most = family == "inverseGaussian" ? 1024.0 : 16
    for largest in [-3.0, -8, -20] {
      let enclosure = try #require(Certificate(density, density, measures: ["mass_p"], largestTail: largest).enclosures.first)
      let (lower, upper) = (try #require(enclosure.lower, "\(enclosure.proof)"), try #require(enclosure.upper))
      #expect(lower <= 1 && 1 <= upper, "\(density), \(largest): [\(lower), \(upper)]")
      #expect(upper - 1 <= most * (1 - lower) + 1e-12, "\(density), \(largest): [\(lower), \(upper)]")
    }
  }

  /// The reference values are inside, and of most measures the tails are far wider than the rest.
  @Test(arguments: share(of: [-3.0, -8], oneIn: 2))
  func boundsOfAllIntegralsHoldTheTails(largest: Double) throws {
    var seen: [String: Int] = [:]
    for pair in try ReferenceValues.read("divergences.csv") {
      let (p, q): (any AnalyticDensity, any AnalyticDensity) = (try parseDensity(pair.p), try parseDensity(pair.q))
      let certificate = Certificate(p, q, measures: pair.values.map(\.measure), largestTail: largest)
      for (enclosure, (measure, value)) in zip(certificate.enclosures, pair.values) {
        guard let lower = enclosure.lower, let upper = enclosure.upper else { continue }
        let truth = Double(value) ?? .infinity
        #expect(lower.nextDown <= truth && truth <= upper.nextUp, "\(measure) of \(pair.p), \(pair.q): [\(lower), \(upper)]")
        if upper - lower > 1e-6 { seen[measure, default: 0] += 1 }
      }
    }
    for measure in ["kl_pq", "kl_qp", "kl_pm", "js", "tv", "hellinger2", "chi2_pq", "w1"] {
      #expect(seen[measure, default: 0] >= 5, "\(measure): \(seen)")
    }
  }
}

/// The distribution function of a skew-normal density, held against the mass that a truncation divides by.
@Suite(.enabled(if: hasLibrary, "needs the library Arb: make certificates")) struct SkewNormalMassTests {
  /// The density of the truncation has the mass 1 if its divisor is right.
  @Test(arguments: [
    "skewNormal(0,1,0.7),-1,2", "skewNormal(0,1,-0.7),-3,-1", "skewNormal(1,2,5),-inf,1.5", "skewNormal(1,2,-5),1.2,inf",
    "skewNormal(0,1,30),-0.1,0.2", "skewNormal(0,1,-1),2,3", "skewNormal(0,1,1e4),-0.0001,1",
  ])
  func aTruncationHasTheMassOne(_ inner: String) throws {
    let density: any AnalyticDensity = try parseDensity("truncated(\(inner))")
    let enclosure = try #require(Certificate(density, density, measures: ["mass_p"]).enclosures.first)
    let (lower, upper) = (try #require(enclosure.lower, "\(enclosure.proof)"), try #require(enclosure.upper))
    #expect(lower <= 1 && 1 <= upper && upper - lower < 1e-10, "[\(lower), \(upper)]")
  }
}
