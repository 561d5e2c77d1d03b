import Autodiff

/// What is added to the discriminator's loss, or done to its weights, so that the game settles.
public enum Regularization: Hashable, Sendable {
  /// Nothing.
  case none
  /// γ/2·E_P ‖∇ₓv(x)‖² on data (Mescheder, Geiger & Nowozin 2018, eq. 9).
  case r1(Double)
  /// λ·E (‖∇v(x̂)‖ − 1)² on x̂ uniform between a row of data and a generated one (Gulrajani et al. 2017, eq. 3).
  case gradientPenalty(Double)
  /// Weights and biases cut to [−c, c] after each step (Arjovsky, Chintala & Bottou 2017, algorithm 1).
  case clipping(Double)
  /// Every weight matrix divided by its largest singular value (Miyato et al. 2018), so that with activations of slope at most 1 the discriminator is 1-Lipschitz.
  case spectral

  /// Whether the penalty needs a row's place between data and generated row.
  var interpolates: Bool {
    if case .gradientPenalty = self { true } else { false }
  }

  /// The penalty of a critic, traced; nil where there is none.
  func penalty(_ critic: (Node) -> Node, data: (row: Node, output: Node), generated: Node, place: Node?) -> Node? {
    switch self {
    case .none, .clipping, .spectral: return nil
    case .r1(let gamma):
      let slope = data.row.graph.gradient(of: data.output, by: [data.row])[0]
      return (gamma / 2) * slope.squared.columnSum.mean
    case .gradientPenalty(let lambda):
      guard let place else { return nil }
      let between = generated + place.spread(to: data.row.extent.width) * (data.row - generated)
      let slope = between.graph.gradient(of: critic(between), by: [between])[0]
      // The root's derivative is infinite at 0; the offset is below the rounding of single precision at slope 1.
      let norm = (slope.squared.columnSum + 1e-12).squareRoot
      return lambda * (norm - 1).squared.mean
    }
  }
}
