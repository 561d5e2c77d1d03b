public import Densities
import RealModule
import Scalars

/// Two samples, and how far apart the distributions are that they were drawn from.
///
/// ```swift
/// for row in try SamplePair(before, after).table() { print(row.measure, row.value ?? .nan, row.note) }
/// ```
/// The rows of each sample must be independent draws; no interval holds for rows that depend on each other, as those of
/// a time series do. Values are in nats, or in the units of the data.
public struct SamplePair: Sendable {
  /// The level of the intervals, the number of permutations, and the seed.
  public let settings: SampleSettings
  /// The first sample in increasing order, as multiples of `unit` from a common origin.
  package let first: [Double]
  /// The second sample in the same form.
  package let second: [Double]
  /// A power of two of the order of the span, so that squares of what is divided by it are neither huge nor tiny.
  let unit: Double
  /// How many rows have a value that occurs more than once, as the samples were given.
  let repeatedRows: Int
  /// Whether this is a pair in the other order: the first sample is then that of Q.
  private let isSwapped: Bool

  /// Two samples of at least two distinct numbers each; throws one sentence otherwise.
  ///
  /// The sources are where the data came from, for the sentence.
  public init(
    _ first: [Double], _ second: [Double], settings: SampleSettings = SampleSettings(),
    sources: (first: String, second: String) = ("the first sample", "the second sample")
  ) throws(DensityError) {
    let samples = [
      try SortedData.validated(first, sources.first), try SortedData.validated(second, sources.second),
    ]
    let (low, high) = (min(samples[0][0], samples[1][0]), max(samples[0][first.count - 1], samples[1][second.count - 1]))
    guard (high - low).isFinite else {
      throw DensityError("\(sources.first) and \(sources.second) must span less than the largest double, not from \(low) to \(high)")
    }
    (self.settings, isSwapped) = (settings, false)
    repeatedRows = Neighbors.repeatedRows(Neighbors.merge(samples[0], samples[1]))
    unit = Double(sign: .plus, exponent: max(high - low, Double.leastNormalMagnitude).exponent, significand: 1)
    let (origin, unit) = (samples[0][first.count / 2], unit)
    (self.first, self.second) = (samples[0].map { ($0 - origin) / unit }, samples[1].map { ($0 - origin) / unit })
  }

  /// The numbers of rows of P's sample and of Q's.
  package var counts: (first: Int, second: Int?) { isSwapped ? (second.count, first.count) : (first.count, second.count) }

  /// The names of the distributions of the first sample and of the second.
  var names: (first: String, second: String) { isSwapped ? ("Q", "P") : ("P", "Q") }

  /// The pair in the other order, for a measure that is not symmetric.
  var swapped: SamplePair { SamplePair(like: self, second, first, isSwapped: !isSwapped) }

  /// Other samples of the same units and settings.
  init(like pair: SamplePair, _ first: [Double], _ second: [Double], isSwapped: Bool = false) {
    (settings, unit, repeatedRows, self.isSwapped) = (pair.settings, pair.unit, pair.repeatedRows, isSwapped)
    (self.first, self.second) = (first, second)
  }

  /// Every measure: distances of the empirical distributions, KL and JS by nearest neighbours and by kernel estimates,
  /// and lower bounds on KL.
  public func table() -> [SampleEstimate] {
    empiricalDistances() + neighborDivergences() + kernelDivergences() + [binnedBound("kl_pq"), swapped.binnedBound("kl_qp")]
  }
}
