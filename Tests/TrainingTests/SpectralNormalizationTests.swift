import Autodiff
import RealModule
import Scalars
import Testing
import Training

@Suite struct SpectralNormalizationTests {
  private let network = MultilayerPerceptron(widths: [3, 4, 2], activation: .tanh)

  /// The largest singular value of a layer by so many steps of power iteration from a start of its own.
  private func norm(_ parameters: [Double], _ layer: MultilayerPerceptron.Layer) -> Double {
    var u = (0..<layer.outputs).map { 1 + 0.3 * Double($0) }
    var sigma = 0.0
    for _ in 0..<2000 {
      let image = (0..<layer.inputs).map { i in
        (0..<layer.outputs).reduce(0) { $0 + parameters[layer.offset + i * layer.outputs + $1] * u[$1] }
      }
      let back = (0..<layer.outputs).map { o in
        (0..<layer.inputs).reduce(0) { $0 + parameters[layer.offset + $1 * layer.outputs + o] * image[$1] }
      }
      let length = back.reduce(0) { $0 + $1 * $1 }.squareRoot()
      u = back.map { $0 / length }
      sigma = length.squareRoot()
    }
    return sigma
  }

  private func normalized(_ parameters: [Double]) -> [Double] {
    var result = parameters
    for layer in network.layers {
      let sigma = norm(parameters, layer)
      for k in layer.offset..<layer.offset + layer.inputs * layer.outputs { result[k] /= sigma }
    }
    return result
  }

  @Test func theWeightsThatAreSeenHaveNormOne() {
    var random = CounterRandom(seed: 3)
    let start = Initialization.glorot.parameters(for: network, using: &random).map { 3 * $0 + 0.01 }
    let rule = SpectralNormalization(Descent(.gradientDescent, learningRate: 0.01), of: network)
    let (weights, gradient) = (Storage(start), Storage(start.map { Double.sin(17 * $0) }))
    let state = (0..<rule.stateCount).map { _ in Storage<Double>(count: start.count) }
    gradient.values = [Double](repeating: 0, count: start.count)
    for step in 1...400 { rule.apply(weights, gradient: gradient, state: state, step: step, rate: 1) }
    for layer in network.layers { #expect(abs(norm(weights.values, layer) - 1) < 1e-12) }
    for (seen, expected) in zip(weights.values, normalized(start)) { #expect(abs(seen - expected) < 1e-12) }
  }

  /// A step from a settled u moves W against the gradient of ⟨g, W/σ(W)⟩, which differences of the exact σ confirm.
  @Test func theGradientGoesThroughTheNorm() {
    var random = CounterRandom(seed: 8)
    let start = Initialization.glorot.parameters(for: network, using: &random).map { 2 * $0 + 0.02 }
    let slope = start.indices.map { Double.cos(3 * Double($0)) }
    let rule = SpectralNormalization(Descent(.gradientDescent, learningRate: 1), of: network)
    let (weights, gradient) = (Storage(start), Storage<Double>(count: start.count))
    let state = (0..<rule.stateCount).map { _ in Storage<Double>(count: start.count) }
    for step in 1...400 { rule.apply(weights, gradient: gradient, state: state, step: step, rate: 1) }
    gradient.values = slope
    rule.apply(weights, gradient: gradient, state: state, step: 401, rate: 1)
    let moved = zip(start, state[0].values).map { $0 - $1 }
    for k in start.indices {
      let difference = [-1.0, 1].reduce(0.0) { sum, sign in
        var shifted = start
        shifted[k] += sign * 1e-5
        return sum + sign * zip(slope, normalized(shifted)).reduce(0) { $0 + $1.0 * $1.1 } / 2e-5
      }
      #expect(abs(moved[k] - difference) < 1e-8, "parameter \(k)")
    }
  }
}
