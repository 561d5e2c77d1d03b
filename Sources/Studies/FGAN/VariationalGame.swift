package import Densities
package import Divergences
import Scalars
import Training

/// The toy experiment of the f-GAN paper (Nowozin, Cseke & Tomioka 2016, section 3): a generator μ + σz with normal z
/// and a critic with two hidden layers learn the normal density that is closest to P by one divergence.
///
/// No normal density equals P, so the closest one depends on the divergence, and the optimal critic at the end is not
/// constant. The result can be compared with `minimumDivergenceFit`. In standard units of P the start is drawn from
/// |μ| < 1 and ½ < σ < 3/2.
package struct VariationalGame: Sendable {
  /// What is learned.
  package let p: any AnalyticDensity
  /// The divergence.
  package let form: any VariationalForm
  /// How it is trained.
  package var settings: NamedSettings
  /// The seed of the start and of every draw.
  package var seed: UInt64

  /// A game on P with a divergence.
  package init(_ p: any AnalyticDensity, _ form: any VariationalForm, settings: NamedSettings = .settled, seed: UInt64 = 1) {
    self.p = p
    self.form = form
    self.settings = settings
    self.seed = seed
  }

  /// The divergences of the paper's experiment, in its order.
  package static let toyExperiment: [any VariationalForm] = [
    KullbackLeibler(), KullbackLeibler(.reverse), JensenShannon(isHalved: false), Jeffreys(), PearsonChiSquared(),
  ]

  /// Trains to the end.
  ///
  /// Throws one sentence where P cannot be sampled or the result is beyond the doubles, and `TrainingError` where
  /// training diverges.
  package func run(progress: (_ step: Int) -> Void = { _ in }) throws -> LearnedNormal {
    var gan = GAN(p, settings: settings.training)
    gan.settings.objective = VariationalObjective(form)
    gan.settings.seed = seed
    let trainer = try gan.trainer()
    var random = CounterRandom(seed: seed, stream: RandomStream.variationalStart.number)
    var state = trainer.state
    state.generator?.parameters = [Float(0.5 + random.openUniform()), Float(2 * random.openUniform() - 1)]
    trainer.state = state
    let last = gan.settings.steps
    let records = TrainingRecords(gan, .success(trainer), last: last) { $0 == last }
    let goOn = { (trainer: Trainer<Float>) in
      progress(trainer.step)
      return true
    }
    // The parameters as they are: the paper averages nothing, and where the rates fall to zero an average adds nothing.
    guard let players = try records.next(while: goOn)?.current, let own = players.generatorParameters else {
      throw TrainingError.diverged(step: trainer.step)
    }
    let density = try Normal(validating: [gan.units.original(own[1]), gan.units.scale * abs(own[0])])
    let critic = VariationalCritic(
      gan.settings.discriminator, players.discriminatorParameters, form: form, units: gan.units)
    return LearnedNormal(density, critic, of: p)
  }
}
