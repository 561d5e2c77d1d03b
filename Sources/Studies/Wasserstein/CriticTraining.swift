import Autodiff
package import Densities
import Scalars
package import Training

/// The training of a critic alone, against a fixed Q: E_P f − E_Q f is maximised under a constraint on the slope of f.
///
/// With clipping the settings are those of Arjovsky, Chintala & Bottou (2017), algorithm 1: RMSProp at 5·10⁻⁵ on
/// minibatches of 64, here for a critic with two hidden layers of rectifiers. With a penalty they are those of
/// Gulrajani et al. (2017) but for the rate: Adam with β₁ = 0 and β₂ = 0.9, its rate falling from 10⁻³ to 0.
///
/// Neither finds f*. Clipping bounds the slope by a constant that nobody knows, and its kinks by |bias/weight|. The
/// penalty λ lets a slope overshoot to 1 + |G − F|/(2λ s r), with the density r of the points between data and samples
/// and the deviation s of (P + Q)/2. A slope of 0 is penalised, too, so that a slope that starts with the wrong sign
/// may keep it: another seed may find more.
package struct CriticTraining: Sendable {
  /// The settings of the training.
  package var settings: TrainingSettings

  /// The usual settings under a constraint.
  package init(_ constraint: Regularization, width: Int = 32, steps: Int = 20_000, seed: UInt64 = 1) {
    settings = TrainingSettings()
    settings.objective = Wasserstein()
    settings.penalty = constraint
    (settings.width, settings.depth, settings.activation) = (width, 2, .relu)
    (settings.batch, settings.steps, settings.seed) = (64, steps, seed)
    if case .clipping = constraint {
      settings.optimizer = .rmsProp
      settings.discriminatorLearningRate = 5e-5
      settings.decays = false
    } else {
      settings.moments = [0, 0.9]
      settings.discriminatorLearningRate = 1e-3
    }
  }

  /// The critic of P against Q at the end of the training, its weights averaged over the last thousand steps.
  ///
  /// Training runs in units in which (P + Q)/2 has mean 0 and deviation 1. Beyond the thousandths at the ends of P and
  /// Q, where minibatches have next to no rows, the critic is held constant.
  ///
  /// Throws one sentence where samples leave single precision, and `TrainingError` where training diverges.
  package func run(_ p: any AnalyticDensity, _ q: any AnalyticDensity) throws -> LearnedCritic? {
    let gan = GAN(p, against: q, settings: settings)
    guard let record = try gan.records(at: [settings.steps]).next() else { return nil }
    let level = 1e-3
    let reach = Interval(min(p.quantile(level), q.quantile(level)), max(p.upperQuantile(level), q.upperQuantile(level)))
    return LearnedCritic(settings.discriminator, record.average.discriminatorParameters, units: gan.units, reach: reach)
  }
}
