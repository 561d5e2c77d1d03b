import ArgumentParser
import Calculus
import Densities
import Plotting
import Studies
import Tabulation

/// `descend P --from Q`: mirror descent on the density itself.
struct Descend: ReportingCommand, ReadingCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Mirror descent on the generator's density itself, against the optimal discriminator in every step: the game without networks.",
    discussion: """
      Examples:
        divergences descend "0.5*normal(-2,0.5)+0.5*normal(2,0.5)" \\
          --from "normal(2,0.5)"
        divergences descend "normal(0,1)" --from "normal(3,0.5)" \\
          --loss non-saturating --rate 0.5 --steps 200
        divergences descend "laplace(0,1)" --from "normal(1,2)" --steps 20 --exact
        divergences descend "normal(0,1)" --from "normal(3,0.5)" --plot descent.svg

      Both densities are cut into cells of about equal mass, with the exact D* = p/(p+q) on each. A step multiplies \
      the mass of each cell by exp(-rate * slope). The slope is log(1 - D*) for the minimax loss and -log D* for the \
      non-saturating one. This is mirror descent with the entropy. Up to rate 1 every f-divergence falls in every \
      step, and Q tends to P from every start with mass on every cell where P has mass (after Goodfellow et al. 2014, \
      proposition 2). Above rate 1 the divergences may rise.

      Columns: step, js, kl_pq, kl_qp, tv, value (2 js - log 4, of the game), objective (what the loss descends: 2 js, \
      or 2 KL(M|P)), bound (on the objective, KL(P|Q0)/(rate * step); empty above rate 1), d_star_min, d_star_max. \
      Cells hide what differs within them: js at the start is at most that of the densities. --exact adds js_density \
      and js_density_error, the same descent without cells, by quadrature.

      --plot draws the divergences, the objective with its bound, and the range of D*.
      """)

  /// Each step keeps a mass for every cell.
  static let mostMasses = 20_000_000
  /// The same for densities that sum many terms: their quantiles, each of some ten values, in terms.
  static let mostTerms = 3_000_000
  /// Quadrature repeats all steps before.
  static let mostExactSteps = 500

  @Argument(help: "The density P that is to be reached.") var p: String
  @Option(name: .customLong("from"), help: "The density Q that the generator starts from.") var start: String
  @Option(.one(), help: "The loss, E log(1 - D) or E[-log D] with D frozen") var loss = FunctionSpaceLoss.minimax
  @Option(.from(2, to: 10_000), help: "How many cells") var cells = 200

  // Above 4 every start would diverge.
  @Option(.above(0, atMost: 4), help: "The size of a step") var rate = CellDescent.usual.rate
  @Option(.from(1, to: 100_000), help: "How many steps") var steps = CellDescent.usual.steps

  @Flag(help: "Add JS of the densities without cells (rate at most 1, and at most \(mostExactSteps) steps).")
  var exact = false

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    let masses = cells * steps
    try require(masses <= Self.mostMasses, else: "--cells times --steps must be at most \(Self.mostMasses) (got \(masses)).")
    guard exact else { return }
    try require(rate <= 1, else: "--exact needs a --rate of at most 1 (got \(rate)).")
    let most = Self.mostExactSteps
    try require(steps <= most, else: "--exact needs --steps of at most \(most) (got \(steps)).")
  }

  var densities: [String] { [p, start] }

  func report() throws -> Report {
    let (p, q) = (try parseDensity(p), try parseDensity(start))
    let most = max(200, Self.mostTerms / (p.termCount + q.termCount))
    try require(cells <= most, else: "--cells must be at most \(most) for densities of so many parts as these (got \(cells)).")
    let pair = try CellPair(p, q, count: cells)
    try output.plotting.requireGnuplot()
    guard let rows = CellDescent(from: pair, loss: loss, rate: rate, steps: steps).run() else {
      throw OptionError("--rate \(rate) is too large for this start: the masses leave the range of doubles, so take one of at most 1.")
    }
    if exact {
      let densities = DensityDescent(p, from: q, loss: loss, rate: rate, steps: steps).run()
      typealias Both = (cells: CellDescent.Row, density: DensityDescent.Row)
      let columns: [Column<Both>] = CellDescent.Row.columns.map { $0.of(\.cells) } + DensityDescent.Row.columns.map { $0.of(\.density) }
      let table = Table(of: zip(rows, densities).lazy.map { (cells: $0, density: $1) }, columns)
      return Report(table: table, picture: picture(of: table), isAsExpected: densities.allSatisfy(\.js.error.isFinite))
    }
    let table = Table(of: rows)
    return Report(table: table, picture: picture(of: table))
  }

  private func picture(of table: Table) -> Picture {
    let exact = exact ? [Series("js_density", "JS(P,Q) without cells", .other(3), .points)] : []
    let divergences = [
      Series("kl_pq", "KL(P|Q)", .other(0)), Series("kl_qp", "KL(Q|P)", .other(1)), Series("js", "JS(P,Q)", .q),
      Series("tv", "TV, without a unit", .other(2)),
    ]
    let objective = [
      Series("objective", loss == .minimax ? "2 JS(P,Q)" : "2 KL(M|P)", .other(5)), Series("bound", "at most, by the theorem", .other(3)),
    ]
    let optimum = [Series("d_star_max", "largest and least D*", .optimal), Series("d_star_min", "", .optimal)]
    return Picture(
      "From Q = \(start) to P = \(p), \(loss.rawValue) loss, rate \(rate)", of: table,
      .curves(
        against: "step", Axis("step"),
        [
          Panel(Axis("divergence (nats)", isLogarithmic: true), divergences + exact),
          Panel(Axis("what the loss descends (nats)", isLogarithmic: true), objective),
          Panel(Axis("probability of real", range: 0...1, mark: 0.5), optimum),
        ]))
  }
}
