import RealModule
package import Scalars

/// Confidence limits for the probability of an event that was seen in k of n independent trials (Clopper & Pearson
/// 1934).
///
/// The limits are beta quantiles, B(α/2; k, n−k+1) and B(1−α/2; k+1, n−k). Whatever the probability, each limit is
/// wrong with probability at most α/2: never too narrow, as approximations are near 0 and 1, and for few trials
/// somewhat wide.
package struct BinomialInterval: Sendable, Hashable {
  /// How often the event was seen.
  package let successes: Int
  /// How often it could have been.
  package let trials: Int
  /// The lower and the upper limit.
  package let limits: Interval

  /// The share k/n.
  package var share: Double { Double(successes) / Double(trials) }

  /// The interval for 0 ≤ k ≤ n, n ≥ 1, that misses the truth with probability at most α.
  package init(_ successes: Int, of trials: Int, missing alpha: Double = 0.05) {
    precondition(trials >= 1 && (0...trials).contains(successes), "\(successes) of \(trials) trials are not a count")
    precondition(alpha > 0 && alpha < 1, "an interval misses with a probability between 0 and 1, not \(alpha)")
    (self.successes, self.trials) = (successes, trials)
    let (k, n) = (Double(successes), Double(trials))
    let lower = successes == 0 ? 0 : IncompleteBeta(k, n - k + 1).lowerInverse(alpha / 2)
    let upper = successes == trials ? 1 : IncompleteBeta(k + 1, n - k).upperInverse(alpha / 2)
    limits = Interval(lower, upper)
  }
}
