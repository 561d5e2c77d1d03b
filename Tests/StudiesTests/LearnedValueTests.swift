import Autodiff
import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Studies
import TestSupport
import Testing
import Training

/// What records say of a learned discriminator against the network itself, evaluated at the nodes of another rule.
@Suite struct LearnedValueTests {
  /// Every family as P and as Q, both heavy ends, and mixtures.
  static let pairs: [(String, String)] =
    [
      "normal(0.5,2)", "laplace(0,1)", "logistic(1,0.5)", "cauchy(0,1)", "studentT(1.5,0,1)", "uniform(-1,2)", "exponential(1)",
      "gamma(0.4,1)", "beta(0.5,2)", "logNormal(0,1.5)", "weibull(0.7,1)", "pareto(1,1)", "pareto(1.5,1)", "gumbel(0,1)",
      "triangular(-1,0,2)", "0.3*cauchy(-2,0.1)+0.7*normal(1,1)", "studentT(0.6,0,1)",
    ].flatMap { [($0, "normal(0,1)"), ("normal(0,1)", $0)] } + [
      ("cauchy(0,1)", "pareto(0.8,1)"), ("uniform(1e8,100000001)", "normal(1e8,1)"),
    ]

  /// A network as it starts with larger weights, and one that has learned for a while.
  private static func networks(_ p: any AnalyticDensity, _ q: any AnalyticDensity, _ units: Standardization) throws -> [(
    MultilayerPerceptron, [Double]
  )] {
    var random = CounterRandom(seed: 3)
    var networks: [(MultilayerPerceptron, [Double])] = []
    for activation in [Activation.tanh, .sigmoid] {
      let network = MultilayerPerceptron(widths: [1, 16, 16, 1], activation: activation)
      networks.append((network, Initialization.spread.parameters(for: network, using: &random).map { 2 * $0 }))
    }
    var gan = GAN(p, against: q, rows: nil, units: units)
    (gan.settings.width, gan.settings.averaging, gan.settings.seed) = (16, 0.999, 5)
    gan.settings.steps = 1500
    let record = try gan.records(at: [1500]).next()
    return networks + (record.map { [(gan.settings.discriminator, $0.average.discriminatorParameters)] } ?? [])
  }

  @Test(arguments: share(of: pairs, oneIn: 5)) func theGapIsThatOfTheNetworkItself(p: String, q: String) throws {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    let units = Standardization(of: p)
    let rule = DoubleExponential(p, q, cuts: (-8...8).map { units.original(Double($0)) })
    let masses = (rule.integral(real: { _ in 1 }, fake: { _ in 0 }), rule.integral(real: { _ in 0 }, fake: { _ in 1 }))
    try #require(abs(masses.0.value - 1) < 1e-11 && abs(masses.1.value - 1) < 1e-11, "\(masses)")
    for (network, parameters) in try Self.networks(p, q, units) {
      let learned = try #require(LearnedDiscriminator(network, parameters, objective: Minimax(), units: units))
      let diagnosis = Diagnosis(p, q, discriminator: learned, points: [], modes: Modes(of: p))
      let logits = rule.nodes.map { network([$0.place.distance(from: units.shift) / units.scale], parameters)[0] }
      func logit(_ node: DoubleExponential.Node) -> Double { logits[node.index] }
      let gap = try #require(diagnosis.gap)
      #expect(gap.status == .finite && gap.error < 1e-6 * gap.value, "\(network.activation): \(gap)")
      let truth = rule.integral(
        real: { softplus(-logit($0)) - softplus(-$0.logRatio) }, fake: { softplus(logit($0)) - softplus($0.logRatio) })
      #expect(abs(gap.value - truth.value) <= gap.error + truth.error + 1e-13, "\(network.activation): \(gap) \(truth)")
      let value = rule.integral(real: { -softplus(-logit($0)) }, fake: { -softplus(logit($0)) })
      #expect(abs(try #require(diagnosis.value) - value.value) <= gap.error + 2 * diagnosis.js.error + value.error + 1e-13)
    }
  }

