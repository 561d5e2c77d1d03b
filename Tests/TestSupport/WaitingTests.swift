import Foundation
import Synchronization
package import Testing

/// Runs tests that wait for a program on threads of their own: tasks have as many threads as there are processors, and
/// one that waits would keep a processor idle that other tests have work for.
///
/// A suite's tests begin there at once, and do not stand behind those of other suites first.
package struct OwnThreads: SuiteTrait, TestScoping {
  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(Threads.shared, operation: function)
  }
}

extension Trait where Self == OwnThreads {
  /// Tests that wait for programs.
  package static var waitsForPrograms: Self { OwnThreads() }
}

/// Twice as many threads as processors, which take turns at the jobs that come: tests that wait are done before the others.
private final class Threads: TaskExecutor {
  static let shared = Threads(count: 2 * max(2, ProcessInfo.processInfo.activeProcessorCount))

  private let jobs = Mutex<[UnownedJob]>([])
  private let waiting = DispatchSemaphore(value: 0)

  private init(count: Int) {
    for _ in 0..<count {
      let thread = Thread { [self] in while true { next().runSynchronously(on: asUnownedTaskExecutor()) } }
      // As much as the main thread has: a parser goes deep.
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    waiting.signal()
  }

  private func next() -> UnownedJob {
    waiting.wait()
    return jobs.withLock { $0.removeFirst() }
  }
}
