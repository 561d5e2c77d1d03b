import Dispatch
import Synchronization

/// How long the rest of a sweep takes, from short trials of some of its runs.
package struct SweepEstimate: Sendable {
  /// The time, with all workers.
  package let seconds: Double
  /// How many runs are left, and how many of them were tried.
  private let runs: Int
  private let trials: Int
  private let workers: Int

  /// One sentence that says what the estimate assumes.
  package var sentence: String {
    let (time, unit) = seconds < 100 ? (seconds, "seconds") : seconds < 6000 ? (seconds / 60, "minutes") : (seconds / 3600, "hours")
    return "\(runs) \(runs == 1 ? "run is" : "runs are") left, for about \(Int(time.rounded(.up))) \(unit) on \(workers) "
      + "\(workers == 1 ? "worker" : "workers"), if all go on as \(trials == 1 ? "one that was" : "\(trials) that were") "
      + "tried for a hundredth "
      + "of their steps and one record"
  }

  /// How many runs are tried at most, so that trials end within seconds.
  private static let mostTrials = 32

  /// The estimate for some runs of a plan; nil for none. Throws where a training cannot start.
  init?(of runs: [Int], in plan: SweepPlan, games: [GAN], workers: Int) throws {
    guard !runs.isEmpty else { return nil }
    // The seeds of a method on a density take about the same time: one of them is tried.
    var counts: [Int: Int] = [:]
    for run in runs { counts[run / plan.seeds, default: 0] += 1 }
    let cells = counts.keys.sorted()
    let tried = Set((0..<min(cells.count, Self.mostTrials)).map { cells[$0 * cells.count / min(cells.count, Self.mostTrials)] })
    let waiting = Mutex((cells: tried.sorted()[...], times: [Int: Duration](), failure: (any Error)?.none))
    DispatchQueue.concurrentPerform(iterations: max(1, min(workers, runs.count))) { _ in
      while let cell = waiting.withLock({ $0.failure == nil ? $0.cells.popFirst() : nil }) {
        do {
          let time = try plan.run(cell * plan.seeds).estimatedTime(games[cell / plan.methods.count])
          waiting.withLock { $0.times[cell] = time }
        } catch { waiting.withLock { $0.failure = $0.failure ?? error } }
      }
    }
    let (times, failure) = waiting.withLock { ($0.times, $0.failure) }
    if let failure { throw failure }
    let seconds = times.mapValues { $0 / .seconds(1) }
    // Those that were not tried are assumed to take the mean.
    let mean = seconds.values.reduce(0, +) / Double(seconds.count)
    let total = counts.reduce(0) { $0 + Double($1.value) * (seconds[$1.key] ?? mean) }
    self.seconds = total / Double(max(1, min(workers, runs.count)))
    (self.runs, trials, self.workers) = (runs.count, tried.count, max(1, workers))
  }
}
