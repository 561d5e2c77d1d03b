import RealModule
import Tabulation

/// The table of a sweep: a row for each method on each density, over its seeds.
struct SweepSummary {
  private static let measures = ["js", "w1", "smallest_mode", "oscillation"]

  /// The columns of the table.
  static let columns =
    ["density", "method", "runs", "failed", "collapsed"] + measures.flatMap { [$0 + "_lower", $0 + "_median", $0 + "_upper"] }

  /// The table of finished runs as `runs.csv` has them; medians and quartiles are over all runs, and one that failed
  /// counts as the worst.
  static func table(_ plan: SweepPlan, _ rows: [Int: [Cell]]) -> Table {
    var table = Table(columns: columns)
    for density in plan.densities {
      for method in plan.methods {
        let own = plan.runs.filter { $0.density == density && $0.method == method }.compactMap { rows[$0.index] }
        guard !own.isEmpty else { continue }
        let count = Double(own.count)
        func column(_ name: String) -> [String] {
          guard let position = SweepRecord.columns.firstIndex(of: name) else { return [] }
          return own.map { $0[position].text }
        }
        let failed = column("status").map { $0 != SweepOutcome.Status.finished.rawValue }
        let shares = [failed.count { $0 }, column("collapsed").count { $0 == "1" }].map { Cell.number(Double($0) / count) }
        let quartiles = measures.flatMap { name -> [Cell] in
          let worst: Double = name == "smallest_mode" ? 0 : .infinity
          let values = zip(column(name), failed).map { $1 ? worst : Double($0) ?? worst }
          return [0.25, 0.5, 0.75].map { .number(quantile($0, of: values)) }
        }
        table.append([.text(density), .text(method), .integer(own.count)] + shares + quartiles)
      }
    }
    return table
  }

  /// The quantile of a sample, linear between its ordered values; +∞ where it lies next to one, and of none.
  static func quantile(_ level: Double, of values: [Double]) -> Double {
    if values.isEmpty { return .infinity }
    let sorted = values.sorted()
    let position = level * Double(sorted.count - 1)
    let (below, above) = (sorted[Int(position)], sorted[min(Int(position) + 1, sorted.count - 1)])
    let fraction = position - position.rounded(.down)
    return below == above || fraction == 0 ? below : below + fraction * (above - below)
  }
}
