import Divergences
import RealModule

/// What the optimal discriminator is and what the game is worth (Goodfellow et al. 2014).
enum OptimalDiscriminatorClaims {
  static let claims: [Claim] = [shape, value, saturating]

  private static let shape = Claim(
    "A1", "The optimal discriminator is D*(x) = p(x)/(p(x) + q(x)).", source: "Goodfellow et al. 2014, proposition 1",
    readings: [
      Reading("no perturbation of D* gains", .atMost, note: "V(D) ≤ V(D*) for the logit of D* plus 0.3 tanh x, and plus 0.1") { subject in
        let optimal = OptimalDiscriminator(subject.p, subject.q)
        let best = 2 * subject.js - 2 * .log2
        return [
          Sides(subject.value { optimal.logit(at: $0) + 0.3 * .tanh($0.x) }, best, component: "tilted"),
          Sides(subject.value { optimal.logit(at: $0) + 0.1 }, best, component: "shifted"),
        ]
      },
      Reading("by value: V at p/(p + q) is the maximum 2 JS − log 4") { subject in
        let optimal = OptimalDiscriminator(subject.p, subject.q)
        return [Sides(subject.value { optimal.logit(at: $0) }, 2 * subject.js - 2 * .log2)]
      },
    ])

  private static let value = Claim(
    "A2", "At the optimal discriminator the value of the game is V(D*) = −log 4 + 2 JS(P,Q).", source: "Goodfellow et al. 2014, theorem 1",
    readings: [
      Reading("halved JS") { [Sides(gameValue($0), 2 * $0.js - 2 * .log2)] },
      Reading(
        "the lecture's JS", expected: .fails, note: "with the un-halved JS it is −log 4 + JS"
      ) { $0.js.value > 1e-6 ? [Sides(gameValue($0), 2 * $0.jsLecture - 2 * .log2)] : [] },
      Reading("the lecture's JS with coefficient 1") { [Sides(gameValue($0), $0.jsLecture - 2 * .log2)] },
    ])

  private static let saturating = Claim(
    "A3", "With D* frozen, the gradient of E[log(1 − D)] is that of 2 JS(P,Q), and so is the total gradient.",
    source: "Goodfellow et al. 2014, theorem 1; the envelope theorem",
    readings: [
      Reading("frozen", precision: 1e-7) {
        $0.components($0.frozenGradient(.saturating), $0.gradient { 2 * $0.bounded(JensenShannon()) })
      }
    ])

  /// V(D*) by the integral of both log losses, independent of JS.
  private static func gameValue(_ subject: Subject) -> Bounded {
    let optimal = OptimalDiscriminator(subject.p, subject.q)
    return subject.value { optimal.logit(at: $0) }
  }
}
