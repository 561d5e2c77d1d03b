import Calculus
import Divergences

/// What bounds the Jensen–Shannon divergence, and what it bounds. JS is the halved one unless a reading says otherwise.
enum JensenShannonClaims {
  static let claims: [Claim] = [totalVariation, hellinger, triangular, hellingerTriangular, jeffreys, parts, range]

  private static let totalVariation = Claim(
    "C6", "TV²/2 ≤ JS(P,Q) ≤ log 2 · TV.", source: "textbook: Pinsker's inequality on both halves, and convexity",
    readings: [
      Reading.ofMeasures("TV²/2 ≤ JS", .atMost) { [Sides(0.5 * $0.tv * $0.tv, $0.js)] },
      Reading.ofMeasures("JS ≤ log 2 · TV", .atMost) { [Sides($0.js, .log2 * $0.tv)] },
      Reading.ofMeasures(
        "the lecture's JS ≤ log 2 · TV", .atMost, on: .parsing(("uniform(0,1)", "uniform(2,3)"), ("uniform(0,2)", "uniform(0,1)"))
      ) {
        [Sides($0.jsLecture, .log2 * $0.tv)]
      }
      .refuted("for KL(P‖M) + KL(Q‖M) the bound is 2 log 2 · TV"),
    ])

  private static let hellinger = Claim(
    "C7", "log 2 · H² ≤ JS(P,Q) ≤ H².", source: "upper half: Degenne, testing-lower-bounds, jensenShannon_le_hellingerAlpha",
    readings: [
      Reading.ofMeasures("log 2 · H² ≤ JS", .atMost) { [Sides(.log2 * $0.hellinger2, $0.js)] }.noting(
        "equal for densities that do not overlap"),
      Reading.ofMeasures("JS ≤ H²", .atMost) { [Sides($0.js, $0.hellinger2)] }.noting("equal in the limit Q → P"),
      Reading.ofMeasures("the lecture's JS ≤ H²", .atMost, on: .parsing(("normal(0,1)", "normal(0.5,1)"), ("uniform(0,1)", "uniform(2,3)")))
      {
        [Sides($0.jsLecture, $0.hellinger2)]
      }
      .refuted("for KL(P‖M) + KL(Q‖M) the bound is 2 H²"),
      Reading.ofMeasures("JS ≤ log 2 · H²", .atMost, on: .parsing(("normal(0,1)", "normal(0.5,1)"))) {
        [Sides($0.js, .log2 * $0.hellinger2)]
      }
      .refuted("log 2 is the constant of the lower bound"),
    ])

  private static let triangular = Claim(
    "C8", "Δ/4 ≤ JS(P,Q) ≤ (log 2/2) Δ, with the triangular discrimination Δ = ∫(p − q)²/(p + q).", source: "Topsøe 2000",
    readings: [
      Reading.ofMeasures("Δ/4 ≤ JS", .atMost) { [Sides(0.25 * $0.triangular, $0.js)] },
      Reading.ofMeasures("JS ≤ (log 2/2) Δ", .atMost) { [Sides($0.js, 0.5 * .log2 * $0.triangular)] },
      Reading.ofMeasures("the lecture's JS ≤ (log 2/2) Δ", .atMost, on: .parsing(("normal(0,1)", "normal(1,2)"))) {
        [Sides($0.jsLecture, 0.5 * .log2 * $0.triangular)]
      }
      .refuted("for KL(P‖M) + KL(Q‖M) both constants double"),
    ])

  private static let hellingerTriangular = Claim(
    "C9", "H² ≤ Δ/2 ≤ 2 H².", source: "textbook",
    readings: [
      Reading.ofMeasures("H² ≤ Δ/2", .atMost) { [Sides($0.hellinger2, 0.5 * $0.triangular)] }.noting(
        "equal for densities that do not overlap"),
      Reading.ofMeasures("Δ/2 ≤ 2 H²", .atMost) { [Sides(0.5 * $0.triangular, 2 * $0.hellinger2)] }.noting("equal in the limit Q → P"),
      Reading.ofMeasures("Δ/2 ≤ 1.99 H²", .atMost, on: .parsing(("normal(0,1)", "normal(0.1,1)"))) {
        [Sides(0.5 * $0.triangular, 1.99 * $0.hellinger2)]
      }
      .refuted("the 2 cannot be improved: near P = Q, Δ/2 is ¼ I δ² and H² is ⅛ I δ², with the Fisher information I"),
      Reading.ofMeasures("1.01 H² ≤ Δ/2", .atMost, on: .parsing(("uniform(0,1)", "uniform(2,3)"))) {
        [Sides(1.01 * $0.hellinger2, 0.5 * $0.triangular)]
      }
      .refuted("nor can the 1: without overlap both are 1"),
    ])

