import Dispatch
import Synchronization

/// Computations on threads of their own, a few at once: the threads that serve the page stay free.
final class Desk: Sendable {
  private struct State {
    var running = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "sandbox", attributes: .concurrent)

  /// How many run at once, and how many wait.
  static let (mostRunning, mostWaiting) = (4, 32)

  /// Carries out work when its turn has come; throws where too many wait.
  func perform<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await takeTurn()
    defer { endTurn() }
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Swift.Result { try work() }) }
    }
  }

  private func takeTurn() async throws {
    var isFull = false
    await withCheckedContinuation { continuation in
      let isNext = state.withLock { state -> Bool in
        if state.running < Self.mostRunning {
          state.running += 1
          return true
        }
        isFull = state.waiting.count >= Self.mostWaiting
        if !isFull { state.waiting.append(continuation) }
        return isFull
      }
      if isNext { continuation.resume() }
    }
    if isFull {
      throw Refusal(
        status: 503, sentence: "\(Self.mostRunning) computations run and \(Self.mostWaiting) wait: ask again when they have ended")
    }
  }

  private func endTurn() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if state.waiting.isEmpty {
        state.running -= 1
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}
