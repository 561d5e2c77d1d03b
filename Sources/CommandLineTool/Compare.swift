import ArgumentParser
import Calculus
import Densities
import Divergences
import Plotting
import Tabulation

/// `compare P Q`: every divergence of a pair.
struct Compare: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Every divergence of two densities, with a bound on its error or the reason why it is infinite.",
    discussion: """
      Examples:
        divergences compare "normal(0,1)" "normal(1,2)"
        divergences compare "cauchy(0,1)" "normal(0,1)" --format table
        divergences compare "normal(0,1)" "normal(1,2)" --plot compare.svg
        divergences compare "studentT(3,0,1)" "normal(0,1)" --route both --format table
        divergences compare "kde(Examples/data/old-faithful.csv:waiting)" "normal(70,13)" --output compare.csv

      Columns: measure, value, error, status, method, evaluations, reason. The status is finite; infinite, with the \
      reason; overflow, finite but beyond the largest double; or unresolved, a best estimate, with exit status 1. Here \
      p is the density of P, q that of Q, and M their equal mixture. js is the halved Jensen-Shannon divergence, and \
      js_lecture the one without halves. Documentation/Commands.md defines each measure. --plot draws the f-divergences as bars.

      --route gsl computes every integral by GSL's adaptive routines on the same partition of the line: QAGP between \
      the break points, QAGIU and QAGIL in the tails, checked by CQUAD, one integral after the other. Closed forms are \
      integrated too. Where GSL stops early, the reason quotes it, also beside a number whose bound is small enough. \
      What is infinite is still decided by comparing supports and tails.

      --route both adds columns: gsl_value, gsl_error, gsl_status, gsl_evaluations, gsl_reason, difference (value - \
      gsl_value) and bounds_overlap, true if the two values are no farther apart than their error bounds together. The \
      exit status is 1 if any do not overlap.
      """)

  /// What computes the integrals.
  enum Routes: String, ExpressibleByArgument, CaseIterable {
    case mesh, gsl, both
  }

  @OptionGroup var pair: PairOptions

  @Option(help: "What computes the integrals: this package's mesh, GSL's own adaptive routines, or both side by side.")
  var route: Routes = .mesh

  @OptionGroup var output: OutputOptions

  var densities: [String] { [pair.p, pair.q] }

  func report() throws -> Report {
    let (p, q) = try pair.densities()
    try output.plotting.requireGnuplot()
    let rows = DensityPair(p, q, by: route == .gsl ? .gsl : .mesh).table().map { ComparedRoutes(own: $0, gsl: $0) }
    guard route == .both else { return report(rows, ComparedRoutes.ownColumns) }
    let both = zip(rows, DensityPair(p, q, by: .gsl).table()).map { ComparedRoutes(own: $0.own, gsl: $1) }
    return report(both, ComparedRoutes.ownColumns + ComparedRoutes.addedColumns)
  }

  private func report(_ rows: [ComparedRoutes], _ columns: [Column<ComparedRoutes>]) -> Report {
    let drawn = rows.map(\.own).filter { row in Catalogue.fDivergences.contains { $0.name == row.measure } }
    return Report(table: Table(of: rows, columns), picture: picture(of: drawn), isAsExpected: rows.allSatisfy(\.isAsExpected))
  }

  /// Bars, with the value of each beside it: on a linear scale unless that would hide all but the largest.
  private func picture(of measurements: [Estimate]) -> Picture {
    let positive = measurements.map(\.value).filter { $0 > 0 && $0.isFinite }
    let (least, largest) = (positive.min() ?? 1, positive.max() ?? 1)
    let isWide = largest > 1000 * least
    // Room for the notes to the right of the bars.
    let range = isWide ? least / 2...min(largest * (largest / least).squareRoot(), .greatestFiniteMagnitude) : 0...largest * 1.2
    func isFinite(_ row: Estimate) -> Bool { row.status == .finite }
    let table = Table(
      of: measurements,
      [
        Column("measure", \.measure),
        Column("length") { isFinite($0) ? max($0.value, range.lowerBound) : range.lowerBound },
        Column("note") { isFinite($0) ? significant($0.value, digits: 4) : $0.status.description },
      ])
    let axis = Axis("value (nats; without a unit where there is no logarithm)", isLogarithmic: isWide, range: range)
    return Picture(pair.title, of: table, .rows(named: "measure", axis, [Series("length", "value", .other(2), .bars)], notes: "note"))
  }
}

/// A measure by one route, or by both.
private struct ComparedRoutes {
  let own: Estimate
  let gsl: Estimate

  static var ownColumns: [Column<Self>] {
    [
      Column("measure", \.own.measure), Column("value", \.own.value), Column("error", \.own.error),
      Column("status", \.own.status.description),
      Column("method", \.own.route.rawValue), Column("evaluations", \.own.evaluations), Column("reason", \.own.reason),
    ]
  }

  static var addedColumns: [Column<Self>] {
    [
      Column("gsl_value", \.gsl.value), Column("gsl_error", \.gsl.error), Column("gsl_status", \.gsl.status.description),
      Column("gsl_evaluations", \.gsl.evaluations), Column("gsl_reason", \.gsl.reason),
      Column("difference", \.difference), Column("bounds_overlap", \.boundsOverlap),
    ]
  }

  var isAsExpected: Bool { own.status != .unresolved && gsl.status != .unresolved && boundsOverlap }

  private var difference: Double { own.value == gsl.value ? 0 : own.value - gsl.value }

  private var boundsOverlap: Bool { abs(difference) <= own.error + gsl.error }
}
