import Autodiff
public import Densities
import Divergences
import RealModule
import Scalars
import Training

/// A discriminator alone in training against a fixed generator, with the gradients that the generator would receive: figures 2 and 3 of Arjovsky & Bottou 2017, in one dimension.
public struct DiscriminatorTraining: Sendable {
  /// What was seen at one step.
  public struct Record: Sendable {
    /// The step.
    public let step: Int
    /// sup (|D − D*| + |D′|) over 401 points of each support, with D* = 1 on that of the data and 0 on the other.
    public let epsilon: Double
    /// The gradients of both losses.
    public let gradients: LossGradients
  }

  /// The records, in the order of their steps.
  public let records: [Record]

  /// Trains a network of two hidden layers of 32 tanh units, Adam, on data and a generator with disjoint supports, and looks at these steps; throws where the training diverges.
  public init(_ data: Uniform, _ generator: UniformGenerator, recordingAt steps: [Int], learningRate: Double = 1e-3, seed: UInt64 = 0)
    throws
  {
    var configuration = Configuration()
    configuration.objective = Minimax()
    configuration.regularization = .none
    configuration.discriminatorOptimizer = Adam(learningRate: learningRate)
    configuration.decaySteps = nil
    configuration.seed = seed
    let units = Standardization(of: try Mixture([data, generator.density], weights: [0.5, 0.5]))
    let trainer = try Trainer<Float>(
      configuration, data: try SampleSource(data, units, seed: seed, stream: DataStream.p),
      against: try SampleSource(generator.density, units, seed: seed, stream: DataStream.q))
    var records: [Record] = []
    for step in steps.sorted() {
      while trainer.step < step { try trainer.advance() }
      let network = NetworkMap(configuration.discriminator, trainer.discriminator.parameters.values.map { Double($0) })
      let logit: @Sendable (Dual<Double>) -> Dual<Double> = { network(($0 - Dual(units.shift)) / Dual(units.scale)) }
      records.append(
        Record(step: step, epsilon: Self.epsilon(logit, data, generator.density), gradients: generator.gradients(logit: logit)))
    }
    self.records = records
  }

  private static func epsilon(_ logit: (Dual<Double>) -> Dual<Double>, _ data: Uniform, _ samples: Uniform) -> Double {
    [(data, -1.0), (samples, 1)].flatMap { density, sign in
      (0...400).map { index in
        let value = logit(Dual(value: density.quantile(Double(index) / 400), tangent: 1))
        // |D − D*| is σ(−ℓ) on the data and σ(ℓ) on the samples.
        let miss = logistic(sign * value.value)
        return miss + miss * logistic(-sign * value.value) * abs(value.tangent)
      }
    }.max() ?? 0
  }
}