  private static let jeffreys = Claim(
    "C10", "JS(P,Q) ≤ J/4, and JS(P,Q) ≤ log(2/(1 + e^(−J/2))), with Jeffreys' J = KL(P‖Q) + KL(Q‖P).",
    source: "textbook; after Lin and Crooks",
    readings: [
      Reading.ofMeasures("JS ≤ J/4", .atMost) { [Sides($0.js, 0.25 * $0.jeffreys)] },
      Reading.ofMeasures("JS ≤ J/8", .atMost) { [Sides($0.js, 0.125 * $0.jeffreys)] }
        .noting("sharper, and equal in the limit Q → P: the second derivatives stand as 4u ≤ (1 + u)²"),
      Reading.ofMeasures("JS ≤ log(2/(1 + e^(−J/2)))", .atMost) { [Sides($0.js, .log2 - log1p(exp(-0.5 * $0.jeffreys)))] },
      Reading.ofMeasures("the lecture's JS ≤ J/8", .atMost, on: .parsing(("normal(0,1)", "normal(0.5,1)"))) {
        [Sides($0.jsLecture, 0.125 * $0.jeffreys)]
      }
      .refuted("for KL(P‖M) + KL(Q‖M) the constant doubles: J/4"),
    ])

  private static let parts = Claim(
    "C11", "KL(P‖M) ≤ log 2, and KL(P‖M) ≤ KL(P‖Q)/2.", source: "textbook: M ≥ P/2, and convexity",
    readings: [
      Reading.ofMeasures("KL to the mean ≤ log 2", .atMost) {
        [Sides($0.klPM, .log2, component: "P"), Sides($0.klQM, .log2, component: "Q")]
      },
      Reading.ofMeasures("KL to the mean ≤ half of KL", .atMost) {
        [Sides($0.klPM, 0.5 * $0.klPQ, component: "P"), Sides($0.klQM, 0.5 * $0.klQP, component: "Q")]
      },
      Reading("KL from the mean ≤ log 2", .atMost, on: .parsing(("normal(0,1)", "normal(5,1)"), ("uniform(0,1)", "uniform(2,3)"))) {
        [Sides($0.klMP, .log2)]
      }
      .refuted("KL(M‖P) has no bound: M puts mass where p is small"),
    ])

  private static let range = Claim(
    "C12", "0 ≤ JS(P,Q) ≤ log 2, and JS is log 2 exactly for densities that do not overlap.",
    source: "textbook; Arjovsky & Bottou 2017, theorem 2.3",
    readings: [
      Reading.ofMeasures("0 ≤ JS", .atMost) { [Sides(0, $0.js)] },
      Reading.ofMeasures("JS ≤ log 2", .atMost) { [Sides($0.js, .log2)] },
      Reading.ofMeasures("JS = log 2 without overlap", on: apart) { [Sides($0.js, .log2)] },
      Reading.ofMeasures("the lecture's JS = 2 log 2 without overlap", on: apart) { [Sides($0.jsLecture, 2 * .log2)] },
      Reading.ofMeasures("only without overlap: log 2 · (1 − TV) ≤ log 2 − JS", .atMost) { [Sides(.log2 * (1 - $0.tv), .log2 - $0.js)] }
        .noting("where P and Q overlap, 1 − TV > 0, JS is below log 2"),
      Reading.ofMeasures("JS = log 2 also with a small overlap", on: .parsing(("normal(0,1)", "normal(8,1)"))) { [Sides($0.js, .log2)] }
        .refuted("eight deviations apart, with an overlap of 6e-5, JS is below log 2 by 1e-4"),
      Reading.ofMeasures("the lecture's JS = log 2 without overlap", on: apart) { [Sides($0.jsLecture, .log2)] }
        .refuted("the WGAN paper defines JS without the halves and then says log 2 in its example 1: by its own definition it is 2 log 2"),
      Reading.ofMeasures(
        "the lecture's JS ≤ log 2", .atMost, on: .parsing(("normal(0,1)", "normal(3,1)"), ("uniform(0,1)", "uniform(2,3)"))
      ) {
        [Sides($0.jsLecture, .log2)]
      }
      .refuted("log 2 bounds the halved JS; the un-halved one goes up to 2 log 2"),
    ])

  private static let apart: [Pair] = .parsing(
    ("uniform(0,1)", "uniform(2,3)"), ("beta(0.5,2)", "affine(exponential(1),1,1)"), ("uniform(0,1)", "pareto(2,1)"))
}
