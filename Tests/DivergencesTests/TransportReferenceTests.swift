import Calculus
import Densities
import Divergences
import Foundation
import Scalars
import Testing

/// Distances between distribution functions, held to the reference tables and to routes that share nothing with them.
@Suite struct TransportReferenceTests {
  @Test(arguments: ["divergences.csv", "divergences-extra.csv", "divergences-families.csv"].flatMap(ReferencePair.read))
  func w1(_ pair: ReferencePair) throws {
    guard let text = pair.values.first(where: { $0.measure == "w1" })?.text, let truth = Double(text) else { return }
    let got = Divergences.w1(try parseDensity(pair.p), try parseDensity(pair.q))
    if text == "inf" {
      #expect(got.status == .infinite && !got.reason.isEmpty, "\(got)")
      return
    }
    #expect(got.status == .finite, "\(got)")
    let distance = abs(got.value - truth)
    #expect(distance <= got.error + truth.ulp, "beyond its own error: \(got), truth \(text)")
    #expect(distance <= max(1e-10 * truth, 1e-14), "\(got), truth \(text)")
  }

  @Test func theTablesHaveWasserstein1() {
    let rows = ReferencePair.read("divergences.csv").filter { $0.values.contains { $0.measure == "w1" } }
    #expect(rows.count == 37)
  }

  /// ∫₀¹ |F⁻¹ − G⁻¹| du by GSL, in the logarithms of u and 1 − u.
  @Test(arguments: [
    ("normal(0,1)", "normal(1,2)"), ("normal(0,1)", "laplace(0,1)"), ("logistic(0,1)", "logistic(4,0.5)"),
    ("uniform(0,1)", "uniform(2,3)"), ("beta(0.5,0.5)", "beta(0.7,1.5)"), ("exponential(1)", "gamma(3,2)"),
    ("gamma(0.1,1)", "gamma(0.2,1)"), ("gamma(0.01,1)", "gamma(0.02,1)"), ("studentT(2.5,0,1)", "normal(0,1)"),
    ("logNormal(0,1)", "logNormal(1,0.5)"), ("pareto(3,1)", "pareto(4,1)"), ("gumbel(0,1)", "gumbel(2,1)"),
    ("0.5*normal(-2,0.5)+0.5*normal(2,0.5)", "normal(0,2)"), ("truncated(normal(0,1),2,4)", "affine(exponential(1),2,0.4)"),
  ])
  func wasserstein1ByQuantiles(_ first: String, _ second: String) throws {
    let (p, q) = (try parseDensity(first), try parseDensity(second))
    var sum = 0.0
    for isUpper in [false, true] {
      let cuts = [-300, -150, -80, -40, -20, -12, -7, -4, -2, -1.2, log(0.5)]
      sum += try integrate(over: Interval(-300, log(0.5)), breakpoints: cuts, tolerance: 1e-8) { t in
        let u = exp(t)
        return u * abs(isUpper ? p.upperQuantile(u) - q.upperQuantile(u) : p.quantile(u) - q.quantile(u))
      }.value
    }
    let got = Divergences.w1(p, q)
    #expect(abs(got.value - sum) <= 1e-7 * sum, "\(got) against \(sum)")
  }

  /// For normal distributions E|X − Y| is the mean of a folded normal one.
  @Test(arguments: [(0.0, 1.0, 1.0, 2.0), (0, 1, 50, 1), (0, 1, 0, 1e-3), (3, 0.5, -2, 0.1), (1e6, 1, 1000002, 3)])
  func energyOfNormals(_ m: Double, _ s: Double, _ n: Double, _ r: Double) {
    func folded(_ mean: Double, _ variance: Double) -> Double {
      sqrt(2 * variance / .pi) * exp(-mean * mean / (2 * variance)) + mean * erf(mean / sqrt(2 * variance))
    }
    let truth = 2 * folded(m - n, s * s + r * r) - folded(0, 2 * s * s) - folded(0, 2 * r * r)
    let found = DensityPair(Normal(mean: m, sd: s), Normal(mean: n, sd: r)).measure([DistributionDistance.energy, .cramer])
    let (energy, cramer) = (found[0], found[1])
    #expect(abs(energy.value - truth) <= energy.error + 8 * .ulpOfOne * (abs(m - n) + s + r))
    #expect(energy.value == 2 * cramer.value)
    #expect(energy.error < 1e-10 * energy.value)
  }

  private static let locationScale: [(String, String, Double, Double, Double, Double)] = [
    ("normal(0,1)", "normal(1,2)", 1, 1, 0, 1), ("normal(0,1e-3)", "normal(100,1)", 100, 0.999, 0, 1),
    ("normal(1e10,1)", "normal(1e10,3)", 0, 2, 0, 1), ("laplace(0,1)", "laplace(3,2)", 3, 1, 0, 2),
    ("logistic(0,1)", "logistic(4,0.5)", 4, -0.5, 0, .pi * .pi / 3), ("uniform(0,1)", "uniform(2,5)", 2, 2, 0.5, 1.0 / 12),
    ("exponential(1)", "exponential(4)", 0, -0.75, 1, 1), ("gumbel(0,1)", "gumbel(1,3)", 1, 2, 0.5772156649015329, .pi * .pi / 6),
    ("studentT(5,0,1)", "studentT(5,1,2)", 1, 1, 0, 5.0 / 3), ("studentT(2.1,0,1)", "studentT(2.1,0,2)", 0, 1, 0, 21),
    ("pareto(3,1)", "pareto(3,2)", 0, 1, 1.5, 0.75), ("gamma(0.01,1)", "gamma(0.01,0.5)", 0, 1, 0.01, 0.01),
    ("normal(1e-200,1e-200)", "normal(0,3e-200)", -1e-200, 2e-200, 0, 1),
  ]

  /// Within a location-scale family W2² = (δμ + δσ E Z)² + δσ² Var Z.
  @Test(arguments: locationScale)
  func wasserstein2OfLocationScale(
    _ first: String, _ second: String, _ shift: Double, _ stretch: Double, _ mean: Double, _ variance: Double
  ) throws {
    let unit = max(abs(shift), abs(stretch))
    let (drift, spread) = ((shift + stretch * mean) / unit, stretch / unit)
    let truth = unit * sqrt(drift * drift + spread * spread * variance)
    let got = w2(try parseDensity(first), try parseDensity(second))
    #expect(got.status == .finite && abs(got.value - truth) <= got.error + 2 * truth.ulp, "\(got), truth \(truth)")
    #expect(abs(got.value - truth) <= 1e-10 * truth)
  }

  @Test func wasserstein2AcrossAGap() throws {
    // Half of the mass stays but for the other mode's far tail, half of it travels 80.
    let (p, q) = (try parseDensity("0.5*uniform(-41,-39)+0.5*uniform(39,41)"), try parseDensity("uniform(-41,-39)"))
    // u < ½: −41 + 4u against −41 + 2u. u > ½: 39 + 4(u − ½) against −41 + 2u. ∫₀^½ 4u² + ∫_½¹ (78 + 2u)².
    let (near, far) = (4.0 / 24, (512000.0 - 493039) / 6)
    let truth = sqrt(near + far)
    let got = w2(p, q)
    #expect(abs(got.value - truth) <= got.error + truth.ulp, "\(got), truth \(truth)")
  }
}
