import Autodiff
import Scalars
import Testing
import Training

@Suite struct NetworkTests {
  @Test func tracedAndPlainNetworksAgree() throws {
    let network = MultilayerPerceptron(widths: [2, 5, 3], activation: .softplus)
    var random = CounterRandom(seed: 1)
    let theta = Initialization.glorot.parameters(for: network, using: &random).map { $0 + 0.1 }
    let graph = Graph(batch: 3)
    let output = network(graph.input(width: 2), graph.parameters(count: network.parameterCount))
    let rows = [0.1, -0.4, 2, 1, -1, 0.5]
    let plan = try Plan<Double>(graph, rows: [output], parameters: [Storage(theta)], sources: [FixedRows(rows)])
    plan.run()
    for row in 0..<3 {
      let expected = network([rows[2 * row], rows[2 * row + 1]], theta)
      for column in 0..<3 { #expect(abs(plan.rows(0)[3 * row + column] - expected[column]) < 1e-14) }
    }
  }

  @Test(arguments: [[40, 60], [60, 40], [50, 50]]) func initialWeightsHaveTheirSpread(_ widths: [Int]) {
    let network = MultilayerPerceptron(widths: widths, activation: .tanh)
    let count = widths[0] * widths[1]
    for initialization in Initialization.allCases where initialization != .spread {
      var random = CounterRandom(seed: 5)
      let parameters = initialization.parameters(for: network, using: &random)
      #expect(parameters[count...].allSatisfy { $0 == 0 })
      let square = parameters.reduce(0) { $0 + $1 * $1 } / Double(count)
      let expected =
        switch initialization {
        case .glorot: 2 / Double(widths[0] + widths[1])
        case .he: 2 / Double(widths[0])
        case .orthogonal, .spread: 1 / Double(max(widths[0], widths[1]))
        }
      // Five standard errors of a mean of squares of normal numbers, which exceeds that of uniform ones.
      #expect(abs(square - expected) < 5 * expected * (2 / Double(count)).squareRoot(), "\(initialization)")
    }
  }

  @Test func spreadUnitsTurnAllOverTheData() {
    let network = MultilayerPerceptron(widths: [1, 400, 1], activation: .tanh)
    var random = CounterRandom(seed: 5)
    let parameters = Initialization.spread.parameters(for: network, using: &random)
    let turns = (0..<400).map { -parameters[400 + $0] / parameters[$0] }.sorted()
    #expect((0..<400).allSatisfy { (1.5...4.5).contains(abs(parameters[$0])) })
    // Evenly over ±2.5, within the Kolmogorov–Smirnov distance that is passed once in a thousand times.
    for (index, turn) in turns.enumerated() {
      let (expected, level): (Double, Double) = ((Double(index) + 0.5) / 400, (turn + 2.5) / 5)
      #expect(abs(level - expected) < 1.95 / 20)
    }
  }

  @Test(arguments: [[4, 9], [9, 4], [6, 6]]) func orthogonalWeightsAreOrthogonal(_ widths: [Int]) {
    let network = MultilayerPerceptron(widths: widths, activation: .tanh)
    var random = CounterRandom(seed: 2)
    let w = Initialization.orthogonal.parameters(for: network, using: &random)
    let (inputs, outputs) = (widths[0], widths[1])
    func vector(_ k: Int) -> [Double] {
      inputs >= outputs ? (0..<inputs).map { w[$0 * outputs + k] } : (0..<outputs).map { w[k * outputs + $0] }
    }
    for a in 0..<min(inputs, outputs) {
      for b in 0...a {
        let product = zip(vector(a), vector(b)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (a == b ? 1 : 0)) < 1e-14)
      }
    }
  }
}
