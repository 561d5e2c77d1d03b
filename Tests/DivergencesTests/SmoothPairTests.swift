import Densities
import Divergences
import RealModule
import TestSupport
import Testing

/// Smooth pairs are integrated by the trapezoidal rule, in a fraction of the evaluations, and to no wider a bound than
/// the mesh has.
@Suite struct SmoothPairTests {
  /// Members of families that share a support, at everyday and at awkward parameters.
  private static let pairs: [(String, String)] = [
    ("normal(0,1)", "normal(1,2)"), ("normal(0,1)", "normal(10,1)"), ("normal(3,1)", "normal(3,40)"),
    ("normal(1e8,1)", "normal(100000001,1.5)"), ("normal(0,1)", "logistic(1,0.3)"), ("logistic(0,1)", "logistic(4,0.5)"),
    ("gumbel(0,1)", "gumbel(2,1)"), ("gumbel(0,1)", "logistic(0,2)"), ("affine(gumbel(0,1),2,-1)", "gumbel(0,1)"),
    ("studentT(3,0,1)", "studentT(5,1,2)"), ("studentT(300,0,1)", "normal(0,1.1)"), ("normal(0,1)", "cauchy(0,1)"),
    ("studentT(0.2,0,1)", "cauchy(0,3)"), ("gamma(0.1,1)", "gamma(0.2,1)"), ("gamma(200,10)", "gamma(210,10)"),
    ("gamma(2,1)", "logNormal(0.5,0.5)"), ("logNormal(0,1)", "logNormal(1,0.5)"), ("logNormal(0,0.01)", "gamma(9000,9000)"),
    ("weibull(1.5,1)", "exponential(1)"), ("weibull(30,1)", "weibull(25,1.02)"), ("weibull(0.5,1)", "exponential(2)"),
    ("pareto(3,1)", "pareto(0.5,1)"), ("beta(2,3)", "beta(3,2)"), ("beta(0.05,0.5)", "beta(0.7,1.5)"),
    ("beta(300,20)", "beta(250,25)"), ("uniform(0,1)", "beta(2,5)"), ("uniform(-1e6,-999999)", "affine(beta(2,2),-1e6,1)"),
    ("triangular(0,0,1)", "beta(1,3)"), ("normal(0,1)", "studentT(0.01,5,1)"), ("gamma(0.01,1)", "gamma(0.02,3)"),
  ]

  /// The divergences by either way: a divergence that is not recognised goes to the mesh.
  @Test(arguments: pairs) func agreesWithTheMesh(_ pair: (String, String)) throws {
    let comparison = DensityPair(try parseDensity(pair.0), try parseDensity(pair.1), by: .meshAlone)
    let divergences = Catalogue.fDivergences
    let mesh = comparison.measure(divergences.map { Unrecognized(base: $0) as any FDivergence })
    for (quick, slow) in zip(comparison.measure(divergences), mesh) {
      #expect(quick.status == slow.status, "\(quick.measure): \(quick), \(slow)")
      guard quick.status == .finite, slow.status == .finite else { continue }
      #expect(abs(quick.value - slow.value) <= quick.error + slow.error, "\(quick.measure): \(quick), \(slow)")
      #expect(quick.error <= max(10 * slow.error, 1e-11 * quick.value), "\(quick.measure): \(quick), \(slow)")
    }
  }

  /// The total variation, whose integrand has kinks, takes the distribution functions at the crossings and no mesh.
  @Test(arguments: [
    ("normal(0,1)", "normal(1,2)"), ("gumbel(0,1)", "gumbel(2,1)"), ("beta(2,3)", "beta(3,2)"), ("gamma(2,1)", "logNormal(0.5,0.5)"),
    ("affine(gamma(2,1),100,-3)", "affine(gamma(5,2),100,-3)"),
  ]) func totalVariationSharesTheNodes(_ pair: (String, String)) throws {
    let comparison = DensityPair(try parseDensity(pair.0), try parseDensity(pair.1), by: .meshAlone)
    let (both, alone) = (comparison.measure([TotalVariation(), SquaredHellinger()]), comparison.measure(TotalVariation()))
    #expect(both[0].evaluations == both[1].evaluations, "\(both)")
    #expect(abs(both[0].value - alone.value) <= both[0].error + alone.error && alone.evaluations < 300, "\(both[0]), \(alone)")
  }

