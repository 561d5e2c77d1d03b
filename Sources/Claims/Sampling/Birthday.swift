import RealModule
import Scalars

/// The birthday problem: n draws from finitely many points, and the probability that two coincide.
enum Birthday {
  /// P(no two of n draws coincide) for N points of equal probability: ∏ (1 − i/N).
  static func allDistinct(_ draws: Int, of points: Int) -> Bounded {
    let logs = (0..<draws).map { Double.log(onePlus: -Double($0) / Double(points)) }
    let sum = logs.compensatedSum()
    return exp(Bounded(sum, error: 4 * .ulpOfOne * abs(sum)))
  }

  /// The same as N!/((N − n)! Nⁿ), by the gamma function.
  static func allDistinctByFactorials(_ draws: Int, of points: Int) -> Bounded {
    let (n, count) = (Double(draws), Double(points))
    let terms = [Double.logGamma(count + 1), -Double.logGamma(count - n + 1), -n * .log(count)]
    let size = terms.reduce(0) { $0 + abs($1) }
    return exp(Bounded(terms.compensatedSum(), error: 4 * .ulpOfOne * size))
  }

  /// The same for points of any probabilities: n! times the n-th elementary symmetric polynomial of them.
  static func allDistinct(_ draws: Int, probabilities: [Double]) -> Bounded {
    // tail[k] is k! eₖ of the probabilities so far; every term is positive, so nothing cancels.
    var tail = [1.0] + [Double](repeating: 0, count: draws)
    for probability in probabilities {
      for k in stride(from: draws, through: 1, by: -1) { tail[k] += Double(k) * probability * tail[k - 1] }
    }
    return Bounded(tail[draws], error: 4 * .ulpOfOne * Double(probabilities.count) * tail[draws])
  }

  /// The least number of draws among which two coincide with probability at least 1/2.
  static func median(of points: Int) -> Int {
    var (distinct, draws) = (1.0, 0)
    while distinct > 0.5 {
      distinct *= 1 - Double(draws) / Double(points)
      draws += 1
    }
    return draws
  }

  /// −log P(all distinct) lies between n(n−1)/2N and that plus n(n−1)(2n−1)/6N², if n ≤ N/2: since x ≤ −log(1−x) ≤ x + x² for x ≤ ½.
  static func exponent(_ draws: Int, of points: Int) -> (lower: Double, upper: Double) {
    let (n, count) = (Double(draws), Double(points))
    let first = n * (n - 1) / (2 * count)
    return (first, first + n * (n - 1) * (2 * n - 1) / (6 * count * count))
  }
}
