import Calculus
import Divergences

/// The order in which total variation, Hellinger, Rényi, KL and χ² stand.
enum OrderClaims {
  static let claims: [Claim] = [pinsker, bretagnolleHuber, leCam, belowKL, aboveKL]

  private static let close: [Pair] = .parsing(("normal(0,1)", "normal(0.1,1)"))

  private static let pinsker = Claim(
    "C1", "Pinsker's inequality: TV(P,Q) ≤ √(KL/2).", source: "textbook: Pinsker, with this constant Csiszár, Kemperman and Kullback",
    readings: [
      Reading.ofMeasures("KL either way", .atMost) {
        [Sides($0.tv, sqrt(0.5 * $0.klPQ), component: "KL(P‖Q)"), Sides($0.tv, sqrt(0.5 * $0.klQP), component: "KL(Q‖P)")]
      },
      Reading.ofMeasures("with TV = ∫|p − q|", .atMost, on: close) { [Sides(2 * $0.tv, sqrt(0.5 * $0.klPQ))] }
        .refuted("the constant ½ belongs to TV = ½ ∫|p − q|, at most 1; for ∫|p − q| it is √(2 KL)"),
    ])

  private static let bretagnolleHuber = Claim(
    "C2", "TV(P,Q) ≤ √(1 − e^−KL), and 1 − TV ≥ ½ e^−KL.",
    source: "textbook: Bretagnolle & Huber; Tsybakov 2009, lemma 2.6",
    readings: [
      Reading.ofMeasures("TV ≤ √(1 − e^−KL)", .atMost) { pair in [pair.klPQ, pair.klQP].map { Sides(pair.tv, sqrt(-expm1(-$0))) } },
      Reading.ofMeasures("½ e^−KL ≤ 1 − TV", .atMost) { pair in [pair.klPQ, pair.klQP].map { Sides(0.5 * exp(-$0), 1 - pair.tv) } },
      Reading.ofMeasures("e^−KL ≤ 1 − TV, without the ½", .atMost, on: close) { [Sides(exp(-$0.klPQ), 1 - $0.tv)] }
        .refuted("near P = Q the overlap falls like √KL, so the ½ cannot be left out"),
    ])

  private static let leCam = Claim(
    "C3", "H² ≤ TV ≤ √(H² (2 − H²)), with H² at most 1.", source: "Le Cam; Degenne, testing-lower-bounds",
    readings: [
      Reading.ofMeasures("H² ≤ TV", .atMost) { [Sides($0.hellinger2, $0.tv)] },
      Reading.ofMeasures("TV ≤ √(H² (2 − H²))", .atMost) { [Sides($0.tv, sqrt($0.hellinger2 * (2 - $0.hellinger2)))] },
      Reading.ofMeasures("with H² = ∫(√p − √q)²", .atMost, on: .parsing(("normal(0,1)", "normal(3,1)"), ("uniform(0,1)", "uniform(2,3)"))) {
        [Sides(2 * $0.hellinger2, $0.tv)]
      }
      .refuted("without its ½ the squared Hellinger distance goes up to 2, TV only to 1"),
    ])

  private static let belowKL = Claim(
    "C4", "2 H² ≤ R_½ = −2 log(1 − H²) ≤ KL(P‖Q).", source: "van Erven & Harremoës 2014; Degenne, testing-lower-bounds",
    readings: [
      Reading("2 H² ≤ R_½", .atMost) { [Sides(2 * $0.hellinger2, $0.renyi(0.5))] },
      Reading("R_½ = −2 log(1 − H²)") { $0.hellinger2.value < 0.999 ? [Sides($0.renyi(0.5), -2 * log(1 - $0.hellinger2))] : [] }
        .noting("where enough of 1 − H² is left to take its logarithm"),
      Reading("R_½ ≤ KL", .atMost) {
        [Sides($0.renyi(0.5), $0.klPQ, component: "KL(P‖Q)"), Sides($0.renyi(0.5), $0.klQP, component: "KL(Q‖P)")]
      },
      Reading.ofMeasures("KL ≤ 2 H²", .atMost, on: .parsing(("normal(0,1)", "normal(2,1)"))) { [Sides($0.klPQ, 2 * $0.hellinger2)] }
        .refuted("only the other way round: H² is bounded and KL is not"),
    ])

  private static let aboveKL = Claim(
    "C5", "KL(P‖Q) ≤ log(1 + χ²(P‖Q)) ≤ χ²(P‖Q).", source: "textbook: Jensen's inequality",
    readings: [
      Reading("KL ≤ log(1 + χ²)", .atMost) { [Sides($0.klPQ, $0.renyi(2))] }.noting("log(1 + χ²) is the Rényi divergence of order 2"),
      Reading("log(1 + χ²) ≤ χ²", .atMost) { $0.chi2PQ.error < .infinity ? [Sides($0.renyi(2), $0.chi2PQ)] : [] }
        .noting("where χ² is within the doubles"),
      Reading.ofMeasures("with χ² = ∫(p − q)²/p", .atMost, on: .parsing(("normal(0,1)", "normal(0,0.5)"))) {
        [Sides($0.klPQ, log1p($0.chi2QP))]
      }
      .refuted("that is χ²(Q‖P); for KL(P‖Q) the density under the fraction is q"),
    ])
}

extension Pair {
  /// The Rényi divergence R_α(P‖Q).
  func renyi(_ order: Double) -> Estimate { DensityPair(p, q).renyi(order: order).operand }
}
