import Autodiff
import RealModule
package import Scalars

/// A network from one number to one number with given parameters, as a map of the noise.
package struct NetworkMap: SmoothMap {
  /// The network's shape: one input, one output.
  package let network: MultilayerPerceptron
  /// The parameters, in the network's order.
  package let parameters: [Double]
  /// The layers with their parameters.
  let layers: [ColumnLayer]

  /// The network as a map; its first and last width are 1.
  package init(_ network: MultilayerPerceptron, _ parameters: [Double]) {
    precondition(
      network.widths.first == 1 && network.widths.last == 1, "a map of the line has one input and one output, not \(network.widths)")
    precondition(
      parameters.count == network.parameterCount, "the network has \(network.parameterCount) parameters, not \(parameters.count)")
    self.network = network
    self.parameters = parameters
    layers = network.layers.map { layer in
      ColumnLayer(
        parameters: parameters[layer.offset..<layer.biasOffset + layer.outputs], inputs: layer.inputs, outputs: layer.outputs)
    }
  }

  @_specialize(where S == Double)
  @_specialize(where S == Dual<Double>)
  package func callAsFunction<S: Scalar>(_ z: S) -> S { network([z], (parameters as? [S]) ?? parameters.map { S($0) })[0] }

  package var kinks: [Double] { isBrokenLine ? kinksByLayer() : [] }

  /// Whether the units are rectifiers, so that the network is straight between kinks.
  var isBrokenLine: Bool {
    switch network.activation {
    case .relu, .leakyReLU: true
    case .tanh, .softplus, .sigmoid, .exponential: false
    }
  }

  /// Whether the units saturate, so that the network is bounded.
  var isBounded: Bool {
    switch network.activation {
    case .tanh, .sigmoid: network.layers.count > 1
    case .relu, .leakyReLU, .softplus, .exponential: false
    }
  }

  /// On either side of the middle of each steep unit of the first layer.
  package var transitions: [Double] {
    let first = network.layers[0]
    return (0..<first.outputs).flatMap { unit -> [Double] in
      let (weight, bias) = (parameters[first.offset + unit], parameters[first.biasOffset + unit])
      return abs(weight) > 8 ? [(-bias - 1.3) / weight, (-bias + 1.1) / weight] : []
    }
  }

  package func end(_ direction: Double) -> MapEnd {
    switch network.activation {
    case .tanh, .sigmoid: limit(direction)
    case .relu, .leakyReLU: line(direction)
    case .softplus, .exponential: endByEvaluation(direction)
    }
  }

  /// Units of the first layer saturate, or are constant where their weight is 0; the other layers follow.
  private func limit(_ direction: Double) -> MapEnd {
    let first = network.layers[0]
    if network.layers.count == 1 { return line(direction) }
    var x = (0..<first.outputs).map { unit -> Double in
      let weight = direction * parameters[first.offset + unit]
      return network.activation(weight == 0 ? parameters[first.biasOffset + unit] : weight * .infinity)
    }
    for (index, layer) in network.layers.enumerated().dropFirst() {
      x = layer.sums(x, parameters)
      if index < network.layers.count - 1 { x = x.map { network.activation($0) } }
    }
    return .limit(x[0])
  }

  /// Beyond the last kink a network of rectifiers is a straight line.
  private func line(_ direction: Double) -> MapEnd {
    let z = direction * 2 * max(1, kinks.reduce(0) { max($0, abs($1)) })
    let slope = slope(at: z)
    return slope == 0 ? .limit(self(z)) : .power(exponent: 1, coefficient: direction * slope, offset: self(z) - slope * z)
  }

  /// The zeros of every unit's argument: between the kinks of the layers before it is a straight line.
  private func kinksByLayer() -> [Double] {
    var kinks: [Double] = []
    for depth in 0..<network.layers.count - 1 {
      // Beyond the outermost kink two more points fix the line.
      let (low, high) = (kinks.first ?? 0, kinks.last ?? 0)
      let grid = [low - 1 - abs(low)] + kinks + [high + 1 + abs(high)]
      let arguments = grid.map { self.arguments($0, depth: depth) }
      var found: [Double] = []
      for unit in 0..<network.layers[depth].outputs {
        for cell in 0..<grid.count - 1 {
          let (a, b) = (arguments[cell][unit], arguments[cell + 1][unit])
          if a == b { continue }
          let zero = grid[cell] - a * (grid[cell + 1] - grid[cell]) / (b - a)
          let isInside = (cell == 0 || zero > grid[cell]) && (cell == grid.count - 2 || zero < grid[cell + 1])
          if isInside, zero.isFinite { found.append(zero) }
        }
      }
      kinks = Set(kinks + found).sorted()
    }
    return kinks
  }

  /// What the units of a layer are given, before their activation.
  private func arguments(_ z: Double, depth: Int) -> [Double] {
    var x = [z]
    for layer in network.layers.prefix(depth) { x = layer.sums(x, parameters).map { network.activation($0) } }
    return network.layers[depth].sums(x, parameters)
  }
}
