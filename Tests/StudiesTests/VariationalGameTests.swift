import Autodiff
import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Studies
import Testing
import Training

@Suite struct VariationalGameTests {
  /// The formulas that a critic is trained by are those of the table that its divergence is measured by, written twice.
  @Test(arguments: VariationalDivergence.catalogue.indices) func bothTablesAgree(_ index: Int) throws {
    let objective = try #require(VariationalDivergence.catalogue[index] as? VariationalDivergence)
    let pair = objective.row.conjugates
    for v in [-3.0, -1.1, -0.2, 0.3, 1.4, 2.5] {
      let (t, image) = (objective.activation(v), objective.conjugate(v))
      #expect(abs(t - pair.activation(v)) <= 1e-14 * max(1, abs(t)), "\(objective.name) at \(v)")
      #expect(abs(image - pair.conjugateOfActivation(v)) <= 1e-12 * max(1, abs(image)), "\(objective.name) at \(v)")
    }
  }

  private static let (p, q) = (Normal(mean: 0, sd: 1), Normal(mean: 0.8, sd: 1))

  /// A network without hidden layers, v = ax + b in standard units.
  private static func critic(_ row: VariationalDivergence.Row, _ slope: Double, _ offset: Double) -> VariationalCritic {
    VariationalCritic(
      MultilayerPerceptron(widths: [1, 1], activation: .tanh), [2 * slope, offset + slope], objective: VariationalDivergence(row),
      units: Standardization(shift: 1, scale: 2))
  }

  /// log p/q = 0.32 − 0.8x is linear, and with it the output that is optimal for these rows: the bound is the divergence.
  @Test(arguments: [(VariationalDivergence.Row.kullbackLeibler, 1.0), (.reverseKullbackLeibler, 0), (.jensenShannon, 0), (.gan, 0)])
  func theBoundOfAnOptimalCriticIsTheDivergence(row: VariationalDivergence.Row, offset: Double) {
    let bound = Self.critic(row, -0.8, 0.32 + offset).bound(Self.p, Self.q)
    let divergence = row.divergence(Self.p, Self.q)
    #expect(abs(bound.value - divergence.value) <= bound.error + divergence.error + 1e-14, "\(row): \(bound) \(divergence)")
    #expect(bound.error < 1e-10)
    if row == .kullbackLeibler { #expect(abs(bound.value - 0.32) < 1e-12) }
  }

  /// What another critic loses is the integral of what Fenchel's inequality loses at each point, q (f(p/q) + f*(T) − T p/q).
  @Test(arguments: VariationalDivergence.Row.toyExperiment) func theGapIsTheSlackOfFenchelsInequality(_ row: VariationalDivergence.Row) {
    let critic = Self.critic(row, -0.5, 0.4)
    let (p, q, pair) = (Self.p, Self.q, row.conjugates)
    let slack = expectation(under: q, alongside: [p]) { x in
      let u = Double.exp(0.32 - 0.8 * x)
      return pair.f(u) + pair.conjugate(critic(x)) - critic(x) * u
    }
    let gap = row.divergence(p, q).value - critic.bound(p, q).value
    #expect(gap > 1e-3)
    #expect(abs(gap - slack.value) < 1e-9, "\(row): \(gap) \(slack)")
  }

  @Test func aGameLearnsTheClosestNormalAndItsBound() throws {
    let p = try parseDensity("0.33*normal(-1,0.255)+0.67*normal(2,1.415)")
    var game = VariationalGame(p, .reverseKullbackLeibler, settings: .brief, seed: 3)
    let learned = try game.run()
    #expect(abs(learned.density.mean - 1.57793) < 0.1 && abs(learned.density.sd - 1.63181) < 0.1, "\(learned.density)")
    #expect(learned.divergence.value >= 0.2481136 && learned.gap > 0 && learned.gap < 0.01, "\(learned.divergence) \(learned.bound)")
    let again = try game.run()
    #expect(again.density.description == learned.density.description && again.bound.value == learned.bound.value)
    game.seed = 4
    #expect(try game.run().density.mean != learned.density.mean)
  }
}
