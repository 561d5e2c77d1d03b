package import Autodiff
package import Scalars

/// A network of dense layers with one activation between them: x ↦ W_L·a(… a(W₁x + b₁) …) + b_L.
///
/// The struct is only the shape. Parameters are one vector: for each layer the weights, one row an input, and then the
/// biases.
package struct MultilayerPerceptron: Hashable, Sendable {
  /// The widths from input to output: at least two, all positive.
  package let widths: [Int]
  /// The nonlinearity after every layer but the last.
  package let activation: Activation

  /// A network of these widths.
  package init(widths: [Int], activation: Activation) {
    precondition(
      widths.count >= 2 && widths.allSatisfy { $0 > 0 }, "a network needs an input and an output of positive width, not \(widths)")
    self.widths = widths
    self.activation = activation
  }

  /// Where one layer's parameters lie.
  package struct Layer: Sendable {
    /// How many numbers go in.
    package let inputs: Int
    /// How many come out.
    package let outputs: Int
    /// The index of the first weight; the biases follow the weights.
    package let offset: Int

    /// Where the biases begin, behind the weights.
    package var biasOffset: Int { offset + inputs * outputs }

    /// What the units are given, before their activation: xW + b.
    @_specialize(where S == Double)
    @_specialize(where S == Dual<Double>)
    func sums<S: Scalar>(_ x: [S], _ parameters: [S]) -> [S] {
      (0..<outputs).map { output in
        var sum = parameters[biasOffset + output]
        for i in 0..<inputs { sum += x[i] * parameters[offset + i * outputs + output] }
        return sum
      }
    }
  }

  /// The layers in order.
  package var layers: [Layer] {
    var offset = 0
    return zip(widths, widths.dropFirst()).map { inputs, outputs in
      defer { offset += (inputs + 1) * outputs }
      return Layer(inputs: inputs, outputs: outputs, offset: offset)
    }
  }

  /// How many parameters there are.
  package var parameterCount: Int { layers.reduce(0) { $0 + ($1.inputs + 1) * $1.outputs } }

  /// The network's output for the rows of `input`, traced.
  package func callAsFunction(_ input: Node, _ parameters: ParameterVector) -> Node {
    layers.indices.reduce(input) { x, index in activated(dense(index, x, parameters), after: index) }
  }

  /// One layer without its activation.
  func dense(_ index: Int, _ x: Node, _ parameters: ParameterVector) -> Node {
    let layer = layers[index]
    let weights = parameters.block(at: layer.offset, rows: layer.inputs, columns: layer.outputs)
    return x.dense(weights, bias: parameters.block(at: layer.biasOffset, rows: 1, columns: layer.outputs))
  }

  /// The activation after a layer: none after the last.
  func activated(_ x: Node, after index: Int) -> Node { index < layers.count - 1 ? x.activated(activation) : x }

  /// The network's output for one input, on any scalar: on `Dual` with the derivative.
  @_specialize(where S == Double)
  @_specialize(where S == Dual<Double>)
  package func callAsFunction<S: Scalar>(_ input: [S], _ parameters: [S]) -> [S] {
    var x = input
    for (index, layer) in layers.enumerated() {
      x = layer.sums(x, parameters)
      if index < layers.count - 1 { x = x.map { activation($0) } }
    }
    return x
  }
}
