import Calculus

/// How samples are compared: the level of the intervals, and what chance does.
public struct SampleSettings: Hashable, Sendable {
  /// The probability with which an interval is to cover the truth, above 0 and below 1.
  public var level = 0.95
  /// How many permutations the p-values are made of; the smallest possible p-value is 1/(permutations + 1).
  public var permutations = 999
  /// The seed of permutations, halves and subsamples: the same seed gives the same numbers.
  public var seed: UInt64 = 1

  /// A level of 95 % and 999 permutations.
  public init() {}

  /// The probability with which an interval may miss.
  package var alpha: Double { 1 - level }

  /// The z beyond which a standard normal variable lies with probability α/2.
  var normalQuantile: Double { -SpecialFunctions.normalQuantile(alpha / 2) }

  /// How many permutations of so many rows there are: fewer than asked for where they would take minutes.
  func repetitions(rows: Int) -> Int { max(99, min(permutations, 500_000_000 / rows)) }
}
