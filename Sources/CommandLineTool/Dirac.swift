package import ArgumentParser
import Calculus
import Plotting
import Scalars
import Studies
import Tabulation

/// `dirac`: the smallest GAN under every way to train it.
package struct Dirac: ReportingCommand {
  package static let configuration = CommandConfiguration(
    abstract: "The smallest GAN, data at 0 and a generator that is a point: the path of a game, or the eigenvalues of all.",
    discussion: """
      Examples:
        divergences dirac --game minimax --updates alternating --output path.csv
        divergences dirac --game "r1(0.3)" --rate 0.2 --steps 500
        divergences dirac --eigenvalues
        divergences dirac --game non-saturating --steps 2000 --plot path.svg

      Games: \(diracGames.map(\.spelling).joined(separator: ", ")); without parentheses the parameters are the ones shown.
      The generator is a point mass at theta, the critic is psi x, and the equilibrium is (0, 0) (Mescheder, Geiger and Nowozin 2018).

      Columns of a path: step, theta, psi, distance to the equilibrium, and conserved, what continuous time keeps constant (empty where nothing is). \
      Columns with --eigenvalues: game, eigenvalue (1 or 2), real, imaginary (of the field's derivative at the equilibrium, by automatic \
      differentiation), exact_real, exact_imaginary (the closed form), radius_simultaneous, radius_alternating (the largest modulus for one step \
      of size --rate: below 1 it converges near the equilibrium, above 1 it leaves it, at 1 higher orders decide), note. --plot draws the path in the plane, or the moduli.
      """)

  /// More would fill a disk before it served a plot.
  static let mostSteps = 1_000_000

  @Option(help: "The game, such as minimax or r1(0.3) (default: minimax, and with --eigenvalues all).")
  var game: String?

  @Option(parsing: .unconditional, help: "The size of a step, h.")
  var rate = 0.2

  @Option(parsing: .unconditional, help: "How many steps, from 1 to \(mostSteps).")
  var steps = 500

  @Option(help: "simultaneous: both players at once; alternating: the critic answers to the generator's step.")
  var updates = DiracUpdates.simultaneous

  @Option(parsing: .unconditional, help: "Where the generator starts.")
  var theta = 1.0

  @Option(parsing: .unconditional, help: "The slope of the critic at the start.")
  var psi = 1.0

  @Flag(help: "The eigenvalues at the equilibrium instead of a path.")
  var eigenvalues = false

  @OptionGroup package var output: OutputOptions

  package init() {}

  package var idle: [IdleOptions] {
    eigenvalues ? [IdleOptions("--steps", "--theta", "--psi", "--updates", reason: "with --eigenvalues")] : []
  }

  package func report() throws -> Report {
    guard rate > 0, rate <= 1000 else { throw OptionError("--rate must be above 0 and at most 1000, and is \(rate).") }
    guard eigenvalues else {
      var report = Report(table: try path(of: try parseDiracGame(game ?? "minimax")))
      try output.plotting.requireGnuplot()
      let panel = Panel(Axis("ψ, slope of the critic", mark: 0), [Series("psi", "\(updates.rawValue), h = \(rate)", .other(3))])
      report.picture = Picture(
        "\(game ?? "minimax"): from (\(theta), \(psi)), equilibrium (0, 0)", of: report.table,
        .plane(against: "theta", Axis("θ, place of the generator", mark: 0), panel))
      return report
    }
    var table = Table(columns: [
      "game", "eigenvalue", "real", "imaginary", "exact_real", "exact_imaginary", "radius_simultaneous", "radius_alternating", "note",
    ])
    if let game {
      append(try parseDiracGame(game), named: game, to: &table)
    } else {
      for entry in diracGames { append(entry.game, named: entry.spelling, to: &table) }
    }
    try output.plotting.requireGnuplot()
    var (report, moduli) = (Report(table: table), Table(columns: table.columns))
    // The moduli are those of both eigenvalues.
    for row in 0..<table.rowCount where table[row: row].dropFirst().first != 2 {
      let cells = Array(table[row: row])
      moduli.append(cells[1] == "" ? [.text(cells[0].text + ": none")] + cells.dropFirst() : cells)
    }
    report.picture = Picture(
      "Largest modulus of an eigenvalue of one step, h = \(rate)", of: moduli,
      .rows(
        named: "game", Axis("modulus (below 1: converges near the equilibrium)", mark: 1),
        [
          Series("radius_simultaneous", "simultaneous", .other(0), .points),
          Series("radius_alternating", "alternating", .other(2), .points),
        ]))
    return report
  }

  private func path(of game: some DiracGame) throws(OptionError) -> Table {
    guard (1...Self.mostSteps).contains(steps) else { throw OptionError("--steps must be from 1 to \(Self.mostSteps), and is \(steps).") }
    for (option, value) in [("--theta", theta), ("--psi", psi)] where !(abs(value) <= 1e100) {
      throw OptionError("\(option) must be from -1e100 to 1e100, and is \(value).")
    }
    let start = DiracPoint(theta: theta, psi: psi)
    guard let trajectory = DiracTrajectory(of: game, from: start, rate: rate, steps: steps, updates: updates) else {
      throw OptionError("--steps \(steps) is too many: the path leaves the range of doubles before, so take fewer or a smaller --rate.")
    }
    return trajectory.table
  }

  private func append(_ game: some DiracGame, named name: String, to table: inout Table) {
    guard let values = game.flowEigenvalues, let exact = game.exactEigenvalues else {
      let note = "the field jumps at psi = 0: no derivative, and no local convergence"
      table.append([.text(name), "", "", "", "", "", "", "", .text(note)])
      return
    }
    let radii = DiracUpdates.allCases.map { game.spectralRadius(rate: rate, updates: $0).map(Cell.number) ?? "" }
    for (index, (value, form)) in zip(values, exact).enumerated() {
      table.append(
        [
          .text(name), .integer(index + 1), .number(value.real), .number(value.imaginary), .number(form.real), .number(form.imaginary),
        ] + radii + [""])
    }
  }
}

extension DiracUpdates: ExpressibleByArgument {}
extension DiracGameError: InputError {}
