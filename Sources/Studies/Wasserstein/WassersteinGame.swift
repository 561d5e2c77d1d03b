import Autodiff
public import Calculus
public import Densities
public import Divergences
public import Training

extension Configuration {
  /// The Wasserstein GAN with the constants of its paper: α = 5·10⁻⁵, c = 0.01, m = 64, n_critic = 5, RMSProp (Arjovsky, Chintala & Bottou 2017, algorithm 1).
  ///
  /// The authors' code, not the paper, gives the critic 100 steps for each of the generator's first 25 and every 500th. The paper's networks are for images; here the
  /// generator has tanh units, so that its density is exact, and the critic rectifiers, so that its slopes are.
  public static func wassersteinGAN(width: Int = 64, depth: Int = 2, seed: UInt64 = 1) -> Configuration {
    var configuration = Configuration(width: width, depth: depth, activation: .tanh)
    configuration.discriminator = MultilayerPerceptron(widths: configuration.discriminator.widths, activation: .relu)
    configuration.objective = Wasserstein()
    configuration.regularization = .clipping(0.01)
    configuration.generatorOptimizer = RMSProp(learningRate: 5e-5)
    configuration.discriminatorOptimizer = RMSProp(learningRate: 5e-5)
    configuration.discriminatorInitialization = .glorot
    configuration.batch = 64
    configuration.discriminatorSteps = 5
    configuration.discriminatorLead = DiscriminatorLead(steps: 100, first: 25, every: 500)
    configuration.decaySteps = nil
    configuration.seed = seed
    return configuration
  }
}

/// A Wasserstein GAN in training on P, in the units of x, measured by the exact distances of its generator.
public final class WassersteinGame {
  /// The data density.
  public let p: any Density
  private let trainer: Trainer<Float>

  /// A game at its start; throws one sentence where samples of P leave single precision.
  public init(_ p: any Density, _ configuration: Configuration = .wassersteinGAN()) throws {
    self.p = p
    let units = Standardization(shift: 0, scale: 1)
    trainer = try Trainer(configuration, data: try SampleSource(p, units, seed: configuration.seed, stream: DataStream.p))
  }

  /// One step of the generator after those of the critic; throws where a loss or a weight is no longer a usable number.
  public func advance() throws(TrainingError) { try trainer.advance() }

  /// What is known of the players between two steps.
  public struct Record: Sendable {
    /// The generator's steps.
    public let step: Int
    /// The critic's steps.
    public let criticSteps: Int
    /// W1(P, Q) of the generator's exact density Q.
    public let w1: Measurement
    /// JS(P, Q).
    public let js: Measurement
    /// E_P f − E_Q f of the critic f, exact: what the paper plots as its loss, a multiple of W1 that nobody knows.
    public let criticDifference: Estimate
    /// max |f′|.
    public let largestSlope: Double
  }

  /// The players as they are; throws where the generator has no density.
  public func record() throws(GeneratorDensityError) -> Record {
    let configuration = trainer.configuration
    func numbers(_ player: Player<Float>?) -> [Double] { player?.parameters.values.map { Double($0) } ?? [] }
    let q = try GeneratorDensity(NetworkMap(configuration.generator, numbers(trainer.generator)), noise: configuration.noise)
    let units = Standardization(shift: 0, scale: 1)
    let critic = LearnedCritic(configuration.discriminator, numbers(trainer.discriminator), units: units)
    return Record(
      step: trainer.step, criticSteps: trainer.state.discriminator.updates, w1: wasserstein1(p, q), js: js(p, q),
      criticDifference: critic?.differenceOfMeans(p, q) ?? Estimate(value: 0, error: .infinity), largestSlope: critic?.largestSlope ?? 0)
  }
}
