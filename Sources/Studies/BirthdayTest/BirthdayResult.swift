package import Calculus
import RealModule
package import Scalars

/// The result of a birthday test at one sample size.
package struct BirthdayResult: Sendable {
  /// The sample size s.
  package let size: Int
  /// How many samples held duplicates, and the limits of the probability.
  package let duplicates: BinomialInterval
  /// How many pairs of samples were duplicates.
  package let coincidences: CoincidenceShare
  /// The limits of the sample size with an even chance, if s was searched for and found; the upper one is infinite
  /// where the trials are too few.
  package var evenChance: Interval?

  /// Whether s is where a search has found an even chance.
  package var isEvenChance: Bool { evenChance != nil }

  /// s², which the lecture takes for the support where duplicates are likely; of equally likely points with an even
  /// chance it is 1.386 times too large.
  package var lectureEstimate: Double { Double(size) * Double(size) }

  /// s²/(2 log 2) = 0.7213 s², the number of equally likely points that have an even chance at s.
  ///
  /// It estimates neither the number of points that are not equally likely nor 1/Σp², for which see `coincidences`: one
  /// point of a tenth and 100 000 others have 1/Σp² = 100, and an even chance at 17, for which this is 208.
  package var correctedEstimate: Double { lectureEstimate / (2 * .log(2)) }

  /// s(s−1)/(2 log 1/(1−γ)) at the upper limit of the probability γ: the support has at least so many points, at the
  /// confidence of that limit.
  package var fewestPoints: Double { Birthday.fewestPoints(size, duplicateProbability: duplicates.limits.upper) }
}

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
