import Autodiff
public import Densities
import Scalars
public import Training

/// The training of a critic alone, against a fixed Q: E_P f − E_Q f is ascended under a restraint on the slope of f.
///
/// With clipping the settings are those of Arjovsky, Chintala & Bottou (2017), algorithm 1: RMSProp at 5·10⁻⁵ on minibatches of 64, here for a critic of two hidden layers of
/// rectifiers. With a penalty they are those of Gulrajani et al. (2017) but for the rate: Adam with β₁ = 0 and β₂ = 0.9, its rate falling from 10⁻³ to 0.
///
/// Neither gives f*. Clipping bounds the slope by a constant that nobody knows, and its kinks by |bias/weight|. The penalty λ lets a slope overshoot to 1 + |G − F|/(2λ s r), with the density r of the
/// points between data and samples and the deviation s of (P + Q)/2; and since a slope of 0 costs λ too, a slope that starts with the wrong sign may stay: another seed may find more.
public struct CriticTraining: Sendable {
  /// The settings of the trainer.
  public var configuration: Configuration
  /// How many steps.
  public var steps: Int

  /// The usual settings under a restraint.
  public init(_ restraint: Regularization, width: Int = 32, steps: Int = 20_000, seed: UInt64 = 1) {
    configuration = Configuration(width: width, depth: 2, activation: .relu)
    configuration.objective = Wasserstein()
    configuration.regularization = restraint
    configuration.batch = 64
    configuration.seed = seed
    self.steps = steps
    if case .clipping = restraint {
      configuration.discriminatorOptimizer = RMSProp(learningRate: 5e-5)
      configuration.decaySteps = nil
    } else {
      configuration.discriminatorOptimizer = Adam(learningRate: 1e-3, firstDecay: 0, secondDecay: 0.9)
      configuration.decaySteps = steps
    }
  }

  /// The critic of P against Q that training ends with, its weights averaged over the last thousand steps; training is in units in which (P + Q)/2 has mean 0 and deviation 1.
  ///
  /// It is held constant beyond the thousandths at the ends of P and Q, where minibatches hardly come.
  ///
  /// Throws one sentence where samples leave single precision, and `TrainingError` where training diverges.
  public func critic(_ p: any Density, _ q: any Density) throws -> LearnedCritic? {
    let units = Standardization(of: try Mixture([p, q], weights: [0.5, 0.5]))
    let trainer = try Trainer<Float>(
      configuration, data: try SampleSource(p, units, seed: configuration.seed, stream: DataStream.p),
      against: try SampleSource(q, units, seed: configuration.seed, stream: DataStream.q))
    for _ in 0..<steps { try trainer.advance() }
    let level = 1e-3
    let reach = Interval(min(p.quantile(level), q.quantile(level)), max(p.upperQuantile(level), q.upperQuantile(level)))
    return LearnedCritic(
      configuration.discriminator, trainer.discriminator.average.values.map { Double($0) }, units: units, reach: reach)
  }
}
