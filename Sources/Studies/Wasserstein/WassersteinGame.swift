import Autodiff
package import Calculus
package import Densities
import Divergences
package import Tabulation
package import Training

/// A Wasserstein GAN with the constants of its paper, trained on P in the units of x and measured by the exact
/// distances of its generator: α = 5·10⁻⁵, c = 0.01, m = 64, n_critic = 5, RMSProp (Arjovsky, Chintala & Bottou 2017,
/// algorithm 1).
///
/// The authors' code, not the paper, gives the critic 100 steps for each of the generator's first 25 and every 500th.
/// The paper's networks are for images; here the generator has tanh units, so that its density is exact, and the critic
/// rectifiers, so that its slopes are.
package struct WassersteinGame: Sendable {
  /// The game: P and the settings.
  package var gan: GAN

  /// The width of the hidden layers, the number of steps, and the number between records.
  package static let usual = (width: 64, steps: 4000, recordEvery: 100)

  /// The game on P; both networks have two hidden layers of this width.
  package init(
    _ p: any AnalyticDensity, width: Int = usual.width, steps: Int = usual.steps, recordEvery: Int = usual.recordEvery, seed: UInt64 = 1
  ) {
    var settings = TrainingSettings()
    settings.objective = Wasserstein()
    (settings.width, settings.depth, settings.discriminatorActivation) = (width, 2, .relu)
    settings.penalty = .clipping(0.01)
    settings.optimizer = .rmsProp
    (settings.learningRate, settings.discriminatorLearningRate) = (5e-5, 5e-5)
    settings.discriminatorInitialization = .glorot
    (settings.batch, settings.steps, settings.seed) = (64, steps, seed)
    settings.discriminatorSteps = 5
    settings.discriminatorLead = DiscriminatorLead(steps: 100, first: 25, every: 500)
    (settings.decays, settings.recordEvery) = (false, recordEvery)
    gan = GAN(p, rows: nil, units: Standardization(shift: 0, scale: 1), settings: settings)
  }

  /// Trains: a row at the start, every so many steps and at the end.
  ///
  /// Throws one sentence where samples of P leave single precision or the generator has no density, and `TrainingError`
  /// where training diverges.
  package func run() throws -> [Row] {
    let records = gan.records()
    var rows: [Row] = []
    while let record = try records.next() { if let row = try row(record) { rows.append(row) } }
    return rows
  }

  private func row(_ record: TrainingRecord) throws(GeneratorDensityError) -> Row? {
    let players = record.current
    guard let q = try players.density() else { return nil }
    let critic = LearnedCritic(gan.settings.discriminator, players.discriminatorParameters, units: gan.units)
    return Row(
      step: record.step, criticSteps: record.discriminatorSteps, w1: Divergences.w1(gan.p, q), js: js(gan.p, q),
      criticDifference: critic?.differenceOfMeans(gan.p, q) ?? Estimate(0, error: .infinity),
      largestSlope: critic?.largestSlope ?? 0)
  }

  /// What is known of the players between two steps.
  package struct Row: TableRow {
    /// The generator's steps.
    package let step: Int
    /// The critic's steps.
    package let criticSteps: Int
    /// W1(P, Q) of the generator's exact density Q.
    package let w1: Estimate
    /// JS(P, Q).
    package let js: Estimate
    /// E_P f − E_Q f of the critic f, exact: what the paper plots as its loss, an unknown multiple of W1.
    package let criticDifference: Estimate
    /// max |f′|.
    package let largestSlope: Double

    /// The outcome of W1, or else of JS: the first that is not finite.
    package var outcome: Estimate { w1.status == .finite ? js : w1 }

    package static var columns: [Column<Row>] {
      [
        Column("step", \.step), Column("critic_steps", \.criticSteps), Column("w1", \.w1.value), Column("w1_error", \.w1.error),
        Column("js", \.js.value), Column("js_error", \.js.error), Column("critic_difference", \.criticDifference.value),
        Column("critic_difference_error", \.criticDifference.error), Column("critic_largest_slope", \.largestSlope),
        Column("critic_bound") { $0.largestSlope > 0 ? $0.criticDifference.value / $0.largestSlope : 0 },
        Column("status", \.outcome.status.description), Column("reason", \.outcome.reason),
      ]
    }
  }
}
