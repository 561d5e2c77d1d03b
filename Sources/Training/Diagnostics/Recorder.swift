import Dispatch
import Foundation
import Synchronization

/// Examines records on a thread of its own, in order. Training waits only while eight records are pending.
///
/// Work that is queued behind a record sees its row: a checkpoint is written there too.
final class Recorder: @unchecked Sendable {
  // Guarded by the serial queue.
  private var rows: [HistoryRow]
  private var frames: [FramePoint]
  private let failures = Mutex<(any Error)?>(nil)
  private let pending = Mutex(0)
  private let examiner: Examiner
  private let hasFrame: @Sendable (_ step: Int) -> Bool
  private let queue = DispatchQueue(label: "recorder", qos: .utility)
  // Training that is faster than its records waits, lest their copies of the players fill the memory.
  private let room = DispatchSemaphore(value: 8)

  /// A recorder that continues a history, empty at the start of a run.
  ///
  /// - Parameters:
  ///   - examiner: what examines the records.
  ///   - history: the rows so far.
  ///   - frames: the points of frames so far.
  ///   - hasFrame: whether the record of a step has a frame.
  init(_ examiner: Examiner, history: [HistoryRow], frames: [FramePoint], hasFrame: @escaping @Sendable (_ step: Int) -> Bool) {
    (self.examiner, rows, self.frames, self.hasFrame) = (examiner, history, frames, hasFrame)
  }

  /// Queues the examination of a record.
  func record(_ record: TrainingRecord) {
    room.wait()
    queue.async {
      self.rows.append(self.examiner.row(record))
      if self.hasFrame(record.step) { self.frames += self.examiner.frame(record) }
      self.room.signal()
    }
  }

  /// Queues work on the history and the frames so far; what it throws is thrown by the next `check` or `finish`.
  func perform(_ work: @escaping @Sendable ([HistoryRow], [FramePoint]) throws -> Void) {
    pending.withLock { $0 += 1 }
    queue.async {
      do { try work(self.rows, self.frames) } catch { self.failures.withLock { $0 = $0 ?? error } }
      self.pending.withLock { $0 -= 1 }
    }
  }

  /// Whether all work given to `perform` is done.
  var isIdle: Bool { pending.withLock { $0 == 0 } }

  /// Throws what queued work has thrown so far.
  func check() throws { try failures.withLock { if let failure = $0 { throw failure } } }

  /// The history and the frames, once everything queued is done.
  func finish() throws -> (rows: [HistoryRow], frames: [FramePoint]) {
    let all = queue.sync { (self.rows, self.frames) }
    try check()
    return all
  }
}
