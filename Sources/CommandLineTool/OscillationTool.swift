import ArgumentParser
import Calculus
import Densities
import Plotting
import Scalars
import Studies
import Tabulation
import Training

/// The descent that is made without options.
private let standard = SmallGameDescent()

/// `oscillation P`: a small GAN that turns about its equilibrium, beside the eigenvalues of its linearisation.
struct OscillationTool: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "oscillation",
    abstract: "How a small GAN oscillates about its equilibrium, measured and predicted by the eigenvalues of its linearisation.",
    discussion: """
      Examples:
        divergences oscillation --output series.csv
        divergences oscillation --spectrum --updates alternating --penalty "r1(0.1)"
        divergences oscillation "normal(0,0.5)" --discriminator quadratic \\
          --eigenvalues
        divergences oscillation --batch 64 --steps 60000 --spectrum
        divergences oscillation --plot series.svg

      The data are a normal P. The generator is mu + sigma z with normal z. The discriminator is a network of two tanh \
      units, or a x + b x^2 + c. The run starts from the equilibrium with mu and sigma displaced by --offset \
      deviations of P. Expectations are sums over fixed nodes, without randomness; with --batch they are means over \
      minibatches. Time is --rate times the number of steps. Without --steps the run lasts until the slowest mode has \
      fallen by eight orders of magnitude or turned 20 times.

      Columns of the series: step, time, mean (mu), deviation (sigma), js (exact, of P and the generator), value V(D), \
      value_excess V(D) + log 4 to full precision, distance of all parameters to the equilibrium.
      Columns with --spectrum: quantity (the parameter farther from its equilibrium in the end, js, value); frequency \
      and decay, measured after the first third of the run; frequency_predicted and decay_predicted, by the slowest \
      mode, doubled for js and value, which are of second order; periods seen; note.
      Columns with --eigenvalues: map (flow, the field's derivative, or step, one step of --updates), eigenvalue, \
      real, imaginary, decay and frequency per unit of time, note (leading, what is left in the end, or neutral, along \
      a line of equilibria).

      --plot draws mu, sigma and JS against time, the frequencies, or the moduli of the eigenvalues of a step.
      """)

  @Argument(help: "The data: a normal density.") var p = "normal(0,1)"

  @Option(.one(of: [Minimax(), NonSaturating()], \.name), help: "What the players minimise")
  var objective: any Objective = Minimax()

  @Option(.one(), help: "What the discriminator is") var discriminator = SmallDiscriminator.network

  @Option(.regularization("none", "r1"), help: "How the discriminator is regularized")
  var penalty = Regularization.none

  @Option(.from(0, to: 1000), help: "The deviation of normal noise on data and samples") var noise = 0.0

  @Option(.one(), help: "Whether both players move at once, or one answers to the other's step")
  var updates = standard.updates

  @Option(.from(1e-6, to: 100), help: "The size of a step, h") var rate = standard.rate

  @Option(.from(1, to: 1_000_000), help: "How many steps", default: "until the slowest mode has settled")
  var steps: Int?

  // At the equilibrium nothing moves.
  @Option(.nonzero(from: -0.9, to: 10), help: "How far mu and sigma are displaced, in deviations of P")
  var offset = standard.offset

  @Option(.from(1, to: 10_000_000), help: "Every how many steps a row is written") var recordEvery = standard.recordEvery

  @Option(.from(1, to: 1_000_000), help: "The rows of a minibatch to train on", default: "none, exact sums")
  var batch: Int?

  @Option(.any, help: "The seed of the minibatches") var seed = standard.seed
  @Flag(help: "Frequencies and decays, measured and predicted, instead of the series.") var spectrum = false
  @Flag(help: "The eigenvalues at the equilibrium instead of the series.") var eigenvalues = false
  @OptionGroup var output: OutputOptions

  var withoutEffect: [OptionsWithoutEffect] {
    if eigenvalues {
      return [(["--spectrum", "--steps", "--offset", "--record-every", "--batch", "--seed"], "with --eigenvalues")]
    }
    return batch == nil ? [(["--seed"], "without --batch")] : [(["--updates"], "with --batch, which alternates")]
  }

  func validate() throws {
    guard batch != nil else { return }
    let isPlain = discriminator == .network && noise == 0
    try require(isPlain, else: "--batch takes the network as --discriminator and no --noise.")
    let isLimited = !spectrum || steps != nil
    try require(isLimited, else: "--batch with --spectrum needs --steps: on minibatches the game never settles.")
  }

  func report() throws -> Report {
    let game = try game()
    try output.plotting.requireGnuplot()
    let linearization = try Linearization(of: game, rate: rate, updates: batch == nil ? updates : .alternating)
    if eigenvalues {
      let rows = linearization.rows
      return Report(table: Table(of: rows), picture: picture(of: rows))
    }
    let steps = steps ?? stepsUntilSettled(linearization)
    try checkWork(steps)
    let descent = SmallGameDescent(
      game, offset: offset, rate: rate, steps: steps, updates: updates, recordEvery: recordEvery, batch: batch, seed: seed)
    guard let rows = try descent.run() else {
      throw OptionError("With --rate \(rate) the game leaves the numbers of a usable size within \(steps) steps: take a smaller rate.")
    }
    var report = Report(table: spectrum ? descent.spectrum(of: rows, beside: linearization) : Table(of: rows))
    report.picture =
      spectrum
      ? picture(ofSpectrum: report.table)
      : picture(ofSeries: report.table, game.p, until: rows.lastUnsettled(about: game.p).map { Double($0) * rate })
    if batch != nil { report.provenance.seed = seed }
    return report
  }

  /// Some ten seconds: a step takes 5 µs, a record 25 µs, and a row of a minibatch 0.3 µs.
  private static let (mostRecords, mostRows) = (200_000, 30_000_000)

  private func checkWork(_ steps: Int) throws(OptionError) {
    try require(recordEvery <= steps, else: "--record-every must be at most the number of steps, \(steps) (got \(recordEvery)).")
    let records = steps / recordEvery + 1
    try require(
      records <= Self.mostRecords,
      else: "--steps \(steps) with --record-every \(recordEvery) make \(records) records, and at most \(Self.mostRecords) are computed: "
        + "give a larger --record-every.")
    if let batch {
      try require(batch <= Self.mostRows / steps, else: "--batch \(batch) times --steps \(steps) must be at most \(Self.mostRows).")
    }
  }

  private func game() throws -> SmallGame {
    guard let p = try parseDensity(p) as? Normal else {
      throw OptionError("P must be a normal density such as normal(0,1) (got '\(p)').")
    }
    try require(
      abs(p.mean) <= 10 * p.sd,
      else: "P must have its mean within 10 standard deviations of 0, where a step of this size is small (got '\(p)').")
    let gamma = if case .r1(let gamma) = penalty { gamma } else { 0.0 }
    return SmallGame(p, discriminator: discriminator, objective: objective, penalty: gamma, instanceNoise: noise)
  }

  /// How long the slowest mode takes to fall by eight orders of magnitude, but at most 20 of its turns.
  private func stepsUntilSettled(_ linearization: Linearization) -> Int {
    guard let leading = linearization.leading else { return 1000 }
    let (decay, frequency) = (abs(linearization.decay(leading)), linearization.frequency(leading))
    let time = min(decay > 0 ? 20 / decay : .infinity, frequency > 0 ? 20 / frequency : .infinity, 1e5 * rate)
    return max(Int(time / rate), 100)
  }
}

