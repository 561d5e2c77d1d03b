import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Testing

/// The critic of Kantorovich and Rubinstein, and what it and D* tell a generator.
@Suite struct OptimalCriticTests {
  static let pairs = [
    ("normal(0,1)", "normal(3,1)"), ("normal(0,1)", "normal(0,3)"), ("0.5*normal(-3,0.5)+0.5*normal(3,0.5)", "normal(0,2)"),
    ("uniform(0,1)", "uniform(5,6)"), ("gamma(2,1)", "exponential(1)"), ("laplace(0,1)", "normal(0,1)"),
    ("normal(1e6,1)", "normal(1000001,2)"),
    ("studentT(3,0,1)", "normal(1,2)"), ("beta(0.5,0.5)", "uniform(0,1)"),
  ]

  @Test(arguments: pairs) func differenceOfMeansIsW1(_ pair: (String, String)) throws {
    let (p, q) = (try parseDensity(pair.0), try parseDensity(pair.1))
    let (difference, w1) = (OptimalCritic(p, q).differenceOfMeans(), Divergences.w1(p, q))
    #expect(abs(difference.value - w1.value) <= difference.error + w1.error && difference.error < 1e-7 * w1.value, "\(difference) \(w1)")
  }

  @Test func turnsAreWhereTheDistributionFunctionsCross() {
    let scaled = OptimalCritic(Normal(mean: 0, sd: 1), Normal(mean: 0, sd: 3))
    // G lies above F below 0, and below it above.
    #expect(scaled.slopes == [1, -1] && abs(scaled.turns[0]) < 1e-12)
    let moved = OptimalCritic(Normal(mean: 0, sd: 1), Normal(mean: 2, sd: 1))
    #expect(moved.slopes == [-1] && moved.turns == [] && moved.value(at: 0.75) == -0.75 && moved.value(at: -2) == 2)
    let same = OptimalCritic(Normal(mean: 0, sd: 1), Normal(mean: 0, sd: 1))
    #expect(same.slopes == [0] && same.value(at: 3) == 0)
    #expect(abs(scaled.value(at: 2) + 2) < 1e-12 && abs(scaled.value(at: -2) + 2) < 1e-12)
  }

  @Test(arguments: pairs) func valueIsTheIntegralOfTheSlope(_ pair: (String, String)) throws {
    let critic = OptimalCritic(try parseDensity(pair.0), try parseDensity(pair.1))
    for level in [0.003, 0.11, 0.27, 0.52, 0.81, 0.996] {
      let x = critic.q.quantile(level)
      let step = 1e-4 * (critic.q.quantile(0.75) - critic.q.quantile(0.25))
      guard critic.turns.allSatisfy({ abs($0 - x) > 2 * step }) else { continue }
      #expect(abs((critic.value(at: x + step) - critic.value(at: x - step)) / ((x + step) - (x - step)) - critic.slope(at: x)) < 1e-6)
    }
    #expect(critic.value(at: critic.p.quantile(0.5)) == 0)
  }

  /// Each slope against the difference quotient of its loss.
  @Test(arguments: pairs.prefix(3)) func gradientsAreThoseOfTheLosses(_ pair: (String, String)) throws {
    let gradient = SampleGradient(try parseDensity(pair.0), try parseDensity(pair.1))
    let d = gradient.discriminator
    for x in [-2.3, -0.4, 0.7, 1.9] {
      func quotient(_ f: (Double) -> Double) -> Double { difference(at: x, step: 0.01) { Estimate(f($0), error: 1e-15) }.value }
      #expect(abs(gradient.slope(of: .saturating, at: x) - quotient { -softplus(d.logit(at: $0)) }) < 1e-8)
      #expect(abs(gradient.slope(of: .nonSaturating, at: x) - quotient { softplus(-d.logit(at: $0)) }) < 1e-8)
      #expect(abs(gradient.discriminatorSlope(at: x) - quotient { d.value(at: $0) }) < 1e-8)
      #expect(gradient.slope(of: .wasserstein, at: x) == -gradient.critic.slope(at: x))
    }
  }

  @Test func aSampleThatDRejectsOrAcceptsForSureTeachesNothing() {
    let gradient = SampleGradient(Uniform(lower: 0, upper: 1), Uniform(lower: 2, upper: 3))
    for x in [0.5, 2.5] { #expect(gradient.slope(of: .saturating, at: x) == 0 && gradient.slope(of: .nonSaturating, at: x) == 0) }
    // Where both densities vanish D* is undefined, and so are its gradients.
    for x in [-1.0, 1.5, 4] { #expect(gradient.slope(of: .saturating, at: x).isNaN && gradient.slope(of: .nonSaturating, at: x).isNaN) }
    #expect(gradient.slope(of: .wasserstein, at: 2.5) == 1)
    // Far out D* underflows and the logit's slope overflows no product.
    let far = SampleGradient(Normal(mean: 0, sd: 1), Normal(mean: 1e9, sd: 1))
    #expect(far.slope(of: .saturating, at: 1e9) == 0 && abs(far.slope(of: .nonSaturating, at: 1e9) - 1e9) < 1)
  }

  /// Decided by the exponents: at an end with p ~ x^a and q ~ x^b the logit's slope is like 1/x.
  @Test(arguments: [
    ("beta(0.05,0.3)", "beta(0.5,0.5)", Estimate.Status.infinite, Estimate.Status.infinite),
    ("gamma(2,1)", "exponential(1)", .finite, .infinite),
    ("exponential(1)", "gamma(2,1)", .finite, .finite), ("normal(0,1)", "cauchy(0,1)", .finite, .infinite),
    ("cauchy(0,1)", "normal(0,1)", .finite, .finite), ("gamma(0.5,1)", "gamma(0.5,2)", .finite, .finite),
    ("laplace(0,1)", "uniform(0,2)", .finite, .finite), ("logNormal(0,1)", "gamma(0.5,1)", .finite, .infinite),
  ])
  func meansThatDivergeSaySo(p: String, q: String, saturating: Estimate.Status, nonSaturating: Estimate.Status) throws {
    let gradient = SampleGradient(try parseDensity(p), try parseDensity(q))
    #expect(gradient.meanSize(of: .saturating).status == saturating)
    #expect(gradient.meanSize(of: .nonSaturating).status == nonSaturating)
    #expect(abs(gradient.meanSize(of: .wasserstein).value - 1) < 1e-7)
  }

  /// Two exponentials: ℓ′ = 1 everywhere, and E_Q D* + E_Q(1 − D*) = 1.
  @Test func sizesOfTwoExponentials() throws {
    let gradient = SampleGradient(try parseDensity("exponential(1)"), try parseDensity("exponential(2)"))
    let (a, b) = (gradient.meanSize(of: .saturating), gradient.meanSize(of: .nonSaturating))
    // E_Q D* = ∫₀¹ 2v/(1 + 2v) dv with v = e^−x.
    #expect(abs(a.value - (1 - 0.5 * .log(3))) < 1e-12 && abs(a.value + b.value - 1) < 1e-12, "\(a) \(b)")
  }
}
