import Autodiff
import Densities
import Divergences
import RealModule
package import Tabulation
import Training

/// The study of a small game near its equilibrium: where gradient descent takes it, with the exact JS(P, Q) and V(D) at
/// every record.
package struct SmallGameDescent: Sendable {
  /// The game.
  package var game: SmallGame
  /// How far μ and σ are displaced from the equilibrium, in deviations of P.
  package var offset: Double
  /// The size of a step.
  package var rate: Double
  /// The number of steps.
  package var steps: Int
  /// In which order the players move; on minibatches the discriminator moves first.
  package var updates: DiracUpdates
  /// The number of steps between records.
  package var recordEvery: Int
  /// The rows of data and of noise of a minibatch, drawn anew in every step; nil for exact sums.
  ///
  /// Gradient noise keeps the game turning about its equilibrium, so that it does not settle. The discriminator is then
  /// the network, without instance noise, and the trainer steps in double precision.
  package var batch: Int?
  /// The seed of the minibatches.
  package var seed: UInt64

  /// A descent.
  package init(
    _ game: SmallGame = SmallGame(), offset: Double = 0.01, rate: Double = 0.1, steps: Int = 1000, updates: DiracUpdates = .simultaneous,
    recordEvery: Int = 1, batch: Int? = nil, seed: UInt64 = 1
  ) {
    (self.game, self.offset, self.rate, self.steps) = (game, offset, rate, steps)
    (self.updates, self.recordEvery, self.batch, self.seed) = (updates, recordEvery, batch, seed)
  }

  /// A row a record, the start first; nil if the parameters leave the numbers of a usable size.
  package func run() throws -> [Row]? {
    let trace = try SmallGameTrace(game)
    var start = game.equilibrium
    for index in 0..<SmallGame.generatorCount { start[index] += offset * game.p.sd }
    if let batch { return try run(from: start, trace, onMinibatchesOf: batch) }
    var (point, rows) = (start, [Row]())
    for step in 0...steps {
      let (gradient, excess) = trace.run(at: point)
      if step.isMultiple(of: recordEvery) {
        guard let row = row(step, point, excess) else { return nil }
        rows.append(row)
      }
      for index in 0..<SmallGame.generatorCount { point[index] -= rate * gradient[index] }
      let answer = updates == .alternating ? trace.run(at: point).gradient : gradient
      for index in SmallGame.generatorCount..<point.count { point[index] -= rate * answer[index] }
    }
    return rows
  }

  private func run(from start: [Double], _ trace: SmallGameTrace, onMinibatchesOf batch: Int) throws -> [Row]? {
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
    var state = trainer.state
    state.generator?.parameters = Array(start.prefix(SmallGame.generatorCount))
    state.discriminator.parameters = Array(start.dropFirst(SmallGame.generatorCount))
    trainer.state = state
    let gan = GAN(p, rows: nil, units: Standardization(shift: 0, scale: 1), settings: settings)
    let training = TrainingRecords(gan, .success(trainer), last: steps) { $0.isMultiple(of: recordEvery) }
    var rows: [Row] = []
    while let players = try training.next()?.current {
      let point = (players.generatorParameters ?? []) + players.discriminatorParameters
      guard let row = row(trainer.step, point, trace.run(at: point).excess) else { return nil }
      rows.append(row)
    }
    return rows
  }

  /// What is known of a point; nil where it is not of a usable size.
  private func row(_ step: Int, _ point: [Double], _ excess: Double) -> Row? {
    let (deviation, mean) = (point[0], point[1])
    let bound = Double(Player<Float>.bound) * max(1, game.p.sd, abs(game.p.mean))
    guard point.allSatisfy({ abs($0) <= bound }), excess.isFinite, Normal.fault(in: [mean, abs(deviation)]) == nil else { return nil }
    return Row(
      step: step, time: rate * Double(step), mean: mean, deviation: deviation,
      js: Divergences.js(game.p, Normal(mean: mean, sd: abs(deviation))).value, excess: excess,
      distance: zip(point, game.equilibrium).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot())
  }

  /// What is known after a number of steps.
  package struct Row: Hashable, TableRow {
    /// The number of steps.
    package let step: Int
    let time: Double
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
    let distance: Double

    package static var columns: [Column<Row>] {
      [
        Column("step", \.step), Column("time", \.time), Column("mean", \.mean), Column("deviation", \.deviation), Column("js", \.js),
        Column("value") { $0.excess - .log(4) }, Column("value_excess", \.excess), Column("distance", \.distance),
      ]
    }
  }
}
