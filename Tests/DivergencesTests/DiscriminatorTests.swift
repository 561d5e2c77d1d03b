import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Testing

/// The lecture's example (arguments are standard deviations), and pairs on a ray and on an interval.
private let pairs = [
  ("normal(0,1)", "normal(1,2)"), ("0.4*normal(-2,0.7)+0.6*normal(1.5,0.9)", "normal(0.6,1.1)"), ("studentT(3,0,1)", "normal(0,1)"),
  ("exponential(1)", "gamma(2,1.5)"), ("beta(2,3)", "beta(3,2)"), ("laplace(0,1)", "logistic(1,2)"),
]

@Suite struct OptimalDiscriminatorTests {
  @Test func complementKeepsItsDigitsWhereTheValueIsOne() {
    let optimal = OptimalDiscriminator(Normal(mean: 0, sd: 1), Normal(mean: 30, sd: 1))
    #expect(optimal.value(at: 0) == 1)
    // log q/p = −450 at 0.
    #expect(abs(optimal.complement(at: 0) / .exp(-450) - 1) < 1e-12)
    #expect(optimal.logit(at: 15) == 0)
  }

  @Test func whereOneDensityVanishesThereIsNoDoubt() {
    let optimal = OptimalDiscriminator(Uniform(lower: 0, upper: 2), Uniform(lower: 1, upper: 3))
    #expect(optimal.value(at: 0.5) == 1 && optimal.complement(at: 0.5) == 0)
    #expect(optimal.value(at: 1.5) == 0.5)
    #expect(optimal.value(at: 2.5) == 0)
    // Nothing is better than anything else where there are neither data nor samples.
    for x in [-1.0, 9] {
      #expect(optimal.value(at: x).isNaN && optimal.complement(at: x).isNaN && optimal.logit(at: x).isNaN)
      #expect(optimal.logit(at: Place(anchor: x, offset: 0)).isNaN)
    }
  }

  @Test func theShareOfRealSamplesMovesTheLogit() {
    let (p, q) = (Normal(mean: 0, sd: 1), Normal(mean: 1, sd: 2))
    let shifted = OptimalDiscriminator(p, q, realShare: 0.8)
    #expect(abs(shifted.logit(at: 0.3) - OptimalDiscriminator(p, q).logit(at: 0.3) - .log(4)) < 1e-15)
  }
}

@Suite struct ValueFunctionTests {
  @Test(arguments: pairs) func optimalValueIsTwiceJSLessLogFour(p: String, q: String) throws {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    let optimal = OptimalDiscriminator(p, q)
    let direct = valueFunction(p, q, LineFunction { optimal.logit(at: $0) })
    let known = optimal.value()
    #expect(abs(direct.value - known.value) <= direct.error + known.error)
    #expect(direct.error < 1e-10)
  }

  @Test(arguments: pairs) func gapIsTheDifferenceOfTheValues(p: String, q: String) throws {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    let optimal = OptimalDiscriminator(p, q)
    let logits: [@Sendable (Double) -> Double] = [
      { _ in 0 }, { optimal.logit(at: $0) + 0.5 * .tanh($0) }, { 0.5 * optimal.logit(at: $0) - 1 },
    ]
    for logit in logits {
      let gap = DensityPair(p, q).measure([.gap], of: LineFunction(logit))[0]
      let value = valueFunction(p, q, LineFunction(logit))
      #expect(abs(gap.value - (optimal.value().value - value.value)) <= gap.error + value.error + optimal.value().error)
      #expect(gap.value > 0)
    }
  }

  @Test func aTinyGapKeepsItsDigits() {
    // For a constant shift δ of the logit the gap is δ²/2 ∫ (p+q) D*(1 − D*), to first order.
    let (p, q) = (Normal(mean: 0, sd: 1), Normal(mean: 1, sd: 2))
    let optimal = OptimalDiscriminator(p, q)
    func gap(_ shift: Double) -> Double { DensityPair(p, q).measure([.gap], of: LineFunction { optimal.logit(at: $0) + shift })[0].value }
    #expect(abs(gap(1e-7) / gap(1e-6) - 0.01) < 1e-7)
    // Nothing but the rounding of x in the logit is left.
    #expect(gap(0) < 1e-30)
  }
}

@Suite struct GeneratorLossTests {
  @Test(arguments: pairs) func frozenGradientIsThatOfItsDivergence(p: String, q: String) throws {
    let p = try parseDensity(p)
    let family = try #require(try parseDensity(q) as? any Family)
    for loss in GeneratorLoss.all
    where loss.value(p, family).status == .finite && loss.divergenceValue(p, family).value.isFinite {
      try check(loss, p, family)
    }
  }

  private func check(_ loss: GeneratorLoss, _ p: any AnalyticDensity, _ q: some Family) throws {
    let frozen = loss.frozenGradient(p, q)
    let divergence = gradientByDifferences(at: q) {
      let value = loss.divergenceValue(p, $0)
      return Estimate(value.value, error: value.error)
    }
    for (name, (a, b)) in zip(type(of: q).parameters.map(\.name), zip(frozen, divergence)) {
      #expect(abs(a.value - b.value) <= a.error + b.error, "\(loss.name) by \(name)")
    }
  }

