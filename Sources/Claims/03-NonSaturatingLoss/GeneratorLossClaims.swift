import Calculus
import Divergences

/// How the generator's losses belong together, and what their gradients with D* frozen belong to.
enum GeneratorLossClaims {
  static let claims: [Claim] = [sum, gradients]

  private static let sum = Claim(
    "A7", "The two generator losses add up: E_Q[log(1 − D*)] + E_Q[−log D*] = KL(Q‖P).",
    source: "Stanford CS236 2018, homework 3, problem 2.3",
    readings: [
      Reading("by value") { [Sides($0.loss(.saturating) + $0.loss(.nonSaturating), $0.klQP)].finite },
      Reading("as one loss E_Q[−logit D*]") { [Sides($0.loss(.sum), $0.klQP)].finite },
      Reading("the two losses differ by a constant", precision: 1e-7) {
        $0.components($0.frozenGradient(.saturating), $0.frozenGradient(.nonSaturating)).distinct
      }
      .refuted("they have opposite signs and different gradients: 2 ∇JS and 2 ∇KL(M‖P); only their zero at Q = P is common"),
    ])

  private static let gradients = Claim(
    "A8", "With D* frozen, a generator loss E_Q[h(D*/(1 − D*))] has the gradient of the f-divergence with f″(u) = −h′(u)/u.",
    source: "derived; the rows 2 JS and KL(Q‖P) − 2 JS are Goodfellow et al. 2014 and Arjovsky & Bottou 2017",
    readings: GeneratorLoss.all.map { gradient($0) } + [
      Reading("by value, for E_Q[log(1 − D)]") { [Sides($0.loss(.saturating), 2 * $0.js)].finite.distinct }
        .refuted("the law is about gradients: the value is KL(Q‖M) − log 2, not 2 JS"),
      Reading("by value, for −E_Q[D/(1 − D)]") { [Sides($0.loss(.maximumLikelihood), $0.klPQ)].finite.distinct }
        .refuted(
          "the maximum-likelihood cost has the gradient of KL(P‖Q), but its value at D* is −∫p over the support of Q: −1, however good "
            + "the generator"),
    ])

  private static func gradient(_ loss: GeneratorLoss) -> Reading {
    Reading("\(loss.formula) as \(loss.divergenceName)", precision: 1e-7) { pair in
      pair.components(pair.frozenGradient(loss), pair.gradient { Estimate(loss.scale) * $0.measure(loss.divergence) })
    }
    .noting("the right side by differences of the exact divergence")
  }
}
