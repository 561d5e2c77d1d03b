import Autodiff
import Calculus
package import Densities
import Divergences
import RealModule
import Scalars
package import Training

/// A small generator as training left it, half-way to its data: a network of one hidden layer of four units on normal
/// noise.
///
/// It has no turning points, at which the frozen loss would have no derivative: q has inverse square roots there, and
/// they move with the parameters.
package struct TrainedGenerator: Sendable {
  /// The data density P that it was trained on.
  package let p: any AnalyticDensity
  /// The density Q of its samples.
  package let q: any AnalyticDensity
  /// The network.
  package static let network = MultilayerPerceptron(widths: [1, 4, 1], activation: .tanh)
  /// Its parameters after 3000 steps of R1-regularised non-saturating training with seed 3, to three decimals; a test
  /// trains it again.
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

  /// E_z[−log D*(G_θ(z))] by quadrature over the noise, and its gradient with D* frozen by reverse mode in double
  /// precision.
  ///
  /// The error is what a mesh of half as many panels differs by, and what the slope of q, which is known to some 10⁻¹⁰
  /// of itself, can do.
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

  /// The gradients of KL(Q‖P) and of the halved JS by extrapolated differences of the exact divergences of the
  /// generator's density.
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
