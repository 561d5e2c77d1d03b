import Foundation

/// One line on standard error, redrawn at most ten times a second: how far the work has come, and at what rate.
package struct ProgressBar {
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var firstStep: Int?
  private var nextDraw: ContinuousClock.Instant

  /// Whether the work under way is somebody else's than the terminal's.
  @TaskLocal static var isHidden = false

  /// A bar where standard error is a terminal that can redraw a line; else nothing.
  package static func onStandardError() -> ProgressBar? {
    guard !isHidden, isatty(STDERR_FILENO) == 1, let kind = getenv("TERM"), String(cString: kind) != "dumb" else { return nil }
    return ProgressBar()
  }

  private init() {
    start = clock.now
    nextDraw = start
  }

  /// Redraws the line if it is time to, with the share of the next step that is done; `detail` is given the steps a
  /// second since the first call.
  package mutating func show(_ step: Int, of steps: Int, within share: Double = 0, detail: (_ rate: Double) -> String) {
    let now = clock.now
    let first = firstStep ?? step
    firstStep = first
    guard now >= nextDraw || step == steps else { return }
    nextDraw = now + .milliseconds(100)
    let rate = Double(step - first) / max((now - start) / .seconds(1), 1e-9)
    write(Self.line(step, of: steps, within: share, detail: detail(rate), width: Self.width()))
  }

  /// Ends the line, which stays.
  func finish() { if firstStep != nil { Self.send("\n") } }

  /// Takes the line away.
  package func erase() { if firstStep != nil { write("") } }

  /// The text of a line of a terminal that is so many columns wide.
  static func line(_ step: Int, of steps: Int, within part: Double = 0, detail: String, width: Int) -> String {
    let share = (Double(step) + part) / Double(max(steps, 1))
    let text = String(format: " %3.0f%%  %d/%d  ", 100 * share, step, steps) + detail
    let room = min(40, width - 1 - text.count - 2)
    guard room >= 4 else { return String(text.prefix(max(width - 1, 0))) }
    let filled = Int(share * Double(room))
    return "[" + String(repeating: "=", count: filled) + String(repeating: " ", count: room - filled) + "]" + text
  }

  private func write(_ line: String) { Self.send("\r\u{1B}[K" + line) }

  /// A terminal that is gone is no reason to lose the work.
  private static func send(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }

  private static func width() -> Int { terminalWidth(of: STDERR_FILENO) ?? 80 }
}
