public import Autodiff
import Scalars

/// The lecture's Algorithm 1 (Goodfellow et al. 2014): in every step k updates of the discriminator, each on m rows of data and m of noise,
/// then one update of the generator on m rows of noise.
///
/// Each player descends its loss, which for the discriminator is the ascent of the algorithm. A trainer belongs to one caller at a time.
/// The same configuration, data source and starting state give the same bytes, whatever the number of threads.
public final class Trainer<Number: KernelNumber> {
  /// The settings.
  public let configuration: Configuration
  /// The generator in training; in a run against a fixed Q there is none.
  public let generator: Player<Number>?
  /// The discriminator in training.
  public let discriminator: Player<Number>
  /// How many steps have been made.
  public private(set) var step = 0
  /// The discriminator's loss in the last step, penalty included: the mean over its last minibatch before its update.
  public private(set) var discriminatorLoss = Number.nan
  /// The generator's loss in the last step, before its update.
  public private(set) var generatorLoss = Number.nan

  private let game: Game<Number>
  private let discriminatorPlan: Plan<Number>
  private let generatorDescent: GeneratorDescent<Number>?

  /// The full game against data.
  public convenience init(_ configuration: Configuration, data: any RowSource<Number>) throws {
    try self.init(configuration, data: data, fixed: nil)
  }

  /// The discriminator alone, telling samples of P from samples of a fixed Q.
  public convenience init(_ configuration: Configuration, data: any RowSource<Number>, against fixed: any RowSource<Number>) throws {
    try self.init(configuration, data: data, fixed: fixed)
  }

  private init(_ configuration: Configuration, data: any RowSource<Number>, fixed: (any RowSource<Number>)?) throws {
    self.configuration = configuration
    func player(
      _ network: MultilayerPerceptron, _ optimizer: any Optimizer, _ stream: Stream, parameters: (inout CounterRandom) -> [Double]
    ) -> Player<Number> {
      var random = CounterRandom(seed: configuration.seed, stream: stream.rawValue)
      return Player(network, parameters: parameters(&random), optimizer: optimizer, averaging: configuration.averaging)
    }
    discriminator = player(configuration.discriminator, configuration.restrainedOptimizer, .initialDiscriminator) {
      configuration.critic.parameters(configuration.discriminatorInitialization, using: &$0)
    }
    generator =
      fixed != nil
      ? nil
      : player(configuration.generator, configuration.generatorOptimizer, .initialGenerator) {
        configuration.generatorInitialization.parameters(for: configuration.generator, using: &$0)
      }
    game = Game(configuration: configuration, discriminator: discriminator, generator: generator, data: data, fixed: fixed)
    discriminatorPlan = try game.discriminatorPlan(at: discriminator.parameters)
    generatorDescent = try generator.map { [game] in try GeneratorDescent(game, $0) }
  }

  /// One step of the algorithm; throws, with the step, when a loss is no longer a number or a parameter has grown beyond all use.
  public func advance() throws(TrainingError) {
    let rate = configuration.rate(atStep: step)
    game.deviation[0] = Number(rate * configuration.instanceNoise)
    for _ in 0..<configuration.discriminatorSteps(atStep: step) {
      discriminatorPlan.run(step: UInt32(truncatingIfNeeded: discriminator.updates))
      discriminator.update(gradient: discriminatorPlan.gradients[0], rate: rate, clip: configuration.clip)
    }
    discriminatorLoss = discriminatorPlan.total(0)[0]
    if let generatorDescent, let generator {
      generatorDescent.run(step: UInt32(truncatingIfNeeded: step))
      generator.update(gradient: generatorDescent.gradient, rate: rate, clip: nil)
      generatorLoss = generatorDescent.loss
      guard generatorLoss.isFinite else { throw .diverged(step: step) }
    }
    guard discriminatorLoss.isFinite else { throw .diverged(step: step) }
    // Activations that saturate keep losses finite whatever the weights; looking at every weight in every step would cost too much, but the last ones are what a run yields.
    if step < 64 || step.isMultiple(of: 64) || step + 1 == configuration.decaySteps {
      guard discriminator.isBounded, generator?.isBounded ?? true else { throw .diverged(step: step) }
    }
    step += 1
  }

  /// The norms of the players' last gradients, the generator's 0 where there is none.
  public var gradientNorms: (discriminator: Double, generator: Double) {
    func norm(_ gradient: Storage<Number>?) -> Double {
      gradient.map { $0.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot() } ?? 0
    }
    return (norm(discriminatorPlan.gradients[0]), norm(generatorDescent?.gradient))
  }

  /// All that training changes; putting it back continues the run bit for bit.
  public var state: TrainingState<Number> {
    get { TrainingState(step: step, generator: generator?.state, discriminator: discriminator.state) }
    set {
      step = newValue.step
      discriminator.state = newValue.discriminator
      if let state = newValue.generator { generator?.state = state }
    }
  }
}

/// The state of a run between two steps.
public struct TrainingState<Number: KernelNumber>: Codable, Equatable, Sendable {
  /// How many steps have been made.
  public var step: Int
  /// The generator, where there is one.
  public var generator: PlayerState<Number>?
  /// The discriminator.
  public var discriminator: PlayerState<Number>
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
