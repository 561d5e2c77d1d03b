import Calculus
import Divergences
import RealModule
import Scalars

/// What the optimal discriminator is and what the game is worth (Goodfellow et al. 2014).
enum OptimalDiscriminatorClaims {
  static let claims: [Claim] = [shape, value, saturating]

  private static let shape = Claim(
    "A1", "The optimal discriminator is D*(x) = p(x)/(p(x) + q(x)).", source: "the lecture; Goodfellow et al. 2014, proposition 1",
    readings: [
      Reading("no perturbation of D* gains", .atMost) { pair in
        let optimal = pair.optimal
        return [
          Sides(pair.value { optimal.logit(at: $0) + 0.3 * .tanh($0.x) }, pair.bestValue, component: "tilted"),
          Sides(pair.value { optimal.logit(at: $0) + 0.1 }, pair.bestValue, component: "shifted"),
        ]
      }
      .noting("V(D) ≤ V(D*) for the logit of D* plus 0.3 tanh x, and plus 0.1"),
      Reading("by value: V at p/(p + q) is the maximum 2 JS − log 4") { [Sides(gameValue($0), $0.bestValue)] },
      Reading("a D that decides alike is as good") { pair in
        [Sides(pair.mean(real: { -softplus(-2 * $0) }, fake: { -softplus(2 * $0) }), pair.bestValue)].distinct
      }
      .refuted("with twice the logit it classifies as D* does, and is too sure of itself: V is about probabilities, not decisions"),
    ])

  private static let value = Claim(
    "A2", "At the optimal discriminator the value of the game is V(D*) = −log 4 + 2 JS(P,Q).", source: "Goodfellow et al. 2014, theorem 1",
    readings: [
      Reading("halved JS") { [Sides(gameValue($0), $0.bestValue)] },
      Reading("the lecture's JS") { $0.js.value > 1e-6 ? [Sides(gameValue($0), 2 * $0.jsLecture - 2 * .log2)] : [] }
        .refuted("with the un-halved JS it is −log 4 + JS"),
      Reading("the lecture's JS with coefficient 1") { [Sides(gameValue($0), $0.jsLecture - 2 * .log2)] },
    ])

  private static let saturating = Claim(
    "A3", "With D* frozen, the gradient of E_Q[log(1 − D)] is that of 2 JS(P,Q), and so is the total gradient of V(D*).",
    source: "Goodfellow et al. 2014, theorem 1; the envelope theorem",
    readings: [
      Reading("frozen", precision: 1e-7) { $0.components($0.frozenGradient(.saturating), $0.gradient { 2 * $0.measure(JensenShannon()) }) },
      Reading("frozen, 2 JS with the lecture's JS", precision: 1e-7) {
        $0.components($0.frozenGradient(.saturating), $0.gradient { 2 * $0.measure(JensenShannon(isHalved: false)) }).distinct
      }
      .refuted("twice too steep: in the un-halved convention it is the gradient of JS itself"),
      Reading("total, of V(D*)", precision: 1e-7) {
        $0.components($0.gradient { realTerm($0) + fakeTerm($0) }, $0.frozenGradient(.saturating))
      }
      .noting("by differences of V, with D* solved anew at each: its own move changes V only to second order"),
      Reading("total, of E_Q[log(1 − D*)] alone: as ∇KL(Q‖M)", precision: 1e-7) {
        $0.components(
          $0.gradient { fakeTerm($0) },
          $0.gradient { $0.measure(SkewKullbackLeibler(weight: 0.5, .reverse)) })
      },
      Reading("total, of E_Q[log(1 − D*)] alone", precision: 1e-7) {
        $0.components($0.gradient { fakeTerm($0) }, $0.frozenGradient(.saturating)).distinct
      }
      .refuted(
        "when D* follows the generator this term alone has the gradient of KL(Q‖M): another vector; E_P[log D*] has the rest of 2 ∇JS"),
    ])

  /// E_P[log D*].
  private static func realTerm(_ pair: DensityPair) -> Estimate { pair.measure(CustomFDivergence.real { -softplus(-$0) }) }
  /// E_Q[log(1 − D*)].
  private static func fakeTerm(_ pair: DensityPair) -> Estimate { pair.loss(.saturating) }

  /// V(D*) by the integral of both log losses, independent of JS.
  private static func gameValue(_ pair: Pair) -> Estimate {
    let optimal = pair.optimal
    return pair.value { optimal.logit(at: $0) }
  }
}
