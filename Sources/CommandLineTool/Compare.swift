package import ArgumentParser
import Densities
import Divergences
import Tabulation

/// `compare P Q`: every divergence of a pair.
package struct Compare: ReportingCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Every divergence of two densities, with a bound on its error or the reason why it is infinite.",
    discussion: """
      Examples:
        divergences compare "normal(0,1)" "normal(1,2)"
        divergences compare "cauchy(0,1)" "normal(0,1)" --format table
        divergences compare "kde(Examples/data/old-faithful.csv:waiting)" "normal(70,13)" --output compare.csv

      Columns: measure, value, error, status, method, evaluations, reason. The status is finite; infinite, with the reason; overflow: finite \
      but beyond the largest double; or unresolved: a best estimate, and the exit status is 1. Here p is the density of P, q that of Q, M \
      their equal mixture; js is the halved Jensen-Shannon divergence and js_lecture the one without halves.
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
    report.isAsExpected = !measurements.contains { $0.outcome.status == "unresolved" }
    return report
  }
}
