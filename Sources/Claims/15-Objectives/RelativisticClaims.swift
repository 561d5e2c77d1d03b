import Calculus
import Divergences
import RealModule
import Scalars

/// What a discriminator is worth that compares a real sample with a fake one.
enum RelativisticClaims {
  static let claims: [Claim] = [
    Claim(
      "A17",
      "The relativistic discriminator, which is shown a real and a fake sample and asked which is which, is worth at best "
        + "JS(P×Q, Q×P) − log 2.",
      source: "derived; the objective E log σ(C(x) − C(y)) is that of Jolicoeur-Martineau 2019 (its abstract)",
      readings: [
        Reading("at C = log p/q: E log σ(C(x) − C(y)) + log 2 = JS(P×Q, Q×P)", on: indices, pair: pair) {
          [Sides(best[$0], divergences[$0])]
        }
        .noting("the best of all functions of two samples is a difference of one function: 0.22762 for N(0,1) and N(1,2)"),
        Reading("another critic is worth less", .atMost, on: indices, pair: pair) { index in
          [Sides(.log2 + value(pair(index), of: { 0.5 * $0 }), divergences[index], component: "half the logit")]
        },
        Reading("between JS and 2 JS", .atMost, on: indices, pair: pair) {
          [Sides(pair($0).js, divergences[$0], component: "JS"), Sides(divergences[$0], 2 * pair($0).js, component: "2 JS")]
        }
        .noting("two samples tell more than one, and no more than both do by themselves"),
        Reading("it is JS(P,Q)", on: indices, pair: pair) { [Sides(divergences[$0], pair($0).js)] }
          .refuted("0.228 against 0.128 for N(0,1) and N(1,2): the label of the pair is learned from both"),
        Reading("σ(C) is D*, so that C has the scale of a logit and its zero", on: indices, pair: pair) { index in
          [Sides(.log2 + value(pair(index), of: { logistic($0) }), divergences[index])]
        }
        .refuted("C must be the logit, up to a constant that no loss sees; a C between 0 and 1 is worth far less"),
      ])
  ]

  private static let pairs: [Pair] = .parsing(("normal(0,1)", "normal(1,2)"), ("gamma(2,1.5)", "exponential(1)"))
  private static let indices = Array(pairs.indices)
  private static func pair(_ index: Int) -> Pair { pairs[index] }

  /// E_P E_Q log σ(C(x) − C(y)) for a function C of the logit.
  private static func value(_ pair: Pair, of critic: @escaping @Sendable (Double) -> Double) -> Estimate {
    ProductClaims.expectation(pair.p, pair.q, pair.optimal) { -softplus(critic($1) - critic($0)) }
  }

  private static let best = pairs.map { .log2 + value($0) { $0 } }

  /// JS(P×Q, Q×P) = log 2 + ½ E_{P×Q} log σ(Λ) + ½ E_{Q×P} log σ(−Λ) with Λ = log p(x)q(y)/(q(x)p(y)).
  private static let divergences = pairs.map { pair in
    let ofReal = ProductClaims.expectation(pair.p, pair.q, pair.optimal) { -softplus($1 - $0) }
    let ofFake = ProductClaims.expectation(pair.q, pair.p, pair.optimal) { -softplus($0 - $1) }
    return .log2 + 0.5 * ofReal + 0.5 * ofFake
  }
}
