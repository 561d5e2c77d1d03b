import ArgumentParser
import Calculus
import Densities
import Divergences
import Scalars
import Tabulation

/// `landscape P`: what each divergence wants of one normal.
struct LandscapeTool: ReportingCommand, ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "landscape",
    abstract: "The local minima of divergences between P and a normal: which cover P, and which lie on one mode.",
    discussion: """
      Examples:
        divergences landscape "0.33*normal(-1,0.255)+0.67*normal(2,1.415)"
        divergences landscape "0.5*normal(-2,0.5)+0.5*normal(2,0.5)" \\
          --objective kl_pq --objective kl_qp
        divergences landscape "0.33*normal(-1,0.255)+0.67*normal(2,1.415)" \\
          --objective lecture_literal --grid --output plane.csv
        divergences landscape "0.33*normal(-1,0.255)+0.67*normal(2,1.415)" \\
          --objective kl_qp --objective js --grid --plot maps.svg
        divergences landscape "0.33*normal(-1,0.255)+0.67*normal(2,1.415)" \\
          --plot minima.svg

      Objectives: \(LandscapeObjective.all.map { "\($0.name), \($0.formula)" }.joined(separator: "; ")). M is \
      (P+Q)/2, and JS the halved divergence. non_saturating_gradient is what the non-saturating loss descends, \
      non_saturating_value the loss itself as a function of Q, and lecture_literal the lecture's KL(Q|P) - 2 JS with \
      its own JS.

      Columns: objective; minimum, counted from 1, the lowest first, and 0 where there is none; mean, mean_error, sd, \
      sd_error; value, error; is_global; mode, the component of P, counted from 1, that explains most of Q, and \
      mode_share, how much; status: finite, edge (the objective falls to the edge of the box), irregular (no positive \
      second derivative, as at a kink or on a plateau), infinite or unresolved; reason. An error of inf says only that \
      this is the lowest place seen. Columns with --grid: mean, sd, and the value of each objective.

      Searches start from the components of P, and from every low point and every point of least slope of a grid whose \
      steps are at most half the scale of each component. Ends without a barrier between them are one minimum. A \
      minimum whose basin is narrower than the grid can be missed. The box goes from the 0.5 % to the 99.5 % quantile \
      of P, or to components farther out. Its deviations go from a tenth of the narrowest component to the width of \
      the box.

      --plot draws the means of the minima with their deviations. With --grid it draws a map for each objective, from \
      its lowest value, dark, to the value below which three tenths of the plane lie, and a dot on each minimum.
      """)

  @Argument(help: "The density P.") var p: String

  @Option(.one(of: LandscapeObjective.all, \.name), help: "An objective", default: "all")
  var objective: [LandscapeObjective] = []

  @Option(.from(-1e100, to: 1e100), help: "The least mean of the box") var meanFrom: Double?
  @Option(.from(-1e100, to: 1e100), help: "The greatest mean of the box") var meanTo: Double?
  @Option(.from(1e-100, to: 1e100), help: "The least standard deviation of the box") var sdFrom: Double?
  @Option(.from(1e-100, to: 1e100), help: "The greatest standard deviation of the box") var sdTo: Double?
  @Flag(help: "The objectives on the grid instead of their minima.") var grid = false
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var output: OutputOptions

  var densities: [String] { [p] }

  func report() throws -> Report {
    let p = try parseDensity(p)
    // A name that is given twice is one column, and one block of rows.
    let objectives = objective.reduce(into: [LandscapeObjective]()) { chosen, one in
      if !chosen.contains(where: { $0.name == one.name }) { chosen.append(one) }
    }
    let box = try box(around: p)
    let count = Landscape.pointCount(for: p, in: box)
    let grid = "The grid for this P and box has \(count) points"
    try require(count <= 100_000, else: grid + ", and may have 100000: take a smaller box.")
    try output.plotting.requireGnuplot()
    var bar = ProgressBar.onStandardError()
    let landscape = Landscape(of: p, in: box, objectives: objectives.isEmpty ? LandscapeObjective.all : objectives) {
      bar?.show($0, of: $1) { _ in "means" }
    }
    bar?.erase()
    let remedy = "take a smaller box, by --mean-from, --mean-to, --sd-from and --sd-to"
    try require(!landscape.isGridGivenUp, else: grid + ", whose divergences take too much work: \(remedy).")
    return self.grid ? plane(landscape) : minima(landscape)
  }

  private func box(around p: any AnalyticDensity) throws(OptionError) -> NormalBox {
    guard let standard = NormalBox(around: p) else {
      throw OptionError(
        "A landscape needs a P whose 0.5 % and 99.5 % quantiles are below 1e290 and differ by more than 1e-290 (got "
          + "\(p.quantile(0.005)) and \(p.upperQuantile(0.005))).")
    }
    let (lower, upper) = (meanFrom ?? standard.means.lower, meanTo ?? standard.means.upper)
    let (least, greatest) = (sdFrom ?? standard.deviations.lower, sdTo ?? standard.deviations.upper)
    try require(lower < upper, else: "--mean-from must be less than --mean-to (got \(lower) and \(upper)).")
    try require(least < greatest, else: "--sd-from must be less than --sd-to (got \(least) and \(greatest)).")
    return NormalBox(means: Interval(lower, upper), deviations: Interval(least, greatest))
  }

  private func plane(_ landscape: Landscape) -> Report {
    typealias Point = (i: Int, j: Int)
    let values = zip(landscape.objectives, landscape.values).map { objective, values in
      Column<Point>(objective.name) { values[$0.i][$0.j] }
    }
    let axes: [Column<Point>] = [Column("mean") { landscape.means[$0.i] }, Column("sd") { landscape.deviations[$0.j] }]
    var report = Report(table: Table(of: landscape.points, axes + values))
    // The marks of the picture cost a search each.
    if output.plotting.plot != nil { report.picture = landscape.maps(landscape.minima) }
    return report
  }

  private func minima(_ landscape: Landscape) -> Report {
    var bar = ProgressBar.onStandardError()
    let minima = landscape.minima { bar?.show($0, of: $1) { _ in "objectives" } }
    bar?.erase()
    let rows = landscape.rows(of: minima)
    return Report(
      table: Table(of: rows, MinimumRow.columns), picture: landscape.picture(of: rows),
      isAsExpected: minima.allSatisfy { $0.outcome.status != .unresolved })
  }
}

