package import ArgumentParser
import Calculus
import Densities
import Plotting
import Scalars
import Studies
import Tabulation
import Training

/// `oscillation P`: a small GAN that turns about its equilibrium, beside the eigenvalues of its linearisation.
package struct OscillationTool: ReportingCommand {
  package static let configuration = CommandConfiguration(
    commandName: "oscillation",
    abstract: "How a small GAN oscillates about its equilibrium, measured and predicted by the eigenvalues of its linearisation.",
    discussion: """
      Examples:
        divergences oscillation --output series.csv
        divergences oscillation --spectrum --updates alternating --penalty "r1(0.1)"
        divergences oscillation "normal(0,0.5)" --discriminator quadratic --eigenvalues
        divergences oscillation --batch 64 --steps 60000 --spectrum
        divergences oscillation --plot series.svg

      The data are a normal P, the generator is mu + sigma z with normal z, the discriminator a network of two tanh units or a x + b x^2 + c. The run starts
      from the equilibrium with mu and sigma displaced by --offset deviations of P. Expectations are sums over fixed nodes, so that the run has no
      chance in it; with --batch they are means over minibatches. Time is --rate times the number of steps; without --steps the run is as long as the \
      slowest mode takes to fall by eight orders of magnitude, or to turn 20 times.

      Columns of the series: step, time, mean (mu), deviation (sigma), js (exact, of P and the generator), value (V(D)), value_excess (V(D) + log 4, with
      the digits that log 4 takes), distance of all parameters to the equilibrium.
      Columns with --spectrum: quantity (the parameter that is farther from its equilibrium in the end, js, value), frequency and decay, measured after the first third of
      the run, and as predicted by the slowest mode: js and value are of second order and have twice both; periods seen; note.
      Columns with --eigenvalues: map (flow: the field's derivative; step: one step of --updates), eigenvalue, real, imaginary, decay and frequency per unit of
      time, note: leading, what is left in the end, or neutral, along a line of equilibria.

      --plot draws mu, sigma and JS against time, the frequencies, or the moduli of the eigenvalues of a step.
      """)

  static let mostSteps = 10_000_000

  @Argument(help: "The data: a normal density.")
  var p = "normal(0,1)"

  @Option(help: "minimax or non-saturating.")
  var objective = "minimax"

  @Option(help: "network or quadratic.")
  var discriminator = SmallDiscriminator.network

  @Option(help: "What restrains the discriminator: none or r1(X).")
  var penalty = "none"

  @Option(parsing: .unconditional, help: "The deviation of normal noise on data and samples.")
  var noise = 0.0

  @Option(help: "simultaneous: both players at once; alternating: one answers to the other's step.")
  var updates = DiracUpdates.simultaneous

  @Option(parsing: .unconditional, help: "The size of a step, h.")
  var rate = 0.1

  @Option(parsing: .unconditional, help: "How many steps, from 1 to \(mostSteps).")
  var steps: Int?

  @Option(parsing: .unconditional, help: "How far mu and sigma are displaced, in deviations of P.")
  var offset = 0.01

  @Option(parsing: .unconditional, help: "Every how many steps a row is written.")
  var recordEvery = 1

  @Option(parsing: .unconditional, help: "Train on minibatches of so many rows.")
  var batch: Int?

  @Option(parsing: .unconditional, help: "The seed of the minibatches.")
  var seed: UInt64 = 1

  @Flag(help: "Frequencies and decays, measured and predicted, instead of the series.")
  var spectrum = false

  @Flag(help: "The eigenvalues at the equilibrium instead of the series.")
  var eigenvalues = false

  @OptionGroup package var output: OutputOptions

  package init() {}

  package var idle: [IdleOptions] {
    if eigenvalues {
      return [IdleOptions("--spectrum", "--steps", "--offset", "--record-every", "--batch", "--seed", reason: "with --eigenvalues")]
    }
    return batch == nil
      ? [IdleOptions("--seed", reason: "without --batch")] : [IdleOptions("--updates", reason: "with --batch, which alternates")]
  }

  package func report() throws -> Report {
    let game = try game()
    try output.plotting.requireGnuplot()
    let linearization = try Linearization(of: game, rate: rate, updates: batch == nil ? updates : .alternating)
    if eigenvalues {
      var report = Report(table: linearization.table)
      report.picture = picture(of: linearization, report.table)
      return report
    }
    let steps = steps ?? stepsUntilSettled(linearization)
    let run =
      if let batch {
        try SmallGameTrajectory(
          onMinibatchesOf: game, batch: batch, offset: offset, rate: rate, steps: steps, recordEvery: recordEvery, seed: seed)
      } else {
        try SmallGameTrajectory(of: game, offset: offset, rate: rate, steps: steps, updates: updates, recordEvery: recordEvery)
      }
    guard let run else {
      throw OptionError("With --rate \(rate) the game leaves the numbers of a usable size within \(steps) steps: take a smaller rate.")
    }
    var report = Report(table: spectrum ? run.spectrum(beside: linearization) : run.table)
    report.picture = spectrum ? picture(ofSpectrum: report.table) : picture(ofSeries: report.table, game.p)
    if batch != nil { report.provenance.seed = seed }
    return report
  }

  private func game() throws -> SmallGame {
    guard let p = try parseDensity(p) as? Normal else {
      throw OptionError("P must be a normal density such as normal(0,1), and is '\(p)'.")
    }
    guard abs(p.mean) <= 10 * p.sd else {
      throw OptionError("P must have its mean within 10 standard deviations of 0, where a step of this size is a small one, and is '\(p)'.")
    }
    let known: [any Objective] = [Minimax(), NonSaturating()]
    guard let objective = known.first(where: { $0.name == objective }) else {
      throw OptionError("--objective must be minimax or non-saturating, and is '\(objective)'.")
    }
    let gamma: Double =
      switch Regularization(named: penalty) {
      case .some(.none): 0
      case .r1(let gamma): gamma
      default: throw OptionError("--penalty must be none or r1(X) with X a finite number above 0, and is '\(penalty)'.")
      }
    try check()
    return SmallGame(p, discriminator: discriminator, objective: objective, penalty: gamma, instanceNoise: noise)
  }

  private func check() throws(OptionError) {
    func check(_ name: String, _ value: Double, _ range: ClosedRange<Double>) throws(OptionError) {
      guard range.contains(value) else {
        throw OptionError("\(name) must be from \(range.lowerBound) to \(range.upperBound), and is \(value).")
      }
    }
    try check("--rate", rate, 1e-6...100)
    try check("--noise", noise, 0...1000)
    try check("--offset", offset, -0.9...10)
    guard offset != 0 else { throw OptionError("--offset must not be 0: at the equilibrium nothing moves.") }
    for (name, value) in [("--steps", steps), ("--record-every", recordEvery), ("--batch", batch)] {
      if let value, !(1...Self.mostSteps).contains(value) {
        throw OptionError("\(name) must be from 1 to \(Self.mostSteps), and is \(value).")
      }
    }
    guard batch == nil || (discriminator == .network && noise == 0) else {
      throw OptionError("--batch takes the network as --discriminator and no --noise.")
    }
    guard batch == nil || !spectrum || steps != nil else {
      throw OptionError("--batch with --spectrum needs --steps: on minibatches the game never settles.")
    }
  }
}

