import Plotting
import Tabulation

extension Picture {
  /// The summary of a sweep: JS of each method on each density, and the share of runs that lost a mode.
  init(ofSweep summary: Table, plan: String) {
    let table = Table(
      of: summary.rows,
      [
        Column("name") { "\($0["method"]?.text ?? "") on \($0["density"]?.text ?? "")" },
        Column("js_lower") { $0["js_lower"] }, Column("js_median") { $0["js_median"] }, Column("js_upper") { $0["js_upper"] },
        Column("note") { row in
          "\(significant(100 * (row["collapsed"].flatMap { Double($0.text) } ?? 0), digits: 3)) % lost a mode"
        },
      ])
    let series = [
      Series("js_upper", "quartiles", .other(1), .points), Series("js_lower", "", .other(1), .points),
      Series("js_median", "median", .q, .points),
    ]
    self.init(
      "The runs of \(plan)", of: table, .rows(named: "name", Axis("JS(P,Q) (nats)", isLogarithmic: true), series, notes: "note"))
  }
}
