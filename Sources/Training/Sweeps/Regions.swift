import Densities
import Scalars

/// The regions that a generator may miss: the modes of a mixture; of another density its tails below the level 5 % and
/// above 95 %, and the interval between them.
struct Regions: Sendable {
  private let intervals: [Interval]
  private let masses: [Double]

  init(of p: any AnalyticDensity) {
    let modes = Modes(of: p)
    if modes.intervals.count > 1 {
      (intervals, masses) = (modes.intervals, modes.masses)
    } else {
      let (lower, upper) = (p.quantile(0.05), p.upperQuantile(0.05))
      intervals = [Interval(-.infinity, lower), Interval(lower, upper), Interval(upper, .infinity)]
      masses = [0.05, 0.9, 0.05]
    }
  }

  /// The smallest share of its mass under P that a region keeps under Q: 1 where every region has its mass, 0 where one
  /// is lost.
  func smallestShare(under q: any AnalyticDensity) -> Double {
    zip(intervals, masses).reduce(1) { min($0, q.probability(of: $1.0) / $1.1) }
  }
}
