import ArgumentParser
import Autodiff
import Calculus
import Densities
import Divergences
import Plotting
import RealModule
import Scalars
import Studies
import Tabulation
import Training

/// What is trained where nothing else is asked for.
private let usual = (critic: CriticTraining.usual, game: WassersteinGame.usual)

/// `wasserstein P Q`: the optimal critic beside the optimal discriminator; `wasserstein P`: a Wasserstein GAN.
struct WassersteinTool: ReportingCommand, ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "wasserstein",
    abstract: "The optimal critic and the optimal discriminator, the lower bounds on W1 of trained critics, and the Wasserstein GAN.",
    discussion: """
      Examples:
        divergences wasserstein "normal(0,1)" "normal(10,1)" --output critic.csv
        divergences wasserstein "uniform(0,0.01)" "uniform(1,1.01)" --summary
        divergences wasserstein "0.5*normal(-2,0.5)+0.5*normal(2,0.5)" \\
          "normal(0,2)" --critic "gradient(10)" --seed 3 --summary
        divergences wasserstein "normal(3,0.5)" --steps 4000 --output game.csv
        divergences wasserstein "normal(0,1)" "normal(10,1)" --plot critic.svg

      With P and Q, curves. Columns: x, p, q, d_star = p/(p+q), d_star_slope, critic (f* with f* = 0 at the median of \
      P), critic_slope = sign(G - F), then the slope of the generator's loss at a sample x: gradient_saturating of \
      log(1 - D*), gradient_non_saturating of -log D*, gradient_wasserstein of -f*. Columns made of D* are NaN where p \
      = q = 0 and D* is undefined. --critic trains a critic with that regularization, and adds learned and learned_slope.

      With --summary the rows quantity, value, error, status, reason: w1; critic_difference E_P f* - E_Q f*, equal to \
      w1 by another route, where that is finite; js, kl_pq, tv; the means over Q of the sizes of the three gradients; \
      and for a trained critic f learned_difference E_P f - E_Q f; learned_largest_slope; learned_bound, their \
      quotient, a lower bound on w1 (Kantorovich and Rubinstein); learned_share = learned_bound / w1; \
      learned_slope_distance, the mean over (P+Q)/2 of the distance from f' over the largest slope to f*'. What a \
      critic finds depends on the seed: in the example it is 0.9 of W1 with seeds 3 to 5 and 0.2 with 1 and 2.

      The parallel lines (0,Z) and (theta,Z) of Arjovsky, Chintala and Bottou (2017) have the divergences and \
      distances of point masses at 0 and theta, since the second coordinate is independent of the first. Uniforms \
      narrower than theta have the same values.

      With P alone a Wasserstein GAN trains on P with the constants of its paper: RMSProp at 5e-5, clipping at 0.01, \
      minibatches of 64, 5 critic steps for one of the generator, and 100 in its first 25 and every 500th. Columns: \
      step, critic_steps, w1, w1_error, js, js_error (exact, of the generator's density), critic_difference E_P f - \
      E_Q f of the critic and its error, critic_largest_slope, critic_bound, their quotient, at most w1; status and \
      reason, of w1 and js.

      --plot draws the densities, D*, the critic, a trained one below it, and the three gradients; of a game, W1 with \
      the critic's bound, and JS.
      """)

  @Argument(help: "The density P.") var p: String
  @Argument(help: "The density Q; without it a Wasserstein GAN trains on P.") var q: String?
  @OptionGroup var points: CurvePoints
  @Flag(help: "Distances, mean gradients and what a trained critic finds, instead of curves.") var summary = false

  // Under these the slope of a critic is bounded, or drawn to a bound.
  @Option(.regularization("clipping", "gradient"), help: "Train a critic regularized so")
  var critic: Regularization?

  @Option(
    .from(1, to: 1_000_000), help: "How many steps",
    default: "\(usual.critic.steps) of the critic, or without Q \(usual.game.steps) of the generator")
  var steps: Int?

  @Option(
    .from(1, to: 1024), help: "The width of the two hidden layers of what is trained",
    default: "\(usual.critic.width) for a critic, \(usual.game.width) for a game")
  var width: Int?

  @Option(.from(1, to: 1_000_000), help: "Every how many steps of the generator a row is written") var recordEvery = usual.game.recordEvery
  @Option(.any, help: "The seed of what is trained") var seed: UInt64 = 1
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var output: ResultOptions<OtherWidth>

  var withoutEffect: [OptionsWithoutEffect] {
    if q == nil { return [(["--points", "--from", "--to"], "without a density Q")] }
    return [(["--record-every"], "with a density Q")]
      + (critic == nil ? [(["--steps", "--width", "--seed"], "with a density Q and without --critic")] : [])
      + (summary ? [(["--points", "--from", "--to", "--plot"], "with --summary")] : [])
  }

  func validate() throws {
    try require(q != nil || critic == nil && !summary, else: "--critic and --summary need a density Q beside P.")
  }

  var densities: [String] { [p] + (q.map { [$0] } ?? []) }

  func report() throws -> Report {
    let p = try parseDensity(p)
    var report: Report
    if let q {
      let q = try parseDensity(q)
      let abscissae = summary ? [] : try points.abscissae(p, q)
      try output.plotting.requireGnuplot()
      let (width, steps) = (width ?? usual.critic.width, steps ?? usual.critic.steps)
      let learned = try critic.flatMap { try CriticTraining(p, against: q, $0, width: width, steps: steps, seed: seed).run() }
      report = summary ? summary(p, q, learned) : curves(p, q, learned, at: abscissae)
    } else {
      try output.plotting.requireGnuplot()
      report = try game(p)
    }
    if critic != nil || q == nil { try report.noteTraining(seed: seed) }
    return report
  }

  private func curves(_ p: any AnalyticDensity, _ q: any AnalyticDensity, _ learned: LearnedCritic?, at abscissae: [Double]) -> Report {
    let gradient = SampleGradient(p, q)
    let optimal: [Column<Double>] = [
      Column("x") { $0 }, Column("p") { p.density(at: $0) }, Column("q") { q.density(at: $0) },
      Column("d_star") { gradient.discriminator.value(at: $0) }, Column("d_star_slope") { gradient.discriminatorSlope(at: $0) },
      Column("critic") { gradient.critic.value(at: $0) }, Column("critic_slope") { gradient.critic.slope(at: $0) },
      Column("gradient_saturating") { gradient.slope(of: .saturating, at: $0) },
      Column("gradient_non_saturating") { gradient.slope(of: .nonSaturating, at: $0) },
      Column("gradient_wasserstein") { gradient.slope(of: .wasserstein, at: $0) },
    ]
    let trained = learned.map { critic -> [Column<Double>] in
      [Column("learned") { critic.value(at: $0) }, Column("learned_slope") { critic.slope(at: $0) }]
    }
    let table = Table(of: abscissae, optimal + (trained ?? []))
    let view = DensityView(of: [p, q], named: ["P", "Q"], at: abscissae, isBounded: points.isBounded)
    return Report(table: table, picture: picture(ofCurves: table, view))
  }

  private func game(_ p: any AnalyticDensity) throws -> Report {
    let (width, steps) = (width ?? usual.game.width, steps ?? usual.game.steps)
    let records = try WassersteinGame(p, width: width, steps: steps, recordEvery: recordEvery, seed: seed).run()
    let table = Table(of: records)
    let isResolved = !records.contains { $0.outcome.status == .unresolved }
    return Report(table: table, picture: picture(ofGame: table), isAsExpected: isResolved)
  }
}

