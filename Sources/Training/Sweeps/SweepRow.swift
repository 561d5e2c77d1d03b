import Calculus
import Divergences
import Tabulation

/// A run of a plan by its names and its seed.
struct SweepKey: Hashable, Sendable {
  var density = ""
  var method = ""
  var seed: UInt64 = 0

  /// The first columns of every table of runs.
  static var columns: [Column<SweepRow>] {
    [Column("density", at: \.key.density), Column("method", at: \.key.method), Column("seed", at: \.key.seed)]
  }
}

/// A training of a sweep that is done, by quadrature on the generator's exact density: a row of `runs.csv`.
struct SweepRow: TableRow, Sendable {
  var key = SweepKey()
  /// JS(P, Q) and its error, in nats.
  var js = Double.nan
  var jsError = Double.nan
  /// W1(P, Q) and its error, in units of x.
  var w1 = Double.nan
  var w1Error = Double.nan
  /// See `Regions.smallestShare`.
  var smallestMode = Double.nan
  /// The mean absolute change of JS from record to record in the last half.
  var oscillation = Double.nan
  var status = Status.finished
  var reason = ""
  /// How long it took, which `seconds.csv` has.
  var seconds = Double.nan

  enum Status: String, CellValue, Sendable {
    case finished
    /// A loss or a weight left the numbers.
    case diverged
    /// A measure, or the generator's density, could not be determined.
    case unresolved
  }

  /// Whether a region has lost nine tenths of its mass.
  var isCollapsed: Bool { smallestMode < 0.1 }

  static var columns: [Column<SweepRow>] {
    SweepKey.columns + [
      Column("js", at: \.js), Column("js_error", at: \.jsError), Column("w1", at: \.w1), Column("w1_error", at: \.w1Error),
      Column("smallest_mode", at: \.smallestMode), Column("collapsed") { $0.isCollapsed ? 1 : 0 }, Column("oscillation", at: \.oscillation),
      Column("status", at: \.status), Column("reason", at: \.reason),
    ]
  }

  /// The columns of `seconds.csv`.
  static var columnsOfSeconds: [Column<SweepRow>] { SweepKey.columns + [Column("seconds", at: \.seconds)] }

  /// Takes over the measures of the pair at the end, where JS is the last of those of the records, and its changes
  /// between them.
  mutating func measure(_ pair: DensityPair, _ regions: Regions, divergences: [Estimate]) {
    guard let js = divergences.last else { return }
    let w1 = pair.measure([DistributionDistance.wasserstein1])[0]
    (self.js, jsError, self.w1, w1Error) = (js.value, js.error, w1.value, w1.error)
    smallestMode = regions.smallestShare(under: pair.q)
    let changes = zip(divergences, divergences.dropFirst()).map { abs($1.value - $0.value) }
    oscillation = changes.reduce(0, +) / Double(max(changes.count, 1))
    for measurement in [js, w1] where measurement.status == .unresolved {
      (status, reason) = (.unresolved, measurement.measure + ": " + measurement.reason)
    }
  }
}
