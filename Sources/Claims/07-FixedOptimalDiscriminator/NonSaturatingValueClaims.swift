import Calculus
import Divergences
import Scalars

/// What the non-saturating loss is worth at the optimal discriminator, and what is descended with D* frozen.
enum NonSaturatingValueClaims {
  static let claims: [Claim] = [value, divergence]

  private static let value = Claim(
    "A5", "At the optimal discriminator E_Q[−log D*] = log 2 + KL(Q‖P) − KL(Q‖M).",
    source: "derived; corrects popular readings of Arjovsky & Bottou 2017, theorem 2.5",
    readings: [
      Reading("by value") { [Sides($0.loss(.nonSaturating), .log2 + $0.klQP - $0.klQM)].finite },
      Reading("by value, from KL(M‖P)") { [Sides($0.loss(.nonSaturating), 2 * $0.klMP + .log2 + $0.klPM)].finite }
        .noting("log 2 + KL(P‖M) is what the value has beyond the divergence 2 KL(M‖P) whose gradient it follows"),
      Reading("by value, from KL(Q‖P) − 2 JS + 2 log 2 + E_P[log D*]") {
        [Sides($0.loss(.nonSaturating), $0.klQP - 2 * $0.js + 2 * .log2 + realTerm($0))].finite
      }
      .noting("the identity of popular notes, which is right as it stands"),
      Reading("the terms 2 log 2 + E_P[log D*] do not depend on the generator", precision: 1e-7) {
        $0.vanishing($0.gradient { $0.measure(SkewKullbackLeibler(weight: 0.5)) }).distinct
      }
      .refuted(
        "popular notes conclude so; it holds only while D is frozen: once D* is solved anew, E_P[log D*] = KL(P‖M) − log 2 has a "
          + "gradient"),
      Reading("as KL(Q‖P) − 2 JS + log 4") { [Sides($0.loss(.nonSaturating), $0.klQP - 2 * $0.js + 2 * .log2)].finite.distinct }
        .refuted(
          "a popular note, which attributes it to Goodfellow; log 4 should be log 2 + KL(P‖M), which is log 4 only for densities that "
            + "do not overlap"),
      Reading(
        "its minimum is that of KL(Q‖P) − 2 JS", precision: 1e-7,
        on: .parsing(("0.33*normal(-1,0.255)+0.67*normal(2,1.415)", "normal(1.73732524,1.56758459)"))
      ) { $0.vanishing($0.gradient { $0.loss(.nonSaturating) }) }
      .refuted(
        "at the normal that minimises KL(Q‖P) − 2 JS to this mixture the gradient of E_Q[−log D*] is not 0: its own minimum is near "
          + "normal(1.698,1.587)"),
    ])

  private static let divergence = Claim(
    "A6", "KL(Q‖P) − 2 JS(P,Q) = 2 KL(M‖P): what the non-saturating gradient descends is itself a divergence.", source: "derived",
    readings: [
      Reading("halved JS") { [Sides($0.klQP - 2 * $0.js, 2 * $0.klMP)].finite },
      Reading("the lecture's JS with coefficient 1") { [Sides($0.klQP - $0.jsLecture, 2 * $0.klMP)].finite },
      Reading("the lecture's JS with coefficient 2") { [Sides($0.klQP - 2 * $0.jsLecture, 2 * $0.klMP)].finite.distinct }
        .refuted("with the un-halved JS the coefficient is 1: KL(Q‖P) − JS = 2 KL(M‖P)"),
      Reading("never negative", .atMost) { [Sides(0, $0.klQP - 2 * $0.js)].finite }
        .noting(
          "Arjovsky & Bottou say that the sign of the JS seems a fault of the update; since the whole is a divergence it pushes "
            + "nothing apart"),
    ])

  /// E_P[log D*].
  private static func realTerm(_ pair: Pair) -> Estimate { pair[CustomFDivergence.real { -softplus(-$0) }] }
}
