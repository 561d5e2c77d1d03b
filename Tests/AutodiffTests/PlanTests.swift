import Autodiff
import RealModule
import Scalars
import Testing

@Suite struct PlanTests {
  static let shapes: [[Int]] = [[1, 1], [1, 32, 32, 1], [2, 5, 3], [3, 17, 9, 4, 2], [1, 33, 1], [7, 1, 7], [1, 70, 67, 1]]

  @Test(arguments: Activation.all) func gradientAgreesWithForwardMode(_ activation: Activation) throws {
    let network = SmallNetwork(widths: [2, 4, 3, 1], activation: activation)
    let batch = 300
    let (loss, gradient, _) = try lossAndGradient(network, batch: batch, Double.self)
    let rows = network.rows(batch, seed: 8)
    func mean<S: Scalar>(_ theta: [S]) -> S {
      var sum: S = 0
      for row in 0..<batch { sum = sum + softplus(-network([S(rows[2 * row]), S(rows[2 * row + 1])], theta)[0]) }
      return sum / S(Double(batch))
    }
    let theta = network.parameters(seed: 7)
    let expected = Scalars.gradient(at: theta) { mean($0) }
    #expect(abs(loss - mean(theta)) < 1e-13)
    #expect(distance(gradient, expected) < 1e-13)
  }

  @Test(arguments: shapes, [1, 7, 64, 129, 300]) func singleAgreesWithDouble(_ widths: [Int], _ batch: Int) throws {
    for activation in Activation.all {
      let network = SmallNetwork(widths: widths, activation: activation)
      let reference = try lossAndGradient(network, batch: batch, Double.self)
      let single = try lossAndGradient(network, batch: batch, Float.self)
      #expect(abs(Double(single.loss) - reference.loss) <= 1e-5 * (1 + abs(reference.loss)))
      // A rectifier's slope jumps where rounding moves an argument across 0, which shifts one row's share of the
      // gradient.
      let isSmooth = activation == .tanh || activation == .softplus || activation == .sigmoid
      let scale = 1 + (reference.gradient.map(abs).max() ?? 0)
      #expect(distance(single.gradient, reference.gradient) <= (isSmooth ? 1e-5 : 1e-4) * scale, "\(activation)")
      #expect(distance(single.outputs, reference.outputs) <= 1e-5 * (1 + (reference.outputs.map(abs).max() ?? 0)), "\(activation)")
    }
  }

  @Test func threadsChangeNoBit() throws {
    let network = SmallNetwork(widths: [1, 48, 48, 1], activation: .tanh)
    let one = try lossAndGradient(network, batch: 3001, Float.self)
    for threads in 2...5 {
      let many = try lossAndGradient(network, batch: 3001, threads: threads, Float.self)
      #expect(many.loss == one.loss)
      #expect(many.gradient == one.gradient)
      #expect(many.outputs == one.outputs)
    }
    let reference = try lossAndGradient(network, batch: 3001, threads: 3, Double.self)
    #expect(distance(one.gradient, reference.gradient) < 1e-5)
  }

  @Test func sharedWorkUsesThreads() throws {
    let graph = Graph(batch: 4096)
    let x = graph.input(width: 64)
    let theta = graph.parameters(count: 64 * 64)
    let loss = x.dense(theta.block(at: 0, rows: 64, columns: 64)).columnSum.mean
    func plan(_ threads: Int) throws -> Plan<Float> {
      try Plan(
        graph, totals: [loss], parameters: [Storage(count: 64 * 64)], sources: [NormalNoise(seed: 1, stream: 0)], threads: threads)
    }
    #expect(try plan(2).threadCount == 2)
    #expect(try plan(1).threadCount == 1)
  }

  /// A penalty on the gradient by the input, differentiated by the parameters: two levels of reverse mode against two
  /// of forward mode.
  @Test(arguments: Activation.all) func secondOrderAgreesWithForwardMode(_ activation: Activation) throws {
    let network = SmallNetwork(widths: [1, 5, 4, 1], activation: activation)
    let batch = 200
    let (points, theta) = (network.rows(batch, seed: 3), network.parameters(seed: 4))
    func penalty<Number: KernelNumber>(_: Number.Type) throws -> (Number, [Number]) {
      let graph = Graph(batch: batch)
      let x = graph.input(width: 1)
      let vector = graph.parameters(count: network.count)
      let slope = graph.gradient(of: network(x, vector), by: [x])[0]
      let loss = (slope.squared + 0.01).squareRoot.mean
      let plan = try Plan(
        graph, totals: [loss], gradients: [graph.gradient(of: loss, by: vector)], parameters: [Storage(theta.map { Number($0) })],
        sources: [FixedRows(points.map { Number($0) })])
      plan.run()
      return (plan.total(0)[0], plan.gradients[0].values)
    }
    func mean<S: Scalar>(_ theta: [S]) -> S {
      var sum: S = 0
      for point in points {
        let slope = derivative(at: S(point)) { x in network([x], theta.map { Dual(constant: $0) })[0] }
        sum = sum + .sqrt(slope * slope + 0.01)
      }
      return sum / S(Double(batch))
    }
    let (value, gradient) = try penalty(Double.self)
    let (single, singleGradient) = try penalty(Float.self)
    let expected = Scalars.gradient(at: theta) { mean($0) }
    #expect(abs(value - mean(theta)) < 1e-13)
    #expect(abs(Double(single) - value) < 1e-5)
    #expect(distance(gradient, expected) < 1e-12)
    #expect(distance(singleGradient, expected) < 2e-5)
  }

  /// A parameter that occurs twice, arithmetic on parameters before the tiles, and arithmetic on sums after them.
  @Test func sharedArithmetic() throws {
    let graph = Graph(batch: 200)
    let x = graph.input(width: 1)
    let theta = graph.parameters(count: 1)
    let w = theta.block(at: 0, rows: 1, columns: 1)
    // L = mean of x w eʷ + 3 w², so L′ = m (1 + w) eʷ + 6 w with m the mean of x.
    let mean = x.dense(w * .exp(w)).mean
    let loss = mean + 3 * w.squared
    let points = (0..<200).map { Double($0) / 100 }
    let plan = try Plan<Double>(
      graph, totals: [loss, mean.squared], gradients: [graph.gradient(of: loss, by: theta)], parameters: [Storage([0.4])],
      sources: [FixedRows(points)])
    plan.run()
    let (m, w0) = (0.995, 0.4)
    #expect(abs(plan.total(0)[0] - (m * w0 * .exp(w0) + 3 * w0 * w0)) < 1e-14)
    #expect(abs(plan.total(1)[0] - m * w0 * .exp(w0) * m * w0 * .exp(w0)) < 1e-14)
    #expect(abs(plan.gradients[0][0] - (m * (1 + w0) * .exp(w0) + 6 * w0)) < 1e-14)
  }

  @Test func aSumMayNotFeedRows() throws {
    let graph = Graph(batch: 4)
    let x = graph.input(width: 1)
    let centred = x.dense(x.mean)
    #expect(throws: PlanError.sumFeedsRows) {
      try Plan<Double>(graph, totals: [centred.mean], sources: [FixedRows([1, 2, 3, 4])])
    }
  }
}
