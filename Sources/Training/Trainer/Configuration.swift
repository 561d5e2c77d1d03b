public import Autodiff

/// Everything that determines a training run besides the data.
public struct Configuration: Sendable {
  /// The generator's shape: its input is the noise, its output a row of data.
  public var generator: MultilayerPerceptron
  /// The discriminator's shape: its output is one number, the logit of D or the critic's value.
  public var discriminator: MultilayerPerceptron
  /// What the players minimise.
  public var objective: any Objective = NonSaturating()
  /// What keeps the discriminator in bounds.
  public var regularization = Regularization.r1(1)
  /// The generator's optimiser.
  public var generatorOptimizer: any Optimizer = Adam(learningRate: 1e-3, firstDecay: 0, secondDecay: 0.99)
  /// The discriminator's optimiser.
  public var discriminatorOptimizer: any Optimizer = Adam(learningRate: 3e-3, firstDecay: 0, secondDecay: 0.99)
  /// How the generator's weights begin.
  public var generatorInitialization = Initialization.glorot
  /// How the discriminator's weights begin.
  public var discriminatorInitialization = Initialization.spread
  /// The minibatch size m.
  public var batch = 128
  /// How many steps the discriminator makes for one of the generator, k.
  public var discriminatorSteps = 1
  /// Steps of the game in which the discriminator makes more steps than k; nil for none.
  public var discriminatorLead: DiscriminatorLead?
  /// Over how many steps the learning rates fall linearly to zero; nil keeps them.
  public var decaySteps: Int? = 60_000
  /// How much of the running average of the parameters remains after a step.
  public var averaging = 0.999
  /// How many kernels of minibatch discrimination the discriminator has; 0 for none.
  public var minibatchKernels = 0
  /// The standard deviation of the normal noise on what the discriminator sees, data and generated rows; it falls with the learning rates (Sønderby et al. 2017).
  public var instanceNoise = 0.0
  /// Through how many steps of the discriminator the generator looks ahead; 0 for none.
  public var unrolledSteps = 0
  /// The learning rate of these steps of gradient descent.
  public var unrolledRate = 1.0
  /// The distribution of the noise z.
  public var noise = Noise.normal
  /// The seed of the initial weights and of every draw.
  public var seed: UInt64 = 0
  /// How many threads may share a step.
  public var threads = 1

  /// The distribution of the noise z.
  public enum Noise: String, CaseIterable, Hashable, Sendable, Codable {
    /// Standard normal.
    case normal
    /// Uniform on (−1, 1).
    case uniform
  }

  /// A pair of networks of `depth` hidden layers of `width` for data in one dimension, with the default settings.
  public init(width: Int = 32, depth: Int = 2, activation: Activation = .tanh, noiseWidth: Int = 1) {
    let hidden = [Int](repeating: width, count: depth)
    generator = MultilayerPerceptron(widths: [noiseWidth] + hidden + [1], activation: activation)
    discriminator = MultilayerPerceptron(widths: [1] + hidden + [1], activation: activation)
  }

  /// The discriminator with what it sees besides a row: as many rows as fit into its network's input.
  public var critic: Critic { Critic(discriminator, packing: discriminator.widths[0] / rowWidth, kernels: minibatchKernels) }

  /// How many numbers a row of data has.
  var rowWidth: Int { generator.widths[generator.widths.count - 1] }

  /// The discriminator's optimiser, over normalised weights where these are asked for.
  var restrainedOptimizer: any Optimizer {
    regularization == .spectral ? SpectralNormalization(discriminatorOptimizer, of: discriminator) : discriminatorOptimizer
  }

  var clip: Double? {
    if case .clipping(let bound) = regularization { bound } else { nil }
  }

  /// How many steps the discriminator makes in a step of the game.
  func discriminatorSteps(atStep step: Int) -> Int { discriminatorLead?.steps(atStep: step) ?? discriminatorSteps }

  /// The factor of the learning rates in a step.
  func rate(atStep step: Int) -> Double {
    guard let decaySteps else { return 1 }
    return max(0, 1 - Double(step) / Double(decaySteps))
  }

  func noiseSource<Number: KernelNumber>(_ stream: Stream, _: Number.Type) -> any RowSource<Number> {
    switch noise {
    case .normal: NormalNoise<Number>(seed: seed, stream: stream.rawValue)
    case .uniform: UniformNoise<Number>(seed: seed, stream: stream.rawValue, lower: -1, upper: 1)
    }
  }
}

/// Steps of the game before which the discriminator is brought near its optimum.
///
/// The code of the Wasserstein GAN's authors does so at the first steps of the game and at regular ones later, which their paper does not say.
public struct DiscriminatorLead: Hashable, Sendable {
  /// How many steps the discriminator makes then.
  public var steps: Int
  /// In how many steps at the start of the game.
  public var first: Int
  /// In every step whose number is a multiple of this one, at least 1.
  public var every: Int

  /// So many steps of the discriminator in the first `first` steps of the game, and in each whose number is a multiple of `every`.
  public init(steps: Int, first: Int, every: Int) {
    precondition(steps > 0 && first >= 0 && every > 0, "a lead needs steps, not \(steps), \(first) and \(every)")
    (self.steps, self.first, self.every) = (steps, first, every)
  }

  func steps(atStep step: Int) -> Int? { step < first || step.isMultiple(of: every) ? steps : nil }
}

/// The independent streams of random numbers in a run; those of the data are `DataStream`.
enum Stream: UInt32 {
  case initialGenerator, initialDiscriminator, generatorNoise, discriminatorNoise, penaltyPlace
  case noiseOnData, noiseOnGenerated, noiseOnGenerator
}

/// The streams of the samples that a discriminator is shown; each source takes two, one to pick a part of a mixture.
public enum DataStream {
  /// The data's.
  public static let p: UInt32 = 16
  /// A fixed generator's.
  public static let q: UInt32 = 24
  /// Those of the samples by which records are checked.
  static let check: UInt32 = 48
}