extension OscillationTool {
  /// How long the slowest mode takes to fall by eight orders of magnitude, but at most 20 of its turns.
  private func stepsUntilSettled(_ linearization: Linearization) -> Int {
    guard let leading = linearization.leading else { return 1000 }
    let (decay, frequency) = (abs(linearization.decay(leading)), linearization.frequency(leading))
    let time = min(decay > 0 ? 20 / decay : .infinity, frequency > 0 ? 20 / frequency : .infinity, 1e5 * rate)
    return max(Int(time / rate), 100)
  }
}

/// The pictures.
extension OscillationTool {
  private func picture(ofSeries table: Table, _ p: Normal) -> Picture {
    Picture(
      "\(objective) game on P = \(p), rate \(rate)", of: table,
      .curves(
        against: "time", Axis("time, rate × steps"),
        [
          Panel(Axis("μ (unit of x)", mark: p.mean), [Series("mean", "mean of the generator", .q)]),
          Panel(Axis("σ (unit of x)", mark: p.sd), [Series("deviation", "deviation of the generator", .q)]),
          Panel(Axis("JS (nats)", isLogarithmic: true), [Series("js", "JS(P,Q)", .q)]),
        ]))
  }

  private func picture(ofSpectrum table: Table) -> Picture {
    Picture(
      "\(objective) game on P = \(p), rate \(rate)", of: table,
      .rows(
        named: "quantity", Axis("frequency (1 / unit of time)"),
        [
          Series("frequency_predicted", "of the slowest mode", .optimal, .points), Series("frequency", "measured", .learned, .points),
        ]))
  }

  /// The moduli of a step's eigenvalues, which lie too near to each other to be told apart in the plane.
  private func picture(of linearization: Linearization, _ notes: Table) -> Picture {
    var table = Table(columns: ["name", "modulus", "note"])
    for (index, value) in linearization.step.enumerated() {
      let note = notes[row: linearization.flow.count + index].last?.text ?? ""
      table.append([.text("eigenvalue \(index + 1)"), .number(value.modulus), .text(note)])
    }
    return Picture(
      "\(objective) game on P = \(p), rate \(rate)", of: table,
      .rows(
        named: "name", Axis("modulus for one step (below 1: converges)", mark: 1),
        [Series("modulus", "modulus", .other(0), .points)], notes: "note"))
  }
}

extension SmallDiscriminator: ExpressibleByArgument {}
