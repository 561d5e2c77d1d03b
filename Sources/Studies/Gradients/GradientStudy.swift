import Calculus
import Densities
import Divergences
import RealModule
import Scalars
package import Tabulation
import Training

/// The study of the gradients of a generator whose samples lie beside the data, against three kinds of discriminators
/// (Arjovsky & Bottou 2017, in one dimension).
///
/// Data are uniform on (0, 1), samples on (1 + gap, 1 + gap + width).
package struct GradientStudy: Sendable {
  /// What the rows differ in.
  package enum Variable: String, CaseIterable, Sendable {
    /// How near a discriminator is to the perfect one.
    case epsilon
    /// The deviation of the noise on data and samples, with the optimal discriminator of the noisy pair.
    case noise
    /// The steps of a discriminator that is trained alone: figures 2 and 3 of the paper.
    case training
  }

  /// What the rows differ in.
  package var variable: Variable
  /// The distance between the data and the samples, above 0.
  package var gap: Double
  /// The width of the samples, above 0.
  package var width: Double
  /// The steps at which the discriminator that is trained is looked at.
  package var looks: [Int]
  /// The seed of its training.
  package var seed: UInt64

  /// A study of gradients.
  package init(
    by variable: Variable = .epsilon, gap: Double = 1, width: Double = 1, looks: [Int] = looks(upTo: 1000), seed: UInt64 = 0
  ) {
    (self.variable, self.gap, self.width, self.looks, self.seed) = (variable, gap, width, looks, seed)
  }

  /// The start, 1, 2, 5, 10 … and the last step.
  package static func looks(upTo steps: Int) -> [Int] {
    [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000].filter { $0 < steps } + [steps]
  }

  private var data: Uniform { Uniform(lower: 0, upper: 1) }
  private var generator: UniformGenerator { UniformGenerator(location: 1 + gap, width: width) }

  /// The gradients of both losses from one discriminator, and what is known of this.
  package struct Row: Sendable {
    /// sup (|D − D*| + |D′|), with D* = 1 on the support of the data and 0 on the other.
    package var epsilon = Double.nan
    /// How steep it is between the data and the samples, where it is made to be within ε.
    var steepness = Double.nan
    /// The step of its training, where it is trained.
    package var step = 0
    /// The deviation of the noise, JS of the noisy densities, and the norm of the gradient of 2 JS by differences.
    var noise = Double.nan
    var js = Double.nan
    var jsGradient = Estimate(.nan)
    /// The gradients of both losses.
    package let gradients: LossGradients
  }

  /// A row for each value of the variable; throws one sentence, or `TrainingError` where a training diverges.
  package func run() throws -> [Row] {
    switch variable {
    case .epsilon:
      [1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10].compactMap { epsilon in
        NearlyPerfectDiscriminator(center: 1 + 0.5 * gap, distance: 0.5 * gap, epsilon: epsilon).map {
          Row(epsilon: epsilon, steepness: $0.steepness, gradients: $0.gradients(of: generator))
        }
      }
    case .noise:
      [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10].map { share in
        let noise = InstanceNoise(data, generator, sd: share * gap)
        let norm = noise.gradient(of: JensenShannon()).norm
        return Row(
          noise: noise.sd, js: noise.pair.measure(JensenShannon()).value, jsGradient: Estimate(2 * norm.value, error: 2 * norm.error),
          gradients: noise.frozenGradients)
      }
    case .training: try trained()
    }
  }

  /// The columns of the rows. The bound is that of theorem 2.4, where ε is below 1; the error is the larger one.
  package var columns: [Column<Row>] {
    let saturating = Column<Row>("saturating", \.gradients.saturating.norm.value)
    let others = [
      Column<Row>("non_saturating", \.gradients.nonSaturating.norm.value),
      Column<Row>("error") { max($0.gradients.saturating.norm.error, $0.gradients.nonSaturating.norm.error) },
    ]
    let bounded = [saturating, Column<Row>("bound") { NearlyPerfectDiscriminator.bound(epsilon: $0.epsilon) }] + others
    return switch variable {
    case .epsilon: [Column("epsilon", \.epsilon), Column("steepness", \.steepness)] + bounded
    case .noise:
      [Column("noise_sd", \.noise), Column("js", \.js), saturating] + others
        + [Column("js_gradient", \.jsGradient.value), Column("js_gradient_error", \.jsGradient.error)]
    case .training: [Column("step", \.step), Column("epsilon", \.epsilon)] + bounded
    }
  }
}

/// A discriminator that is trained alone against a fixed generator.
extension GradientStudy {
  /// A network with two hidden layers of 32 tanh units, by Adam.
  private func trained() throws -> [Row] {
    var gan = GAN(data, against: generator.density)
    gan.settings.objective = Minimax()
    gan.settings.moments = [0.5, 0.999]
    gan.settings.discriminatorLearningRate = 1e-3
    gan.settings.decays = false
    gan.settings.seed = seed
    let (training, units) = (gan.records(at: looks), gan.units)
    var rows: [Row] = []
    while let record = try training.next() {
      let network = NetworkMap(gan.settings.discriminator, record.current.discriminatorParameters)
      let logit: @Sendable (Dual<Double>) -> Dual<Double> = { network(($0 - Dual(units.shift)) / Dual(units.scale)) }
      rows.append(Row(epsilon: epsilon(logit), step: record.step, gradients: generator.gradients(logit: logit)))
    }
    return rows
  }

  /// ε over 401 points of each support.
  private func epsilon(_ logit: (Dual<Double>) -> Dual<Double>) -> Double {
    [(data, -1.0), (generator.density, 1)].flatMap { density, sign in
      (0...400).map { index in
        let value = logit(Dual(value: density.quantile(Double(index) / 400), tangent: 1))
        // |D − D*| is σ(−ℓ) on the data and σ(ℓ) on the samples.
        let miss = logistic(sign * value.value)
        return miss + miss * logistic(-sign * value.value) * abs(value.tangent)
      }
    }.max() ?? 0
  }
}
