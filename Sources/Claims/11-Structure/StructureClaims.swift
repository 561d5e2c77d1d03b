import Calculus
import Divergences
import RealModule

/// What all f-divergences have in common.
enum StructureClaims {
  static let claims: [Claim] = [convexity, invariance, slope, exchange]

  private static let convexity = Claim(
    "D3", "Every f-divergence is convex in the pair: mixing pairs does not raise it above the mean of the pairs.",
    source: "Csiszár 1967; convexity of the perspective q f(p/q)",
    readings: [
      Reading("in both densities", .atMost) { pair in
        guard let mixed = mixed(pair) else { return [] }
        let exchanged = pair.exchanged
        return Catalogue.fDivergences.map { Sides(mixed[$0], 0.3 * pair[$0] + 0.7 * exchanged[$0], component: $0.name) }.resolved
      }
      .noting("0.3 (P,Q) + 0.7 (Q,P)"),
      Reading("in the second", .atMost) { pair in
        guard let mean = pair.mixture() else { return [] }
        let half = Pair(pair.p, mean)
        return Catalogue.fDivergences.map { Sides(half[$0], 0.5 * pair[$0], component: $0.name) }.resolved
      }
      .noting("D(P‖M) ≤ ½ D(P‖Q), with M = (P+Q)/2 and D(P‖P) = 0"),
      Reading(
        "mixing pairs always lowers it", .atMost, on: .parsing(("0.3*uniform(0,1)+0.7*uniform(4,5)", "0.3*uniform(2,3)+0.7*uniform(6,7)"))
      ) { pair in [Sides(pair.js, 0.999 * .log2, component: "js")] }
      .refuted("0.3 (U[0,1], U[2,3]) + 0.7 (U[4,5], U[6,7]): both pairs and their mixture have JS = log 2; here against 0.999 of it"),
      Reading("mixtures of pairs are as far apart as the pairs on average") { pair in
        guard let mixed = mixed(pair) else { return [] }
        return [Sides(mixed.js, pair.js, component: "js")].distinct
      }
      .refuted("only ≤: mixing is a processing, and pairs that were told apart by their difference may be told apart no more"),
    ])

  /// (0.3 P + 0.7 Q, 0.3 Q + 0.7 P).
  private static func mixed(_ pair: Pair) -> Pair? {
    guard let p = pair.mixture(weight: 0.3), let q = pair.mixture(weight: 0.7) else { return nil }
    return Pair(p, q)
  }

  private static let invariance = Claim(
    "D4", "A change of units, x → a x + b, leaves every f-divergence as it is and multiplies the Wasserstein distances by |a|.",
    source: "change of variables; Liese & Vajda 2006",
    readings: [
      Reading("f-divergences") { pair in image(pair)?.sides(with: pair) ?? [] }.noting("x → 3 − 2x"),
      Reading("Wasserstein distances") { pair in
        guard let image = image(pair) else { return [] }
        return distances(image, pair).map { Sides($0.lhs, 2 * $0.rhs, component: $0.component) }
      }
      .noting("x → 3 − 2x doubles them"),
      Reading("Wasserstein distances are unchanged") { pair in image(pair).map { distances($0, pair).distinct } ?? [] }
        .refuted("they are in the units of x, unlike f-divergences: neither bounds the other by itself"),
      Reading("the entropy is unchanged") { pair in image(pair).map { [Sides(entropy($0.p), entropy(pair.p))].finite } ?? [] }
        .refuted("h(aX + b) = h(X) + log |a|: a differential entropy depends on the units, a divergence does not"),
    ])

  private static func image(_ pair: Pair) -> Pair? {
    pair.mapped { try? Affine($0, shift: 3, scale: -2) }
  }

  private static func distances(_ a: Pair, _ b: Pair) -> [Sides] {
    [Sides(a.w1, b.w1, component: "w1"), Sides(a.w2, b.w2, component: "w2")].finite
  }

