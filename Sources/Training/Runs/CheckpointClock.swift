/// When a checkpoint is due.
struct CheckpointClock {
  private let clock = ContinuousClock()
  private let pause: Duration
  private var nextCheckpoint: ContinuousClock.Instant
  private var lastLook: ContinuousClock.Instant
  private var nextLook: Int

  /// The first checkpoint is due after a second at the latest.
  init(seconds: Double, step: Int) {
    // A clock has no room for more than some hundred years.
    pause = .seconds(min(max(seconds, 0), 1e9))
    lastLook = clock.now
    nextCheckpoint = lastLook + min(pause, .seconds(1))
    nextLook = step + 1
  }

  /// Whether a checkpoint is due. The clock is read every few steps: at every step it would slow down the shortest
  /// ones.
  mutating func isDue(atStep step: Int) -> Bool {
    guard step >= nextLook else { return false }
    let now = clock.now
    nextLook = step + (now - lastLook < .milliseconds(10) ? 16 : 1)
    lastLook = now
    return now >= nextCheckpoint
  }

  mutating func restart() { nextCheckpoint = clock.now + pause }
}
