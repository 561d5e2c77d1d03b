import RealModule
public import Scalars

/// What a birthday test has found at one sample size.
public struct BirthdayResult: Sendable {
  /// The sample size s.
  public let size: Int
  /// How many samples held duplicates, and the limits of the probability.
  public let duplicates: BinomialInterval
  /// How many pairs of samples were duplicates.
  public let coincidences: CoincidenceShare
  /// The limits of the sample size with an even chance, if s was searched for and found; the upper one is infinite where the trials are too few.
  public var evenChance: Interval?

  /// Whether s is where a search has found an even chance.
  public var isEvenChance: Bool { evenChance != nil }

  /// s², which the lecture takes for the support where duplicates have “good probability”; for an even chance 1.386 times too large.
  public var lectureEstimate: Double { Double(size) * Double(size) }

  /// s²/(2 log 2) = 0.7213 s², the effective size that goes with an even chance at s.
  public var correctedEstimate: Double { lectureEstimate / (2 * .log(2)) }

  /// s(s−1)/(2 log 1/(1−γ)) at the upper limit of the probability γ: the support has at least so many points, at the confidence of that limit.
  public var fewestPoints: Double { Birthday.fewestPoints(size, duplicateProbability: duplicates.limits.upper) }
}
