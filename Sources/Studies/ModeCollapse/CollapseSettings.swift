import Autodiff
import Training

/// How the two players of a collapse game are trained: non-saturating, the generator with two hidden layers of 16.
public struct CollapseSettings: Sendable {
  /// The name on a command line.
  public let name: String
  /// What is done, in one sentence.
  public let remark: String
  /// How many steps.
  public var steps: Int
  /// Whether the learning rates fall linearly to zero over the run, and the generator that counts is the running average of its parameters.
  public let settles: Bool
  private let configuration: Configuration

  /// Settings that collapse: momentum drives the cycle, since each player still runs to where the other was some twenty steps ago.
  public static let cycling = CollapseSettings(
    name: "cycling", remark: "Adam with beta1 0.95 at equal rates, no penalty, a discriminator of 8 units", steps: 3000, settles: false,
    configuration: configuration(units: 8, batch: 64, momentum: 0.95, rates: (2e-3, 2e-3), .none, .glorot))

  /// The cycling settings with the momentum alone taken away: the masses of the modes come out, their shapes not.
  public static let withoutMomentum = CollapseSettings(
    name: "without-momentum", remark: "the same with beta1 0", steps: 3000, settles: false,
    configuration: configuration(units: 8, batch: 64, momentum: 0, rates: (2e-3, 2e-3), .none, .glorot))

  /// No momentum, R1 (Mescheder, Geiger & Nowozin 2018), a faster discriminator (two time scales, Heusel et al. 2017) of twice the units that turn where the data
  /// are, a larger batch, rates that fall to zero and the averaged generator: the shapes of the modes come out too.
  public static let cured = CollapseSettings(
    name: "cured",
    remark: "beta1 0, R1 with gamma 0.1, a discriminator of 16 units at five times the rate, falling rates, averaged generator",
    steps: 10_000, settles: true,
    configuration: configuration(units: 16, batch: 256, momentum: 0, rates: (2e-3, 1e-2), .r1(0.1), .spread))

  /// All settings.
  public static let catalogue = [cycling, withoutMomentum, cured]

  private static func configuration(
    units: Int, batch: Int, momentum: Double, rates: (generator: Double, discriminator: Double), _ regularization: Regularization,
    _ initialization: Initialization
  ) -> Configuration {
    var configuration = Configuration()
    configuration.generator = MultilayerPerceptron(widths: [1, 16, 16, 1], activation: .tanh)
    configuration.discriminator = MultilayerPerceptron(widths: [1, units, 1], activation: .tanh)
    configuration.objective = NonSaturating()
    configuration.regularization = regularization
    configuration.generatorOptimizer = Adam(learningRate: rates.generator, firstDecay: momentum, secondDecay: 0.99)
    configuration.discriminatorOptimizer = Adam(learningRate: rates.discriminator, firstDecay: momentum, secondDecay: 0.99)
    configuration.discriminatorInitialization = initialization
    configuration.batch = batch
    return configuration
  }

  /// What the trainer is told.
  func configuration(seed: UInt64) -> Configuration {
    var configuration = configuration
    configuration.decaySteps = settles ? steps : nil
    configuration.seed = seed
    return configuration
  }
}
