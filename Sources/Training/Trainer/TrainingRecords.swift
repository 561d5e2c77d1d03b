public import Autodiff
public import Calculus
public import Densities
import Divergences

/// The records of a training, in the order of their steps. The steps are made when a record is asked for.
///
/// Steps run in the task, or on the thread, that asks. An error ends the sequence: a setting that cannot be used, a
/// density that cannot be sampled, or a training that diverges. A second iteration goes on where the first one stopped.
public final class TrainingRecords<Number: KernelNumber>: AsyncSequence, AsyncIteratorProtocol {
  private let gan: GAN
  private let trainer: Result<Trainer<Number>, any Error>
  private let last: Int
  private let isRecorded: (Int) -> Bool
  private var isAtStart = true

  /// The records of a trainer at the steps that are chosen, from the one that it is at to the last one.
  package init(
    _ gan: GAN, _ trainer: Result<Trainer<Number>, any Error>, last: Int, at isRecorded: @escaping (_ step: Int) -> Bool
  ) {
    (self.gan, self.trainer, self.last, self.isRecorded) = (gan, trainer, last, isRecorded)
  }

  /// The next record; nil after the last step.
  public func next() throws -> TrainingRecord? { try next { _ in true } }

  /// The next record; `progress` is told of every step.
  package func next(progress: (_ step: Int) -> Void) throws -> TrainingRecord? {
    try next { trainer in
      progress(trainer.step)
      return true
    }
  }

  /// The next record; nil after the last step, or where the condition fails, which is asked between two steps.
  // Called from other modules, generic code would double the time of a short step.
  @_specialize(where Number == Float)
  package func next(while condition: (Trainer<Number>) throws -> Bool) throws -> TrainingRecord? {
    let trainer = try trainer.get()
    if isAtStart {
      isAtStart = false
      if isRecorded(trainer.step) { return TrainingRecord(gan, trainer) }
    }
    while trainer.step < last, try condition(trainer) {
      try trainer.advance()
      if isRecorded(trainer.step) { return TrainingRecord(gan, trainer) }
    }
    return nil
  }

  /// The record of the players as they are, also after a training that has diverged.
  package func record() throws -> TrainingRecord { TrainingRecord(gan, try trainer.get()) }

  /// The records themselves.
  public func makeAsyncIterator() -> TrainingRecords { self }
}

/// What is known of a training after a number of steps: a copy of the players, which can be examined on any thread.
public struct TrainingRecord: Sendable {
  /// The number of steps of the game.
  public let step: Int
  /// The number of steps that the discriminator has made.
  public let discriminatorSteps: Int
  /// The discriminator's loss in the last step; NaN at the start.
  public let discriminatorLoss: Double
  /// The generator's loss in the last step; NaN at the start, and without a generator.
  public let generatorLoss: Double
  /// The norm of the discriminator's last gradient.
  public let discriminatorGradient: Double
  /// The norm of the generator's last gradient.
  public let generatorGradient: Double
  /// The players with the running averages of their parameters, which are the result of a training.
  public let average: TrainedPlayers
  /// The players with their parameters as they are.
  public let current: TrainedPlayers

  /// A copy of the trainer as it is.
  package init<Number>(_ gan: GAN, _ trainer: Trainer<Number>) {
    step = trainer.step
    discriminatorSteps = trainer.discriminator.updates
    (discriminatorLoss, generatorLoss) = (Double(trainer.discriminatorLoss), Double(trainer.generatorLoss))
    (discriminatorGradient, generatorGradient) = trainer.gradientNorms
    func players(_ parameters: (Player<Number>) -> Storage<Number>) -> TrainedPlayers {
      func numbers(_ player: Player<Number>) -> [Double] { parameters(player).values.map { Double($0) } }
      return TrainedPlayers(
        gan: gan, generatorParameters: trainer.generator.map(numbers), discriminatorParameters: numbers(trainer.discriminator))
    }
    average = players { $0.average }
    current = players { $0.parameters }
  }

  /// JS(P, Q) in nats, by quadrature, with the averaged generator's exact density as Q; unresolved where it has none.
  public var js: Estimate {
    do throws(GeneratorDensityError) {
      if let q = try average.density() { return Divergences.js(average.gan.p, q) }
      return unresolved(TrainedPlayers.noDensity)
    } catch { return unresolved(error.description) }
  }

  private func unresolved(_ reason: String) -> Estimate {
    Estimate.unresolved(reason: reason).named("js", by: .quadrature)
  }
}

/// A generator and a discriminator with fixed parameters.
public struct TrainedPlayers: Sendable {
  let gan: GAN
  /// The generator's parameters; nil where the discriminator is trained alone.
  public let generatorParameters: [Double]?
  /// The discriminator's parameters.
  public let discriminatorParameters: [Double]

  /// Q in the units of x: the fixed density, or the exact density of the generator.
  ///
  /// Nil where the noise has several dimensions; throws where the generator has no density.
  package func density() throws(GeneratorDensityError) -> (any AnalyticDensity)? {
    if let q = gan.q { return q }
    guard gan.settings.noiseDimension == 1, let generator else { return nil }
    return try GeneratorDensity(generator, noise: gan.settings.noise)
  }

  /// Q in the units of x: the fixed density, or the exact density of the generator; nil where it has none.
  public var generatorDensity: (any Density)? { try? density() }

  /// Why `density` is nil.
  static let noDensity = "noise of several dimensions has no exact density"

  /// The generator as a map from one-dimensional noise to x; nil without a generator.
  package var generator: AffineImage<NetworkMap>? {
    generatorParameters.map {
      AffineImage(NetworkMap(gan.settings.generator, $0), shift: gan.units.shift, scale: gan.units.scale)
    }
  }

  /// The discriminator as a function of x; nil where its output does not determine D at a single row.
  public var discriminator: LearnedDiscriminator? {
    guard gan.settings.critic.isPointwise else { return nil }
    return LearnedDiscriminator(
      gan.settings.discriminator, discriminatorParameters, objective: gan.settings.objective, units: gan.units)
  }
}