/// A minimum of an objective, or that it has none.
struct MinimumRow {
  let objective: String
  /// Counted from 1, the lowest first; 0 where there is none.
  let number: Int
  /// How many the objective has.
  let count: Int
  let minimum: LandscapeMinimum?

  static var columns: [Column<Self>] {
    [
      Column("objective", \.objective), Column("minimum", \.number), Column("mean", \.minimum?.mean),
      Column("mean_error", \.minimum?.meanError), Column("sd", \.minimum?.deviation), Column("sd_error", \.minimum?.deviationError),
      Column("value") { $0.minimum?.outcome.value ?? .infinity }, Column("error") { $0.minimum?.outcome.error.cell ?? 0 },
      Column("is_global", \.minimum?.isGlobal), Column("mode", \.minimum?.mode), Column("mode_share", \.minimum?.modeShare),
      Column("status", \.status), Column("reason", \.reason),
    ]
  }

  private var status: String {
    guard let minimum else { return "infinite" }
    return minimum.outcome.status == .finite ? minimum.kind.status : minimum.outcome.status.description
  }

  private var reason: String {
    guard let minimum else { return "no normal on the grid has a finite value below its neighbours'" }
    return minimum.outcome.status == .finite ? minimum.kind.reason : minimum.outcome.reason
  }
}

extension Landscape {
  /// The points of the grid, by the places of their mean and deviation.
  var points: [(i: Int, j: Int)] { means.indices.flatMap { i in deviations.indices.map { (i, $0) } } }

  /// The rows of minima, objective after objective.
  fileprivate func rows(of minima: [LandscapeMinimum]) -> [MinimumRow] {
    objectives.flatMap { objective -> [MinimumRow] in
      let own = minima.filter { $0.objective == objective.name }
      if own.isEmpty { return [MinimumRow(objective: objective.name, number: 0, count: 0, minimum: nil)] }
      return own.enumerated().map { MinimumRow(objective: objective.name, number: $0 + 1, count: own.count, minimum: $1) }
    }
  }
}

extension LandscapeMinimum.Kind {
  /// The word for it in the table.
  fileprivate var status: String { self == .interior ? "finite" : rawValue }

  fileprivate var reason: String {
    switch self {
    case .interior: ""
    case .edge: "the lowest place is at the edge of the box, and what lies beyond was not looked at"
    case .irregular: "there is no positive second derivative here: a kink, or a flat place of which this is one point"
    }
  }
}
