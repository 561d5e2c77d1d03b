import Autodiff
import Densities
import RealModule
import Scalars
import Testing
import Training

@Suite struct TrainerTests {
  private func data<Number: KernelNumber>(_: Number.Type) -> TransportedNoise<Number> {
    TransportedNoise(seed: 9, stream: 16) { 3 + 0.5 * $0 }
  }

  private func settings(width: Int) -> TrainingSettings {
    var settings = TrainingSettings()
    (settings.width, settings.depth, settings.seed) = (width, 2, 0)
    return settings
  }

  private func run(_ settings: TrainingSettings, steps: Int, threads: Int = 1) throws -> TrainingState<Float> {
    let trainer = try Trainer<Float>(settings, data: data(Float.self), threads: threads)
    for _ in 0..<steps { try trainer.advance() }
    return trainer.state
  }

  static let games: [(any Objective, Regularization)] =
    Catalogue.objectives.map { ($0, .none) } + [
      (NonSaturating(), .r1(1)), (Wasserstein(), .clipping(0.05)), (Wasserstein(), .gradientPenalty(0.1)), (Hinge(), .gradientPenalty(10)),
      (NonSaturating(), .spectral),
    ]

  /// Every game runs, and single precision follows double precision while rounding has not yet grown.
  @Test(arguments: 0..<games.count) func precisionsAgree(_ index: Int) throws {
    var settings = settings(width: 8)
    (settings.objective, settings.penalty) = Self.games[index]
    settings.optimizer = .gradientDescent
    (settings.learningRate, settings.discriminatorLearningRate) = (1e-3, 1e-3)
    settings.batch = 150
    settings.discriminatorSteps = 2
    let single = try Trainer<Float>(settings, data: data(Float.self))
    let double = try Trainer<Double>(settings, data: data(Double.self))
    for _ in 0..<10 {
      try single.advance()
      try double.advance()
    }
    let (a, b) = (single.state, double.state)
    #expect(a.discriminator.updates == 20)
    for (x, y) in zip(a.discriminator.parameters, b.discriminator.parameters) { #expect(abs(Double(x) - y) < 2e-5) }
    let (g, h) = try (#require(a.generator), #require(b.generator))
    #expect(g.updates == 10)
    for (x, y) in zip(g.parameters, h.parameters) { #expect(abs(Double(x) - y) < 2e-5) }
    #expect(abs(Double(single.discriminatorLoss) - double.discriminatorLoss) < 1e-4)
    #expect(abs(Double(single.generatorLoss) - double.generatorLoss) < 1e-4)
  }

  /// A step is its parts: whoever moves the players one by one trains as `advance` does.
  @Test func aStepIsItsParts() throws {
    var settings = settings(width: 8)
    settings.discriminatorSteps = 3
    let (whole, parts) = (try Trainer<Float>(settings, data: data(Float.self)), try Trainer<Float>(settings, data: data(Float.self)))
    for step in 1...5 {
      try whole.advance()
      for _ in 0..<3 { try parts.advanceDiscriminator() }
      #expect(parts.step == step - 1)
      try parts.advanceGenerator()
      #expect(parts.state == whole.state && parts.step == step)
    }
    // One update more is another training.
    try parts.advanceDiscriminator()
    #expect(parts.state.generator == whole.state.generator && parts.state.discriminator != whole.state.discriminator)
  }

  /// The running average is the plain mean of all steps while these are fewer than 1/(1 − decay), and then forgets.
  @Test func theAverageBeginsAsTheMean() throws {
    var settings = settings(width: 4)
    settings.averaging = 0.95
    let trainer = try Trainer<Double>(settings, data: data(Double.self))
    for player in [trainer.discriminator, try #require(trainer.generator)] { #expect(player.average.values == player.parameters.values) }
    var sums = [Double](repeating: 0, count: trainer.discriminator.parameters.count)
    var last = sums
    for step in 1...40 {
      try trainer.advance()
      let (parameters, average) = (trainer.discriminator.parameters.values, trainer.discriminator.average.values)
      for index in sums.indices {
        sums[index] += parameters[index]
        let expected = step <= 20 ? sums[index] / Double(step) : 0.95 * last[index] + 0.05 * parameters[index]
        #expect(abs(average[index] - expected) < 1e-12, "\(step)")
      }
      last = average
    }
  }

  /// A linear critic v = wx + b has the slope w everywhere, so each penalty is known.
  @Test func penaltiesOfALinearCritic() throws {
    var settings = settings(width: 4)
    settings.discriminatorHidden = []
    settings.objective = Wasserstein()
    settings.batch = 3
    func loss(_ regularization: Regularization) throws -> (Double, Double) {
      settings.penalty = regularization
      let trainer = try Trainer<Double>(settings, data: FixedRows([1, 2, 6]), against: FixedRows([0, 1, -1]))
      let w = trainer.discriminator.parameters[0]
      try trainer.advance()
      return (trainer.discriminatorLoss, w)
    }
    let (plain, w) = try loss(.none)
    #expect(abs(plain + 3 * w) < 1e-14)
    let ridge = plain + 0.35 * w * w
    #expect(abs(try loss(.r1(0.7)).0 - ridge) < 1e-14)
    let excess = abs(w) - 1
    let penalised = plain + 0.7 * excess * excess
    #expect(abs(try loss(.gradientPenalty(0.7)).0 - penalised) < 1e-9)
    settings.penalty = .clipping(0.01)
    let trainer = try Trainer<Float>(settings, data: FixedRows([1, 2, 6]), against: FixedRows([0, 1, -1]))
    try trainer.advance()
    #expect(trainer.discriminator.parameters.values.allSatisfy { abs($0) <= 0.01 })
  }

  @Test func threadsChangeNoByte() throws {
    var settings = settings(width: 48)
    settings.batch = 1500
    let one = try run(settings, steps: 5)
    #expect(try run(settings, steps: 5, threads: 2) == one)
    #expect(try run(settings, steps: 5, threads: 5) == one)
  }

  @Test func aRestoredRunContinuesBitForBit() throws {
    let settings = settings(width: 8)
    let whole = try run(settings, steps: 30)
    let first = try run(settings, steps: 12)
    let resumed = try Trainer<Float>(settings, data: data(Float.self))
    resumed.state = first
    for _ in 12..<30 { try resumed.advance() }
    #expect(resumed.state == whole)
    #expect(first != whole)
  }

  @Test func seedsDiffer() throws {
    var settings = settings(width: 8)
    let one = try run(settings, steps: 3)
    settings.seed = 1
    #expect(try run(settings, steps: 3) != one)
  }

  @Test func divergenceIsReportedWithItsStep() throws {
    var settings = settings(width: 8)
    (settings.optimizer, settings.discriminatorLearningRate) = (.gradientDescent, 1e38)
    settings.objective = LeastSquares()
    let trainer = try Trainer<Float>(settings, data: data(Float.self))
    let error = #expect(throws: TrainingError.self) { for _ in 0..<50 { try trainer.advance() } }
    #expect(error == .diverged(step: trainer.step))
    #expect(trainer.step < 50)
  }

  /// Alone against N(1, 2), the discriminator of data from N(0, 1) learns the logit log p/q.
  @Test func discriminatorLearnsTheLogRatio() throws {
    var settings = settings(width: 16)
    settings.penalty = .none
    settings.batch = 256
    settings.steps = 4000
    let trainer = try Trainer<Float>(
      settings, data: NormalNoise<Float>(seed: 3, stream: 16),
      against: TransportedNoise<Float>(seed: 3, stream: 17) { 1 + 2 * $0 })
    for _ in 0..<4000 { try trainer.advance() }
    #expect(trainer.generator == nil)
    let weights = trainer.discriminator.average.values.map { Double($0) }
    for x in [-2.0, -1, 0, 1, 2] {
      let exact = Double.log(2) - x * x / 2 + (x - 1) * (x - 1) / 8
      #expect(abs(settings.discriminator([x], weights)[0] - exact) < 0.1, "at \(x)")
    }
  }

  /// With a penalty the generator finds the mean and the deviation of N(3, 1/2).
  @Test func generatorFindsANormal() throws {
    var settings = settings(width: 16)
    (settings.penalty, settings.learningRate, settings.steps) = (.r1(1), 1e-3, 6000)
    let trainer = try Trainer<Float>(settings, data: data(Float.self))
    for _ in 0..<6000 { try trainer.advance() }
    let generator = try #require(trainer.generator)
    let weights = generator.average.values.map { Double($0) }
    let samples = (0..<999).map { k -> Double in
      // Normal scores at equal steps of probability, by the logistic approximation's inverse: accurate to 0.02 in the
      // bulk.
      let u = (Double(k) + 0.5) / 999
      return settings.generator([Double.log(u / (1 - u)) / 1.702], weights)[0]
    }
    let mean = samples.reduce(0, +) / 999
    let deviation = (samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 999).squareRoot()
    #expect(abs(mean - 3) < 0.15)
    #expect(abs(deviation - 0.5) < 0.15)
  }
}