extension WassersteinTool {
  private func picture(ofCurves table: Table, _ view: DensityView) -> Picture {
    var panels = [
      Panel(Axis("density (1 / unit of x)", range: view.y), [Series("p", "p", .p), Series("q", "q", .q)]),
      Panel(Axis("probability of real", range: 0...1, mark: 0.5), [Series("d_star", "D* = p/(p+q)", .optimal)]),
      Panel(Axis("critic (unit of x)"), [Series("critic", "optimal critic f*", .other(4))]),
    ]
    // A trained critic is known up to its scale, which may be a hundredth of the optimal one's.
    if let critic { panels.append(Panel(Axis("trained critic"), [Series("learned", critic.description, .learned)])) }
    let gradients = [
      Series("gradient_saturating", "of log(1-D*)", .other(0)), Series("gradient_non_saturating", "of -log D*", .other(1)),
      Series("gradient_wasserstein", "of -f*, without a unit", .other(4)),
    ]
    panels.append(Panel(Axis("slope of the loss (nats / unit of x)"), gradients))
    return Picture(
      "P = \(p), Q = \(q ?? "")", of: table, .curves(against: "x", Axis("x", range: view.x), panels), caption: view.caption)
  }

  private func picture(ofGame table: Table) -> Picture {
    let distance = [
      Series("w1", "W1(P,Q)", .q, .markedLine), Series("critic_bound", "at least, by the trained critic", .learned, .markedLine),
    ]
    return Picture(
      "Wasserstein GAN on P = \(p), seed \(seed)", of: table,
      .curves(
        against: "step", Axis("step of the generator"),
        [
          Panel(Axis("W1 (unit of x)"), distance),
          Panel(Axis("JS (nats)", range: 0...0.7), [Series("js", "JS(P,Q)", .other(2), .markedLine)]),
        ]))
  }
}

