import Calculus
import Densities
import Divergences
package import Tabulation

/// The gradients of a generator whose samples lie beside the data, against three kinds of discriminators.
///
/// Data are uniform on (0, 1), samples on (1 + gap, 1 + gap + width).
package struct GradientStudy: Sendable {
  /// The distance between the data and the samples, above 0.
  package var gap = 1.0
  /// The width of the samples, above 0.
  package var width = 1.0
  /// The number of steps of the discriminator that is trained.
  package var steps = 1000
  /// The seed of its training.
  package var seed: UInt64 = 0

  package init(gap: Double = 1, width: Double = 1, steps: Int = 1000, seed: UInt64 = 0) {
    (self.gap, self.width, self.steps, self.seed) = (gap, width, steps, seed)
  }

  private var data: Uniform { Uniform(lower: 0, upper: 1) }
  private var generator: UniformGenerator { UniformGenerator(location: 1 + gap, width: width) }

  /// The gradients of both losses from one discriminator, and how far it is from the perfect one.
  package struct Row: Sendable {
    let epsilon: Double
    let gradients: LossGradients
    /// How steep the discriminator is between the data and the samples, where it is made to be within ε.
    var steepness = 0.0
    /// The step of its training, where it is trained.
    var step = 0

    /// The norms of both gradients, with the bound of theorem 2.4 where ε is below 1, and the larger error.
    fileprivate static var norms: [Column<Row>] {
      [
        Column("saturating", \.gradients.saturating.norm.value), Column("bound") { NearlyPerfectDiscriminator.bound(epsilon: $0.epsilon) },
        Column("non_saturating", \.gradients.nonSaturating.norm.value), Column("error", \.gradients.largerError),
      ]
    }
  }

  /// A row an ε: a discriminator within ε of the perfect one.
  package var tableByEpsilon: Table {
    let rows = [1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10].compactMap { epsilon in
      NearlyPerfectDiscriminator(center: 1 + 0.5 * gap, distance: 0.5 * gap, epsilon: epsilon).map {
        Row(epsilon: epsilon, gradients: $0.gradients(of: generator), steepness: $0.steepness)
      }
    }
    return Table(of: rows, [Column("epsilon", \.epsilon), Column("steepness", \.steepness)] + Row.norms)
  }

  /// A row a deviation of the noise: the optimal discriminator for noisy data and samples, beside the gradient of 2 JS.
  package var tableByNoise: Table {
    let noises = [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10].map { share in
      let noise = InstanceNoise(data, generator, sd: share * gap)
      return (noise: noise, gradients: noise.frozenGradients, js: noise.gradient(of: JensenShannon()).norm)
    }
    return Table(
      of: noises,
      [
        Column("noise_sd", \.noise.sd), Column("js") { $0.noise.pair.measure(JensenShannon()).value },
        Column("saturating", \.gradients.saturating.norm.value), Column("non_saturating", \.gradients.nonSaturating.norm.value),
        Column("error", \.gradients.largerError), Column("js_gradient") { 2 * $0.js.value },
        Column("js_gradient_error") { 2 * $0.js.error },
      ])
  }

  /// A row a step: a discriminator in training.
  ///
  /// Throws one sentence, or `TrainingError` where the training diverges.
  package func tableByTraining() throws -> Table {
    let looks = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000].filter { $0 < steps } + [steps]
    let rows = try DiscriminatorTraining(data, generator, seed: seed).run(recordingAt: looks).map {
      Row(epsilon: $0.epsilon, gradients: $0.gradients, step: $0.step)
    }
    return Table(of: rows, [Column("step", \.step), Column("epsilon", \.epsilon)] + Row.norms)
  }
}

extension LossGradients {
  /// The larger of the errors of both norms.
  fileprivate var largerError: Double { max(saturating.norm.error, nonSaturating.norm.error) }
}
