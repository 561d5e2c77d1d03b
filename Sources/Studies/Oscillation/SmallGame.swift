import Autodiff
package import Densities
import RealModule
package import Training

/// A GAN whose equilibrium is known, and which is small enough to be linearised: data P = N(m, s²), the generator
/// G(z) = μ + σz on normal noise, and a discriminator with a few parameters.
///
/// At μ = m, σ = s and ℓ = 0 both gradients vanish. There the discriminator's second derivatives damp the rotation that
/// a Dirac-GAN keeps for ever (Nagarajan & Kolter, Gradient descent GAN optimization is locally stable, 2017).
/// Expectations are sums over fixed nodes of the noise, so that the players' gradients are deterministic functions.
package struct SmallGame: Sendable {
  /// The data density.
  package var p: Normal
  /// The discriminator.
  package var discriminator: SmallDiscriminator
  /// What the players minimise: `Minimax` or `NonSaturating`, for which ℓ = 0 is optimal where P = Q.
  package var objective: any Objective
  /// γ of the penalty γ/2 · E_P ℓ′² of Mescheder, Geiger & Nowozin (2018).
  package var penalty: Double
  /// The standard deviation of the normal noise that is added to data and samples.
  package var instanceNoise: Double

  /// A game; the objective's optimal output for P = Q is 0, and the penalty and the noise are not negative.
  package init(
    _ p: Normal = Normal(mean: 0, sd: 1), discriminator: SmallDiscriminator = .network, objective: any Objective = Minimax(),
    penalty: Double = 0, instanceNoise: Double = 0
  ) {
    precondition(objective.optimalOutput(logRatio: 0) == 0, "the game's equilibrium is where the logit is 0")
    precondition(penalty >= 0 && instanceNoise >= 0, "the penalty and the noise are not negative")
    self.p = p
    self.discriminator = discriminator
    self.objective = objective
    self.penalty = penalty
    self.instanceNoise = instanceNoise
  }

  /// The equilibrium: (σ, μ) and then the discriminator's parameters.
  package var equilibrium: [Double] { [p.sd, p.mean] + discriminator.equilibrium(p) }

  /// How many of the parameters are the generator's.
  package static let generatorCount = 2

  static let generator = MultilayerPerceptron(widths: [1, 1], activation: .tanh)

  /// The nodes of the trapezoidal rule for the standard normal, whose error falls like e^(−2π²/h²) for polynomials and
  /// like e^(−2πd/h) for a function with its nearest pole at a distance d from the line: 10⁻⁸ for two units that turn
  /// over a deviation.
  static let rule: [(node: Double, weight: Double)] = (-17...17).map { index in
    let node = 0.5 * Double(index)
    return (node, 0.5 * .exp(-0.5 * node * node) / .sqrt(2 * .pi))
  }

  /// Rows of the noise: z, the instance noise, and the weight.
  var rows: (z: [Double], shift: [Double], weight: [Double]) {
    let shifts = instanceNoise == 0 ? [(node: 0, weight: 1)] : Self.rule
    let rows = Self.rule.flatMap { z in shifts.map { (z.node, instanceNoise * $0.node, z.weight * $0.weight) } }
    return (rows.map(\.0), rows.map(\.1), rows.map(\.2))
  }
}

/// A discriminator with few parameters, by its logit ℓ(x).
package enum SmallDiscriminator: String, CaseIterable, Sendable {
  /// ℓ(x) = w₁ tanh(u₁x + v₁) + w₂ tanh(u₂x + v₂) + c: a network with one hidden layer of two units.
  case network
  /// ℓ(x) = a x + b x² + c, which holds every log ratio of two normals.
  case quadratic

  static let shape = MultilayerPerceptron(widths: [1, 2, 1], activation: .tanh)

  var parameterCount: Int { self == .network ? Self.shape.parameterCount : 3 }

  /// The parameters at which ℓ = 0, so that D = 1/2, everywhere. Hidden units turn one deviation of P below and above
  /// its mean; other hidden units with w = 0 are equilibria as well.
  func equilibrium(_ p: Normal) -> [Double] {
    switch self {
    case .quadratic: [0, 0, 0]
    case .network: [1 / p.sd, 1 / p.sd, 1 - p.mean / p.sd, -1 - p.mean / p.sd, 0, 0, 0]
    }
  }

  /// The parameters' blocks, in the order of the vector.
  func blocks(_ parameters: ParameterVector) -> [Node] {
    switch self {
    case .quadratic: (0..<3).map { parameters.block(at: $0, rows: 1, columns: 1) }
    case .network: Self.shape.blocks(parameters)
    }
  }

  /// The logit of every row of x, traced.
  func logit(_ x: Node, _ parameters: ParameterVector) -> Node {
    switch self {
    case .quadratic:
      let blocks = blocks(parameters)
      return x.dense(blocks[0]) + x.squared.dense(blocks[1], bias: blocks[2])
    case .network: return Self.shape(x, parameters)
    }
  }
}

extension MultilayerPerceptron {
  /// The weights and biases of each layer, in the order of the vector.
  func blocks(_ parameters: ParameterVector) -> [Node] {
    layers.flatMap { layer in
      [
        parameters.block(at: layer.offset, rows: layer.inputs, columns: layer.outputs),
        parameters.block(at: layer.biasOffset, rows: 1, columns: layer.outputs),
      ]
    }
  }
}
