import Calculus
import Divergences
import RealModule
import Studies
import Training

/// Whether a GAN on data with a spread turns about its equilibrium as its eigenvalues say, and what its losses tell.
enum OscillationClaims {
  static let claims: [Claim] = [
    Claim(
      "G7",
      "Near its equilibrium a GAN oscillates and settles as the eigenvalues of its linearisation say, unless these are neutral; "
        + "JS and V have twice the frequency and twice the decay of a parameter.",
      source: "Mescheder, Nowozin & Geiger 2017 and Nagarajan & Kolter 2017 (the Jacobian of the game); the losses by their second order",
      readings: closedForms + measured + losses)
  ]

  private static let closedForms = [
    closedForm("D = σ(ax + bx² + c): −¼ ± i√3/4", SmallGame(discriminator: .quadratic), damping: 0.5),
    closedForm("non-saturating: the same to first order", SmallGame(discriminator: .quadratic, objective: NonSaturating()), damping: 0.5),
    closedForm("R1, γ = 0.1: λ² + (½ + γ)λ + ¼ = 0", SmallGame(discriminator: .quadratic, penalty: 0.1), damping: 0.6),
    closedForm(
      "instance noise, sd ½: λ² + ½(1 + τ²)λ + ¼ = 0", SmallGame(discriminator: .quadratic, instanceNoise: 0.5), damping: 0.625),
    Reading("without a penalty it does not converge", .atMost) {
      SmallDiscriminator.allCases.flatMap {
        linearization(SmallGame(discriminator: $0)).map { Sides(1, Estimate($0.leading?.modulus ?? .nan)) }
      }
    }
    .refuted("so it is on the Dirac-GAN; data with a spread bend the discriminator's objective, and the real parts are negative"),
  ]

  /// The slowest pair of the flow, the mean's: λ² + damping · λ + ¼ = 0.
  private static func closedForm(_ name: String, _ game: SmallGame, damping: Double) -> Reading {
    Reading(name) {
      linearization(game).flatMap { linearization in
        linearization.flow[0].sides(
          Eigenvalue.pair(mean: -damping / 2, discriminant: damping * damping / 4 - 0.25)[0], error: 1e-12)
      }
    }
    .noting("the eigenvalues of μ and a, by differentiating the trace twice")
  }

  private static func linearization(_ game: SmallGame, _ updates: DiracUpdates = .simultaneous) -> [Linearization] {
    (try? Linearization(of: game, rate: rate, updates: updates)).map { [$0] } ?? []
  }

  private static let rate = 0.1
  private static let start = "P = N(0, 1), steps of 0.1 from Q = N(0.01, 1.01)"

  /// A game, its linearisation and a run from near its equilibrium.
  private struct Run: Sendable {
    let name: String
    let leading: Eigenvalue
    let linearization: Linearization
    let descent: SmallGameDescent
    let rows: [SmallGameDescent.Row]

    init?(_ name: String, _ game: SmallGame, steps: Int, _ updates: DiracUpdates = .simultaneous) {
      guard let linearization = OscillationClaims.linearization(game, updates).first, let leading = linearization.leading else {
        return nil
      }
      descent = SmallGameDescent(game, offset: 0.01, rate: rate, steps: steps, updates: updates)
      guard let rows = try? descent.run() else { return nil }
      self.name = name
      (self.linearization, self.leading, self.rows) = (linearization, leading, rows)
    }

    /// What was measured of the quantities of an order beside `factor` times what the eigenvalue says, to ½ %.
    func sides(order: Double, factor: Double) -> [Sides] {
      let (frequency, decay) = (linearization.frequency(leading), linearization.decay(leading))
      func side(_ measured: Double?, _ predicted: Double, _ what: String) -> Sides {
        Sides(Estimate(measured ?? .nan), Estimate(factor * predicted, error: 0.005 * factor * predicted), component: "\(name), \(what)")
      }
      return descent.quantities(of: rows).filter { $0.order == order }.flatMap {
        [side($0.frequency, frequency, "\($0.name), frequency"), side($0.decay, decay, "\($0.name), decay")]
      }
    }
  }

  private static let quadratic = Run("quadratic", SmallGame(discriminator: .quadratic), steps: 900)
  private static let network = Run("network", SmallGame(), steps: 4000)
  private static let runs: [Run] = [
    quadratic,
    Run("quadratic, alternating", SmallGame(discriminator: .quadratic), steps: 900, .alternating),
    Run("quadratic, non-saturating, R1", SmallGame(discriminator: .quadratic, objective: NonSaturating(), penalty: 0.1), steps: 750),
    Run("quadratic, instance noise", SmallGame(discriminator: .quadratic, instanceNoise: 0.4), steps: 750),
    network, Run("network, alternating", SmallGame(), steps: 4000, .alternating),
    Run("network, non-saturating, R1", SmallGame(objective: NonSaturating(), penalty: 0.1), steps: 4000),
  ].compactMap { $0 }

  private static let measured = [
    Reading("a parameter: frequency arg u/2πh and decay −log|u|/h", precision: 0.02) { runs.flatMap { $0.sides(order: 1, factor: 1) } }
      .noting("u the largest eigenvalue of a step, measured by zero crossings and energies: to ½ %; " + start),
    Reading("JS and V: twice the frequency and twice the decay", precision: 0.02) { runs.flatMap { $0.sides(order: 2, factor: 2) } }
      .noting("to ½ %; " + start),
    Reading("JS and V turn as often as a parameter, and fall as fast", precision: 0.02) { runs.flatMap { $0.sides(order: 2, factor: 1) } }
      .refuted("they are of second order near the equilibrium: both are twice as large; " + start),
  ]

  private static let losses = [
    Reading("where V(D) = −log 4 the generator has converged") {
      let records = quadratic?.rows ?? []
      return zip(records, records.dropFirst()).filter { $0.excess > 0 && $1.excess <= 0 }.prefix(1).map {
        Sides(Estimate(Swift.min($0.js, $1.js), error: 1e-12), 0, component: "step \($1.step)")
      }
    }
    .refuted("V passes −log 4 in every turn, whenever D knows nothing, also where P and Q differ: it cannot tell convergence; " + start),
    Reading("a game that converges comes nearer in every step: JS never rises", .atMost) {
      // The first step is the start; at the first low JS begins to rise.
      let js = network?.rows.map(\.js) ?? []
      guard let low = js.indices.dropLast().first(where: { js[$0 + 1] > js[$0] && $0 > 0 }) else { return [] }
      let high = js[low...].max() ?? 0
      return [Sides(Estimate(high, error: 1e-12), Estimate(js[low], error: 1e-12))]
    }
    .refuted("it rises and falls in every turn; " + start),
  ]
}
