import Autodiff
import RealModule
import Scalars
import Testing
import Training

/// What remedies add to a step, against their definitions on plain numbers.
@Suite struct LookaheadTests {
  private let data = [0.4, -1.2, 2.1, 0.9, -0.3, 1.7]

  /// The noise that a stream gives in step 0.
  private func noise(_ stream: RandomStream, _ count: Int, seed: UInt64) throws -> [Double] {
    let graph = Graph(batch: count)
    let plan = try Plan<Double>(graph, rows: [graph.input(width: 1)], sources: [NormalNoise(seed: seed, stream: stream.number)])
    plan.run()
    return plan.rows(0)
  }

  /// The gradient through k steps of the discriminator is the derivative of the loss after them, by forward mode
  /// through forward mode.
  @Test(arguments: [0, 1, 3]) func theGeneratorSeesThroughTheSteps(_ steps: Int) throws {
    var settings = TrainingSettings()
    (settings.width, settings.depth, settings.generatorHidden) = (3, 1, [2])
    settings.objective = Minimax()
    settings.penalty = .none
    settings.optimizer = .gradientDescent
    (settings.learningRate, settings.discriminatorLearningRate) = (1, 0)
    (settings.batch, settings.seed, settings.decays) = (data.count, 11, false)
    (settings.unrolledSteps, settings.unrolledRate) = (steps, 0.4)
    let trainer = try Trainer<Double>(settings, data: FixedRows(data))
    let (theta, psi) = (trainer.state.generator?.parameters ?? [], trainer.state.discriminator.parameters)
    try trainer.advance()
    let moved = zip(theta, trainer.state.generator?.parameters ?? []).map { $0 - $1 }

    let (own, opponent) = (try noise(.generatorNoise, data.count, seed: 11), try noise(.discriminatorNoise, data.count, seed: 11))
    let (generator, discriminator) = (settings.generator, settings.discriminator)
    func loss<S: Scalar>(_ theta: [S]) -> S {
      let fake = opponent.map { generator([S($0)], theta)[0] }
      var weights = psi.map { S($0) }
      for _ in 0..<steps {
        let slope = Scalars.gradient(at: weights) { (weights: [Dual<S>]) -> Dual<S> in
          var sum: Dual<S> = 0
          for x in data { sum += softplus(-discriminator([Dual(constant: S(x))], weights)[0]) }
          for x in fake { sum += softplus(discriminator([Dual(constant: x)], weights)[0]) }
          return sum
        }
        weights = zip(weights, slope).map { $0 - S(0.4 / Double(data.count)) * $1 }
      }
      var total: S = 0
      for z in own {
        let output: S = discriminator(generator([S(z)], theta), weights)[0]
        total -= softplus(output)
      }
      return total / S(Double(data.count))
    }
    for (a, b) in zip(moved, Scalars.gradient(at: theta) { loss($0) }) { #expect(abs(a - b) < 1e-14) }
  }

  /// For the critic v = wx + b of Wasserstein's game the loss is w times the difference of the noisy means; the noise
  /// falls with the rate.
  @Test func instanceNoiseIsOnBothSidesAndFalls() throws {
    var settings = TrainingSettings()
    settings.discriminatorHidden = []
    settings.objective = Wasserstein()
    settings.penalty = .none
    (settings.optimizer, settings.discriminatorLearningRate) = (.gradientDescent, 0)
    (settings.batch, settings.seed, settings.instanceNoise) = (data.count, 5, 0.8)
    let fixed = data.map { 0.5 * $0 - 1 }
    let (onData, onFixed) = (try noise(.noiseOnData, data.count, seed: 5), try noise(.noiseOnGenerated, data.count, seed: 5))
    settings.decays = false
    let trainer = try Trainer<Double>(settings, data: FixedRows(data), against: FixedRows(fixed))
    let w = trainer.discriminator.parameters[0]
    try trainer.advance()
    func mean(_ rows: [Double]) -> Double { rows.reduce(0, +) / Double(rows.count) }
    let difference = mean(fixed) + 0.8 * mean(onFixed) - mean(data) - 0.8 * mean(onData)
    #expect(abs(trainer.discriminatorLoss - w * difference) < 1e-14)

    (settings.decays, settings.steps) = (true, 1)
    let decayed = try Trainer<Double>(settings, data: FixedRows(data), against: FixedRows(fixed))
    try decayed.advance()
    try decayed.advance()
    #expect(abs(decayed.discriminatorLoss - w * (mean(fixed) - mean(data))) < 1e-14)
  }
}
