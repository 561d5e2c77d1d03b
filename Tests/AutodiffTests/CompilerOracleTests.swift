import Autodiff
import Foundation
import Testing
import _Differentiation

/// The compiler's own differentiation of a 1–2–1 network, as a third opinion.
@Suite struct CompilerOracleTests {
  @differentiable(reverse)
  static func loss(_ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double, _ f: Double, _ g: Double) -> Double {
    var sum = 0.0
    for row in 0..<150 {
      let x = Double(withoutDerivative(at: row)) / 50 - 1.5
      let y = e * tanh(a * x + c) + f * tanh(b * x + d) + g
      sum = sum + log(1 + exp(-y))
    }
    return sum / 150
  }

  @Test func gradientsAgree() throws {
    let theta = [0.7, -1.1, 0.2, 0.4, 1.3, -0.6, 0.1]
    let graph = Graph(batch: 150)
    let x = graph.input(width: 1)
    let parameters = graph.parameters(count: 7)
    let hidden = x.dense(parameters.block(at: 0, rows: 1, columns: 2), bias: parameters.block(at: 2, rows: 1, columns: 2)).activated(.tanh)
    let y = hidden.dense(parameters.block(at: 4, rows: 2, columns: 1), bias: parameters.block(at: 6, rows: 1, columns: 1))
    let loss = Node.softplus(-y).mean
    let plan = try Plan<Double>(
      graph, totals: [loss], gradients: [graph.gradient(of: loss, by: parameters)], parameters: [Storage(theta)],
      sources: [FixedRows((0..<150).map { Double($0) / 50 - 1.5 })])
    plan.run()

    // The compiler's gradient takes at most three arguments at once, so that the others are held.
    func partial(_ k: Int) -> Double {
      _Differentiation.gradient(at: theta[k]) { value in
        Self.loss(
          k == 0 ? value : theta[0], k == 1 ? value : theta[1], k == 2 ? value : theta[2], k == 3 ? value : theta[3],
          k == 4 ? value : theta[4], k == 5 ? value : theta[5], k == 6 ? value : theta[6])
      }
    }
    #expect(abs(plan.total(0)[0] - Self.loss(theta[0], theta[1], theta[2], theta[3], theta[4], theta[5], theta[6])) < 1e-14)
    for k in 0..<7 { #expect(abs(plan.gradients[0][k] - partial(k)) < 1e-14) }
  }
}
