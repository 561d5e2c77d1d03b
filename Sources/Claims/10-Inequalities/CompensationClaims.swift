import Calculus
import Divergences

/// Jensen–Shannon as the least mean divergence to a third density.
enum CompensationClaims {
  static let claims: [Claim] = [
    Claim(
      "C18", "a KL(P‖R) + (1−a) KL(Q‖R) = JS_a(P,Q) + KL(aP + (1−a)Q ‖ R), so that JS = min over R of ½ KL(P‖R) + ½ KL(Q‖R).",
      source: "the compensation identity; Degenne, testing-lower-bounds",
      readings: [
        Reading("the identity") { pair in compared(pair).map { Sides($0.mean, $0.information + $0.distance, component: $0.name) }.finite }
          .noting("R is a mixture of P and Q, and a Cauchy density"),
        Reading("JS is the least", .atMost) { pair in compared(pair).map { Sides($0.information, $0.mean, component: $0.name) } },
        Reading("with KL the other way round: at least −log ∫√(pq)", .atMost) {
          [Sides(-log(1 - $0.hellinger2), meanFromMiddle($0))].resolved
        }
        .noting("½ KL(R‖P) + ½ KL(R‖Q) at R = M; its least value, at R ∝ √(pq), is Bhattacharyya's distance, half of R_½"),
        Reading("with KL the other way round M gives JS as well") { [Sides(meanFromMiddle($0), $0.js)].finite.resolved.distinct }
          .refuted("the mean ½ (P + Q) is the middle for KL from P and Q; for KL from the middle it is √(pq), rescaled"),
      ])
  ]

  /// ½ KL(M‖P) + ½ KL(M‖Q).
  private static func meanFromMiddle(_ pair: Pair) -> Estimate {
    0.5 * pair.klMP + 0.5 * DensityPair(pair.q, pair.p).measure(MeanToFirst())
  }

  /// a KL(P‖R) + (1−a) KL(Q‖R), JS_a(P,Q) and KL(aP + (1−a)Q‖R) for some weights a and densities R.
  private static func compared(_ pair: Pair) -> [(name: String, mean: Estimate, information: Estimate, distance: Estimate)] {
    let thirds = [pair.mixture(weight: 0.3), Cauchy([0, 2])].compactMap { $0 }
    return [0.5, 0.8].flatMap { a in
      thirds.compactMap { r in
        guard let mixture = pair.mixture(weight: a) else { return nil }
        let (first, second) = (kl(pair.p, r), kl(pair.q, r))
        return (
          "a = \(a), R = \(r)", Estimate(a) * first + Estimate(1 - a) * second, pair[WeightedJensenShannon(weight: a)],
          kl(mixture, r)
        )
      }
    }
  }
}
