import Calculus
import Divergences
import RealModule

/// What maximum likelihood does, in terms of divergences.
enum LikelihoodClaims {
  static let claims: [Claim] = [crossEntropyClaim, wilks, moments]

  private static let crossEntropyClaim = Claim(
    "E5", "Maximum likelihood is minimum KL: the expected negative log likelihood is the entropy of the data plus KL(P‖Q).",
    source: "the lecture; Kullback & Leibler 1951; Akaike 1973",
    readings: [
      Reading("E_P[−log q] = h(P) + KL(P‖Q)") { pair in
        [
          Sides(crossEntropyByExpectation(pair), entropy(pair.p) + pair.klPQ, component: "by expectation"),
          Sides(crossEntropy(pair.p, pair.q), entropy(pair.p) + pair.klPQ, component: "on the pair's mesh"),
        ].finite.resolved
      }
      .noting("the cross entropy by an integral of its own"),
      Reading("h(P) is the least", .atMost) { [Sides(entropy($0.p), crossEntropyByExpectation($0))].finite.resolved }
        .noting("h(P) ≤ E_P[−log q] (Gibbs): no model codes the data shorter than their own density"),
      Reading("the likelihood loss is the divergence") { [Sides(crossEntropyByExpectation($0), $0.klPQ)].finite.resolved.distinct }
        .refuted("it is KL(P‖Q) plus h(P), which is unknown and may be negative: only differences count"),
    ])

  private static func crossEntropyByExpectation(_ pair: Pair) -> Estimate {
    let q = pair.q
    return pair.klPQ.value.isFinite
      ? Estimate.expectation(under: pair.p, alongside: [q], .ofPlaces { $0.logJacobian - q.logDensity(at: $0) }) : Estimate(.infinity)
  }

  private static let wilks = Claim(
    "E5-Wilks",
    "Twice the gain in log likelihood by fitting k parameters to n data of the model, 2 (ℓ(θ̂) − ℓ(θ₀)), is χ² with k degrees of freedom "
      + "for large n.",
    source: "Wilks 1938",
    readings: [
      Reading("k = 2, a normal fitted to normal data", .atMost, on: normal) { gains($0)?.sides { .expMinusOne(-0.5 * $0) * -1 } ?? [] }
        .noting("Kolmogorov's distance of 2000 gains (n = 400); " + DrawnSample.chance),
      Reading("k = 1", .atMost, on: normal) { gains($0)?.sides { .erf(.sqrt(0.5 * $0)) } ?? [] }
        .refuted("both parameters are fitted: two degrees of freedom, not one"),
      Reading("k = 2, a normal fitted to other data", .atMost, on: laplace) { gains($0)?.sides { .expMinusOne(-0.5 * $0) * -1 } ?? [] }
        .refuted("only if the family holds P; else the gain over the closest member is a weighted sum of χ², here 1 and 2.5 (White 1982)"),
    ])

  /// The truth and the member of the family that is closest to it.
  private static let normal = [Pair(Normal(mean: 1, sd: 2), Normal(mean: 1, sd: 2))]
  private static let laplace = [Pair(Laplace(location: 0, scale: 1), Normal(mean: 0, sd: .sqrt(2)))]

  /// 2 (ℓ(θ̂) − ℓ(θ₀)) for the maximum-likelihood normal on 400 data from P and the normal θ₀ = Q, 2000 times.
  private static func gains(_ pair: Pair) -> DrawnSample? {
    guard let normal = pair.q as? Normal else { return nil }
    return DrawnSample(2000) { random in
      let data = (0..<400).map { _ in (pair.p.sample(using: &random) - normal.mean) / normal.sd }
      let mean = data.reduce(0, +) / 400
      let variance = data.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400
      return 400 * (variance + mean * mean - 1 - .log(variance))
    }
  }

  private static let moments = Claim(
    "E6", "The normal with the least KL(P‖Q), the reverse I-projection of P, has the mean and the variance of P.",
    source: "moment matching in exponential families; Csiszár & Matúš 2003 name it. Csiszár 1975 minimises over the first argument",
    readings: [
      Reading("Pythagoras") { pair in
        guard let normal = pair.q as? Normal, let closest = momentNormal(pair) else { return [] }
        // The moments are rounded: the first term is stationary in them, the second is not.
        let (a, s) = (normal.mean - closest.normal.mean, closest.normal.sd)
        let slope = abs(a) / (normal.sd * normal.sd) + abs(s / (normal.sd * normal.sd) - 1 / s)
        let exact = kl(closest.normal, normal)
        // Places cancel in it: what is left is judged against them.
        let second = exact.widened(by: slope * closest.error).onScale(slope * abs(closest.normal.mean))
        return [Sides(pair.klPQ, kl(pair.p, closest.normal) + second)]
      }
      .noting("KL(P‖N) = KL(P‖N*) + KL(N*‖N) for every normal N, with N* that of the moments"),
      Reading("no normal is closer", .atMost) { pair in
        guard pair.q is Normal, let closest = momentNormal(pair) else { return [] }
        // Rounded moments move the least value by the square of their error.
        let (least, slip) = (kl(pair.p, closest.normal), closest.error / closest.normal.sd)
        return [Sides(least.widened(by: slip * slip), pair.klPQ)]
      },
      Reading("the fit finds it", precision: 1e-8, on: [FGANTable.pair]) { fitSides($0, KullbackLeibler()) }
        .noting("the search knows nothing of moments"),
      Reading("the normal with the least KL(Q‖P) has them too", precision: 1e-8, on: [FGANTable.pair]) {
        fitSides($0, KullbackLeibler(.reverse))
      }
      .refuted("that is the I-projection, which minimises over the first argument: its mean and variance are not those of P"),
    ])

  /// The normal of the fit by a divergence beside the one of the moments.
  private static func fitSides(_ pair: Pair, _ divergence: any FDivergence) -> [Sides] {
    guard let closest = momentNormal(pair), let fit = FGANTable.fit(divergence) else { return [] }
    let exact = [closest.normal.mean, closest.normal.sd].map { Estimate($0, error: closest.error) }
    return zip(fit.parameters, exact).map { Sides($0.estimate, $1, component: $0.name) }
  }

  /// The normal with the mean and variance of P, where KL(P‖Q) to a normal is finite, so that they exist.
  private static func momentNormal(_ pair: Pair) -> (normal: Normal, error: Double)? {
    guard pair.klPQ.value.isFinite else { return nil }
    // About the median, so that a mean far from 0 keeps its digits.
    let median = pair.p.quantile(0.5)
    let mean = Estimate(median) + Estimate.expectation(under: pair.p) { $0 - median }
    let center = mean.value
    let variance = Estimate.expectation(under: pair.p) { ($0 - center) * ($0 - center) }
    guard variance.value > 0, variance.error < variance.value else { return nil }
    let sd = sqrt(variance)
    return (Normal(mean: mean.value, sd: sd.value), mean.error + sd.error)
  }
}