  /// f″(u) = −h′(u)/u, with both derivatives by forward mode and by differences of f in its own variable.
  @Test func lawBetweenLossAndDivergence() {
    for loss in GeneratorLoss.all {
      for u in [0.2, 0.9, 1.1, 4] {
        func h(_ u: Double) -> Double { value(loss.integrand, u) }
        func f(_ u: Double) -> Double { loss.scale * value(loss.divergence, u) }
        let step = 1e-3 * u
        let slope = (h(u + step) - h(u - step)) / (2 * step)
        let curvature = (f(u + step) - 2 * f(u) + f(u - step)) / (step * step)
        #expect(abs(curvature + slope / u) < 1e-5 * max(1, abs(curvature)), "\(loss.name) at u = \(u)")
      }
    }
  }

  /// f(u) of a divergence, from its two forms for ratios below 1.
  private func value(_ divergence: any FDivergence, _ u: Double) -> Double {
    if u <= 1 {
      let w = LogRatio(log: .log(u))
      return divergence.atRatio(w) * .pow(u, divergence.growthAtZero.power)
    }
    let w = LogRatio(log: -.log(u))
    return u * divergence.dualAtRatio(w) * .pow(1 / u, divergence.growthAtInfinity.power)
  }

  /// A Gumbel's score grows as e^(−x) to the left, and is infinite in doubles where a Cauchy's tail still has its
  /// nodes.
  @Test func aScoreBeyondTheDoublesLeavesABound() throws {
    let p = try parseDensity("0.7*cauchy(-6.6,0.2)+0.3*logNormal(1.7,1.6)")
    let q = Gumbel(location: -4.7, scale: 1.2)
    for loss in [GeneratorLoss.saturating, .nonSaturating, .sum, .neyman] {
      let routes = zip(loss.frozenGradient(p, q), gradientByDifferences(at: q) { loss.divergenceValue(p, $0) })
      for (frozen, other) in routes {
        #expect(frozen.error < 1e-10 && abs(frozen.value - other.value) <= frozen.error + other.error, "\(loss.name): \(frozen), \(other)")
      }
    }
  }

  @Test func theLecturesExampleHasItsKnownNumbers() throws {
    // Theory notes, section 0.2: ∂/∂σ at N(0.6, 1.1).
    let p = try parseDensity(pairs[1].0)
    let q = Normal(mean: 0.6, sd: 1.1)
    #expect(abs(GeneratorLoss.nonSaturating.value(p, q).value - 1.066112) < 5e-7)
    #expect(abs(GeneratorLoss.nonSaturating.frozenGradient(p, q)[1].value + 0.33947246) < 5e-9)
    #expect(abs(GeneratorLoss.nonSaturating.frozenGradient(p, q)[0].value + 0.20023818) < 5e-9)
  }
}

@Suite struct ExpectationTests {
  @Test func moments() throws {
    let p = try parseDensity("0.3*normal(-2,0.5)+0.7*normal(40,0.1)")
    let estimates = expectations(under: p, of: [LineFunction { $0 }, LineFunction { $0 * $0 }, LineFunction { _ in 1 }])
    #expect(abs(estimates[0].value - 27.4) <= estimates[0].error)
    #expect(abs(estimates[1].value - (0.3 * 4.25 + 0.7 * 1600.01)) <= estimates[1].error)
    #expect(abs(estimates[2].value - 1) <= estimates[2].error)
    #expect(estimates.allSatisfy { $0.error < 1e-9 })
  }

  /// Kinks and jumps that nothing announces: the error owns up to them.
  @Test(arguments: [0.3, 0.0123, -1.7, 2.9, 5.1]) func aKinkAnywhereIsWithinTheError(_ c: Double) {
    let p = Normal(mean: 0, sd: 1)
    let (density, tail) = (Double.exp(p.logDensity(at: c)), p.survival(c))
    let truths = [tail, density - c * tail, 2 * (density - c * tail) + c]
    let estimates = expectations(
      under: p, of: [LineFunction { $0 > c ? 1 : 0 }, LineFunction { max($0 - c, 0) }, LineFunction { abs($0 - c) }])
    for (estimate, truth) in zip(estimates, truths) {
      #expect(abs(estimate.value - truth) <= estimate.error && estimate.error < 1e-9, "\(estimate) for \(truth)")
    }
  }

  /// E[e^(−sX)] = (1 + s)^−k for a gamma density of shape k: all of it lies where a mesh that stops at the first zero
  /// never comes.
  @Test(arguments: [1e10, 1e40, 1e200]) func whatVanishesOnTheWayIsFound(_ rate: Double) {
    let estimate = expectation(under: Gamma(shape: 0.02, rate: 1)) { .exp(-rate * $0) }
    #expect(abs(estimate.value - .pow(1 + rate, -0.02)) <= estimate.error && estimate.error < 1e-6)
  }

  /// E[log(1 − X)] = ψ(β) − ψ(α+β); with α = 1, ψ(β) − ψ(β+1) = −1/β. Half of it is closer to 1 than x can tell.
  @Test func closeToAnEndThePlaceIsNeeded() {
    let p = Beta(alpha: 1, beta: 0.02)
    let seen = expectations(under: p, of: [.ofPlaces { $0.logDistance(from: 1) }])[0]
    #expect(abs(seen.value + 50) <= seen.error && seen.error < 1e-9, "\(seen)")
    let rounded = expectation(under: p) { .log(max(1 - $0, 1e-17)) }
    #expect(rounded.error > 10, "\(rounded)")
  }

  @Test func aBadValueHasNoBound() {
    #expect(expectation(under: Normal(mean: 0, sd: 1)) { $0 > 0 ? .nan : 0 }.error == .infinity)
  }
}
