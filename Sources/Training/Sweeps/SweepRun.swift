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
  private static let changes = 16

  /// Trains, and measures the result; `gan` is that of the density, with any settings.
  func outcome(_ gan: GAN) throws -> SweepRow {
    var (gan, row) = (gan, SweepRow(key: key))
    gan.settings = settings.training
    let steps = gan.settings.steps
    let records = gan.records(at: (0...Self.changes).map { steps - $0 * (steps / 2) / Self.changes })
    var (divergences, last): ([Estimate], DensityPair?) = ([], nil)
    do {
      while let record = try records.next() {
        last = try record.average.density().map { DensityPair(gan.p, $0) }
        guard let last else { break }
        divergences.append(last.measure([JensenShannon()])[0])
      }
      if let last {
        row.measure(last, Regions(of: gan.p), divergences: divergences)
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

extension SweepRun {
  /// A trial ends after this share of a run's steps, or after this time.
  private static let trial = (share: 0.01, time: Duration.milliseconds(100))

  /// How long the run takes if all its steps go as its first ones, and all its records as one after these. Throws where
  /// the training cannot start.
  func estimatedTime(_ gan: GAN) throws -> Duration {
    var gan = gan
    gan.settings = settings.training
    let (clock, steps) = (ContinuousClock(), gan.settings.steps)
    let start = clock.now
    let trainer = try gan.trainer()
    // The first step also touches the memory for the first time. What goes wrong in a step is said in the run.
    try? trainer.advance()
    let (begun, wanted) = (clock.now, max(1, Int(Self.trial.share * Double(steps))))
    var made = 0
    while made < wanted, clock.now - begun < Self.trial.time, (try? trainer.advance()) != nil { made += 1 }
    let trained = clock.now
    var time = (begun - start) + (trained - begun) * Double(steps) / Double(max(made, 1))
    if let q = try? TrainingRecord(gan, trainer).average.density() {
      let pair = DensityPair(gan.p, q)
      let js = pair.measure([JensenShannon()])
      let recorded = clock.now
      var row = SweepRow(key: key)
      row.measure(pair, Regions(of: gan.p), divergences: js)
      time += (recorded - trained) * (Self.changes + 1) + (clock.now - recorded)
    }
    return time
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
