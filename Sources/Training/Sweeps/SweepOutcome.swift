import Calculus
import Divergences
import Tabulation

/// The result of one training of a sweep, by quadrature on the generator's exact density: a row of `runs.csv`.
struct SweepOutcome: Sendable {
  /// JS(P, Q) and its error, in nats.
  private(set) var js = (value: Double.nan, error: Double.nan)
  /// W1(P, Q) and its error, in units of x.
  private(set) var w1 = (value: Double.nan, error: Double.nan)
  /// See `Regions.smallestShare`.
  private(set) var smallestMode = Double.nan
  /// The mean absolute change of JS from record to record in the last half.
  private(set) var oscillation = Double.nan
  private(set) var status = Status.finished
  private(set) var reason = ""

  /// How a training ended.
  enum Status: String, Sendable {
    case finished
    /// A loss or a weight left the numbers.
    case diverged
    /// A measure, or the generator's density, could not be determined.
    case unresolved
  }

  /// Below this share of its mass a region counts as lost, and the run as collapsed.
  static let collapse = 0.1

  /// The columns that a row has after those of the run.
  static let columns = ["js", "js_error", "w1", "w1_error", "smallest_mode", "collapsed", "oscillation", "status", "reason"]

  static func failed(_ status: Status, _ reason: String) -> SweepOutcome {
    var outcome = SweepOutcome()
    (outcome.status, outcome.reason) = (status, reason)
    return outcome
  }

  private init() {}

  /// The measures of the pair at the end, and the records of the last half.
  init(_ pair: DensityPair, regions: Regions, divergences: [Double]) {
    let (js, w1) = (pair.measure([JensenShannon()])[0], pair.measure([DistributionDistance.wasserstein1])[0])
    self.js = (js.value, js.error)
    self.w1 = (w1.value, w1.error)
    smallestMode = regions.smallestShare(under: pair.q)
    let changes = zip(divergences, divergences.dropFirst()).map { abs($1 - $0) }
    oscillation = changes.reduce(0, +) / Double(max(changes.count, 1))
    for measurement in [js, w1] where measurement.status == .unresolved {
      (status, reason) = (.unresolved, measurement.measure + ": " + measurement.reason)
    }
  }

  var cells: [Cell] {
    let isCollapsed = smallestMode < Self.collapse
    return [js.value, js.error, w1.value, w1.error, smallestMode].map(Cell.number)
      + [.integer(isCollapsed ? 1 : 0), .number(oscillation), .text(status.rawValue), .text(reason)]
  }
}
