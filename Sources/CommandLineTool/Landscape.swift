package import ArgumentParser
import Densities
import Divergences
import Scalars
import Tabulation

/// `landscape P`: what each divergence wants of one normal.
package struct Landscape: ReportingCommand {
  package static let configuration = CommandConfiguration(
    abstract:
      "The local minima found of the divergences between P and one normal, over its mean and standard deviation: who covers P, and who collapses on a mode.",
    discussion: """
      Examples:
        divergences landscape "0.33*normal(-1,0.255)+0.67*normal(2,1.415)"
        divergences landscape "0.5*normal(-2,0.5)+0.5*normal(2,0.5)" --objective kl_pq --objective kl_qp
        divergences landscape "0.33*normal(-1,0.255)+0.67*normal(2,1.415)" --objective lecture_literal --grid --output plane.csv
        divergences landscape "0.33*normal(-1,0.255)+0.67*normal(2,1.415)" --objective kl_qp --objective js --grid --plot maps.svg
        divergences landscape "0.33*normal(-1,0.255)+0.67*normal(2,1.415)" --plot minima.svg

      Objectives: \(LandscapeObjective.catalogue.map { "\($0.name), \($0.formula)" }.joined(separator: "; ")). M is (P+Q)/2, and JS the halved one. \
      non_saturating_gradient is what the non-saturating loss descends, non_saturating_value the loss itself as a function of Q, and lecture_literal the \
      lecture's KL(Q|P) - 2 JS with its own JS.

      Columns: objective, minimum (counted from 1, the lowest first; 0 where there is none), mean, mean_error, sd, sd_error, value, error, is_global, mode (the \
      component of P, counted from 1, that explains most of Q), mode_share (how much), status (finite; edge: the objective falls to the edge of the box; \
      irregular: no positive second derivative, as at a kink or on a \
      plain; infinite; unresolved), reason. An error of inf means that the place is the lowest that was seen, and no more is known. Columns with --grid: mean, sd, and the value of each objective. \
      --plot draws the means of the minima, with their deviations in words; with --grid a map for each objective, from its lowest value, dark, to that which \
      three tenths of the plane stay below, and a dot on each minimum.

      Searches start from every low point and from every point of least slope of a grid whose steps are at most half the scale of each component \
      of P, and from the components. Ends without a barrier between them are one minimum. What is listed are the local minima that these searches \
      found: one whose basin is narrower than the grid can be missed. The box goes from the 0.5 % to the 99.5 % \
      quantile of P, or to components farther out, in deviations from a tenth of the narrowest component to the width of that.
      """)

  static let mostPoints = 100_000

  @Argument(help: "The density P.")
  var p: String

  @Option(help: "An objective (default: all).")
  var objective: [String] = []

  @Option(parsing: .unconditional, help: "The least mean of the box.")
  var meanFrom: Double?

  @Option(parsing: .unconditional, help: "The greatest mean of the box.")
  var meanTo: Double?

  @Option(parsing: .unconditional, help: "The least standard deviation of the box.")
  var sdFrom: Double?

  @Option(parsing: .unconditional, help: "The greatest standard deviation of the box.")
  var sdTo: Double?

  @Flag(help: "The objectives on the grid instead of their minima.")
  var grid = false

  @OptionGroup package var output: OutputOptions

  package init() {}

  package func report() throws -> Report {
    let p = try parseDensity(p)
    let chosen = try objective.map { try named($0) }
    // A name that is given twice is one column, and one block of rows.
    let objectives = chosen.enumerated().filter { index, one in !chosen.prefix(index).contains { $0.name == one.name } }.map(\.element)
    let box = try box(around: p)
    let count = Divergences.Landscape.pointCount(for: p, in: box)
    guard count <= Self.mostPoints else {
      throw OptionError("The grid for this P and box has \(count) points, and may have \(Self.mostPoints): take a smaller box.")
    }
    try output.plotting.requireGnuplot()
    var bar = ProgressBar.onStandardError()
    let landscape = Divergences.Landscape(of: p, in: box, objectives: objectives.isEmpty ? LandscapeObjective.catalogue : objectives) {
      bar?.show($0, of: $1) { _ in "means" }
    }
    bar?.erase()
    guard !landscape.isGridGivenUp else {
      throw OptionError(
        "The grid for this P and box has \(count) points, whose divergences take too much work: take a smaller box, by --mean-from, --mean-to, "
          + "--sd-from and --sd-to.")
    }
    return grid ? plane(landscape) : minima(landscape)
  }

  private func named(_ name: String) throws(OptionError) -> LandscapeObjective {
    guard let objective = LandscapeObjective.catalogue.first(where: { $0.name == name }) else {
      throw OptionError("--objective must be one of \(LandscapeObjective.catalogue.map(\.name).joined(separator: ", ")), and is '\(name)'.")
    }
    return objective
  }

  private func box(around p: any AnalyticDensity) throws(OptionError) -> NormalBox {
    let given = [("--mean-from", meanFrom), ("--mean-to", meanTo), ("--sd-from", sdFrom), ("--sd-to", sdTo)]
    for case (let name, let bound?) in given where !(abs(bound) <= 1e100) {
      throw OptionError("\(name) must be a number between -1e100 and 1e100, and is \(bound).")
    }
    for case (let name, let bound?) in given.suffix(2) where bound < 1e-100 {
      throw OptionError("\(name) must be at least 1e-100, and is \(bound).")
    }
    guard let standard = NormalBox(around: p) else {
      let quantiles = "\(p.quantile(0.005)) and \(p.upperQuantile(0.005))"
      throw OptionError(
        "A landscape needs a P whose 0.5 % and 99.5 % quantiles are below 1e290 and differ by more than 1e-290, and they are \(quantiles).")
    }
    let (lower, upper) = (meanFrom ?? standard.means.lower, meanTo ?? standard.means.upper)
    let (least, greatest) = (sdFrom ?? standard.deviations.lower, sdTo ?? standard.deviations.upper)
    guard lower < upper else { throw OptionError("--mean-from must be less than --mean-to, and they are \(lower) and \(upper).") }
    guard least < greatest else { throw OptionError("--sd-from must be less than --sd-to, and they are \(least) and \(greatest).") }
    return NormalBox(means: Interval(lower, upper), deviations: Interval(least, greatest))
  }

  private func plane(_ landscape: Divergences.Landscape) -> Report {
    var table = Table(columns: ["mean", "sd"] + landscape.objectives.map(\.name))
    for (i, mean) in landscape.means.enumerated() {
      for (j, deviation) in landscape.deviations.enumerated() {
        table.append(([mean, deviation] + landscape.values.map { $0[i][j] }).map(Cell.number))
      }
    }
    var report = Report(table: table)
    // The marks of the picture cost a search each.
    if output.plotting.plot != nil { report.picture = landscape.maps(landscape.minima) }
    return report
  }

  private func minima(_ landscape: Divergences.Landscape) -> Report {
    var table = Table(columns: [
      "objective", "minimum", "mean", "mean_error", "sd", "sd_error", "value", "error", "is_global", "mode", "mode_share", "status",
      "reason",
    ])
    var bar = ProgressBar.onStandardError()
    let minima = landscape.minima { bar?.show($0, of: $1) { _ in "objectives" } }
    bar?.erase()
    for objective in landscape.objectives {
      let own = minima.filter { $0.objective == objective.name }
      if own.isEmpty {
        let reason = "no normal on the grid has a finite value below its neighbours'"
        table.append([.text(objective.name), 0, "", "", "", "", .number(.infinity), 0, "", "", "", "infinite", .text(reason)])
      }
      for (index, minimum) in own.enumerated() { table.append(row(index + 1, minimum)) }
    }
    var report = Report(table: table)
    report.isAsExpected = minima.allSatisfy { $0.outcome.status != .unresolved }
    report.picture = landscape.picture(of: minima)
    return report
  }

  private func row(_ number: Int, _ minimum: LandscapeMinimum) -> [Cell] {
    let isFinite = minimum.outcome.status == .finite
    return [
      .text(minimum.objective), .integer(number), .number(minimum.mean), .number(minimum.meanError), .number(minimum.deviation),
      .number(minimum.deviationError), .number(minimum.outcome.value), .number(minimum.outcome.error),
      .text(minimum.isGlobal ? "true" : "false"),
      .integer(minimum.mode), .number(minimum.modeShare), .text(isFinite ? minimum.kind.status : minimum.outcome.status.description),
      .text(isFinite ? minimum.kind.reason : minimum.outcome.reason),
    ]
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
