import Calculus
import Scalars

/// The birthday-paradox test for the size of a generator's support: how often samples of a size hold duplicates, and at
/// what size half of them do.
///
/// Equal probabilities have the fewest duplicates, so the test bounds the number of points from below only. Nor does
/// the size with an even chance give the effective size 1/Σp² where probabilities are unequal; the share of colliding
/// pairs, `CoincidenceShare`, is an unbiased estimate of Σp². S. Arora, A. Risteski, Y. Zhang, “Do GANs learn the
/// distribution? Some theory and empirics”, ICLR 2018.
package struct BirthdayTest: Sendable {
  /// What counts as a duplicate.
  package let duplicates: Duplicates
  /// How many samples are looked at, where there are as many.
  package let trials: Int
  /// How often an interval may miss.
  package let alpha: Double

  /// The longest sample that a search draws from a law.
  package static let longestSample = 1 << 20

  /// A test with at least one trial; its intervals miss with probability at most `alpha`.
  package init(_ duplicates: Duplicates, trials: Int = 400, missing alpha: Double = 0.05) {
    precondition(trials >= 1, "a birthday test needs at least one trial, not \(trials)")
    (self.duplicates, self.trials, self.alpha) = (duplicates, trials, alpha)
  }

  /// How often samples of this size, at least 2, hold duplicates; nil where there are fewer rows than that.
  package func measure(_ stock: SampleStock, size: Int) -> BirthdayResult? {
    let count = stock.trials(of: size, atMost: trials)
    guard size >= 2, count >= 1 else { return nil }
    let pairs = (0..<count).map { duplicates.pairs(in: stock.sample($0, size: size)) }
    return BirthdayResult(
      size: size, duplicates: BinomialInterval(pairs.count { $0 > 0 }, of: count, missing: alpha),
      coincidences: CoincidenceShare(pairs: pairs, sampleSize: size))
  }

  /// The least sample size at which at least half of the trials hold duplicates, with its confidence limits.
  ///
  /// Every trial draws until its first duplicate, and the size is the median of the draws it took: at every size the
  /// same trials count, so no bisection on noise. The limits are order statistics, with Clopper and Pearson's
  /// guarantee. Rows are cut into as many trials as still show the upper limit. Where even the longest samples show no
  /// even chance the result is about these, and `isEvenChance` is false. Nil with fewer than 2 rows.
  package func evenChance(_ stock: SampleStock, limit: Int = longestSample) -> BirthdayResult? {
    if let rows = stock.rowCount, rows < 2 { return nil }
    var best: (size: Int, trials: Int, firsts: [Int])?
    for round in stock.rounds(trials: trials, limit: limit) {
      let firsts = (0..<round.trials).compactMap { duplicates.first(in: stock.sample($0, size: round.size)) }.sorted()
      let ranks = medianRanks(of: round.trials)
      let isWhole = firsts.count >= ranks.upper ?? round.trials
      // Longer samples of a law tell more; of rows they leave fewer trials.
      if isWhole || stock.rowCount == nil || best.map({ $0.firsts.count < medianRanks(of: $0.trials).middle }) != false {
        best = (round.size, round.trials, firsts)
      }
      if isWhole { break }
    }
    return best.map { result(stock, size: $0.size, trials: $0.trials, firsts: $0.firsts) }
  }

  /// The result of trials of this size that found their first duplicates after so many draws, in increasing order.
  private func result(_ stock: SampleStock, size: Int, trials: Int, firsts: [Int]) -> BirthdayResult {
    let pairs = (0..<trials).map { duplicates.pairs(in: stock.sample($0, size: size)) }
    let share = CoincidenceShare(pairs: pairs, sampleSize: size)
    let ranks = medianRanks(of: trials)
    guard firsts.count >= ranks.middle else {
      return BirthdayResult(size: size, duplicates: BinomialInterval(firsts.count, of: trials, missing: alpha), coincidences: share)
    }
    let median = firsts[ranks.middle - 1]
    let upper = ranks.upper.flatMap { $0 <= firsts.count ? Double(firsts[$0 - 1]) : nil } ?? .infinity
    // One draw has no duplicate, whatever the law.
    let lower = ranks.lower.map { Double(firsts[$0 - 1]) } ?? 2
    return BirthdayResult(
      size: median, duplicates: BinomialInterval(firsts.count { $0 <= median }, of: trials, missing: alpha), coincidences: share,
      evenChance: Interval(lower, upper))
  }

  /// The ranks, from 1, of the median among n ordered numbers and of its confidence limits; nil where n is too small to
  /// have them.
  ///
  /// The numbers below the median of a law are binomial: with k of n below x, the limits of x's level still hold ½.
  private func medianRanks(of n: Int) -> (lower: Int?, middle: Int, upper: Int?) {
    // The limits rise with k, so the first rank that is out of reach is found by bisection.
    func firstRank(_ isBeyond: (Interval) -> Bool) -> Int {
      var (low, high) = (0, n + 1)
      while high - low > 1 {
        let k = (low + high) / 2
        if isBeyond(BinomialInterval(k, of: n, missing: alpha).limits) { high = k } else { low = k }
      }
      return high
    }
    let upper = firstRank { $0.lower > 0.5 }
    // By symmetry the lower rank counts from below what the upper one counts from above.
    let hasBoth = upper <= n
    return (hasBoth ? n + 1 - upper : nil, (n + 1) / 2, hasBoth ? upper : nil)
  }
}