  /// The bound of an f-GAN's critic, which is its objective, by the same rule.
  @Test(arguments: share(of: pairs, oneIn: 5)) func theBoundIsThatOfTheNetworkItself(p: String, q: String) throws {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    let units = Standardization(of: p)
    let rule = DoubleExponential(p, q, cuts: (-8...8).map { units.original(Double($0)) })
    var random = CounterRandom(seed: 4)
    let network = MultilayerPerceptron(widths: [1, 16, 16, 1], activation: .tanh)
    let parameters = Initialization.spread.parameters(for: network, using: &random)
    let outputs = rule.nodes.map { network([$0.place.distance(from: units.shift) / units.scale], parameters)[0] }
    func output(_ node: DoubleExponential.Node) -> Double { outputs[node.index] }
    for form in VariationalGame.toyExperiment {
      let bound = VariationalCritic(network, parameters, form: form, units: units).bound(p, q)
      let truth = rule.integral(real: { form.activation(output($0)) }, fake: { -form.conjugateOfActivation(output($0)) })
      #expect(abs(bound.value - truth.value) <= bound.error + truth.error + 1e-13 && bound.error < 1e-9, "\(form.title): \(bound) \(truth)")
    }
  }

  /// A generator's Q: V(D) by integrals over x for P and over the noise for Q.
  @Test(arguments: ["cauchy(0,1)", "studentT(1.5,0,1)", "pareto(1,1)", "0.5*normal(-2,0.5)+0.5*normal(2,0.5)"])
  func theValueAgainstAGeneratorIsThatOfBothNetworks(p: String) throws {
    let p = try parseDensity(p)
    let units = Standardization(of: p)
    var random = CounterRandom(seed: 6)
    let network = MultilayerPerceptron(widths: [1, 16, 16, 1], activation: .tanh)
    let own = Initialization.glorot.parameters(for: network, using: &random).map { 1.5 * $0 }
    let parameters = Initialization.spread.parameters(for: network, using: &random)
    let map = AffineImage(NetworkMap(network, own), shift: units.shift, scale: units.scale)
    let q = try GeneratorDensity(map)
    let learned = try #require(LearnedDiscriminator(network, parameters, objective: NonSaturating(), units: units))
    let diagnosis = Diagnosis(p, q, discriminator: learned, points: [], modes: Modes(of: p))
    let noise = Normal(mean: 0, sd: 1)
    let overX = DoubleExponential(p, noise, cuts: (-8...8).map { units.original(Double($0)) })
    let overZ = DoubleExponential(noise, noise, cuts: (-8...8).map { Double($0) })
    func logit(_ x: Double) -> Double { network([units.standardized(x)], parameters)[0] }
    let real = overX.integral(real: { -softplus(-logit($0.x)) }, fake: { _ in 0 })
    let fake = overZ.integral(real: { _ in 0 }, fake: { -softplus(logit(map($0.x))) })
    let (value, gap) = (try #require(diagnosis.value), try #require(diagnosis.gap))
    let error = gap.error + 2 * diagnosis.js.error + real.error + fake.error + 1e-12
    #expect(abs(value - real.value - fake.value) <= error && gap.status == .finite, "\(value) \(real) \(fake) \(gap)")
  }

  /// A logit that is a straight line far out has no mean under a Cauchy: V(D) is −∞ where it is wrong there, and finite
  /// where it is right.
  @Test(arguments: [
    ("cauchy(0,1)", "normal(0,1)", 1.0, false), ("cauchy(0,1)", "normal(0,1)", -1, true), ("normal(0,1)", "cauchy(0,1)", -1, false),
    ("normal(0,1)", "cauchy(0,1)", 1, true), ("pareto(1.5,1)", "normal(0,1)", -1, false), ("pareto(0.9,1)", "normal(0,1)", -1, true),
  ])
  func anUnboundedLogitMayHaveNoMean(p: String, q: String, sign: Double, isInfinite: Bool) throws {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    // ℓ = ±(|y| − 1).
    let network = MultilayerPerceptron(widths: [1, 2, 1], activation: .relu)
    let parameters = [1, -1, 0, 0, sign, sign, -sign]
    let units = Standardization(shift: 0, scale: 1.5)
    let learned = try #require(LearnedDiscriminator(network, parameters, objective: Minimax(), units: units))
    let diagnosis = Diagnosis(p, q, discriminator: learned, points: [], modes: Modes(of: p))
    let gap = try #require(diagnosis.gap)
    guard !isInfinite else {
      #expect(gap.value == .infinity && diagnosis.value == -.infinity && diagnosis.outcome.reason.contains("tail"), "\(gap)")
      return
    }
    let rule = DoubleExponential(p, q, cuts: (-8...8).map { 1.5 * Double($0) })
    func logit(_ node: DoubleExponential.Node) -> Double { sign * (abs(node.x / 1.5) - 1) }
    let truth = rule.integral(
      real: { softplus(-logit($0)) - softplus(-$0.logRatio) }, fake: { softplus(logit($0)) - softplus($0.logRatio) })
    #expect(abs(gap.value - truth.value) <= gap.error + truth.error + 1e-12 && gap.status == .finite, "\(gap) \(truth)")
  }

  /// An output beyond every optimal one says D = 1: with samples there V(D) is −∞.
  @Test func aCertainDiscriminatorIsInfinitelyWrong() throws {
    let (p, q) = (Normal(mean: 0, sd: 1), Normal(mean: 1, sd: 1))
    let network = MultilayerPerceptron(widths: [1, 1], activation: .tanh)
    let learned = try #require(
      LearnedDiscriminator(network, [-1, 0.5], objective: LeastSquares(), units: Standardization(shift: 0, scale: 1)))
    let diagnosis = Diagnosis(p, q, discriminator: learned, points: [-1, 0, 1], modes: Modes(of: p))
    #expect(diagnosis.gap?.value == .infinity && diagnosis.outcome.reason.contains("D = 1 at x = -1.0"), "\(diagnosis.outcome)")
  }

