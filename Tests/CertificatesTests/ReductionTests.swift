import Certificates
import Densities
import Divergences
import TestSupport
import Testing

/// Summands that are left out far out, and densities that are moved or nearly equal.
@Suite(.enabled(if: hasLibrary, "needs the library Arb: make certificates")) struct ReductionTests {
  /// Densities that fall doubly exponentially, or whose components have equal scales, beside those that reach far.
  private static let pairs = [
    ("gumbel(0,1)", "cauchy(0,1)"), ("studentT(3,1,2)", "affine(gumbel(0,1),1,-2)"), ("0.5*laplace(0,1)+0.5*laplace(1,1)", "cauchy(0,1)"),
    ("0.3*gumbel(0,1)+0.7*cauchy(0,1)", "0.4*affine(gumbel(0,1),1,-2)+0.6*studentT(3,0,1)"),
    ("0.9*cauchy(0,1)+0.1*gumbel(2,1)", "logNormal(0.3,0.4)"), ("gamma(0.1,1)", "inverseGaussian(1,2)"),
  ]

  @Test(arguments: pairs) func everyMeasureIsEnclosed(p: String, q: String) throws {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    let own = DensityPair(p, q).table(of: DensityPair.measures.filter(Certificate.measures.contains))
    for (enclosure, value) in zip(Certificate(p, q, measures: own.map(\.measure)).enclosures, own) {
      let (lower, upper) = (try #require(enclosure.lower, "\(enclosure.measure): \(enclosure.proof)"), try #require(enclosure.upper))
      #expect(value.value + value.error >= lower && value.value - value.error <= upper, "\(value): [\(lower), \(upper)]")
      if upper.isFinite { #expect(upper - lower <= 1e-10 * max(abs(upper), 1e-6), "\(value.measure): [\(lower), \(upper)]") }
    }
  }

  /// Where much may be lost, so that it is seen, it is in the enclosure: that of many digits is inside.
  @Test(arguments: pairs) func whatIsLostIsInTheEnclosure(p: String, q: String) throws {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    let measures = Certificate.measures.sorted()
    let narrow = Certificate(p, q, measures: measures).enclosures
    for largest in [-3.0, -8] {
      for (wide, narrow) in zip(Certificate(p, q, measures: measures, largestTail: largest).enclosures, narrow) {
        guard let lower = wide.lower, let upper = wide.upper else { continue }
        #expect(lower <= narrow.lower ?? -.infinity && narrow.upper ?? .infinity <= upper, "\(wide.measure): [\(lower), \(upper)]")
      }
    }
  }

  /// Also where there is no mean.
  @Test(arguments: [
    ("cauchy(0,1)", "cauchy(5,1)", 5.0), ("studentT(0.5,-1,2)", "studentT(0.5,2,2)", 3), ("gev(0,1,2)", "gev(0.25,1,2)", 0.25),
    ("affine(pareto(0.5,1),1,-2)", "affine(pareto(0.5,1),4,-2)", 3), ("normal(1e-30,1)", "normal(0,1)", 1e-30),
  ])
  func aDensityThatIsMovedIsAsFarAsThat(p: String, q: String, distance: Double) throws {
    let enclosure = try #require(Certificate(try parseDensity(p), try parseDensity(q), measures: ["w1"]).enclosures.first)
    #expect(enclosure.lower == distance && enclosure.upper == distance, "\(enclosure.proof)")
  }

  @Test(arguments: [("cauchy(0,1)", "cauchy(5,1.5)"), ("gamma(2,1)", "gamma(3,1)"), ("inverseGaussian(1,1)", "inverseGaussian(2,1)")])
  func anotherIsNotTakenForMoved(p: String, q: String) throws {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    let enclosure = try #require(Certificate(p, q, measures: ["w1"]).enclosures.first)
    let own = try #require(DensityPair(p, q).table(of: ["w1"]).first)
    if let lower = enclosure.lower, let upper = enclosure.upper {
      #expect(own.value + own.error >= lower && own.value - own.error <= upper, "\(own): [\(lower), \(upper)]")
    }
  }

  /// TV of normal densities that are 10⁻¹⁰ apart, erf(d/√8), and of those that are equal in two texts.
  @Test func whatIsNearlyEqualIsEnclosed() throws {
    let near = try #require(
      Certificate(try parseDensity("normal(0,1)"), try parseDensity("normal(1e-10,1)"), measures: ["tv"]).enclosures.first)
    let (lower, upper) = (try #require(near.lower, "\(near.proof)"), try #require(near.upper))
    #expect(lower <= 3.98942280401432678e-11 && 3.98942280401432677e-11 <= upper && upper - lower < 1e-10 * upper, "[\(lower), \(upper)]")
  }
}
