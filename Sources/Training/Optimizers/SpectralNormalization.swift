package import Autodiff

/// Descent over weights W of which the network sees W/σ, with σ the largest singular value of each layer's matrix
/// (Miyato, Kataoka, Koyama & Yoshida 2018).
///
/// σ = ‖Wu‖ with one step of power iteration on u for each step of descent. What is given and moved are the weights
/// that the network sees; W and u are state. With u held, the gradient by W is (g − ⟨g, W/σ⟩ v uᵀ)/σ with v = Wu/σ (eq.
/// 12). Biases are free. The weights of the first step are as they began.
package struct SpectralNormalization: Optimizer {
  /// The rule by which W and the biases move.
  package let base: any Optimizer
  /// Where the layers lie.
  package let network: MultilayerPerceptron

  /// A rule over the normalised weights of a network.
  package init(_ base: any Optimizer, of network: MultilayerPerceptron) { (self.base, self.network) = (base, network) }

  package var stateCount: Int { base.stateCount + 3 }

  // Called through an existential, generic code would cost ten times the step of training that it is a part of.
  @_specialize(where Number == Float)
  package func apply<Number: KernelNumber>(
    _ parameters: Storage<Number>, gradient: Storage<Number>, state: [Storage<Number>], step: Int, rate: Double
  ) {
    let (raw, vectors, rawGradient) = (state[base.stateCount], state[base.stateCount + 1], state[base.stateCount + 2])
    Number.combine(gradient, times: 1, into: rawGradient, times: 0)
    if step == 1 {
      Number.combine(parameters, times: 1, into: raw, times: 0)
      // A sum of right singular vectors, and of the greatest among them unless the first row is orthogonal to it.
      for layer in network.layers { for o in 0..<layer.outputs { vectors[layer.offset + o] = raw[layer.offset + o] } }
    } else {
      for layer in network.layers { Number.pullBack(rawGradient, raw, vectors, layer) }
    }
    base.apply(raw, gradient: rawGradient, state: Array(state.prefix(base.stateCount)), step: step, rate: rate)
    Number.combine(raw, times: 1, into: parameters, times: 0)
    for layer in network.layers { Number.normalize(parameters, raw, vectors, layer) }
  }
}

extension KernelNumber {
  /// One step of power iteration on u, then the layer's weights in `parameters` as W/‖Wu‖.
  fileprivate static func normalize(
    _ parameters: Storage<Self>, _ raw: Storage<Self>, _ vectors: Storage<Self>, _ layer: MultilayerPerceptron.Layer
  ) {
    let image = unit(product(raw, vectors, layer)).direction
    var turned = [Self](repeating: 0, count: layer.outputs)
    for i in 0..<layer.inputs {
      for o in 0..<layer.outputs { turned[o] += raw[layer.offset + i * layer.outputs + o] * image[i] }
    }
    for (o, value) in unit(turned).direction.enumerated() { vectors[layer.offset + o] = value }
    let norm = unit(product(raw, vectors, layer)).norm
    for k in layer.offset..<layer.biasOffset { parameters[k] = raw[k] / norm }
  }

  /// The gradient by the normalised weights made that by W, in place.
  fileprivate static func pullBack(
    _ gradient: Storage<Self>, _ raw: Storage<Self>, _ vectors: Storage<Self>, _ layer: MultilayerPerceptron.Layer
  ) {
    let (left, norm) = unit(product(raw, vectors, layer))
    var overlap: Self = 0
    for k in layer.offset..<layer.biasOffset { overlap += gradient[k] * raw[k] }
    overlap /= norm
    for i in 0..<layer.inputs {
      for o in 0..<layer.outputs {
        let k = layer.offset + i * layer.outputs + o
        gradient[k] = (gradient[k] - overlap * left[i] * vectors[layer.offset + o]) / norm
      }
    }
  }

  /// Wu.
  private static func product(_ raw: Storage<Self>, _ vectors: Storage<Self>, _ layer: MultilayerPerceptron.Layer) -> [Self] {
    (0..<layer.inputs).map { i in
      (0..<layer.outputs).reduce(0) { $0 + raw[layer.offset + i * layer.outputs + $1] * vectors[layer.offset + $1] }
    }
  }

  /// A vector's direction and length; one too short to have a direction counts as of length 1.
  private static func unit(_ vector: [Self]) -> (direction: [Self], norm: Self) {
    let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard norm > 1e-12 else { return (vector, 1) }
    return (vector.map { $0 / norm }, norm)
  }
}
