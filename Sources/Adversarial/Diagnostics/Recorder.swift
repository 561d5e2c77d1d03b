import Dispatch
import Foundation
import Tabulation

/// Examines snapshots on a thread of its own, in order, so that training neither waits nor changes by a bit.
///
/// Work that is queued behind a record sees its row: a checkpoint is written there too.
final class Recorder: @unchecked Sendable {
  // Guarded by the serial queue.
  private var table: Table
  private var failure: (any Error)?
  private let examiner: Examiner
  private let queue = DispatchQueue(label: "recorder", qos: .utility)

  /// A recorder that continues a history, empty at the start of a run.
  init(_ examiner: Examiner, history: Table?) {
    self.examiner = examiner
    table = history ?? Table(columns: examiner.columns)
  }

  /// Queues the examination of a snapshot.
  func record(_ snapshot: Snapshot) {
    queue.async { self.table.append(self.examiner.row(snapshot)) }
  }

  /// Queues work on the history so far; what it throws is thrown by the next `finish`, or by `check`.
  func perform(_ work: @escaping @Sendable (Table) throws -> Void) {
    queue.async {
      do { try work(self.table) } catch { self.failure = self.failure ?? error }
    }
  }

  /// The history, once everything queued is done.
  func finish() throws -> Table {
    try queue.sync {
      if let failure { throw failure }
      return table
    }
  }
}
