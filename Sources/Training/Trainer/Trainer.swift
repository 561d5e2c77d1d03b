package import Autodiff
import Scalars

/// The lecture's Algorithm 1 (Goodfellow et al. 2014): in every step k updates of the discriminator, each on m rows of
/// data and m of noise, then one update of the generator on m rows of noise.
///
/// Each player descends its loss, which for the discriminator is the ascent of the algorithm. A trainer belongs to one
/// caller at a time. The same configuration, data source and starting state give the same bytes, whatever the number of
/// threads.
package final class Trainer<Number: KernelNumber> {
  /// The settings.
  package let settings: TrainingSettings
  /// The generator in training; in a run against a fixed Q there is none.
  package let generator: Player<Number>?
  /// The discriminator in training.
  package let discriminator: Player<Number>
  /// How many steps have been made.
  package private(set) var step = 0
  /// The discriminator's loss in the last step, penalty included: the mean over its last minibatch before its update.
  package private(set) var discriminatorLoss = Number.nan
  /// The generator's loss in the last step, before its update.
  package private(set) var generatorLoss = Number.nan

  private let losses: TracedLosses<Number>
  private let discriminatorPlan: Plan<Number>
  private let generatorDescent: GeneratorDescent<Number>?

  /// A trainer at its start, on rows of data; with rows of a fixed Q the discriminator is trained alone.
  package init(
    _ settings: TrainingSettings, data: any RowSource<Number>, against fixed: (any RowSource<Number>)? = nil, threads: Int = 1
  ) throws {
    self.settings = settings
    func player(
      _ network: MultilayerPerceptron, _ optimizer: any Optimizer, _ stream: RandomStream, parameters: (inout CounterRandom) -> [Double]
    ) -> Player<Number> {
      var random = CounterRandom(seed: settings.seed, stream: stream.number)
      return Player(network, parameters: parameters(&random), optimizer: optimizer, averaging: settings.averaging)
    }
    discriminator = player(settings.discriminator, settings.discriminatorOptimizer, .initialDiscriminator) {
      settings.critic.parameters(settings.discriminatorInitialization, using: &$0)
    }
    generator =
      fixed != nil
      ? nil
      : player(settings.generator, settings.generatorOptimizer, .initialGenerator) {
        settings.generatorInitialization.parameters(for: settings.generator, using: &$0)
      }
    losses = TracedLosses(
      settings: settings, discriminator: discriminator, generator: generator, data: data, threads: threads, fixed: fixed)
    discriminatorPlan = try losses.discriminatorPlan(at: discriminator.parameters)
    generatorDescent = try generator.map { [losses] in try GeneratorDescent(losses, $0) }
  }

  /// One step of the algorithm; throws, with the step, where a loss is not finite or a parameter exceeds
  /// `Player.bound`.
  // Called from other modules, generic code would double the time of a short step.
  @_specialize(where Number == Float)
  package func advance() throws(TrainingError) {
    for _ in 0..<settings.discriminatorSteps(atStep: step) { updateDiscriminator() }
    try advanceGenerator()
  }

  /// One update of the discriminator alone, between two steps of the algorithm; throws as `advance` does.
  @_specialize(where Number == Float)
  package func advanceDiscriminator() throws(TrainingError) {
    updateDiscriminator()
    try check(parameters: true)
  }

  /// The rest of a step once the discriminator has had its updates: that of the generator. Throws as `advance` does.
  @_specialize(where Number == Float)
  package func advanceGenerator() throws(TrainingError) {
    if let generatorDescent, let generator {
      let rate = settings.rate(atStep: step)
      losses.deviation[0] = Number(rate * settings.instanceNoise)
      generatorDescent.run(step: UInt32(truncatingIfNeeded: step))
      generator.update(gradient: generatorDescent.gradient, rate: rate, clip: nil)
      generatorLoss = generatorDescent.loss
      guard generatorLoss.isFinite else { throw .diverged(step: step) }
    }
    // With saturating activations losses stay finite whatever the weights. Checking every weight in every step would
    // cost too much, but the weights of the last step are the result of a run.
    try check(parameters: step < 64 || step.isMultiple(of: 64) || step + 1 == settings.steps)
    step += 1
  }

  private func updateDiscriminator() {
    let rate = settings.rate(atStep: step)
    losses.deviation[0] = Number(rate * settings.instanceNoise)
    discriminatorPlan.run(step: UInt32(truncatingIfNeeded: discriminator.updates))
    discriminator.update(gradient: discriminatorPlan.gradients[0], rate: rate, clip: settings.clip)
    discriminatorLoss = discriminatorPlan.number(0)
  }

  private func check(parameters: Bool) throws(TrainingError) {
    // A generator that is moved before the discriminator has had its first update has no loss of that to judge by.
    guard discriminatorLoss.isFinite || discriminator.updates == 0 else { throw .diverged(step: step) }
    if parameters {
      guard discriminator.isBounded, generator?.isBounded ?? true else { throw .diverged(step: step) }
    }
  }

  /// The norms of the players' last gradients, the generator's 0 where there is none.
  package var gradientNorms: (discriminator: Double, generator: Double) {
    func norm(_ gradient: Storage<Number>?) -> Double {
      gradient.map { $0.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() } ?? 0
    }
    return (norm(discriminatorPlan.gradients[0]), norm(generatorDescent?.gradient))
  }

  /// The state that training changes; restoring it continues the run bit for bit.
  package var state: TrainingState<Number> {
    get { TrainingState(step: step, generator: generator?.state, discriminator: discriminator.state) }
    set {
      step = newValue.step
      discriminator.state = newValue.discriminator
      if let state = newValue.generator { generator?.state = state }
    }
  }
}

/// The state of a run between two steps.
package struct TrainingState<Number: KernelNumber>: Codable, Equatable, Sendable {
  /// How many steps have been made.
  package var step: Int
  /// The generator, where there is one.
  package var generator: PlayerState<Number>?
  /// The discriminator.
  package var discriminator: PlayerState<Number>
}

/// Why training ended early.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// A loss is infinite or not a number, or a parameter is beyond `Player.bound`.
  case diverged(step: Int)

  public var description: String {
    switch self {
    case .diverged(let step): "Training diverged in step \(step): a loss is no longer a finite number, or a weight is beyond 1e6."
    }
  }
}
