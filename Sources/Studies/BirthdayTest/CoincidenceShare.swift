import RealModule
import Scalars

/// The share of duplicates among all pairs of a sample: an unbiased estimate of Σp², or of P(|X − X′| ≤ ε).
///
/// It uses every pair, where the birthday test only asks whether there is one.
package struct CoincidenceShare: Sendable, Hashable {
  /// The mean share over the trials.
  package let share: Double
  /// The standard error of the share, from how trials differ; nil for a single trial.
  package let standardError: Double?

  /// The share from the numbers of duplicate pairs in samples of one size of at least 2.
  init(pairs: [Int], sampleSize: Int) {
    let all = 0.5 * Double(sampleSize) * Double(sampleSize - 1)
    let shares = pairs.map { Double($0) / all }
    let (n, mean) = (Double(shares.count), shares.compensatedSum() / Double(shares.count))
    share = mean
    let squares = shares.lazy.map { ($0 - mean) * ($0 - mean) }.compensatedSum()
    standardError = shares.count < 2 ? nil : .sqrt(squares / (n * (n - 1)))
  }

  /// 1 over the share, an estimate of the effective size 1/Σp²; +∞ where no pair was a duplicate.
  package var effectiveSize: Double { 1 / share }

  /// The standard error of the effective size, to first order; nil where there is none.
  package var effectiveSizeError: Double? { share > 0 ? standardError.map { $0 / (share * share) } : nil }
}
