import RealModule
import Scalars

/// How weights are drawn at the start. Biases start at zero, but for the first layer's in `spread`.
public enum Initialization: String, CaseIterable, Hashable, Sendable, Codable {
  /// Uniform on ±√(6/(inputs + outputs)), which keeps the variance of tanh layers (Glorot & Bengio 2010, eq. 16).
  case glorot
  /// Normal with variance 2/inputs, which keeps that of rectified layers (He, Zhang, Ren & Sun 2015, eq. 10).
  case he
  /// A random orthogonal matrix, or its first rows or columns (Saxe, McClelland & Ganguli 2014).
  case orthogonal
  /// As `glorot`, but the units of the first layer have slopes of 1.5 to 4.5 and centres spread over inputs of unit
  /// size (after Nguyen & Widrow 1990).
  ///
  /// With zero biases the units of a network with one input all have their centre at 0, and narrow features elsewhere
  /// take long to learn.
  case spread

  /// Starting parameters of a network.
  package func parameters(for network: MultilayerPerceptron, using random: inout some RandomNumberGenerator) -> [Double] {
    var result = [Double](repeating: 0, count: network.parameterCount)
    for layer in network.layers {
      let weights = weights(layer.inputs, layer.outputs, &random)
      result.replaceSubrange(layer.offset..<layer.biasOffset, with: weights)
    }
    if self == .spread { spread(network.layers[0], in: &result, &random) }
    return result
  }

  private func spread(_ first: MultilayerPerceptron.Layer, in parameters: inout [Double], _ random: inout some RandomNumberGenerator) {
    for unit in 0..<first.outputs {
      var bias = 0.0
      for input in 0..<first.inputs {
        let sign = random.openUniform() < 0.5 ? -1.0 : 1.0
        let weight = sign * (1.5 + 3 * random.openUniform()) / Double(first.inputs).squareRoot()
        parameters[first.offset + input * first.outputs + unit] = weight
        bias -= weight * 2.5 * (2 * random.openUniform() - 1)
      }
      parameters[first.biasOffset + unit] = bias
    }
  }

  private func weights(_ inputs: Int, _ outputs: Int, _ random: inout some RandomNumberGenerator) -> [Double] {
    let count = inputs * outputs
    switch self {
    case .glorot, .spread:
      let bound = (6 / Double(inputs + outputs)).squareRoot()
      return (0..<count).map { _ in bound * (2 * random.openUniform() - 1) }
    case .he:
      let deviation = (2 / Double(inputs)).squareRoot()
      return (0..<count).map { _ in deviation * Self.normal(&random) }
    case .orthogonal:
      let (long, short) = (max(inputs, outputs), min(inputs, outputs))
      let vectors = Self.orthonormal(short, ofLength: long, &random)
      return (0..<count).map { index in
        let (i, o) = (index / outputs, index % outputs)
        return inputs >= outputs ? vectors[o][i] : vectors[i][o]
      }
    }
  }

  private static func normal(_ random: inout some RandomNumberGenerator) -> Double {
    let radius = (-2 * Double.log(random.openUniform())).squareRoot()
    return radius * .cos(2 * .pi * random.openUniform())
  }

  /// Gram–Schmidt on normal vectors, uniform over all orthonormal frames; a second pass removes what rounding leaves.
  private static func orthonormal(_ count: Int, ofLength length: Int, _ random: inout some RandomNumberGenerator) -> [[Double]] {
    var frame: [[Double]] = []
    while frame.count < count {
      var vector = (0..<length).map { _ in normal(&random) }
      for other in frame + frame {
        let overlap = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
        for i in 0..<length { vector[i] -= overlap * other[i] }
      }
      let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if norm > 1e-6 { frame.append(vector.map { $0 / norm }) }
    }
    return frame
  }
}
