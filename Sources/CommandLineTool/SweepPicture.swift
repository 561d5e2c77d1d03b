import Plotting
import Tabulation

extension Picture {
  /// The summary of a sweep: JS of each method on each density, and the share of runs that lost a mode.
  init(ofSweep summary: Table, plan: String) {
    var table = Table(columns: ["name", "js_lower", "js_median", "js_upper", "note"])
    let places = ["density", "method", "collapsed", "js_lower", "js_median", "js_upper"].map { summary.columns.firstIndex(of: $0) ?? 0 }
    for row in 0..<summary.rowCount {
      let cells = Array(summary[row: row])
      let (density, method, collapsed) = (cells[places[0]].text, cells[places[1]].text, Double(cells[places[2]].text) ?? 0)
      let note = "\(significant(100 * collapsed, digits: 3)) % lost a mode"
      table.append([.text("\(method) on \(density)")] + places[3...].map { cells[$0] } + [.text(note)])
    }
    let series = [
      Series("js_upper", "quartiles", .other(1), .points), Series("js_lower", "", .other(1), .points),
      Series("js_median", "median", .q, .points),
    ]
    self.init(
      "The runs of \(plan)", of: table, .rows(named: "name", Axis("JS(P,Q) (nats)", isLogarithmic: true), series, notes: "note"))
  }
}
