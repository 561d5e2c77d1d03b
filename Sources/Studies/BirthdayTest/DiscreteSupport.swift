package import Calculus
import RealModule
import Scalars

/// A law on finitely many points, 0, 1, …, N − 1, such as a generator that has memorised N pictures.
package struct DiscreteSupport: Sendable {
  /// The probability of each point; they sum to 1.
  package let probabilities: [Double]
  /// The probability of each point and those before it.
  private let cumulative: [Double]

  /// Points of these weights, which are divided by their sum; nil if there is none, one is negative or not finite, or
  /// all are 0.
  package init?(weights: [Double]) {
    let total = weights.compensatedSum()
    guard total > 0, total.isFinite, weights.allSatisfy({ $0 >= 0 }) else { return nil }
    probabilities = weights.map { $0 / total }
    var sum = CompensatedSum()
    cumulative = probabilities.map { probability in
      sum.add(probability)
      return sum.value
    }
  }

  /// 1/Σp², the size of the uniform support on which two draws coincide as often: at most N, and N only for equal
  /// probabilities.
  ///
  /// It is the exponential of the Rényi entropy of order 2 (Rényi 1961).
  package var effectiveSize: Double { 1 / probabilities.lazy.map { $0 * $0 }.compensatedSum() }

  /// P(two of n draws coincide), exactly, in n·N steps.
  package func duplicateProbability(_ draws: Int) -> Estimate {
    let distinct = Birthday.allDistinct(draws, probabilities: probabilities)
    return Estimate(1 - distinct.value, error: distinct.error + .ulpOfOne)
  }

  /// A draw: the index of a point.
  package func sample(using generator: inout some RandomNumberGenerator) -> Double {
    let level = generator.openUniform()
    var (low, high) = (0, cumulative.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] < level { low = middle + 1 } else { high = middle }
    }
    return Double(low)
  }
}
