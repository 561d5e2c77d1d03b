import RealModule
package import Tabulation

/// What came of a method on a density, over its seeds: a row of `summary.csv`.
package struct SweepSummary: TableRow, Sendable {
  /// The density's name.
  package let density: String
  /// The method's name.
  package let method: String
  let runs: Int
  let failed: Double
  /// The share of runs in which a mode was lost.
  package let collapsed: Double
  /// Medians and quartiles over all runs, of which one that failed counts as the worst.
  package let js: Quartiles
  let w1: Quartiles
  let smallestMode: Quartiles
  let oscillation: Quartiles
  /// The median time of a run.
  package let seconds: Double

  /// The quartiles of a sample.
  package struct Quartiles: Sendable {
    /// The lower quartile.
    package let lower: Double
    /// The median.
    package let median: Double
    /// The upper quartile.
    package let upper: Double

    init(of values: [Double]) {
      (lower, median, upper) = (quantile(0.25, of: values), quantile(0.5, of: values), quantile(0.75, of: values))
    }
  }

  init(_ key: SweepKey, _ rows: [SweepRow]) {
    (density, method, runs) = (key.density, key.method, rows.count)
    func share(_ isMeant: (SweepRow) -> Bool) -> Double { Double(rows.count(where: isMeant)) / Double(rows.count) }
    func quartiles(_ value: KeyPath<SweepRow, Double>, worst: Double = .infinity) -> Quartiles {
      Quartiles(of: rows.map { $0.status == .finished ? $0[keyPath: value] : worst })
    }
    (failed, collapsed) = (share { $0.status != .finished }, share(\.isCollapsed))
    (js, w1, oscillation) = (quartiles(\.js), quartiles(\.w1), quartiles(\.oscillation))
    smallestMode = quartiles(\.smallestMode, worst: 0)
    seconds = quantile(0.5, of: rows.map(\.seconds))
  }

  /// The columns without the time, which depends on the machine.
  package static var columns: [Column<SweepSummary>] {
    func three(_ name: String, _ value: KeyPath<SweepSummary, Quartiles>) -> [Column<SweepSummary>] {
      [
        Column(name + "_lower") { $0[keyPath: value].lower }, Column(name + "_median") { $0[keyPath: value].median },
        Column(name + "_upper") { $0[keyPath: value].upper },
      ]
    }
    return [
      Column("density", \.density), Column("method", \.method), Column("runs", \.runs), Column("failed", \.failed),
      Column("collapsed", \.collapsed),
    ] + three("js", \.js) + three("w1", \.w1) + three("smallest_mode", \.smallestMode) + three("oscillation", \.oscillation)
  }
}

/// The quantile of a sample, linear between its ordered values; +∞ where it lies next to one, and of none.
private func quantile(_ level: Double, of values: [Double]) -> Double {
  if values.isEmpty { return .infinity }
  let sorted = values.sorted()
  let position = level * Double(sorted.count - 1)
  let (below, above) = (sorted[Int(position)], sorted[min(Int(position) + 1, sorted.count - 1)])
  let fraction = position - position.rounded(.down)
  return below == above || fraction == 0 ? below : below + fraction * (above - below)
}
