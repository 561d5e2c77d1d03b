import Calculus
import Divergences
import RealModule

/// Which normal a GAN finds for data that no normal fits: it depends on the divergence.
enum FGANClaims {
  static let claims: [Claim] = [table]

  private static let table = Claim(
    "T1",
    "The best normal for a mixture of two depends on the divergence: the optimal values of the f-GAN paper's toy experiment, on the "
      + "mixture that was recovered from them.",
    source:
      "Nowozin, Cseke & Tomioka 2016, the table of the univariate experiment (figures quoted from memory; the mixture is inferred from "
      + "them, not stated by the paper)",
    readings: [
      Reading("the optima, to eight decimals", precision: 1e-6, on: FGANTable.rows + FGANTable.further, pair: \.optimum) { row in
        zip(zip(fitted(row.divergence), row.exact), [8, 8, 10]).map {
          Sides($0.0.value, .printed($0.1, decimals: $1), component: $0.0.name)
        }
      }
      .noting("μ*, σ* and D(P,Q*) by search and by a zero of the gradient"),
      Reading("the paper's optima", precision: 1e-2, on: FGANTable.rows, pair: \.optimum) { row in
        zip(fitted(row.divergence, factor: row.factor), [row.printed[1], row.printed[2], row.printed[0]]).map {
          Sides($0.value, .printed($1, decimals: 3), component: $0.name)
        }
      }
      .noting("to 5e-4: the five parameters of the mixture were fitted to these 15 figures; JS is the un-halved one"),
      Reading(
        "the paper's JS is the halved one", precision: 1e-2, on: FGANTable.rows.filter { $0.divergence is JensenShannon }, pair: \.optimum
      ) { row in fitted(row.divergence).suffix(1).map { Sides($0.value, .printed(row.printed[0], decimals: 3)) } }
      .refuted("its figures fit only KL(P‖M) + KL(Q‖M): the f-GAN generator of JS has no halves"),
      Reading(
        "the paper's Pearson is ∫ (q − p)²/p", precision: 1e-2, on: FGANTable.rows.filter { $0.divergence is PearsonChiSquared },
        pair: \.optimum
      ) { [Sides($0.optimum.chi2QP, .printed($0.printed[0], decimals: 3))] }
      .refuted("as its table writes it; with f(u) = (u − 1)² it is ∫ (p − q)²/q, and its figures are that"),
      Reading("the learned bound is a lower bound", .atMost, on: FGANTable.rows, pair: \.learnedPair) {
        [Sides(.printed($0.learned[0], decimals: 4), Estimate($0.factor) * $0.learnedPair[$0.divergence], component: $0.divergence.name)]
      }
      .noting("F at the learned Q̂ is at most D(P,Q̂): up to the sampling of the paper's own run"),
      Reading(
        "the learned bound is the divergence", precision: 1e-2, on: FGANTable.rows.filter { $0.divergence is Jeffreys }, pair: \.learnedPair
      ) { [Sides(.printed($0.learned[0], decimals: 4), $0.learnedPair[$0.divergence])] }
      .refuted("a network's critic is not optimal: the bound is lower, most for Jeffreys, by 13 %"),
    ])

  /// The mean and the deviation of the closest normal, and the divergence that it reaches.
  private static func fitted(_ divergence: any FDivergence, factor: Double = 1) -> [(name: String, value: Estimate)] {
    guard let fit = FGANTable.fit(divergence) else { return [] }
    return fit.parameters.map { ($0.name, $0.estimate) } + [("divergence", Estimate(factor) * fit.outcome)]
  }
}
