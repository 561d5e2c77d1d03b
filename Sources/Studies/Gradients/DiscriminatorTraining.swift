package import Densities
import Divergences
import RealModule
import Scalars
package import Training

/// A discriminator that is trained alone against a fixed generator, with the gradients that the generator would
/// receive: figures 2 and 3 of Arjovsky & Bottou (2017), in one dimension.
package struct DiscriminatorTraining: Sendable {
  /// The discriminator at one step.
  package struct Record: Sendable {
    /// The step.
    package let step: Int
    /// sup (|D − D*| + |D′|) over 401 points of each support, with D* = 1 on that of the data and 0 on the other.
    package let epsilon: Double
    /// The gradients of both losses.
    package let gradients: LossGradients
  }

  /// The game: data against the density of the generator.
  package var gan: GAN
  private let data: Uniform
  private let generator: UniformGenerator

  /// A network with two hidden layers of 32 tanh units and Adam, for data and a generator with disjoint supports.
  package init(_ data: Uniform, _ generator: UniformGenerator, seed: UInt64 = 0) {
    (self.data, self.generator) = (data, generator)
    gan = GAN(data, against: generator.density)
    gan.settings.objective = Minimax()
    gan.settings.moments = [0.5, 0.999]
    gan.settings.discriminatorLearningRate = 1e-3
    gan.settings.decays = false
    gan.settings.seed = seed
  }

  /// Trains, and records these steps; throws one sentence, or `TrainingError` where the training diverges.
  package func run(recordingAt steps: [Int]) throws -> [Record] {
    let (training, units) = (gan.records(at: steps), gan.units)
    var records: [Record] = []
    while let record = try training.next() {
      let network = NetworkMap(gan.settings.discriminator, record.current.discriminatorParameters)
      let logit: @Sendable (Dual<Double>) -> Dual<Double> = { network(($0 - Dual(units.shift)) / Dual(units.scale)) }
      records.append(
        Record(
          step: record.step, epsilon: Self.epsilon(logit, data, generator.density), gradients: generator.gradients(logit: logit)))
    }
    return records
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
