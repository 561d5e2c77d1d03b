import Autodiff
import Calculus
package import Densities
import Divergences
import RealModule
import Scalars
package import Training

/// The lecture's sentence on a network: what backpropagation through a frozen, optimal discriminator gives.
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

/// A small generator as training left it, half-way to its data: one hidden layer of four units on normal noise.
///
/// It has no turning points, where q has inverse square roots that move with the parameters.
package struct TrainedGenerator: Sendable {
  /// The data density P that it was trained on.
  package let p: any AnalyticDensity
  /// The density Q of its samples.
  package let q: any AnalyticDensity
  /// The network.
  package static let network = MultilayerPerceptron(widths: [1, 4, 1], activation: .tanh)
  /// Its parameters after 3000 steps of R1-regularised non-saturating training with seed 3; a test trains it again.
  package static let parameters = [
    -2.055, 1.36, 0.43, -0.3, 0.577, -0.405, 0.211, -0.246, 1.198, -0.741, -1.382, 0.917, -0.213,
  ]
  /// The parameters that gradients are taken by: a weight and a bias of each layer.
  static let moved: [(name: String, index: Int)] = [
    ("weight 1 of layer 1", 0), ("weight 3 of layer 1", 2), ("bias 2 of layer 1", 5), ("weight 4 of layer 2", 11), ("bias of layer 2", 12),
  ]

  /// The generator and its data; nil if it had no density, which a test would notice.
  package init?() {
    guard let p = try? parseDensity("0.4*normal(-2,0.7)+0.6*normal(1.5,0.9)"), let q = Self.density(Self.parameters) else { return nil }
    (self.p, self.q) = (p, q)
  }

  private static func density(_ parameters: [Double]) -> GeneratorDensity? {
    try? GeneratorDensity(NetworkMap(network, parameters), description: "generator(tanh 1-4-1)")
  }

  /// E_z[−log D*(G_θ(z))] by quadrature over the noise, and its gradient with D* frozen by reverse mode.
  ///
  /// The error is what half as many panels differ by, and what the slope of q, known to some 10⁻¹⁰, can do.
  func frozenLoss() -> (value: Estimate, gradient: [Estimate])? {
    guard let coarse = frozenLoss(panels: 48), let fine = frozenLoss(panels: 96) else { return nil }
    func bounded(_ a: Double, _ b: Double) -> Estimate {
      Estimate(b, error: abs(a - b) + 1e-9 * fine.value, scale: max(abs(b), fine.value))
    }
    let value = Estimate(fine.value, error: abs(fine.value - coarse.value) + 1e-12 * fine.value)
    return (value, zip(coarse.gradient, fine.gradient).map { bounded($0, $1) })
  }

  private func frozenLoss(panels: Int) -> (value: Double, gradient: [Double])? {
    let (map, rule) = (NetworkMap(Self.network, Self.parameters), GaussKronrod.points21)
    let half = 9 / Double(panels)
    var (value, nodes, factors): (Double, [Double], [Double]) = (0, [], [])
    for panel in 0..<panels {
      for (node, weight) in zip(rule.nodes, rule.weights) {
        let z = -9 + half * (2 * Double(panel) + 1 + node)
        let x = map(z)
        let place = Place(anchor: x, offset: 0)
        let logit = p.logDensity(at: place) - q.logDensity(at: place)
        let mass = half * weight * .exp(-0.5 * z * z) / .sqrt(2 * .pi)
        // −log D* and its slope in x, −(1 − D*) λ′ with the logit λ.
        let loss = logit > 0 ? Double.log(onePlus: .exp(-logit)) : Double.log(onePlus: .exp(logit)) - logit
        let slope = -(p.score(at: x) - q.score(at: x)) / (1 + .exp(logit))
        // Where q underflows so does the mass, and a score says nothing.
        guard mass > 1e-18, loss.isFinite, slope.isFinite else { continue }
        value += mass * loss
        nodes.append(z)
        factors.append(mass * slope)
      }
    }
    // Σ factor · G_θ(z) has the gradient of the loss with D* frozen; a row's mean is over as many rows.
    let graph = Graph(batch: nodes.count)
    let theta = graph.parameters(count: Self.parameters.count)
    let total = (Self.network(graph.input(width: 1), theta) * graph.input(width: 1)).mean
    guard
      let plan = try? Plan<Double>(
        graph, gradients: [graph.gradient(of: total, by: theta)], parameters: [Storage(Self.parameters)],
        sources: [FixedRows(nodes), FixedRows(factors)])
    else { return nil }
    plan.run()
    let gradient = plan.gradients[0].values
    return (value, Self.moved.map { gradient[$0.index] * Double(nodes.count) })
  }

  /// The gradients of KL(Q‖P) and of the halved JS by extrapolated differences of the exact divergences.
  func divergenceGradients() -> (kl: [Estimate], js: [Estimate]) {
    let measures: [any FDivergence] = [KullbackLeibler(.reverse), JensenShannon()]
    let gradients = measures.map { measure in
      Self.moved.map { moved in
        let estimate = difference(at: Self.parameters[moved.index], step: 0.1) { value in
          var parameters = Self.parameters
          parameters[moved.index] = value
          guard let q = Self.density(parameters) else { return Estimate(.nan, error: .infinity) }
          return DensityPair(p, q).measure([measure])[0]
        }
        return estimate
      }
    }
    return (gradients[0], gradients[1])
  }
}
