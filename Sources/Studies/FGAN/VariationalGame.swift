package import Calculus
package import Densities
package import Divergences
import Scalars
package import Training

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

  /// The settings that it knows.
  package static let allSettings: [NamedSettings] = [.settled, .paper, .brief]

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
    // The parameters as they are: the paper averages nothing, and where the rates fall to zero an average adds nothing.
    guard let players = try records.next(progress: progress)?.current, let own = players.generatorParameters else {
      throw TrainingError.diverged(step: trainer.step)
    }
    let density = try Normal(validating: [gan.units.original(own[1]), gan.units.scale * abs(own[0])])
    let critic = VariationalCritic(
      gan.settings.discriminator, players.discriminatorParameters, form: form, units: gan.units)
    return LearnedNormal(density, critic, of: p)
  }
}

/// The normal that a generator μ + σz has learned, and the critic that it has learned from.
package struct LearnedNormal: Sendable {
  /// Q̂ = N(μ̂, σ̂).
  package let density: Normal
  /// T.
  package let critic: VariationalCritic
  /// D_f(P‖Q̂) by quadrature, as the game has it: for Jensen–Shannon the un-halved one.
  package let divergence: Estimate
  /// Why the divergence is infinite, or not resolved; empty where it is a number.
  package let reason: String
  /// F(θ̂, ω̂) = E_P T − E_Q̂ f*(T) by quadrature, a true lower bound of the divergence.
  package let bound: Estimate
  /// D_f(P‖Q̂) − F ≥ 0: what the critic has not learned.
  package var gap: Double { divergence.value - bound.value }

  init(_ density: Normal, _ critic: VariationalCritic, of p: any AnalyticDensity) {
    self.density = density
    self.critic = critic
    let measurement = DensityPair(p, density).measure([critic.form.measure])[0]
    (divergence, reason) = (critic.form.supremum(from: measurement), measurement.reason)
    bound = critic.bound(p, density)
  }
}

/// A trained critic of the f-GAN game as a function of x: T(x) = g(v(x)) with the network's output v.
package struct VariationalCritic: Sendable {
  /// The divergence that it bounds.
  package let form: any VariationalForm
  private let network: StandardizedNetwork

  /// The critic with these parameters in these units.
  package init(_ network: MultilayerPerceptron, _ parameters: [Double], form: any VariationalForm, units: Standardization) {
    self.form = form
    self.network = StandardizedNetwork(NetworkMap(network, parameters), units)
  }

  /// T(x), in the domain of f*.
  package func callAsFunction(_ x: Double) -> Double { form.activation(output(at: x)) }

  /// f*(T(x)), without the rounding of T near the end of the domain.
  package func conjugate(at x: Double) -> Double { form.conjugateOfActivation(output(at: x)) }

  private func output(at x: Double) -> Double { network.outputs(at: [Place(anchor: x, offset: 0)])[0].value }

  /// F = E_P T − E_Q f*(T) by quadrature: at most D_f(P‖Q), whatever the critic, and equal to it only for T = f′(p/q).
  ///
  /// Where an expectation does not converge the error is infinite.
  package func bound(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate {
    let form = form
    return DensityPair(p, q).measure(
      [.mean(real: { form.activation($0) }, fake: { -form.conjugateOfActivation($0) })], of: network.output)[0]
  }
}
