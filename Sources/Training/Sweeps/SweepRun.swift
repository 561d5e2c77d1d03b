import Calculus
import Densities
import Divergences
import RealModule
import Scalars

/// One training of a sweep.
package struct SweepRun: Sendable {
  let index: Int
  let key: SweepKey
  /// The settings, with the seed.
  let settings: RunSettings

  /// How many changes of JS over the last half measure the oscillation.
  static let changes = 16

  /// Trains, and measures the result; `gan` is that of the density, with any settings.
  func outcome(_ gan: GAN) throws -> SweepRow {
    var (gan, row) = (gan, SweepRow(key: key))
    gan.settings = settings.training
    let steps = gan.settings.steps
    let records = gan.records(at: (0...Self.changes).map { steps - $0 * (steps / 2) / Self.changes })
    var (divergences, last): ([Double], (any AnalyticDensity)?) = ([], nil)
    do {
      while let record = try records.next() {
        last = try record.average.density()
        guard let last else { break }
        divergences.append(DensityPair(gan.p, last).measure([JensenShannon()])[0].value)
      }
      if let last {
        row.measure(DensityPair(gan.p, last), Regions(of: gan.p), divergences: divergences)
      } else {
        (row.status, row.reason) = (.unresolved, TrainedPlayers.noDensity)
      }
    } catch let error as TrainingError {
      (row.status, row.reason) = (.diverged, error.description)
    } catch let error as GeneratorDensityError {
      (row.status, row.reason) = (.unresolved, error.description)
    }
    return row
  }
}

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
