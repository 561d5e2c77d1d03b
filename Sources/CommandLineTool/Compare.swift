package import ArgumentParser
import Densities
import Divergences
import Plotting
import Tabulation

/// `compare P Q`: every divergence of a pair.
package struct Compare: ReportingCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Every divergence of two densities, with a bound on its error or the reason why it is infinite.",
    discussion: """
      Examples:
        divergences compare "normal(0,1)" "normal(1,2)"
        divergences compare "cauchy(0,1)" "normal(0,1)" --format table
        divergences compare "normal(0,1)" "normal(1,2)" --plot compare.svg
        divergences compare "studentT(3,0,1)" "normal(0,1)" --route both --format table
        divergences compare "kde(Examples/data/old-faithful.csv:waiting)" "normal(70,13)" --output compare.csv

      Columns: measure, value, error, status, method, evaluations, reason. The status is finite; infinite, with the reason; overflow: finite \
      but beyond the largest double; or unresolved: a best estimate, and the exit status is 1. Here p is the density of P, q that of Q, M \
      their equal mixture; js is the halved Jensen-Shannon divergence and js_lecture the one without halves. --plot draws the f-divergences \
      as bars.

      --route gsl computes every integral by GSL's own adaptive routines on the same partition of the line: QAGP between the break points, QAGIU \
      and QAGIL in the tails, checked by CQUAD, one integral after the other. Closed forms are integrated too. Where GSL stops early, its own \
      words stand in reason, also beside a number whose bound is small enough. What is infinite is decided as ever, by comparison of supports and \
      tails.

      --route both adds columns: gsl_value, gsl_error, gsl_status, gsl_evaluations, gsl_reason, difference (value - gsl_value) and \
      bounds_overlap, which is true if the two values are no farther apart than their error bounds together. The exit status is 1 if any do not \
      overlap.
      """)

  /// What computes the integrals.
  enum Routes: String, ExpressibleByArgument, CaseIterable {
    case mesh, gsl, both
  }

  @Argument(help: "The density P.")
  var p: String

  @Argument(help: "The density Q.")
  var q: String

  @Option(help: "What computes the integrals: this package's mesh, GSL's own adaptive routines, or both side by side.")
  var route: Routes = .mesh

  @OptionGroup package var output: OutputOptions

  package init() {}

  package func report() throws -> Report {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    try output.plotting.requireGnuplot()
    let measurements = Comparison(p, q, by: route == .gsl ? .gsl : .mesh).table()
    let second = route == .both ? Comparison(p, q, by: .gsl).table() : []
    var table = Table(columns: Self.columns + (second.isEmpty ? [] : Self.added))
    for (index, row) in measurements.enumerated() {
      table.append(cells(row) + (second.isEmpty ? [] : cells(row, beside: second[index])))
    }
    var report = Report(table: table)
    report.picture = picture(of: measurements.filter { row in fDivergences.contains { $0.name == row.measure } })
    report.isAsExpected =
      !(measurements + second).contains { $0.status == .unresolved } && zip(measurements, second).allSatisfy(overlap)
    return report
  }

  private func cells(_ row: Estimate) -> [Cell] {
    [
      .text(row.measure), .number(row.value), .number(row.error), .text(row.status.description), .text(row.route.rawValue),
      .integer(row.evaluations), .text(row.reason),
    ]
  }

  private static let columns = ["measure", "value", "error", "status", "method", "evaluations", "reason"]
  private static let added = [
    "gsl_value", "gsl_error", "gsl_status", "gsl_evaluations", "gsl_reason", "difference", "bounds_overlap",
  ]

  private func cells(_ row: Estimate, beside second: Estimate) -> [Cell] {
    [
      .number(second.value), .number(second.error), .text(second.status.description), .integer(second.evaluations), .text(second.reason),
      .number(difference(row, second)), .text(overlap(row, second) ? "true" : "false"),
    ]
  }

  private func difference(_ a: Estimate, _ b: Estimate) -> Double { a.value == b.value ? 0 : a.value - b.value }

  private func overlap(_ a: Estimate, _ b: Estimate) -> Bool { abs(difference(a, b)) <= a.error + b.error }

  /// Bars, with the value of each beside it: on a linear scale unless that would hide all but the largest.
  private func picture(of measurements: [Estimate]) -> Picture {
    let positive = measurements.map(\.value).filter { $0 > 0 && $0.isFinite }
    let (least, largest) = (positive.min() ?? 1, positive.max() ?? 1)
    let isWide = largest > 1000 * least
    // Room for the notes to the right of the bars.
    let range = isWide ? least / 2...min(largest * (largest / least).squareRoot(), .greatestFiniteMagnitude) : 0...largest * 1.2
    var table = Table(columns: ["measure", "length", "note"])
    for row in measurements {
      let isFinite = row.status == .finite
      let note = isFinite ? significant(row.value, digits: 4) : row.status.description
      table.append([.text(row.measure), .number(isFinite ? max(row.value, range.lowerBound) : range.lowerBound), .text(note)])
    }
    let axis = Axis("value (nats; without a unit where there is no logarithm)", isLogarithmic: isWide, range: range)
    return Picture(
      "P = \(p), Q = \(q)", of: table, .rows(named: "measure", axis, [Series("length", "value", .other(2), .bars)], notes: "note"))
  }
}
