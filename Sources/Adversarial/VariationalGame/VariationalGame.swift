import Autodiff
public import Densities
public import Divergences
import Scalars

/// The toy experiment of the f-GAN paper (Nowozin, Cseke & Tomioka 2016, section 3): a normal generator μ + σz and a critic of two hidden layers learn the
/// normal that is closest to P by one divergence.
///
/// No normal is P, so the closest one depends on the divergence, and the critic has something to tell at the end. What is learned can be held against
/// `minimumDivergenceFit`. Training runs in standard units of P, from μ within one and σ from one half to three halves of its deviation, by seed.
public struct VariationalGame: Sendable {
  /// What is learned.
  public let p: any Density
  /// The divergence.
  public let form: any VariationalForm
  /// How it is trained.
  public var settings: VariationalSettings
  /// The seed of the start and of every draw.
  public var seed: UInt64

  /// A game on P with a divergence.
  public init(_ p: any Density, _ form: any VariationalForm, settings: VariationalSettings = .settled, seed: UInt64 = 1) {
    self.p = p
    self.form = form
    self.settings = settings
    self.seed = seed
  }

  /// The divergences of the paper's experiment, in its order.
  public static let toyExperiment: [any VariationalForm] = [
    KullbackLeibler(), KullbackLeibler(.reverse), JensenShannon(isHalved: false), Jeffreys(), PearsonChiSquared(),
  ]

  private static let startStream: UInt32 = 40

  /// Plays the game to its end; throws one sentence where P cannot be sampled or what is learned is beyond the doubles, the step where
  /// training diverges.
  public func train(progress: (_ step: Int) -> Void = { _ in }) throws -> LearnedNormal {
    let units = Standardization(of: p)
    let trainer = try Trainer<Float>(
      settings.configuration(VariationalObjective(form), seed: seed), data: SampleSource(p, units, seed: seed, stream: DataStream.p))
    var random = CounterRandom(seed: seed, stream: Self.startStream)
    var state = trainer.state
    state.generator?.parameters = [Float(0.5 + random.openUniform()), Float(2 * random.openUniform() - 1)]
    trainer.state = state
    while trainer.step < settings.steps {
      try trainer.advance()
      progress(trainer.step)
    }
    // The parameters as they are: where the rates have fallen to zero there is nothing left to average, and the paper averages nothing.
    let parameters = Snapshot(trainer).current
    guard let own = parameters.generator else { throw TrainingError.diverged(step: trainer.step) }
    let density = try Normal(validating: [units.original(own[1]), units.scale * abs(own[0])])
    let critic = VariationalCritic(trainer.configuration.discriminator, parameters.discriminator, form: form, units: units)
    return LearnedNormal(density, critic, of: p)
  }
}
