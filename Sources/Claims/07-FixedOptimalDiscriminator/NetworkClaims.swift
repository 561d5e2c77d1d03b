import Calculus

/// The lecture's sentence on a real network: what backpropagation through a frozen, optimal discriminator gives a
/// trained generator.
enum NetworkClaims {
  static let claims: [Claim] = [
    Claim(
      "A4N", "For a trained generator the gradient that it receives from E_z[−log D*(G(z))] is that of KL(Q‖P) − 2 JS(P,Q).",
      source: "the lecture, and Arjovsky & Bottou 2017, theorem 2.5, on a network", readings: byGradient + byValue)
  ]

  /// What the readings compare, computed once.
  private struct Facts {
    let loss: Estimate
    let frozen: [Estimate]
    let kl: [Estimate]
    let js: [Estimate]
  }

  // Lazy: only a run that asks for this claim pays for it.
  private static let facts: Facts? = {
    guard let generator, let (loss, frozen) = generator.frozenLoss() else { return nil }
    let (kl, js) = generator.divergenceGradients()
    return Facts(loss: loss, frozen: frozen, kl: kl, js: js)
  }()

  private static let generator = TrainedGenerator()
  private static let pair = generator.map { [Pair($0.p, $0.q)] } ?? []

  private static let byGradient = [
    gradient("by gradient with D* frozen, halved JS", js: -2)
      .noting("true: backpropagation and quadrature over the noise against differences of the exact divergences"),
    gradient("by gradient with D* frozen, the lecture's JS", js: -4)
      .refuted("off by −2 ∇JS: with the un-halved JS the coefficient is 1, not 2"),
    gradient("by gradient with D* frozen, KL(Q‖P) alone", js: 0).refuted("the generator's gradient is not that of the reverse KL"),
  ]

  private static let byValue = [
    Reading("by value, halved JS", on: pair) { pair in facts.map { [Sides($0.loss, pair.klQP - 2 * pair.js)] } ?? [] }
      .refuted("the gradient, not the value: the value is log 2 + KL(Q‖P) − KL(Q‖M)"),
    Reading("by value, the lecture's JS", on: pair) { pair in facts.map { [Sides($0.loss, pair.klQP - 2 * pair.jsLecture)] } ?? [] }
      .refuted("the gradient, not the value, and with the un-halved JS the coefficient is 1"),
    Reading("by value, as log 2 + KL(Q‖P) − KL(Q‖M)", on: pair) {
      pair in facts.map { [Sides($0.loss, .log2 + pair.klQP - pair.klQM)] } ?? []
    }
    .noting("quadrature over the noise against divergences of the density"),
  ]

  private static func gradient(_ name: String, js coefficient: Double) -> Reading {
    Reading(name, precision: 1e-7, on: pair) { _ in
      guard let facts else { return [] }
      let sum = zip(facts.kl, facts.js).map { $0 + Estimate(coefficient) * $1 }
      return gradientSides(facts.frozen, sum, names: TrainedGenerator.moved.map { "(\($0.name))" })
    }
  }
}
