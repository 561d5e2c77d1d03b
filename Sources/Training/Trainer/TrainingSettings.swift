public import Autodiff

/// The settings of a training. The defaults are those of `divergences train`.
///
/// ```swift
/// var gan = GAN(Normal(mean: 3, sd: 0.5))
/// gan.settings.penalty = .r1(1)
/// ```
public struct TrainingSettings: Sendable {
  /// The losses of the two players.
  package var objective: any Objective = NonSaturating()
  /// The width of the hidden layers of both networks.
  public var width = 32
  /// The number of hidden layers of both networks.
  public var depth = 3
  /// The activation of both networks.
  public var activation = Activation.tanh
  /// The minibatch size m.
  public var batch = 128
  /// The number of steps of the generator.
  public var steps = 80_000
  /// The number of discriminator steps for each step of the generator, k.
  public var discriminatorSteps = 1
  /// The optimiser of both players.
  public var optimizer = OptimizerName.adam
  /// β₁ and β₂ of Adam.
  public var moments = [0, 0.99]
  /// The generator's learning rate at the start.
  public var learningRate = 3e-4
  /// The discriminator's learning rate at the start.
  public var discriminatorLearningRate = 3e-3
  /// The distribution of the noise z.
  public var noise = Noise.normal
  /// The dimension of the noise. Only a generator with one-dimensional noise has an exact density.
  public var noiseDimension = 1
  /// The number of rows that the discriminator sees side by side (Lin, Khetan, Fanti & Oh 2018).
  public var packing = 1
  /// The number of kernels of minibatch discrimination (Salimans et al. 2016); 0 for none.
  public var minibatchKernels = 0
  /// The standard deviation, in standard units, of the normal noise on data and generated rows (Sønderby et al. 2017).
  ///
  /// It falls with the learning rates.
  public var instanceNoise = 0.0
  /// The number of discriminator steps that the generator looks ahead (Metz et al. 2017); 0 for none.
  public var unrolledSteps = 0
  /// The learning rate of these steps of gradient descent.
  public var unrolledRate = 0.1
  /// The constraint on the discriminator.
  public var penalty = Regularization.r1(0.1)
  /// How the generator's weights are drawn.
  public var generatorInitialization = Initialization.glorot
  /// How the discriminator's weights are drawn.
  public var discriminatorInitialization = Initialization.spread
  /// The weight of the past in the running average of the parameters, from 0 to below 1.
  public var averaging = 0.999
  /// The seed of the initial weights and of every draw.
  public var seed: UInt64 = 1
  /// The number of steps between records; `divergences train` takes a twentieth of the steps.
  public var recordEvery = 4000
  /// Whether the learning rates fall linearly to 0 over the steps.
  public var decays = true
  /// The widths of the generator's hidden layers, where they are not `depth` times `width`.
  public var generatorHidden: [Int]?
  /// The widths of the discriminator's hidden layers, where they are not `depth` times `width`.
  public var discriminatorHidden: [Int]?
  /// The discriminator's activation, where it is not that of the generator.
  public var discriminatorActivation: Activation?
  /// The steps at which the rates had fallen to 0 before the training was extended, in increasing order; nil for none.
  package var extendedFrom: [Int]?
  /// Additional discriminator steps; nil for none.
  package var discriminatorLead: DiscriminatorLead?

  /// The default settings of the game of two networks.
  public init() {}

  /// The default settings of a discriminator that is trained alone against a fixed density.
  ///
  /// It needs no penalty and no third layer, and a longer average brings it nearer to D*.
  public static let discriminatorAlone: TrainingSettings = {
    var settings = TrainingSettings()
    settings.penalty = .none
    settings.steps = 60_000
    settings.depth = 2
    settings.averaging = 0.9995
    return settings
  }()
}

/// The distribution of the noise z.
public enum Noise: String, CaseIterable, Hashable, Sendable, Codable {
  /// Standard normal.
  case normal
  /// Uniform on (−1, 1).
  case uniform
}

/// Additional discriminator steps that bring the discriminator near its optimum.
///
/// The code of the Wasserstein GAN's authors has them in the first steps and at regular intervals; their paper does not
/// mention them.
package struct DiscriminatorLead: Hashable, Sendable, Codable {
  /// The number of discriminator steps in such a step of the game.
  package var steps: Int
  /// The number of steps at the start of the game that have them.
  package var first: Int
  /// Every step whose number is a multiple of this has them, too; at least 1.
  package var every: Int

  /// The lead of the discriminator.
  package init(steps: Int, first: Int, every: Int) {
    precondition(steps > 0 && first >= 0 && every > 0, "a lead needs steps, not \(steps), \(first) and \(every)")
    (self.steps, self.first, self.every) = (steps, first, every)
  }

  fileprivate func steps(atStep step: Int) -> Int? { step < first || step.isMultiple(of: every) ? steps : nil }
}

/// What the trainer derives from the settings.
extension TrainingSettings {
  /// The generator's shape: noise in, a row of data out.
  package var generator: MultilayerPerceptron {
    network(inputs: noiseDimension, hidden: generatorHidden, activation)
  }

  /// The discriminator's shape: a pack of rows in, a logit or a critic's value out.
  package var discriminator: MultilayerPerceptron {
    network(inputs: packing, hidden: discriminatorHidden, discriminatorActivation ?? activation)
  }

  /// The discriminator with what it sees besides a row.
  package var critic: Critic { Critic(discriminator, packing: packing, kernels: minibatchKernels) }

  private func network(inputs: Int, hidden: [Int]?, _ activation: Activation) -> MultilayerPerceptron {
    MultilayerPerceptron(widths: [inputs] + (hidden ?? [Int](repeating: width, count: depth)) + [1], activation: activation)
  }

  var generatorOptimizer: any Optimizer { Descent(optimizer, learningRate: learningRate, moments: moments) }

  /// The discriminator's optimiser, over normalised weights with the penalty `spectral`.
  var discriminatorOptimizer: any Optimizer {
    let rule = Descent(optimizer, learningRate: discriminatorLearningRate, moments: moments)
    return penalty == .spectral ? SpectralNormalization(rule, of: discriminator) : rule
  }

  var clip: Double? {
    if case .clipping(let bound) = penalty { bound } else { nil }
  }

  /// The number of discriminator steps in a step of the game.
  func discriminatorSteps(atStep step: Int) -> Int { discriminatorLead?.steps(atStep: step) ?? discriminatorSteps }

  /// The factor of the learning rates in a step: 1 − step/end, with the next end of the training or of one that it
  /// extends.
  func rate(atStep step: Int) -> Double {
    guard decays else { return 1 }
    let end = extendedFrom?.first { $0 > step } ?? steps
    return max(0, 1 - Double(step) / Double(end))
  }

  /// These settings for more steps. Where the rates fall over the steps the earlier end stays one: from it on they fall
  /// from what they would be there in a training of so many steps, which this one then is not.
  func extended(to steps: Int) -> TrainingSettings {
    var settings = self
    if decays { settings.extendedFrom = (extendedFrom ?? []) + [self.steps] }
    settings.steps = steps
    return settings
  }

  func noiseSource<Number: KernelNumber>(_ stream: RandomStream, _: Number.Type) -> any RowSource<Number> {
    switch noise {
    case .normal: NormalNoise<Number>(seed: seed, stream: stream.number)
    case .uniform: UniformNoise<Number>(seed: seed, stream: stream.number, lower: -1, upper: 1)
    }
  }
}
