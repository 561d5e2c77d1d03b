import Calculus
import Divergences
import Scalars

/// Whether the game with the non-saturating loss is a zero-sum game, as the minimax game is.
///
/// With L_D = −V(D) and L_G = E_Q[−log D] the sum of the losses depends on D, so that one player's gain is not the
/// other's loss, and the value of the game says nothing about the generator.
enum ZeroSumClaims {
  static let claims: [Claim] = [
    Claim(
      "A14", "The game in which the generator descends E_Q[−log D], and D ascends V(D), is a zero-sum game.",
      source: "the lecture, which heads this game with the same words as the minimax game; the readings derived",
      readings: [
        Reading("minimax: what the discriminator gains from D = ½ to D* the generator loses") { pair in
          let optimal = pair.optimal
          return [Sides(pair.value { optimal.logit(at: $0) } + 2 * .log2, 2 * pair.js)]
        }
        .noting("V(D*) + log 4 = 2 JS, by the integral of V: the first of the two games has a sum of 0, whatever D"),
        Reading("non-saturating: the sum of the losses is the same for every D") { pair in
          [Sides(pair.loss(.nonSaturating) - pair.bestValue, 3 * .log2)].finite.distinct
        }
        .refuted("at D = ½ it is 3 log 2 = 2.079, at D* it is 3 log 2 + KL(Q‖P) − KL(P‖M) − 2 KL(Q‖M)"),
        Reading("non-saturating: the sum at D*, as 3 log 2 + KL(Q‖P) − KL(P‖M) − 2 KL(Q‖M)") { pair in
          let optimal = pair.optimal
          let sum = pair.loss(.nonSaturating) - pair.value { optimal.logit(at: $0) }
          return [Sides(sum, 3 * .log2 + pair.klQP - pair.klPM - 2 * pair.klQM)].finite
        },
        Reading("a D whose logit is 1 too low moves to D*: both players gain", .atMost) { pair in
          [
            Sides(-pair.bestValue, -shiftedValue(pair, by: -1), component: "the discriminator's loss"),
            Sides(pair.loss(.nonSaturating), shiftedLoss(pair, by: -1), component: "the generator's loss"),
          ]
        }
        .noting("in a zero-sum game no change of D is good for both"),
        Reading("what one player loses by it the other gains") { pair in
          let ofDiscriminator = pair.bestValue - shiftedValue(pair, by: -1)
          return [Sides(ofDiscriminator, pair.loss(.nonSaturating) - shiftedLoss(pair, by: -1))].finite.distinct
        }
        .refuted("where D was too low both gain: an equilibrium of this game is no saddle point of one function"),
      ])
  ]

  /// V(D) for the logit of D* shifted.
  private static func shiftedValue(_ pair: Pair, by shift: Double) -> Estimate {
    pair.mean(real: { -softplus(-$0 - shift) }, fake: { -softplus($0 + shift) })
  }

  /// E_Q[−log D] for it.
  private static func shiftedLoss(_ pair: Pair, by shift: Double) -> Estimate {
    pair[CustomFDivergence.fake(growthAtZero: .logarithmic) { softplus(-$0 - shift) }]
  }
}
