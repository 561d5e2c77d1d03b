import Foundation
import TestSupport
import Testing

/// Every measure of random pairs, held against ball arithmetic by `Tests/References/random_pairs.py`, which needs
/// python-flint.
///
/// `TEST_MULTIPLIER=100 swift test --filter RandomPairTests` takes two thousand pairs, of a second or two each.
@Suite(.waitsForPrograms) struct RandomPairTests {
  private static let multiplier = ProcessInfo.processInfo.environment["TEST_MULTIPLIER"].flatMap { Int($0) }

  @Test(
    .enabled(if: multiplier != nil, "TEST_MULTIPLIER is not set"),
    .enabled(if: OptionalTool.flint.isExpected, OptionalTool.flint.absence))
  func noValueIsOffByMoreThanItsBound() throws {
    let pairs = 20 * (Self.multiplier ?? 1)
    let run = try runShell(
      "\(OptionalTool.flint.command) Tests/References/random_pairs.py \"$(command -v divergences)\" --pairs \(pairs) --seed 1 2>/dev/null")
    let wrong = run.output.split(separator: "\n").filter { $0.contains(", truth ") || $0.contains(": status ") }
    #expect(run.status == 0 && wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
    #expect(run.output.contains("'finite': "), "\(run.output.suffix(300))")
  }
}
