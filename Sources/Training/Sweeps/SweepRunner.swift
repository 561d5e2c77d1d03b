import Autodiff
import Calculus
import Dispatch
import Synchronization
package import Tabulation

/// Carries out a plan, several runs at once, and keeps finished runs: after a stop or a kill it continues.
///
/// The plan determines every byte of `runs.csv` and `summary.csv`; the number of workers, interruptions and shards do
/// not change it.
package final class SweepRunner: Sendable {
  /// The plan.
  package let plan: SweepPlan
  private let folder: String
  private let record: SweepRecord
  /// The numbers of the runs that are this runner's to do.
  private let own: StrideTo<Int>
  /// The game on each density, in the order of the plan.
  private let games: [GAN]

  /// One of `count` equal parts of a plan: every count-th run from `index` on, which counts from 1.
  package struct Shard: Sendable {
    let index: Int
    let count: Int

    /// The part `index` of `count`.
    package init(_ index: Int, of count: Int) {
      precondition(count >= 1 && (1...count).contains(index), "there is no shard \(index) of \(count)")
      (self.index, self.count) = (index, count)
    }
  }

  /// A runner in a folder, new or with runs of the same plan in it. Throws one sentence.
  ///
  /// - Parameters:
  ///   - plan: what to do.
  ///   - folder: where it is written; while somebody else writes there, it cannot be had.
  ///   - shard: which part of the plan to do.
  ///   - command: the command line that stands beside its CSV files.
  ///   - force: whether another plan's sweep, and files of a sweep's names, may be replaced; what is read never is.
  ///   - allowOtherWidth: whether runs of several vector widths may come together.
  package init(
    _ plan: SweepPlan, folder: String, shard: Shard = Shard(1, of: 1), command: [String] = [], force: Bool = false,
    allowOtherWidth: Bool = false
  ) throws {
    self.plan = plan
    self.folder = folder
    games = try WholeFile.withOutputs(Self.files(in: folder)) { try plan.games() }
    own = stride(from: shard.index - 1, to: plan.runCount, by: shard.count)
    record = try SweepRecord(plan, folder: folder, command: command, force: force, allowOtherWidth: allowOtherWidth)
  }

  /// Everything that a sweep in a folder writes.
  package static func files(in folder: String) -> [String] { OutputFolder.ofSweep(folder).files }

  /// Takes over the runs of other folders of the same plan, if they complete it; else nothing is written. Throws one
  /// sentence.
  package func merge(_ folders: [String]) throws {
    defer { record.release() }
    try WholeFile.withOutputs(Self.files(in: folder)) { for folder in folders { try record.add(from: folder) } }
    guard remaining == 0 else {
      throw RunError(
        "\(remaining) of \(plan.runCount) runs are undone in '\(folders.joined(separator: "', '"))': name the folders of all shards, "
          + "or continue the shards that are not complete")
    }
    try record.begin()
    try record.write()
  }

  /// How many of its runs are left to do.
  package var remaining: Int { record.undone(own).count }

  /// How long what is left takes with so many workers, from a short trial; nil where nothing is left.
  package func estimate(workers: Int) throws -> SweepEstimate? {
    try SweepEstimate(of: record.undone(own), in: plan, games: games, workers: workers)
  }

  /// Where the numbers come from.
  package var provenance: Provenance { record.provenance }

  /// Which runs failed, one sentence; nil where none did.
  package var failure: String? {
    let failed = record.finished.filter { $0.status != .finished }
    guard let first = failed.first else { return nil }
    let rest = failed.count == 1 ? "" : ", and \(failed.count - 1) more; runs.csv has the reason of each"
    return "'\(first.key.method)' on '\(first.key.density)' with seed \(first.key.seed) is \(first.status): \(first.reason)" + rest
  }

  /// What came of all runs that are done.
  package var summaries: [SweepSummary] { plan.summaries(of: record.finished) }

  /// The same as a table, with the median seconds of a run.
  package var table: Table { Table(of: summaries, SweepSummary.columns + [Column("seconds_median", \.seconds)]) }

  /// Does what is left, until `shouldStop` is true between two runs; `progress` is told how many of its own runs are
  /// done.
  package func run(workers: Int, shouldStop: @Sendable () -> Bool = { false }, progress: @escaping @Sendable (Int, Int) -> Void) throws {
    try record.begin(on: VectorWidth.chosen())
    defer { record.release() }
    let undone = record.undone(own)
    let total = own.reduce(0) { count, _ in count + 1 }
    // None is taken after a failure of the folder.
    let waiting = Mutex((runs: undone[...], done: total - undone.count, failure: (any Error)?.none))
    DispatchQueue.concurrentPerform(iterations: max(1, workers)) { _ in
      while !shouldStop(), let index = waiting.withLock({ $0.failure == nil ? $0.runs.popFirst() : nil }) {
        let run = plan.run(index)
        let start = ContinuousClock.now
        do {
          var row = try run.outcome(games[index / (plan.methods.count * plan.seeds)])
          row.seconds = ((ContinuousClock.now - start) / .milliseconds(1)).rounded() / 1000
          try record.add(row, at: run.index)
        } catch { waiting.withLock { $0.failure = $0.failure ?? error } }
        let done = waiting.withLock { waiting in
          waiting.done += 1
          return waiting.done
        }
        progress(done, total)
      }
    }
    try record.write()
    if let failure = waiting.withLock({ $0.failure }) { throw failure }
  }
}
