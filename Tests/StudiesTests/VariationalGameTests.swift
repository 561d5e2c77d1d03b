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
  /// The formulas of a divergence traced on nodes are those on numbers, with their slopes by forward mode.
  @Test(arguments: Catalogue.variationalForms().indices) func tracedFormulasAreThoseOfNumbers(_ index: Int) throws {
    let form = Catalogue.variationalForms()[index]
    let outputs = [-3.0, -1.1, -0.2, 0.3, 1.4, 2.5]
    let graph = Graph(batch: outputs.count)
    let v = graph.input(width: 1)
    let traced = [form.activation(v), form.conjugateOfActivation(v), form.conjugateOnDomain(form.activation(v))]
    let slopes = traced.map { graph.gradient(of: $0, by: [v])[0] }
    let plan = try Plan<Double>(graph, rows: traced + slopes, sources: [FixedRows(outputs)])
    plan.run()
    for (row, output) in outputs.enumerated() {
      let x = Dual(value: output, tangent: 1)
      let numbers = [form.activation(x), form.conjugateOfActivation(x), form.conjugate(form.activation(x))]
      for (k, number) in numbers.enumerated() {
        let (value, slope) = (plan.rows(k)[row], plan.rows(k + 3)[row])
        #expect(abs(value - number.value) <= 1e-12 * max(1, abs(number.value)), "\(form.title), formula \(k), at \(output)")
        #expect(abs(slope - number.tangent) <= 1e-11 * max(1, abs(number.tangent)), "\(form.title), slope \(k), at \(output)")
      }
    }
  }

  private static let (p, q) = (Normal(mean: 0, sd: 1), Normal(mean: 0.8, sd: 1))

  /// A network without hidden layers, v = ax + b in standard units.
  private static func critic(_ form: any VariationalForm, _ slope: Double, _ offset: Double) -> VariationalCritic {
    VariationalCritic(
      MultilayerPerceptron(widths: [1, 1], activation: .tanh), [2 * slope, offset + slope], form: form,
      units: Standardization(shift: 1, scale: 2))
  }

  /// log p/q = 0.32 − 0.8x is linear, and with it the output that is optimal for these rows: the bound is the
  /// divergence.
  private static let linear: [(any VariationalForm, Double)] = [
    (KullbackLeibler(), 1), (KullbackLeibler(.reverse), 0), (JensenShannon(isHalved: false), 0), (JensenShannon(), 0), (OriginalGAN(), 0),
  ]

  @Test(arguments: linear.indices) func theBoundOfAnOptimalCriticIsTheDivergence(_ index: Int) {
    let (form, offset) = Self.linear[index]
    let bound = Self.critic(form, -0.8, 0.32 + offset).bound(Self.p, Self.q)
    let divergence = form.supremum(Self.p, Self.q)
    #expect(abs(bound.value - divergence.value) <= bound.error + divergence.error + 1e-14, "\(form.title): \(bound) \(divergence)")
    #expect(bound.error < 1e-10)
    if form is KullbackLeibler, offset == 1 { #expect(abs(bound.value - 0.32) < 1e-12) }
  }

  /// What another critic loses is the integral of what Fenchel's inequality loses at each point, q (f(p/q) + f*(T) − T
  /// p/q).
  @Test(arguments: VariationalGame.toyExperiment.indices) func theGapIsTheSlackOfFenchelsInequality(_ index: Int) {
    let form = VariationalGame.toyExperiment[index]
    let critic = Self.critic(form, -0.5, 0.4)
    let (p, q) = (Self.p, Self.q)
    let slack = expectation(under: q, alongside: [p]) { x in
      let u = Double.exp(0.32 - 0.8 * x)
      return form.f(u) + form.conjugate(critic(x)) - critic(x) * u
    }
    let gap = form.supremum(p, q).value - critic.bound(p, q).value
    #expect(gap > 1e-3)
    #expect(abs(gap - slack.value) < 1e-9, "\(form.title): \(gap) \(slack)")
  }

  @Test func aGameLearnsTheClosestNormalAndItsBound() throws {
    let p = try parseDensity("0.33*normal(-1,0.255)+0.67*normal(2,1.415)")
    var game = VariationalGame(p, KullbackLeibler(.reverse), settings: .brief, seed: 3)
    let learned = try game.run()
    #expect(abs(learned.density.mean - 1.57793) < 0.1 && abs(learned.density.sd - 1.63181) < 0.1, "\(learned.density)")
    #expect(learned.divergence.value >= 0.2481136 && learned.gap > 0 && learned.gap < 0.01, "\(learned.divergence) \(learned.bound)")
    let again = try game.run()
    #expect(again.density.description == learned.density.description && again.bound.value == learned.bound.value)
    game.seed = 4
    #expect(try game.run().density.mean != learned.density.mean)
  }
}