  /// Where p is close to q the sum keeps the digits of the integrand.
  @Test(arguments: [1e-3, 1e-6, 1e-9, 1e-12]) func tinyDivergencesKeepTheirDigits(shift: Double) {
    let pair = DensityPair(Normal(mean: 0, sd: 1), Normal(mean: shift, sd: 1), by: .meshAlone)
    let kl = pair.kl()
    #expect(abs(kl.value - 0.5 * shift * shift) <= kl.error)
    #expect(kl.evaluations < 100)
    if shift >= 1e-9 { #expect(kl.error < 1e-4 * kl.value, "\(kl)") }
  }

  /// Of one law in two forms, whose logarithms differ by rounding alone, every divergence is 0 within its bound.
  @Test(arguments: [
    ("gamma(1,2)", "exponential(2)"), ("weibull(1,0.5)", "exponential(2)"), ("studentT(1,0,1)", "cauchy(0,1)"),
    ("beta(1,1)", "uniform(0,1)"),
    ("normal(0.1,0.3)", "affine(normal(1,3),0,0.1)"),
  ]) func oneLawInTwoFormsHasDivergencesOfZero(_ pair: (String, String)) throws {
    let comparison = DensityPair(try parseDensity(pair.0), try parseDensity(pair.1), by: .meshAlone)
    for result in comparison.measure(Catalogue.fDivergences) where result.measure != "tv" {
      #expect(abs(result.value) <= result.error && result.error < 1e-25 && result.evaluations < 300, "\(result.measure): \(result)")
    }
  }

  /// Neither a narrow component of little weight nor a kink passes for smooth.
  @Test(arguments: [
    ("0.999999*normal(0,1)+0.000001*normal(30,1e-6)", "normal(0,1.5)"), ("laplace(0,1)", "normal(0,1)"), ("uniform(0,1)", "uniform(-1,2)"),
    ("truncated(normal(0,1),-3,3)", "normal(0,1)"), ("exponential(1)", "truncated(exponential(1),0,5)"), ("normal(0,1)", "normal(0,1e6)"),
    ("cauchy(0,1e-200)", "cauchy(0,1e200)"),
  ]) func othersAreLeftToTheMesh(_ pair: (String, String)) throws {
    let comparison = DensityPair(try parseDensity(pair.0), try parseDensity(pair.1), by: .meshAlone)
    let divergences: [any FDivergence] = [TriangularDiscrimination(), SquaredHellinger()]
    let mesh = comparison.measure(divergences.map { Unrecognized(base: $0) as any FDivergence })
    for (one, other) in zip(comparison.measure(divergences), mesh) {
      #expect(one.value == other.value && one.error == other.error && one.evaluations == other.evaluations, "\(one), \(other)")
    }
  }

  /// The tail of a Gumbel density falls until its logarithm is beyond the doubles, and so does the bound on its rounding.
  @Test(arguments: [("gumbel(0,0.02813)", "logistic(0.04,0.1258)"), ("cauchy(-27.20511097,16.33)", "gumbel(-8.279562138,11.04)")])
  func doublyExponentialTailsAreResolved(_ pair: (String, String)) throws {
    for result in DensityPair(try parseDensity(pair.0), try parseDensity(pair.1)).measure(Catalogue.fDivergences) {
      #expect(result.status != .unresolved, "\(result.measure): \(result)")
    }
  }

  /// What one KL takes over the reference pairs.
  @Test func halfOfThePairsTakeFewEvaluations() throws {
    let evaluations = try ReferencePair.read("divergences.csv").compactMap { pair -> Int? in
      let kl = DensityPair(try parseDensity(pair.p), try parseDensity(pair.q), by: .meshAlone).kl()
      return kl.status == .finite ? kl.evaluations : nil
    }
    #expect(evaluations.count == 34)
    #expect(evaluations.sorted()[evaluations.count / 2] <= 150, "\(evaluations.sorted())")
  }
}
