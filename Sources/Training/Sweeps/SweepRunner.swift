import Autodiff
import Dispatch
import Foundation
public import Tabulation

/// Carries out a plan, runs side by side, and keeps what is done: stopped or killed, it goes on where it was.
///
/// The plan alone decides every byte of `runs.csv` and `summary.csv`: not the number of workers, not how often it was stopped, and not into how many
/// shards it was cut.
public final class SweepRunner: Sendable {
  /// The plan.
  public let plan: SweepPlan
  private let folder: String
  private let record: SweepRecord
  /// The runs that are this runner's to do.
  private let own: [SweepRun]

  /// One of `count` equal parts of a plan: every count-th run from `index` on, which counts from 1.
  public struct Shard: Sendable {
    let index: Int
    let count: Int

    /// The part `index` of `count`.
    public init(_ index: Int, of count: Int) {
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
  public init(
    _ plan: SweepPlan, folder: String, shard: Shard = Shard(1, of: 1), command: [String] = [], force: Bool = false,
    allowOtherWidth: Bool = false
  ) throws {
    self.plan = plan
    self.folder = folder
    try WholeFile.withOutputs(Self.files(in: folder)) { for density in plan.densities { _ = try plan.subject(of: density) } }
    own = plan.runs.filter { $0.index % shard.count == shard.index - 1 }
    record = try SweepRecord(plan, folder: folder, command: command, force: force, allowOtherWidth: allowOtherWidth)
  }

  /// Everything that a sweep in a folder writes.
  public static func files(in folder: String) -> [String] { SweepRecord.files(in: folder) }

  /// Takes over the runs of other folders of the same plan, if they complete it; else nothing is written. Throws one sentence.
  public func merge(_ folders: [String]) throws {
    defer { record.release() }
    try WholeFile.withOutputs(Self.files(in: folder)) { for folder in folders { try record.add(from: folder) } }
    guard remaining == 0 else {
      throw RunError(
        "'\(folders.joined(separator: "', '"))' leave \(remaining) of \(plan.runs.count) runs undone: name the folders of all shards")
    }
    try record.begin()
    try record.write()
  }

  /// How many of its runs are left to do.
  public var remaining: Int { own.count { !record.done.contains($0.index) } }

  /// Where the numbers come from.
  public var provenance: Provenance { record.provenance }

  /// Which runs failed, one sentence; nil where none did.
  public var failure: String? {
    let failed = record.failures
    guard let first = failed.first else { return nil }
    let rest = failed.count == 1 ? "" : ", and \(failed.count - 1) more; runs.csv has the reason of each"
    return "'\(first.run.method)' on '\(first.run.density)' with seed \(first.run.seed) is \(first.status): \(first.reason)" + rest
  }

  /// The summary of all runs that are done, with the median seconds of a run.
  public var table: Table { record.table }

  /// Does what is left, until `shouldStop` is true between two runs; `progress` is told how many of its own runs are done.
  public func run(workers: Int, shouldStop: @Sendable () -> Bool = { false }, progress: @escaping @Sendable (Int, Int) -> Void) throws {
    try record.begin(on: VectorWidth.chosen())
    defer { record.release() }
    let done = record.done
    let queue = RunQueue(own.filter { !done.contains($0.index) })
    let subjects = Dictionary(uniqueKeysWithValues: try plan.densities.map { ($0, try plan.subject(of: $0)) })
    let total = own.count
    DispatchQueue.concurrentPerform(iterations: max(1, workers)) { _ in
      while !shouldStop(), let run = queue.next() {
        guard let subject = subjects[run.density] else { continue }
        let start = ContinuousClock.now
        do {
          try record.add(run, try run.outcome(subject), seconds: (ContinuousClock.now - start) / .seconds(1))
        } catch {
          queue.fail(error)
        }
        progress(total - remaining, total)
      }
    }
    try record.write()
    if let failure = queue.failure { throw failure }
  }
}

extension SweepPlan {
  /// What is trained on under this name.
  fileprivate func subject(of density: String) throws -> RunSubject {
    guard let run = runs.first(where: { $0.density == density }) else { throw RunError("the plan has no density '\(density)'") }
    return try RunSubject(run.settings)
  }
}

/// The runs that no worker has taken yet.
private final class RunQueue: @unchecked Sendable {
  private let lock = NSLock()
  // Guarded by the lock.
  private var waiting: ArraySlice<SweepRun>
  private var error: (any Error)?

  init(_ runs: [SweepRun]) { waiting = runs[...] }

  var failure: (any Error)? { lock.withLock { error } }

  /// The next run; none after a failure of the folder.
  func next() -> SweepRun? { lock.withLock { error == nil ? waiting.popFirst() : nil } }

  func fail(_ error: any Error) { lock.withLock { self.error = self.error ?? error } }
}