extension OscillationTool {
  /// The series until both parameters have settled: what comes after would be a line in most of the picture.
  private func picture(ofSeries table: Table, _ p: Normal, until settled: Double?) -> Picture {
    let last = Double(table.rowCount - 1) * Double(recordEvery) * rate
    let isCut = settled.map { $0 < 0.9 * last } ?? false
    return Picture(
      "\(objective.name) game on P = \(p), rate \(rate)", of: table,
      .curves(
        against: "time", Axis("time, rate × steps", range: isCut ? settled.map { 0...$0 } : nil),
        [
          Panel(Axis("μ (unit of x)", mark: p.mean), [Series("mean", "mean of the generator", .q)]),
          Panel(Axis("σ (unit of x)", mark: p.sd), [Series("deviation", "deviation of the generator", .q)]),
          Panel(Axis("JS (nats)", isLogarithmic: true), [Series("js", "JS(P,Q)", .q)]),
        ]),
      caption: isCut ? "Shown: until μ and σ stay within a hundredth of their largest distance; the run ends at \(last)" : "")
  }

  private func picture(ofSpectrum table: Table) -> Picture {
    Picture(
      "\(objective.name) game on P = \(p), rate \(rate)", of: table,
      .rows(
        named: "quantity", Axis("frequency (1 / unit of time)"),
        [
          Series("frequency_predicted", "of the slowest mode", .optimal, .points), Series("frequency", "measured", .learned, .points),
        ]))
  }

  /// The moduli of a step's eigenvalues, which lie too near to each other to be told apart in the plane.
  private func picture(of rows: [Linearization.Row]) -> Picture {
    let table = Table(
      of: rows.filter { $0.map == .step },
      [Column("name") { "eigenvalue \($0.index)" }, Column("modulus", \.value.modulus), Column("note", \.note)])
    return Picture(
      "\(objective.name) game on P = \(p), rate \(rate)", of: table,
      .rows(
        named: "name", Axis("modulus for one step (below 1: converges)", mark: 1),
        [Series("modulus", "modulus", .other(0), .points)], notes: "note"))
  }
}

extension [SmallGameDescent.Row] {
  /// The step from which on both parameters stay within a hundredth of their largest distance to the equilibrium, and a
  /// tenth more; nil where they never do.
  fileprivate func lastUnsettled(about p: Normal) -> Int? {
    let distances = map { Swift.max(abs($0.mean - p.mean), abs($0.deviation - p.sd)) }
    guard let largest = distances.max(), let last = distances.lastIndex(where: { $0 > 0.01 * largest }), last > 0 else { return nil }
    return self[last].step * 11 / 10
  }
}
