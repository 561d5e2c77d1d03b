import Calculus
import Divergences

/// The lecture's sentence about the non-saturating loss in all its readings (Arjovsky & Bottou 2017, theorem 2.5).
///
/// As an equation between values it is false under either normalisation of JS. As a gradient with D* frozen it is true
/// for the halved JS and false for the lecture's own, un-halved one.
enum LectureSentence {
  static let claims: [Claim] = [sentence]

  private static let sentence = Claim(
    "A4", "For a fixed optimal discriminator the generator's loss E[−log D] equals KL(Q‖P) − 2 JS(P,Q).",
    source: "the lecture; after Arjovsky & Bottou 2017, theorem 2.5",
    readings: [
      Reading("by value, halved JS") { [Sides($0.loss(.nonSaturating), $0.klQP - 2 * $0.js)].finite.distinct }
        .refuted("the lecture should have said: the gradient, not the value, and of the halved JS; the value is log 2 + KL(Q‖P) − KL(Q‖M)"),
      Reading("by value, the lecture's JS") { [Sides($0.loss(.nonSaturating), $0.klQP - 2 * $0.jsLecture)].finite.distinct }
        .refuted("the lecture should have said: the gradient, not the value, and of KL(Q‖P) − JS with its own, un-halved JS"),
      Reading("by value up to a constant, halved JS") { pair in
        let remainder = pair.loss(.nonSaturating) - (pair.klQP - 2 * pair.js)
        return pair.klPM.value > 1e-6 ? [Sides(remainder, .log2)].finite.distinct : []
      }
      .refuted("the remainder log 2 + KL(P‖M) depends on Q, so the two have different minima; shown against its value log 2 at P = Q"),
      Reading("by gradient with D* frozen, halved JS", precision: 1e-7) {
        $0.components($0.frozenGradient(.nonSaturating), $0.gradient { $0.klQP(minus: 2) })
      }
      .noting("true: theorem 2.5 as printed; the right side by differences of the exact divergences"),
      Reading("by gradient with D* frozen, the lecture's JS", precision: 1e-7) {
        $0.components($0.frozenGradient(.nonSaturating), $0.gradient { $0.klQP(minus: 4) }).distinct
      }
      .refuted("off by −2 ∇JS: with the un-halved JS the coefficient is 1, not 2"),
      Reading("by gradient with D* frozen, the lecture's JS with coefficient 1", precision: 1e-7) {
        $0.components($0.frozenGradient(.nonSaturating), $0.gradient { $0.klQP(minus: 1, JensenShannon(isHalved: false)) })
      }
      .noting("what the lecture should have said in its own normalisation: ∇[KL(Q‖P) − JS]"),
      Reading("by gradient with D* frozen, as 2 ∇KL(M‖P)", precision: 1e-7) {
        $0.components($0.frozenGradient(.nonSaturating), $0.gradient { 2 * $0.measure(MeanToFirst()) })
      }
      .noting("KL(Q‖P) − 2 JS is itself a divergence, so nothing is “pushed apart”"),
      Reading("by gradient with D* solved anew, halved JS", precision: 1e-7) {
        $0.components($0.gradient { $0.loss(.nonSaturating) }, $0.gradient { $0.klQP(minus: 2) }).distinct
      }
      .refuted("when D* follows the generator the gradient is that of the value, ∇[KL(Q‖P) − KL(Q‖M)]: another vector"),
    ])
}