  private static let slope = Claim(
    "D5", "The generators f(u) and f(u) + c (u − 1) have the same divergence.", source: "∫ (p − q) = 0; Csiszár 1967",
    readings: [
      Reading("c = 3 for KL, −2 for squared Hellinger, 1 for Pearson") { pair in
        // What c (u − 1) adds is c p − c q, two masses that cancel up to the rounding of both.
        let size = 6.0
        return tilted.map { plain, tilted in Sides(pair[tilted].onScale(size), pair[plain], component: plain.name) }.resolved
      },
      Reading("so the critic of the one serves the other: KL, c = 3") { pair in
        guard pair.klPQ.value.isFinite else { return [] }
        // E_P[T] − E_Q[f*(T)] at T = 1 + log p/q, with f*(t) = e^(t−4) + 3 for f = u log u + 3 (u − 1).
        let exponential = pair[CustomFDivergence(name: "mean_ratio", dual: { _ in .exp(-3) }, f: { .exp($0 - 3) })]
        return [Sides(1 + pair.klPQ - exponential - 3, pair.klPQ)]
      }
      .refuted("the divergence is the same, the critic is not: T* = f′(p/q) is higher by c, and the other one's bound is 2.05 too low"),
    ])

  private static let tilted: [(plain: any FDivergence, tilted: CustomFDivergence)] = [
    (
      KullbackLeibler(),
      CustomFDivergence(
        name: "tilted", growthAtInfinity: .logarithmic, dual: { -$0 - 3 * .expMinusOne($0) },
        f: { .exp($0) * $0 + 3 * .expMinusOne($0) })
    ),
    (
      SquaredHellinger(),
      CustomFDivergence(
        name: "tilted", dual: { 0.5 * .expMinusOne(0.5 * $0) * .expMinusOne(0.5 * $0) + 2 * .expMinusOne($0) },
        f: { 0.5 * .expMinusOne(0.5 * $0) * .expMinusOne(0.5 * $0) - 2 * .expMinusOne($0) })
    ),
    (
      PearsonChiSquared(),
      CustomFDivergence(
        name: "tilted", growthAtInfinity: .power(-1), dual: { -.expMinusOne($0) * (.exp(-$0) - 1) - .expMinusOne($0) },
        f: { .expMinusOne($0) * .expMinusOne($0) + .expMinusOne($0) })
    ),
  ]

  private static let exchange = Claim(
    "D6", "Exchanging the densities exchanges f(u) for u f(1/u).", source: "Csiszár 1967",
    readings: [
      Reading("by the formulas of u f(1/u)") { pair in
        let exchanged = pair.exchanged
        return duals.map { Sides(exchanged[$0.dual], pair[$0.plain], component: $0.plain.name) }.resolved
      }
      .noting("KL: −log u; Pearson: (1 − u)²/u; KL(P‖M): log 2/(1 + u)"),
      Reading("f-divergences are symmetric") { [Sides($0.klQP, $0.klPQ, component: "kl")].finite.distinct }
        .refuted("only those with f(u) = u f(1/u) up to a slope, such as JS, TV and Hellinger's; KL is not"),
    ])

  /// u f(1/u) beside f.
  private static let duals: [(plain: any FDivergence, dual: CustomFDivergence)] = [
    (
      KullbackLeibler(),
      CustomFDivergence(name: "dual", growthAtZero: .logarithmic, dual: { .exp($0) * $0 }, f: { -$0 })
    ),
    (
      PearsonChiSquared(),
      CustomFDivergence(
        name: "dual", growthAtZero: .power(-1), dual: { .expMinusOne($0) * .expMinusOne($0) },
        f: { .expMinusOne($0) * .expMinusOne($0) * .exp(-$0) })
    ),
    (
      SkewKullbackLeibler(weight: 0.5),
      CustomFDivergence(
        name: "dual", dual: { .exp($0) * ($0 - .log(0.5 + 0.5 * .exp($0))) }, f: { -.log(0.5 + 0.5 * .exp($0)) })
    ),
  ]
}
