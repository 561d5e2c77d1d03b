package import Autodiff
import Densities
import Divergences
import RealModule
package import Tabulation
import Training

/// Where gradient descent takes a small game, with the exact JS(P, Q) and V(D) at every record.
package struct SmallGameTrajectory: Sendable {
  /// What is known after a number of steps.
  package struct Record: Hashable, Sendable {
    /// The number of steps.
    package let step: Int
    /// The generator's mean μ.
    package let mean: Double
    /// The generator's standard deviation σ; a negative one gives the same density as its size.
    package let deviation: Double
    /// JS(P, Q), of the densities without instance noise.
    package let js: Double
    /// V(D) + log 4, of the noisy densities if there is instance noise: what the discriminator knows of a difference, 0
    /// where it knows none.
    package let excess: Double
    /// The distance of all parameters to the equilibrium from which the run has been displaced.
    package let distance: Double
  }

  /// The records, the start first.
  package let records: [Record]
  /// The time between records.
  package let interval: Double
  /// Whether the gradients were those of minibatches.
  package let isStochastic: Bool
  let game: SmallGame
  private let rate: Double

  /// This many steps of size `rate` from the equilibrium with μ and σ displaced by `offset` deviations of P; nil if
  /// they leave the numbers of a usable size.
  package init?(
    of game: SmallGame, offset: Double, rate: Double, steps: Int, updates: DiracUpdates, recordEvery: Int = 1
  ) throws(PlanError) {
    let trace = try SmallGameTrace(game)
    let equilibrium = game.equilibrium
    var point = equilibrium
    for index in 0..<SmallGame.generatorCount { point[index] += offset * game.p.sd }
    var records: [Record] = []
    for step in 0...steps {
      let (gradient, excess) = trace.run(at: point)
      if step.isMultiple(of: recordEvery) {
        guard let record = Record(game, step: step, point: point, excess: excess) else { return nil }
        records.append(record)
      }
      for index in 0..<SmallGame.generatorCount { point[index] -= rate * gradient[index] }
      let answer = updates == .alternating ? trace.run(at: point).gradient : gradient
      for index in SmallGame.generatorCount..<point.count { point[index] -= rate * answer[index] }
    }
    self.init(records, game, rate: rate, recordEvery: recordEvery, isStochastic: false)
  }

  /// The same on minibatches of `batch` rows of data and of noise, drawn anew in every step, by the trainer: the
  /// discriminator moves first, in double precision.
  ///
  /// Gradient noise keeps the game turning about its equilibrium, so that it does not settle. The discriminator is the
  /// network, without instance noise.
  package init?(
    onMinibatchesOf game: SmallGame, batch: Int, offset: Double, rate: Double, steps: Int, recordEvery: Int = 1, seed: UInt64
  ) throws {
    precondition(game.discriminator == .network && game.instanceNoise == 0, "minibatches train a network, without instance noise")
    let p = game.p
    var settings = TrainingSettings()
    settings.objective = game.objective
    settings.generatorHidden = []
    settings.discriminatorHidden = [2]
    settings.penalty = game.penalty > 0 ? .r1(game.penalty) : .none
    settings.optimizer = .gradientDescent
    (settings.learningRate, settings.discriminatorLearningRate) = (rate, rate)
    settings.decays = false
    settings.batch = batch
    settings.seed = seed
    let trainer = try Trainer<Double>(
      settings, data: TransportedNoise<Double>(seed: seed, stream: RandomStream.data.number) { p.mean + p.sd * $0 })
    let equilibrium = game.equilibrium
    var state = trainer.state
    state.generator?.parameters = equilibrium.prefix(SmallGame.generatorCount).map { $0 + offset * p.sd }
    state.discriminator.parameters = Array(equilibrium.dropFirst(SmallGame.generatorCount))
    trainer.state = state
    let trace = try SmallGameTrace(game)
    let gan = GAN(p, rows: nil, units: Standardization(shift: 0, scale: 1), settings: settings)
    let training = TrainingRecords(gan, .success(trainer), last: steps) { $0.isMultiple(of: recordEvery) }
    var records: [Record] = []
    while let players = try training.next()?.current {
      let point = (players.generatorParameters ?? []) + players.discriminatorParameters
      guard let record = Record(game, step: trainer.step, point: point, excess: trace.run(at: point).excess) else { return nil }
      records.append(record)
    }
    self.init(records, game, rate: rate, recordEvery: recordEvery, isStochastic: true)
  }

  private init(_ records: [Record], _ game: SmallGame, rate: Double, recordEvery: Int, isStochastic: Bool) {
    self.records = records
    self.game = game
    self.rate = rate
    self.isStochastic = isStochastic
    interval = rate * Double(recordEvery)
  }

  /// A row a record.
  package var table: Table {
    Table(
      of: records,
      [
        Column("step", \.step), Column("time") { rate * Double($0.step) }, Column("mean", \.mean), Column("deviation", \.deviation),
        Column("js", \.js), Column("value") { $0.excess - .log(4) }, Column("value_excess", \.excess), Column("distance", \.distance),
      ])
  }
}

extension SmallGameTrajectory.Record {
  /// The record of a point; nil where it is not of a usable size.
  init?(_ game: SmallGame, step: Int, point: [Double], excess: Double) {
    let (deviation, mean) = (point[0], point[1])
    let bound = Double(Player<Float>.bound) * max(1, game.p.sd, abs(game.p.mean))
    guard point.allSatisfy({ abs($0) <= bound }), excess.isFinite, Normal.fault(in: [mean, abs(deviation)]) == nil else { return nil }
    self.step = step
    self.mean = mean
    self.deviation = deviation
    self.excess = excess
    js = Divergences.js(game.p, Normal(mean: mean, sd: abs(deviation))).value
    distance = zip(point, game.equilibrium).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }
}