  /// The check that every record makes: silent for samples of the pair, whatever its tails, and not for those of
  /// another.
  @Test(arguments: share(of: pairs, oneIn: 5)) func samplesContradictWrongValuesAlone(p: String, q: String) throws {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    let units = Standardization(of: p)
    var random = CounterRandom(seed: 9)
    let samples = [p, q].map { density in (0..<2048).map { _ in density.sample(using: &random) } }
    for (network, parameters) in try Self.networks(p, q, units) {
      let learned = try #require(LearnedDiscriminator(network, parameters, objective: NonSaturating(), units: units))
      func status(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate.Status {
        let samples = SampledLoss(p: samples[0], q: samples[1])
        return Diagnosis(p, q, discriminator: learned, points: [], modes: Modes(of: p), samples: samples).outcome.status
      }
      #expect(status(p, q) == .finite)
    }
    // A discriminator of four units either way, and P and Q exchanged: the loss is another one by far.
    let network = MultilayerPerceptron(widths: [1, 1, 1], activation: .tanh)
    let far = try #require(
      LearnedDiscriminator(network, [1, 0, 4, 0], objective: NonSaturating(), units: Standardization(shift: 0, scale: 1)))
    let (left, right) = (Normal(mean: -3, sd: 1), Normal(mean: 3, sd: 1))
    let draws = [left, right].map { density in (0..<2048).map { _ in density.sample(using: &random) } }
    let wrong = Diagnosis(
      left, right, discriminator: far, points: [], modes: Modes(of: left), samples: SampledLoss(p: draws[1], q: draws[0]))
    #expect(wrong.outcome.status == .unresolved && wrong.outcome.reason.contains("2048 samples"), "\(wrong.outcome)")
  }
}
