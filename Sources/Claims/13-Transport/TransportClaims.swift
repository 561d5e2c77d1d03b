import Calculus
import Divergences
import RealModule
import Scalars

/// Wasserstein distances: what the Wasserstein GAN descends.
enum TransportClaims {
  static let claims: [Claim] = [formulas, duality, means, diameter, talagrand]

  private static let formulas = Claim(
    "F1", "In one dimension W1 is the area between the distribution functions, and between the quantiles; a translate by θ is |θ| away.",
    source: "Vallender 1974; Arjovsky, Chintala & Bottou 2017, example 1",
    readings: [
      Reading("∫ |F − G| dx = ∫ |F⁻¹ − G⁻¹| du") {
        [Sides($0.w1, DensityPair($0.p, $0.q).areaBetweenQuantiles().acrossWidth(of: $0.p))].finite
      }
      .noting("the second by GSL's adaptive rules on the levels of probability"),
      Reading("translates") { pair in
        guard let moved = try? Affine(pair.p, shift: 1.5, scale: 1) else { return [] }
        return [
          Sides(w1(pair.p, moved).acrossWidth(of: pair.p), 1.5, component: "w1"),
          Sides(w2(pair.p, moved).acrossWidth(of: pair.p), 1.5, component: "w2"),
        ]
      }
      .noting("P against P + 1.5, whatever P: also where it has no mean"),
      Reading("disjoint translates: W1 = |θ|", on: lines) { [Sides($0.w1, distance($0))] }
        .noting("the parallel lines, as uniforms that are narrower than the step"),
      Reading("disjoint translates: JS = log 2 for every θ ≠ 0", on: lines) { [Sides($0.js, .log2)] }
        .noting("so JS gives no direction where W1 does"),
      Reading("disjoint translates: the JS of the paper's own definition is log 2", on: lines) { [Sides($0.jsLecture, .log2)] }
        .refuted("the paper defines JS without the halves and then gives the halved value: by its definition it is 2 log 2"),
      Reading("twice as far is twice the JS, as for W1", on: lines) { pair in
        guard let further = try? Affine(pair.q, shift: distance(pair).value, scale: 1) else { return [] }
        return [Sides(Pair(pair.p, further).js, 2 * pair.js)]
      }
      .refuted("W1 scales with the distance, JS does not: it is log 2 for all disjoint pairs"),
    ])

  /// The parallel lines (0, Z) and (θ, Z) by their first coordinates: disjoint uniforms, narrow for point masses.
  static let lines = [0.1, 1, 10].map { Pair(Uniform(lower: 0, upper: 0.01), Uniform(lower: $0, upper: $0 + 0.01)) }

  /// θ.
  static func distance(_ pair: Pair) -> Estimate { Estimate(pair.q.hull.lower - pair.p.hull.lower, error: 1e-15) }

  private static let duality = Claim(
    "F2", "W1 is the greatest difference of means that a critic with slopes up to 1 can see.",
    source: "Kantorovich & Rubinstein 1958; Arjovsky, Chintala & Bottou 2017",
    readings: [
      Reading("the critic with f′ = sign(G − F) sees all of it") { pair in
        guard hasMeans(pair) else { return [] }
        let critic = OptimalCritic(pair.p, pair.q)
        return [Sides(gap(pair, marks: kinkMarks(critic.turns)) { critic.value(at: $0) }, pair.w1)]
      }
      .noting("its slope is 1 in size where F and G differ: the target of the gradient penalty"),
      Reading("no critic sees more", .atMost) { pair in
        let critics: [(String, @Sendable (Double) -> Double)] = [
          ("x", { $0 }), ("|x|", { abs($0) }), ("tanh x", { .tanh($0) }), ("sin x", { .sin($0) }),
        ]
        // The kink of |x| is at the mark's end.
        let mark = [Uniform(lower: 0, upper: 1)]
        return hasMeans(pair) ? critics.map { Sides(gap(pair, marks: mark, of: $0.1).magnitude, pair.w1, component: $0.0) } : []
      }
      .noting("x, |x|, tanh x and sin x"),
      Reading("a critic clipped to |f| ≤ 1 sees all of it", .atMost, on: .parsing(("uniform(0,1)", "uniform(5,6)"))) {
        [Sides($0.w1, 2 * $0.tv)]
      }
      .refuted("W1 ≤ 2 TV, what |f| ≤ 1 can see, is false: it is the slope that must be bounded, not the value"),
    ])

