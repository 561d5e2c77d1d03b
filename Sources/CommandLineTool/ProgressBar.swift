import Adversarial
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// One line on standard error, redrawn at most ten times a second: how far a run has come, its rate and its losses.
struct ProgressBar {
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var firstStep: Int?
  private var nextDraw: ContinuousClock.Instant

  /// A bar where standard error is a terminal that can redraw a line; else nothing.
  static func onStandardError() -> ProgressBar? {
    guard isatty(STDERR_FILENO) == 1, let kind = getenv("TERM"), String(cString: kind) != "dumb" else { return nil }
    return ProgressBar()
  }

  private init() {
    start = clock.now
    nextDraw = start
  }

  /// Redraws the line if it is time to.
  mutating func show(_ progress: Run.Progress) {
    // Reading the clock at every step would cost more than the bar.
    guard progress.step.isMultiple(of: 16) || progress.step == progress.steps else { return }
    let now = clock.now
    let first = firstStep ?? progress.step
    firstStep = first
    guard now >= nextDraw || progress.step == progress.steps else { return }
    nextDraw = now + .milliseconds(100)
    write(Self.line(progress, rate: Double(progress.step - first) / max((now - start) / .seconds(1), 1e-9), width: Self.width()))
  }

  /// Ends the line.
  func finish() { if firstStep != nil { FileHandle.standardError.write(Data("\n".utf8)) } }

  /// The text of a line of a terminal that is so many columns wide.
  static func line(_ progress: Run.Progress, rate: Double, width: Int) -> String {
    let share = Double(progress.step) / Double(max(progress.steps, 1))
    let losses =
      String(format: "D %.4f", progress.discriminatorLoss)
      + (progress.generatorLoss.isNaN ? "" : String(format: "  G %.4f", progress.generatorLoss))
    let text = String(format: " %3.0f%%  %d/%d  %.0f steps/s  ", 100 * share, progress.step, progress.steps, rate) + losses
    let room = min(40, width - 1 - text.count - 2)
    guard room >= 4 else { return String(text.prefix(max(width - 1, 0))) }
    let filled = Int(share * Double(room))
    return "[" + String(repeating: "=", count: filled) + String(repeating: " ", count: room - filled) + "]" + text
  }

  private func write(_ line: String) { FileHandle.standardError.write(Data(("\r\u{1B}[K" + line).utf8)) }

  private static func width() -> Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}
