package import Autodiff
import Scalars

/// A discriminator that may look at several rows at once, so that it sees when a generator makes the same sample again
/// and again.
///
/// Packing: the network's input is `packing` rows side by side, row i with the next ones of its group of so many (Lin,
/// Khetan, Fanti & Oh 2018); a group gives as many packs as it has rows, each a turn of the others. Minibatch
/// discrimination: for a row's features f after the first layer and M = fT the sums o_b = Σ_j exp(−|M_ib − M_jb|) over
/// the others of its group of 16, divided by their number, join the input of the second layer (Salimans et al. 2016,
/// section 3.2, with kernels of one dimension). With neither it is the network.
package struct Critic: Hashable, Sendable {
  /// The network; its input is as wide as a pack of rows.
  package let network: MultilayerPerceptron
  /// How many rows it sees side by side: one of `Node.groupSizes`.
  package let packing: Int
  /// How many kernels compare a row with its group; 0 for none.
  package let kernels: Int

  /// How many rows minibatch discrimination compares.
  static let group = 16

  /// A discriminator by its network, which has a hidden layer where there are kernels.
  package init(_ network: MultilayerPerceptron, packing: Int = 1, kernels: Int = 0) {
    precondition(Node.groupSizes.contains(packing) && network.widths[0].isMultiple(of: packing), "a pack has 1, 2, 4 … rows")
    precondition(kernels == 0 || network.layers.count > 1, "minibatch discrimination compares the features of a hidden layer")
    (self.network, self.packing, self.kernels) = (network, packing, kernels)
  }

  /// Whether the output of a row depends on that row alone.
  package var isPointwise: Bool { packing == 1 && kernels == 0 }

  /// The network's parameters, then T and the weights of the sums.
  package var parameterCount: Int { network.parameterCount + kernels * kernelLayers.reduce(0) { $0 + $1 } }

  /// The largest group of rows that depend on each other.
  var groupSize: Int { max(packing, kernels > 0 ? Self.group : 1) }

  /// The widths that T maps from, and that the sums are mapped to.
  private var kernelLayers: [Int] { kernels > 0 ? [network.widths[1], network.widths[2]] : [] }

  /// Starting parameters: those of the network, and weights uniform on ±√(6/(inputs + outputs)) for the kernels.
  func parameters(_ initialization: Initialization, using random: inout CounterRandom) -> [Double] {
    initialization.parameters(for: network, using: &random)
      + kernelLayers.flatMap { width in
        let bound = (6 / Double(width + kernels)).squareRoot()
        return (0..<width * kernels).map { _ in bound * (2 * random.openUniform() - 1) }
      }
  }

  /// The output for every row, traced.
  package func callAsFunction(_ rows: Node, _ parameters: ParameterVector) -> Node {
    if isPointwise { return network(rows, parameters) }
    return network.layers.indices.reduce(rows) { x, index in
      var sum = index == 0 ? packed(x, parameters) : network.dense(index, x, parameters)
      if index == 1, kernels > 0 {
        let offset = network.parameterCount + kernels * network.widths[1]
        sum = sum + nearness(x, parameters).dense(parameters.block(at: offset, rows: kernels, columns: network.widths[2]))
      }
      return network.activated(sum, after: index)
    }
  }

  /// The first layer on packs, whose rows need not be put side by side: each has its block of weights.
  private func packed(_ rows: Node, _ parameters: ParameterVector) -> Node {
    let (layer, width) = (network.layers[0], network.layers[0].inputs / packing)
    let bias = parameters.block(at: layer.biasOffset, rows: 1, columns: layer.outputs)
    func part(_ place: Int, bias: Node?) -> Node {
      let weights = parameters.block(at: layer.offset + place * width * layer.outputs, rows: width, columns: layer.outputs)
      return rows.rotated(by: place, within: packing).dense(weights, bias: bias)
    }
    return (1..<packing).reduce(part(0, bias: bias)) { $0 + part($1, bias: nil) }
  }

  /// The mean of exp(−|M_i − M_j|) over the other rows j of the group.
  private func nearness(_ features: Node, _ parameters: ParameterVector) -> Node {
    let images = features.dense(parameters.block(at: network.parameterCount, rows: network.widths[1], columns: kernels))
    let half = Self.group / 2
    var sum: Node?
    for shift in 1...half {
      let gap = images - images.rotated(by: shift, within: Self.group)
      let near = Node.exp(-(gap.activated(.relu) + (-gap).activated(.relu)))
      // The pair (i, i + shift) counts for both; half-way round the group it is met twice.
      let both = shift < half ? near + near.rotated(by: -shift, within: Self.group) : near
      sum = sum.map { $0 + both } ?? both
    }
    return (1 / Double(Self.group - 1)) * (sum ?? images)
  }
}
