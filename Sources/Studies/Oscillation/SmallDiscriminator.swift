import Autodiff
import Densities
import Training

/// A discriminator with few parameters, by its logit ℓ(x).
package enum SmallDiscriminator: String, CaseIterable, Sendable {
  /// ℓ(x) = w₁ tanh(u₁x + v₁) + w₂ tanh(u₂x + v₂) + c: a network with one hidden layer of two units.
  case network
  /// ℓ(x) = a x + b x² + c, which holds every log ratio of two normals.
  case quadratic

  /// The network's shape.
  static let shape = MultilayerPerceptron(widths: [1, 2, 1], activation: .tanh)

  /// How many parameters there are.
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