extension WassersteinTool {
  private func summary(_ p: any AnalyticDensity, _ q: any AnalyticDensity, _ learned: LearnedCritic?) -> Report {
    let (w1, gradient) = (Divergences.w1(p, q), SampleGradient(p, q))
    var rows = [Quantity("w1", w1)]
    if w1.status == .finite { rows.append(Quantity("critic_difference", mean: gradient.critic.differenceOfMeans(), floor: w1.value)) }
    let divergences = DensityPair(p, q).measure([JensenShannon(), KullbackLeibler(), TotalVariation()])
    rows += (divergences + SampleGradient.Loss.allCases.map { gradient.meanSize(of: $0) }).map { Quantity($0.measure, $0) }
    if let learned {
      let (difference, bound) = (learned.differenceOfMeans(p, q), learned.bound(p, q))
      let scale = w1.value.isFinite ? w1.value : 0
      rows += [
        Quantity("learned_difference", mean: difference, floor: scale * learned.largestSlope),
        Quantity("learned_largest_slope", mean: Estimate(learned.largestSlope, error: 0)),
        Quantity("learned_bound", mean: bound, floor: scale),
      ]
      if scale > 0 {
        let share = Estimate(bound.value / scale, error: (bound.error + w1.error) / scale)
        rows.append(Quantity("learned_share", mean: share, floor: 1))
      }
      rows.append(Quantity("learned_slope_distance", mean: slopeDistance(p, q, learned, gradient.critic)))
    }
    return Report(table: Table(of: rows), isAsExpected: rows.allSatisfy { $0.result.status != .unresolved })
  }

  private func slopeDistance(_ p: any AnalyticDensity, _ q: any AnalyticDensity, _ learned: LearnedCritic, _ critic: OptimalCritic)
    -> Estimate
  {
    guard learned.largestSlope > 0 else { return Estimate(1, error: 0) }
    // Both slopes are constant between turns: the mean is a finite sum.
    let ends = [-.infinity] + (learned.turns + critic.turns).sorted() + [.infinity]
    let value = zip(ends, ends.dropFirst()).filter { $0 < $1 }.reduce(0) { sum, pair in
      let x = pair.0 == -.infinity ? (pair.1 == .infinity ? 0 : pair.1 - 1) : pair.0
      let piece = Interval(pair.0, pair.1)
      let distance = abs(learned.slope(at: x) / learned.largestSlope - critic.slope(at: x))
      return sum + distance * 0.5 * (p.probability(of: piece) + q.probability(of: piece))
    }
    return Estimate(value, error: 1e-12)
  }
}

/// A quantity with its status.
private struct Quantity: TableRow {
  let name: String
  let result: Estimate

  init(_ name: String, _ result: Estimate) { (self.name, self.result) = (name, result) }

  /// A mean, which is a result if its error is small beside itself or a scale.
  init(_ name: String, mean: Estimate, floor: Double = 0) {
    let isSmall = mean.error <= 1e-6 * max(abs(mean.value), floor) || mean.error < 1e-12
    self.init(name, isSmall ? mean : .unresolved(mean.value, error: mean.error, reason: "quadrature did not converge"))
  }

  static var columns: [Column<Self>] {
    [
      Column("quantity", \.name), Column("value", \.result.known), Column("error", \.result.error),
      Column("status", \.result.status.description), Column("reason", \.result.reason),
    ]
  }
}
