import Autodiff
import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Studies
import Testing
import Training

/// Small games against their linearisation, and what measures them against series that are known.
@Suite struct OscillationTests {
  static let games: [SmallGame] = SmallDiscriminator.allCases.flatMap { discriminator in
    [
      SmallGame(discriminator: discriminator),
      SmallGame(Normal(mean: 1, sd: 0.5), discriminator: discriminator, objective: NonSaturating()),
      SmallGame(discriminator: discriminator, penalty: 0.3),
      SmallGame(Normal(mean: -2, sd: 1.5), discriminator: discriminator, objective: NonSaturating(), penalty: 0.1, instanceNoise: 0.4),
    ]
  }

  // The linearisation
  @Test(arguments: 0..<games.count) func theEquilibriumIsOne(_ index: Int) throws {
    let (field, excess) = try Self.games[index].evaluated(at: Self.games[index].equilibrium)
    #expect(field.allSatisfy { abs($0) < 1e-14 } && abs(excess) < 1e-15)
  }

  @Test(arguments: 0..<games.count) func theJacobianIsThatOfDifferences(_ index: Int) throws {
    let game = Self.games[index]
    let jacobian = try Linearization(of: game, rate: 0.1, updates: .simultaneous).jacobian
    let point = game.equilibrium
    let step = 1e-4
    for column in point.indices {
      func field(_ moved: Double) throws -> [Double] {
        var point = point
        point[column] += moved
        return try game.evaluated(at: point).field
      }
      // Central differences, extrapolated once.
      let coarse = zip(try field(2 * step), try field(-2 * step)).map { ($0 - $1) / (4 * step) }
      let fine = zip(try field(step), try field(-step)).map { ($0 - $1) / (2 * step) }
      for row in point.indices {
        #expect(abs((4 * fine[row] - coarse[row]) / 3 - jacobian[row][column]) < 1e-9, "\(row), \(column)")
      }
    }
  }

  /// For P = N(0, s²) the mean and the slope a are by themselves: λ² + (½(s² + τ²) + γ) λ + ¼ = 0.
  @Test(arguments: [(1.0, 0.0, 0.0), (0.5, 0, 0), (1, 0.1, 0), (0.7, 0.2, 0.5), (2, 0, 0.3)])
  func theMeanOfTheQuadraticGameIsAnOscillator(_ parameters: (Double, Double, Double)) throws {
    let (sd, penalty, noise) = parameters
    let damping = 0.5 * (sd * sd + noise * noise) + penalty
    for objective in [Minimax(), NonSaturating()] as [any Objective] {
      let game = SmallGame(
        Normal(mean: 0, sd: sd), discriminator: .quadratic, objective: objective, penalty: penalty, instanceNoise: noise)
      let flow = try Linearization(of: game, rate: 0.1, updates: .simultaneous).flow
      for expected in Eigenvalue.pair(mean: -damping / 2, discriminant: damping * damping / 4 - 0.25) {
        #expect(flow.contains { abs($0.real - expected.real) < 1e-12 && abs($0.imaginary - expected.imaginary) < 1e-12 }, "\(flow)")
      }
    }
  }

  /// 1 + hλ for simultaneous steps. The generator has no second derivative there, so that alternating ones have the
  /// determinant of the discriminator's step.
  @Test(arguments: 0..<games.count) func stepsFollowTheField(_ index: Int) throws {
    let simultaneous = try Linearization(of: Self.games[index], rate: 0.05, updates: .simultaneous)
    for value in simultaneous.step {
      let (real, imaginary) = ((value.real - 1) / 0.05, value.imaginary / 0.05)
      #expect(simultaneous.flow.contains { abs($0.real - real) < 1e-6 && abs($0.imaginary - imaginary) < 1e-6 })
    }
    let alternating = try Linearization(of: Self.games[index], rate: 0.05, updates: .alternating)
    let block = alternating.jacobian.dropFirst(2).map { Array($0.dropFirst(2)) }
    let expected = eigenvalues(of: block).reduce(1.0) { $0 * Double.hypot(1 + 0.05 * $1.real, 0.05 * $1.imaginary) }
    let found = alternating.step.reduce(1.0) { $0 * $1.modulus }
    #expect(abs(found - expected) < 1e-9 && alternating.jacobian[0][0] == 0, "\(found) \(expected)")
  }

