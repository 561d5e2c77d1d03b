import Calculus
import Divergences

/// Bounds of total variation by KL and by the Hellinger distance.
enum TotalVariationClaims {
  static let claims: [Claim] = [pinsker, bretagnolleHuber, leCam]

  private static let close: [Pair] = .parsing(("normal(0,1)", "normal(0.1,1)"))

  private static let pinsker = Claim(
    "C1", "Pinsker's inequality: TV(P,Q) ≤ √(KL/2).", source: "textbook: Pinsker, with this constant Csiszár, Kemperman and Kullback",
    readings: [
      Reading("KL either way", .atMost) {
        [Sides($0.tv, sqrt(0.5 * $0.klPQ), component: "KL(P‖Q)"), Sides($0.tv, sqrt(0.5 * $0.klQP), component: "KL(Q‖P)")]
      },
      Reading("with TV = ∫|p − q|", .atMost, on: close) { [Sides(2 * $0.tv, sqrt(0.5 * $0.klPQ))] }
        .refuted("the constant ½ belongs to TV = ½ ∫|p − q|, at most 1; for ∫|p − q| it is √(2 KL)"),
    ])

  private static let bretagnolleHuber = Claim(
    "C2", "TV(P,Q) ≤ √(1 − e^−KL), and 1 − TV ≥ ½ e^−KL.",
    source: "textbook: Bretagnolle & Huber; Tsybakov 2009, lemma 2.6",
    readings: [
      Reading("TV ≤ √(1 − e^−KL)", .atMost) { pair in [pair.klPQ, pair.klQP].map { Sides(pair.tv, sqrt(-expm1(-$0))) } },
      Reading("½ e^−KL ≤ 1 − TV", .atMost) { pair in [pair.klPQ, pair.klQP].map { Sides(0.5 * exp(-$0), 1 - pair.tv) } },
      Reading("e^−KL ≤ 1 − TV, without the ½", .atMost, on: close) { [Sides(exp(-$0.klPQ), 1 - $0.tv)] }
        .refuted("near P = Q the overlap falls like √KL, so the ½ cannot be left out"),
    ])

  private static let leCam = Claim(
    "C3", "H² ≤ TV ≤ √(H² (2 − H²)), with H² at most 1.", source: "Le Cam; Degenne, testing-lower-bounds",
    readings: [
      Reading("H² ≤ TV", .atMost) { [Sides($0.hellinger2, $0.tv)] },
      Reading("TV ≤ √(H² (2 − H²))", .atMost) { [Sides($0.tv, sqrt($0.hellinger2 * (2 - $0.hellinger2)))] },
      Reading("with H² = ∫(√p − √q)²", .atMost, on: .parsing(("normal(0,1)", "normal(3,1)"), ("uniform(0,1)", "uniform(2,3)"))) {
        [Sides(2 * $0.hellinger2, $0.tv)]
      }
      .refuted("without its ½ the squared Hellinger distance goes up to 2, TV only to 1"),
    ])
}
