import Synchronization

/// The trainings that pages look at: a few at once, each as long as its page looks.
final class LiveRuns: Sendable {
  private struct State {
    var count = 0
    /// A run that is still being made is nil.
    var runs: [String: LiveRun?] = [:]
  }

  private let state = Mutex(State())

  /// How many there may be.
  static let most = 4

  /// A place for a run, by its name; throws where there are as many as there may be.
  ///
  /// A page that is loaded again asks for its runs before it is noticed that the old ones are gone: it waits a little.
  func reserve() async throws -> String {
    for _ in 0..<30 {
      if let name = free() { return name }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw Refusal(status: 503, sentence: "\(Self.most) trainings run already: end one of them, or close its page")
  }

  private func free() -> String? {
    state.withLock { state in
      guard state.runs.count < Self.most else { return nil }
      state.count += 1
      state.runs.updateValue(nil, forKey: "r\(state.count)")
      return "r\(state.count)"
    }
  }

  /// Puts a run in its place.
  func add(_ run: LiveRun) { state.withLock { _ = $0.runs.updateValue(run, forKey: run.name) } }

  /// Frees a place.
  func remove(_ name: String) { state.withLock { _ = $0.runs.removeValue(forKey: name) } }

  /// The run of this name; nil where there is none, or none any more.
  subscript(name: String) -> LiveRun? { state.withLock { $0.runs[name] ?? nil } }

  /// Ends all of them.
  func endAll() { for run in state.withLock({ $0.runs.values.compactMap(\.self) }) { run.end() } }
}
