import Calculus
import Divergences
import RealModule

/// Which way round χ² and Jeffreys' divergence are, and the bounded relatives of KL.
enum ConventionClaims {
  static let claims: [Claim] = [pearson, jeffreys, skew]

  private static let pearson = Claim(
    "C14", "Pearson's χ²(P‖Q) = ∫(p − q)²/q = ∫p²/q − 1, and Neyman's is Pearson's with P and Q exchanged.",
    source: "textbook: Pearson, Neyman",
    readings: [
      Reading("∫p²/q − 1") { pair in
        let square = CustomFDivergence(name: "square", growthAtInfinity: .power(-1), dual: { .exp(-$0) }, f: { .exp(2 * $0) })
        return [Sides(pair.chi2PQ, pair[square] - 1)].finite.resolved
      },
      Reading("exchanged") { [Sides($0.chi2QP, $0.exchanged.chi2PQ)].finite.resolved },
      Reading("f(u) = (u − 1)² belongs to ∫(q − p)²/p") { [Sides($0.chi2PQ, $0.chi2QP)].finite.resolved.distinct }
        .refuted("a common slip: with D_f = ∫ q f(p/q) this f gives ∫(p − q)²/q, and the other is Neyman's"),
    ])

  private static let jeffreys = Claim(
    "C15", "Jeffreys' divergence is J = KL(P‖Q) + KL(Q‖P) = ∫(p − q) log(p/q).", source: "Jeffreys; textbook",
    readings: [
      Reading.ofMeasures("the sum of both KL") { [Sides($0.jeffreys, $0.klPQ + $0.klQP)].finite },
      Reading("∫(p − q) log(p/q)") { pair in
        let difference = CustomFDivergence(
          name: "difference", growthAtZero: .logarithmic, growthAtInfinity: .logarithmic, dual: { .expMinusOne($0) * $0 },
          f: { .expMinusOne($0) * $0 })
        return [Sides(pair.jeffreys, pair[difference])].finite
      },
      Reading("JS is the symmetrised KL, J/2") { [Sides($0.js, 0.5 * $0.jeffreys)].finite.distinct }
        .refuted("JS averages KL to the mean M, not KL between P and Q: it is at most J/8"),
    ])

  private static let skew = Claim(
    "C16", "The skew divergence KL(P‖(1−a) P + a Q) is at most −log(1−a).", source: "Lee 1999",
    readings: [
      Reading("a = 0.1, 0.5, 0.9", .atMost) { skews($0) },
      Reading("with equality without overlap", on: .parsing(("uniform(0,1)", "uniform(2,3)"))) { skews($0) },
      Reading("at most −log a", .atMost, on: .parsing(("uniform(0,1)", "uniform(2,3)"))) {
        [Sides($0[SkewKullbackLeibler(weight: 0.9)], Estimate(-.log(0.9)))]
      }
      .refuted("the weight under the logarithm is that of P in the mixture, 1 − a"),
    ])

  /// The skew divergence beside −log(1−a).
  private static func skews(_ pair: Pair) -> [Sides] {
    [0.1, 0.5, 0.9].map { Sides(pair[SkewKullbackLeibler(weight: $0)], Estimate(-.log(1 - $0)), component: "a = \($0)") }
  }
}
