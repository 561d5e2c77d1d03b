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

  /// The rows `epsilon,steepness,saturating,bound,non_saturating,error`: a discriminator within ε of the perfect one.
  package var tableByEpsilon: Table {
    var table = Table(columns: ["epsilon", "steepness", "saturating", "bound", "non_saturating", "error"])
    for epsilon in [1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8, 1e-10] {
      guard let discriminator = NearlyPerfectDiscriminator(center: 1 + 0.5 * gap, distance: 0.5 * gap, epsilon: epsilon) else { continue }
      table.append(
        [.number(epsilon), .number(discriminator.steepness)] + cells(discriminator.gradients(of: generator), epsilon: epsilon))
    }
    return table
  }

  /// The rows `noise_sd,js,saturating,non_saturating,error,js_gradient,js_gradient_error`: the optimal discriminator for
  /// noisy data and samples.
  package var tableByNoise: Table {
    var table = Table(columns: ["noise_sd", "js", "saturating", "non_saturating", "error", "js_gradient", "js_gradient_error"])
    for share in [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10] {
      let noise = InstanceNoise(data, generator, sd: share * gap)
      let (gradients, js) = (noise.frozenGradients, noise.gradient(of: JensenShannon()).norm)
      let (saturating, nonSaturating) = (gradients.saturating.norm, gradients.nonSaturating.norm)
      table.append(
        [
          noise.sd, noise.pair.measure(JensenShannon()).value, saturating.value, nonSaturating.value,
          max(saturating.error, nonSaturating.error), 2 * js.value, 2 * js.error,
        ].map(Cell.number))
    }
    return table
  }

  /// The rows `step,epsilon,saturating,bound,non_saturating,error`: a discriminator in training.
  ///
  /// Throws one sentence, or `TrainingError` where the training diverges.
  package func tableByTraining() throws -> Table {
    var table = Table(columns: ["step", "epsilon", "saturating", "bound", "non_saturating", "error"])
    let looks = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000].filter { $0 < steps } + [steps]
    for record in try DiscriminatorTraining(data, generator, seed: seed).run(recordingAt: looks) {
      table.append([.integer(record.step), .number(record.epsilon)] + cells(record.gradients, epsilon: record.epsilon))
    }
    return table
  }

  /// The norms of both gradients, with the bound of theorem 2.4 where ε is below 1, and the larger error.
  private func cells(_ gradients: LossGradients, epsilon: Double) -> [Cell] {
    let (saturating, nonSaturating) = (gradients.saturating.norm, gradients.nonSaturating.norm)
    let bound = NearlyPerfectDiscriminator.bound(epsilon: epsilon)
    return [
      .number(saturating.value), bound.map(Cell.number) ?? "", .number(nonSaturating.value),
      .number(max(saturating.error, nonSaturating.error)),
    ]
  }
}