  /// E_P f − E_Q f; the kinks of f are at the ends of the marks, and its bounded slope forgives the rounding of x.
  private static func gap(_ pair: Pair, marks: [any AnalyticDensity] = [], of f: @escaping @Sendable (Double) -> Double) -> Estimate {
    let p = Estimate.expectation(under: pair.p, alongside: [pair.q] + marks, .ofPlaces { f($0.x) })
    return p - Estimate.expectation(under: pair.q, alongside: [pair.p] + marks, .ofPlaces { f($0.x) })
  }

  /// Whether both means exist, decided from the tails.
  private static func hasMeans(_ pair: Pair) -> Bool {
    [pair.p, pair.q].allSatisfy { w1($0, Normal(mean: 0, sd: 1)).value.isFinite }
  }

  private static let means = Claim(
    "F3", "|E_P X − E_Q X| ≤ W1 ≤ W2, and for normals W2² is the squared difference of the means plus that of the deviations.",
    source: "Jensen's inequality; Dowson & Landau 1982",
    readings: [
      Reading("W1 ≤ W2", .atMost) { [Sides($0.w1, $0.w2)].resolved },
      Reading("the means", .atMost) { differenceOfMeans($0) },
      Reading("W2² of two normals") { pair in
        guard let p = pair.p as? Normal, let q = pair.q as? Normal else { return [] }
        let (mean, deviation) = (p.mean - q.mean, p.sd - q.sd)
        return [Sides(pair.w2 * pair.w2, Estimate(mean * mean + deviation * deviation))]
      },
      Reading("W1 is the difference of the means") { differenceOfMeans($0).finite.distinct }
        .refuted("only if one distribution function lies below the other throughout, as for translates"),
    ])

  private static func differenceOfMeans(_ pair: Pair) -> [Sides] { hasMeans(pair) ? [Sides(gap(pair) { $0 }.magnitude, pair.w1)] : [] }

  private static let diameter = Claim(
    "F4", "On a bounded set W1 is at most its diameter times TV.", source: "used by Arjovsky & Bottou 2017, theorem 3.3",
    readings: [
      Reading("W1 ≤ diameter · TV", .atMost) { pair in
        let diameter = max(pair.p.hull.upper, pair.q.hull.upper) - min(pair.p.hull.lower, pair.q.hull.lower)
        return diameter.isFinite ? [Sides(pair.w1, Estimate(diameter) * pair.tv)] : []
      },
      Reading("W1 ≤ TV", .atMost, on: .parsing(("uniform(0,1)", "uniform(2,3)"))) { [Sides($0.w1, $0.tv)] }
        .refuted("without the diameter the units do not even agree"),
      Reading("TV is small where W1 is", .atMost, on: [lines[0]]) { [Sides($0.tv, $0.w1)] }
        .refuted("TV ≤ W1 fails for near, disjoint densities: convergence in W1 is weak convergence, that in TV is not"),
    ])

  private static let talagrand = Claim(
    "F5", "Against a normal, KL bounds the transport: W1 ≤ W2 ≤ √(2 s² KL(Q‖N(m, s²))).", source: "Talagrand 1996",
    readings: [
      Reading("W2 against the root", .atMost) { talagrand($0).finite },
      Reading("equality for translates", on: .parsing(("normal(0,1)", "normal(2,1)"), ("normal(-1,3)", "normal(5,3)"))) { talagrand($0) },
      Reading("with KL(N‖Q)", .atMost, on: .parsing(("normal(0,1)", "normal(0,3)"))) { [Sides($0.w2, sqrt(2 * $0.klPQ))] }
        .refuted("the normal must be the second argument: a wide Q is far in W2 and near in KL(N‖Q)"),
    ])

  /// W2 beside the root for a normal member of the pair, with KL to it.
  private static func talagrand(_ pair: Pair) -> [Sides] {
    [(pair.q, pair.klPQ, "P to Q"), (pair.p, pair.klQP, "Q to P")].compactMap { density, divergence, name in
      (density as? Normal).map { Sides(pair.w2, sqrt(2 * Estimate($0.sd * $0.sd) * divergence), component: name) }
    }
  }
}

extension Pair {
  /// The Wasserstein distance of order 1.
  var w1: Estimate { Divergences.w1(p, q).acrossWidth(of: p) }
  /// The Wasserstein distance of order 2.
  var w2: Estimate { Divergences.w2(p, q).acrossWidth(of: p) }
}

extension Estimate {
  /// A length, which is a difference of places and judged against the width of a density.
  fileprivate func acrossWidth(of density: any AnalyticDensity) -> Estimate {
    onScale(density.upperQuantile(0.25) - density.quantile(0.25))
  }
}
