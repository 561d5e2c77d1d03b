import Autodiff
import RealModule
import Scalars
import Testing
import Training

/// Discriminators that see several rows, against their formulas row by row.
@Suite struct CriticTests {
  private let rows = (0..<32).map { 1.3 * Double.sin(1 + 2 * Double($0)) }

  private func outputs(_ critic: Critic, _ parameters: [Double]) throws -> [Double] {
    let graph = Graph(batch: rows.count)
    let output = critic(graph.input(width: 1), graph.parameters(count: critic.parameterCount))
    let plan = try Plan<Double>(graph, rows: [output], parameters: [Storage(parameters)], sources: [FixedRows(rows)])
    plan.run()
    return plan.rows(0)
  }

  private func parameters(_ count: Int) -> [Double] {
    var random = CounterRandom(seed: 6)
    return (0..<count).map { _ in 1.4 * random.openUniform() - 0.7 }
  }

  @Test(arguments: [1, 2, 4]) func packsAreRowsSideBySide(_ packing: Int) throws {
    let critic = Critic(MultilayerPerceptron(widths: [packing, 5, 1], activation: .tanh), packing: packing)
    #expect(critic.isPointwise == (packing == 1))
    let theta = parameters(critic.parameterCount)
    for (row, output) in try outputs(critic, theta).enumerated() {
      let start = row - row % packing
      let pack = (0..<packing).map { rows[start + (row - start + $0) % packing] }
      #expect(abs(output - critic.network(pack, theta)[0]) < 1e-14)
    }
  }

  @Test func minibatchDiscriminationComparesFeatures() throws {
    let (width, kernels, next) = (4, 3, 2)
    let critic = Critic(MultilayerPerceptron(widths: [1, width, next, 1], activation: .tanh), kernels: kernels)
    #expect(!critic.isPointwise && critic.parameterCount == critic.network.parameterCount + kernels * (width + next))
    let theta = parameters(critic.parameterCount)
    let layers = critic.network.layers
    let (t, u) = (critic.network.parameterCount, critic.network.parameterCount + width * kernels)
    func features(_ x: Double) -> [Double] { (0..<width).map { .tanh(theta[$0] * x + theta[width + $0]) } }
    func images(_ f: [Double]) -> [Double] { (0..<kernels).map { b in (0..<width).reduce(0) { $0 + f[$1] * theta[t + $1 * kernels + b] } } }
    let all = rows.map(features)
    for (row, output) in try outputs(critic, theta).enumerated() {
      let own = images(all[row])
      let others = (row - row % 16..<row - row % 16 + 16).filter { $0 != row }.map { images(all[$0]) }
      let nearness = (0..<kernels).map { b in others.reduce(0) { $0 + .exp(-abs(own[b] - $1[b])) } / 15 }
      let second = (0..<next).map { o in
        let plain = (0..<width).reduce(theta[layers[1].offset + width * next + o]) {
          $0 + all[row][$1] * theta[layers[1].offset + $1 * next + o]
        }
        return Double.tanh((0..<kernels).reduce(plain) { $0 + nearness[$1] * theta[u + $1 * next + o] })
      }
      let expected = (0..<next).reduce(theta[layers[2].offset + next]) { $0 + second[$1] * theta[layers[2].offset + $1] }
      #expect(abs(output - expected) < 1e-14)
    }
  }
}