  // The run
  @Test(arguments: DiracUpdates.allCases, SmallDiscriminator.allCases)
  func measuredIsPredicted(_ updates: DiracUpdates, _ discriminator: SmallDiscriminator) throws {
    for (objective, penalty) in [(Minimax(), 0.0), (NonSaturating(), 0.05)] as [(any Objective, Double)] {
      let game = SmallGame(discriminator: discriminator, objective: objective, penalty: penalty)
      let linearization = try Linearization(of: game, rate: 0.1, updates: updates)
      let leading = try #require(linearization.leading)
      let steps = discriminator == .network ? 3000 : 850
      let descent = SmallGameDescent(game, offset: 0.01, rate: 0.1, steps: steps, updates: updates)
      let quantities = descent.quantities(of: try #require(try descent.run()))
      #expect(quantities.map(\.name) == [discriminator == .network ? "deviation" : "mean", "js", "value"])
      for quantity in quantities {
        let (frequency, decay) = (quantity.order * linearization.frequency(leading), quantity.order * linearization.decay(leading))
        #expect(abs(try #require(quantity.frequency) - frequency) < 1e-3 * frequency, "\(quantity)")
        #expect(abs(try #require(quantity.decay) - decay) < 1e-3 * decay, "\(quantity)")
      }
    }
  }

  /// V by the sum over nodes against adaptive quadrature, off the equilibrium.
  @Test(arguments: [0.0, 0.6]) func valueIsThatOfTheQuadrature(_ noise: Double) throws {
    let game = SmallGame(Normal(mean: 0.5, sd: 1), discriminator: .quadratic, instanceNoise: noise)
    let (a, b, c) = (0.4, -0.15, 0.2)
    let excess = try game.evaluated(at: [1.2, 0.1, a, b, c]).excess
    let (p, q) = (Normal(mean: 0.5, sd: Double.hypot(1, noise)), Normal(mean: 0.1, sd: Double.hypot(1.2, noise)))
    let value = valueFunction(p, q, LineFunction { a * $0 + b * $0 * $0 + c })
    #expect(abs(excess - .log(4) - value.value) < 1e-9, "\(excess - .log(4)) \(value)")
  }

  /// Near the equilibrium JS = (δμ² + 2 δσ²)/8 to lowest order, however small.
  @Test func jsKeepsItsDigits() throws {
    for record in try #require(try SmallGameDescent(offset: 1e-7, steps: 10).run()) {
      let (mean, deviation) = (record.mean, record.deviation - 1)
      #expect(abs(record.js / ((mean * mean + 2 * deviation * deviation) / 8) - 1) < 1e-5, "\(record)")
    }
  }

  @Test func aRunThatLeavesTheNumbersIsNone() throws {
    let game = SmallGame(Normal(mean: 0, sd: 100), discriminator: .quadratic)
    #expect(try SmallGameDescent(game, rate: 100, steps: 2000).run() == nil)
  }

  @Test func minibatchesAreSeeded() throws {
    func run(_ seed: UInt64) throws -> [SmallGameDescent.Row] {
      try #require(try SmallGameDescent(offset: 0.1, steps: 50, recordEvery: 10, batch: 16, seed: seed).run())
    }
    let (one, again, other) = (try run(1), try run(1), try run(2))
    #expect(one == again && one != other && one.map(\.step) == [0, 10, 20, 30, 40, 50])
    #expect(one[0].mean == 0.1 && one[0].deviation == 1.1 && one[0].excess == 0)
  }

  // The measurement
  @Test(arguments: [0.0, 0.02, 0.3, -0.1], [0.0, 0.6, 3]) func aSeriesIsMeasured(_ decay: Double, _ constant: Double) throws {
    for phase in [0.0, 1, 2.5] {
      let series = (0..<2000).map { index -> Double in
        let t = 0.05 * Double(index)
        return .exp(-decay * t) * (constant + .cos(2 * .pi * 0.11 * t + phase))
      }
      let found = try #require(Oscillation(of: series, interval: 0.05))
      #expect(abs(try #require(found.frequency) / 0.11 - 1) < 2e-3, "\(found)")
      #expect(abs(found.decay - decay) < 2e-3, "\(found)")
      #expect(abs(found.periods - 11) < 0.1)
    }
  }

  @Test func whatOnlyFallsHasNoFrequency() throws {
    let found = try #require(Oscillation(of: (0..<100).map { Double.exp(-0.1 * Double($0)) }, interval: 1))
    #expect(found.frequency == nil && abs(found.decay - 0.1) < 1e-12)
    #expect(Oscillation(of: [Double](repeating: 0, count: 50), interval: 1) == nil && Oscillation(of: [1, 2, .nan], interval: 1) == nil)
  }

  @Test func aLineStandsOutOfNoise() throws {
    var random = CounterRandom(seed: 8)
    let series = (0..<4000).map { Double.sin(2 * .pi * 0.3 * 0.1 * Double($0)) + 2 * (random.openUniform() - 0.5) }
    let found = try #require(Periodogram(of: series, interval: 0.1))
    #expect(abs(try #require(found.peak) - 0.3) < 0.5 * found.resolution)
    #expect(Periodogram(of: [1, 2, 3], interval: 1) == nil)
  }
}
