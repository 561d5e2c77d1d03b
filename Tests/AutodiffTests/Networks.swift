import Autodiff
import RealModule
import Scalars

/// A network for tests, written on nodes and on numbers: layers of weights then biases, an activation between them.
struct SmallNetwork: Sendable {
  let widths: [Int]
  let activation: Activation

  var count: Int { zip(widths, widths.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 } }

  func parameters(seed: UInt64) -> [Double] {
    var random = CounterRandom(seed: seed)
    return (0..<count).map { _ in (random.openUniform() - 0.5) * 1.6 }
  }

  func callAsFunction(_ input: Node, _ theta: ParameterVector) -> Node {
    var x = input
    var offset = 0
    for layer in 1..<widths.count {
      let (from, to) = (widths[layer - 1], widths[layer])
      let weights = theta.block(at: offset, rows: from, columns: to)
      x = x.dense(weights, bias: theta.block(at: offset + from * to, rows: 1, columns: to))
      offset += (from + 1) * to
      if layer < widths.count - 1 { x = x.activated(activation) }
    }
    return x
  }

  func callAsFunction<S: Scalar>(_ input: [S], _ theta: [S]) -> [S] {
    var x = input
    var offset = 0
    for layer in 1..<widths.count {
      let (from, to) = (widths[layer - 1], widths[layer])
      x = (0..<to).map { o in
        var sum = theta[offset + from * to + o]
        for i in 0..<from { sum = sum + x[i] * theta[offset + i * to + o] }
        return layer < widths.count - 1 ? applied(sum) : sum
      }
      offset += (from + 1) * to
    }
    return x
  }

  private func applied<S: Scalar>(_ x: S) -> S {
    switch activation {
    case .tanh: .tanh(x)
    case .relu: x.primal < 0 ? 0 : x
    case .leakyReLU(let slope): x.primal < 0 ? S(slope) * x : x
    case .softplus: softplus(x)
    case .sigmoid: logistic(x)
    case .exponential: .exp(x)
    }
  }

  /// Inputs for a batch, row by row.
  func rows(_ batch: Int, seed: UInt64) -> [Double] {
    var random = CounterRandom(seed: seed, stream: 1)
    return (0..<batch * widths[0]).map { _ in 4 * random.openUniform() - 2 }
  }
}

/// The mean over a batch of softplus(−Σ network(x)), its gradient by the parameters, and the network's outputs.
func lossAndGradient<Number: KernelNumber>(
  _ network: SmallNetwork, batch: Int, threads: Int = 1, _: Number.Type
) throws -> (loss: Number, gradient: [Number], outputs: [Number]) {
  let graph = Graph(batch: batch)
  let x = graph.input(width: network.widths[0])
  let theta = graph.parameters(count: network.count)
  let output = network(x, theta)
  let loss = Node.softplus(-output.columnSum).mean
  let plan = try Plan(
    graph, totals: [loss], gradients: [graph.gradient(of: loss, by: theta)], rows: [output],
    parameters: [Storage(network.parameters(seed: 7).map { Number($0) })],
    sources: [FixedRows(network.rows(batch, seed: 8).map { Number($0) })], threads: threads)
  plan.run()
  plan.run()
  return (plan.total(0)[0], plan.gradients[0].values, plan.rows(0))
}

/// The largest difference of two vectors; +∞ where one is longer or holds a NaN.
func distance(_ a: [some BinaryFloatingPoint], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).map { abs(Double($0) - $1) }.reduce(0) { $1.isNaN ? .infinity : max($0, $1) }
}
