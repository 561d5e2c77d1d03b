import Autodiff
import RealModule
import Scalars
import Testing

/// Rows that see their neighbours, and gradients along a direction.
@Suite struct RotationTests {
  /// 200 rows are more than one tile, and the last is not full.
  static let batch = 200
  static let points = (0..<batch).map { Double.sin(Double($0)) }

  private func rotated<Number: KernelNumber>(by shift: Int, within group: Int, _: Number.Type) throws -> [Number] {
    let graph = Graph(batch: Self.batch)
    let pair = graph.input(width: 1).spread(to: 2)
    let plan = try Plan(graph, rows: [pair.rotated(by: shift, within: group)], sources: [FixedRows(Self.points.map { Number($0) })])
    plan.run()
    return plan.rows(0)
  }

  @Test(arguments: [(1, 2), (1, 8), (3, 8), (-3, 8), (8, 8), (0, 4), (11, 8)]) func everyRowTakesItsNeighbour(_ shift: Int, _ group: Int)
    throws
  {
    let (double, single) = (
      try rotated(by: shift, within: group, Double.self), try rotated(by: shift, within: group, Float.self)
    )
    for row in 0..<Self.batch {
      let start = row - row % group
      let source = start + ((row - start + shift) % group + group) % group
      for column in 0..<2 {
        #expect(double[2 * row + column] == Self.points[source])
        #expect(single[2 * row + column] == Float(Self.points[source]))
      }
    }
  }

  /// L = mean of (w xᵢ)² (w xᵢ₊₃) has the derivative 3 w² mean(xᵢ² xᵢ₊₃).
  @Test func gradientsFlowBackToTheNeighbour() throws {
    let graph = Graph(batch: Self.batch)
    let theta = graph.parameters(count: 1)
    let y = graph.input(width: 1).dense(theta.block(at: 0, rows: 1, columns: 1))
    let loss = (y.squared * y.rotated(by: 3, within: 8)).mean
    let plan = try Plan<Double>(
      graph, totals: [loss], gradients: [graph.gradient(of: loss, by: theta)], parameters: [Storage([0.7])],
      sources: [FixedRows(Self.points)])
    plan.run()
    let mean = (0..<Self.batch).reduce(0.0) { sum, i in
      sum + Self.points[i] * Self.points[i] * Self.points[i - i % 8 + (i % 8 + 3) % 8] / Double(Self.batch)
    }
    #expect(abs(plan.total(0)[0] - 0.343 * mean) < 1e-14)
    #expect(abs(plan.gradients[0][0] - 3 * 0.49 * mean) < 1e-14)
  }

  /// The Hessian times a direction, against the difference of gradients on either side, and in single precision.
  @Test func secondDerivativesAlongADirection() throws {
    let network = SmallNetwork(widths: [1, 4, 3, 1], activation: .tanh)
    let (theta, points) = (network.parameters(seed: 2), network.rows(150, seed: 3))
    let direction = network.parameters(seed: 5)
    func products<Number: KernelNumber>(_: Number.Type) throws -> (gradient: [Number], product: [Number]) {
      let graph = Graph(batch: 150)
      let (x, vector, along) = (graph.input(width: 1), graph.parameters(count: network.count), graph.parameters(count: network.count))
      let gradient = graph.gradient(of: Node.softplus(-network(x, vector)).mean, by: vector)
      let plan = try Plan(
        graph, gradients: [gradient, graph.gradient(of: gradient, along: along, by: vector)],
        parameters: [Storage(theta.map { Number($0) }), Storage(direction.map { Number($0) })],
        sources: [FixedRows(points.map { Number($0) })])
      plan.run()
      return (plan.gradients[0].values, plan.gradients[1].values)
    }
    // Forward mode over forward mode: the derivative along the direction of every partial derivative.
    func loss<S: Scalar>(_ theta: [S]) -> S {
      points.reduce(0 as S) { $0 + softplus(-network([S($1)], theta)[0]) } / S(150)
    }
    let moved = zip(theta, direction).map { Dual(value: $0, tangent: $1) }
    let expected = Scalars.gradient(at: moved) { loss($0) }.map(\.tangent)
    let (double, single) = (try products(Double.self), try products(Float.self))
    #expect(distance(double.product, expected) < 1e-13)
    #expect(distance(single.product, expected) < 1e-5)
    #expect(distance(double.gradient, Scalars.gradient(at: theta) { loss($0) }) < 1e-14)
  }
}
