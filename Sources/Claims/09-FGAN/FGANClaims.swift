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
      + "them; as far as is known, the paper does not state it)",
    readings: [
      Reading("the optima, to eight decimals", precision: 1e-6, on: FGANTable.rows + FGANTable.further, pair: \.optimum) { row in
        zip(zip(fitted(row.divergence), [row.exact.normal.mean, row.exact.normal.sd, row.exact.divergence]), [8, 8, 10]).map {
          Sides($0.0.value, .printed($0.1, decimals: $1), component: $0.0.name)
        }
      }
      .noting("μ*, σ* and D(P,Q*) by search and by a zero of the gradient"),
      Reading("the paper's optima", precision: 1e-2, on: FGANTable.rows, pair: \.optimum) { row in
        row.printed.map { printed in
          zip(fitted(row.divergence, factor: row.factor), [printed.normal.mean, printed.normal.sd, printed.divergence]).map {
            Sides($0.value, .printed($1, decimals: 3), component: $0.name)
          }
        } ?? []
      }
      .noting("to 5e-4: the five parameters of the mixture were fitted to these 15 figures; JS is the un-halved one"),
      Reading(
        "the paper's JS is the halved one", precision: 1e-2, on: FGANTable.rows.filter { $0.divergence is JensenShannon }, pair: \.optimum
      ) { row in
        row.printed.map { printed in
          fitted(row.divergence).suffix(1).map { Sides($0.value, .printed(printed.divergence, decimals: 3)) }
        } ?? []
      }
      .refuted("its figures fit only KL(P‖M) + KL(Q‖M): the f-GAN generator of JS has no halves"),
      Reading(
        "the paper's Pearson is ∫ (q − p)²/p", precision: 1e-2, on: FGANTable.rows.filter { $0.divergence is PearsonChiSquared },
        pair: \.optimum
      ) { row in row.printed.map { [Sides(row.optimum.chi2QP, .printed($0.divergence, decimals: 3))] } ?? [] }
      .refuted("as its table writes it, from memory; with f(u) = (u − 1)² it is ∫ (p − q)²/q, and its figures are that"),
      Reading("the learned bound is a lower bound", .atMost, on: FGANTable.rows, pair: \.learnedPair) { row in
        let divergence = Estimate(row.factor) * row.learnedPair[row.divergence]
        return row.learned.map { [Sides(.printed($0.divergence, decimals: 4), divergence, component: row.divergence.name)] } ?? []
      }
      .noting("F at the learned Q̂ is at most D(P,Q̂): up to the sampling of the paper's own run"),
      Reading(
        "the learned bound is the divergence", precision: 1e-2, on: FGANTable.rows.filter { $0.divergence is Jeffreys }, pair: \.learnedPair
      ) { row in row.learned.map { [Sides(.printed($0.divergence, decimals: 4), row.learnedPair[row.divergence])] } ?? [] }
      .refuted("a network's critic is not optimal: the bound is lower, most for Jeffreys, by 13 %"),
    ])

  /// The mean and the deviation of the closest normal, and the divergence that it reaches.
  private static func fitted(_ divergence: any FDivergence, factor: Double = 1) -> [(name: String, value: Estimate)] {
    guard let fit = FGANTable.fit(divergence) else { return [] }
    return fit.parameters.map { ($0.name, $0.estimate) } + [("divergence", Estimate(factor) * fit.outcome)]
  }
}
