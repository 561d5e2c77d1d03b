import Autodiff

/// How the two players of an f-GAN game are trained.
public struct VariationalSettings: Sendable {
  /// The name on a command line.
  public let name: String
  /// The widths of the critic's hidden layers, of tanh.
  public var hidden: [Int]
  /// The minibatch size.
  public var batch: Int
  /// How many steps, each one of the critic and then one of the generator.
  public var steps: Int
  /// The generator's optimiser.
  public var generatorOptimizer: any Optimizer
  /// The critic's optimiser.
  public var criticOptimizer: any Optimizer
  /// Whether the learning rates fall linearly to zero.
  public var decays: Bool

  /// The networks and the batch of the paper, by Adam at rates that fall to zero, faster for the critic: it comes close to the exact optimum.
  public static let settled = VariationalSettings(
    name: "settled", hidden: [64, 64], batch: 1024, steps: 4000, generatorOptimizer: Adam(learningRate: 3e-3, secondDecay: 0.99),
    criticOptimizer: Adam(learningRate: 5e-3, secondDecay: 0.99), decays: true)

  /// The settings of the paper (from memory of its section 3): plain gradient steps of 0.01 that do not decay. How many is not stated.
  ///
  /// The paper takes both players' steps at once, here the generator answers to the critic's; and it does not standardise the data.
  public static let paper = VariationalSettings(
    name: "paper", hidden: [64, 64], batch: 1024, steps: 4000, generatorOptimizer: GradientDescent(learningRate: 0.01),
    criticOptimizer: GradientDescent(learningRate: 0.01), decays: false)

  /// A small critic, trained within a second: its bound is some five times looser.
  public static let brief = VariationalSettings(
    name: "brief", hidden: [16, 16], batch: 256, steps: 3000, generatorOptimizer: Adam(learningRate: 3e-3, secondDecay: 0.99),
    criticOptimizer: Adam(learningRate: 1e-2, secondDecay: 0.99), decays: true)

  /// All settings.
  public static let catalogue = [settled, paper, brief]

  /// What the trainer is told; the generator is the affine map μ + σz, which has two parameters.
  func configuration(_ objective: VariationalObjective, seed: UInt64) -> Configuration {
    var configuration = Configuration()
    configuration.generator = MultilayerPerceptron(widths: [1, 1], activation: .tanh)
    configuration.discriminator = MultilayerPerceptron(widths: [1] + hidden + [1], activation: .tanh)
    configuration.objective = objective
    configuration.regularization = .none
    configuration.generatorOptimizer = generatorOptimizer
    configuration.discriminatorOptimizer = criticOptimizer
    configuration.batch = batch
    configuration.decaySteps = decays ? steps : nil
    configuration.seed = seed
    return configuration
  }
}
