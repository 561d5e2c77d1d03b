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
        divergences compare "kde(Examples/data/old-faithful.csv:waiting)" "normal(70,13)" --output compare.csv

      Columns: measure, value, error, status, method, evaluations, reason. The status is finite; infinite, with the reason; overflow: finite \
      but beyond the largest double; or unresolved: a best estimate, and the exit status is 1. Here p is the density of P, q that of Q, M \
      their equal mixture; js is the halved Jensen-Shannon divergence and js_lecture the one without halves. --plot draws the f-divergences \
      as bars.
      """)

  @Argument(help: "The density P.")
  var p: String

  @Argument(help: "The density Q.")
  var q: String

  @OptionGroup package var output: OutputOptions

  package init() {}

  package func report() throws -> Report {
    let measurements = Comparison(try parseDensity(p), try parseDensity(q)).table()
    var table = Table(columns: ["measure", "value", "error", "status", "method", "evaluations", "reason"])
    for row in measurements {
      table.append([
        .text(row.measure), .number(row.value), .number(row.error), .text(row.outcome.status), .text(row.route.rawValue),
        .integer(row.evaluations), .text(row.outcome.reason),
      ])
    }
    var report = Report(table: table)
    report.picture = picture(of: measurements.filter { row in fDivergences.contains { $0.name == row.measure } })
    report.isAsExpected = !measurements.contains { $0.outcome.status == "unresolved" }
    return report
  }

  /// Bars, with the value of each beside it: on a linear scale unless that would hide all but the largest.
  private func picture(of measurements: [Measurement]) -> Picture {
    let positive = measurements.map(\.value).filter { $0 > 0 && $0.isFinite }
    let (least, largest) = (positive.min() ?? 1, positive.max() ?? 1)
    let isWide = largest > 1000 * least
    // Room for the notes to the right of the bars.
    let range = isWide ? least / 2...min(largest * (largest / least).squareRoot(), .greatestFiniteMagnitude) : 0...largest * 1.2
    var table = Table(columns: ["measure", "length", "note"])
    for row in measurements {
      let isFinite = row.outcome.status == "finite"
      let note = isFinite ? significant(row.value, digits: 4) : row.outcome.status
      table.append([.text(row.measure), .number(isFinite ? max(row.value, range.lowerBound) : range.lowerBound), .text(note)])
    }
    let axis = Axis("value (nats; without a unit where there is no logarithm)", isLogarithmic: isWide, range: range)
    return Picture(
      "P = \(p), Q = \(q)", of: table, .rows(named: "measure", axis, [Series("length", "value", .other(2), .bars)], notes: "note"))
  }
}
