package import Calculus
package import Densities
import Divergences
import RealModule
import Scalars

/// The birthday problem: n draws from finitely many points, and the probability that two coincide.
package enum Birthday {
  /// P(no two of n draws coincide) for N points of equal probability: ∏ (1 − i/N).
  package static func allDistinct(_ draws: Int, of points: Int) -> Estimate {
    if draws > points { return Estimate(0, error: 0) }
    let sum = (0..<draws).lazy.map { Double.log(onePlus: -Double($0) / Double(points)) }.compensatedSum()
    return exponential(sum, size: abs(sum))
  }

  /// The same as N!/((N − n)! Nⁿ), by the gamma function.
  package static func allDistinctByFactorials(_ draws: Int, of points: Int) -> Estimate {
    if draws > points { return Estimate(0, error: 0) }
    let (n, count) = (Double(draws), Double(points))
    let terms = [Double.logGamma(count + 1), -Double.logGamma(count - n + 1), -n * .log(count)]
    return exponential(terms.compensatedSum(), size: terms.reduce(0) { $0 + abs($1) })
  }

  /// The same for points of any probabilities: n! times the n-th elementary symmetric polynomial of them, in n·N steps.
  package static func allDistinct(_ draws: Int, probabilities: [Double]) -> Estimate {
    // tail[k] is k! eₖ of the probabilities so far; every term is positive, so nothing cancels.
    var tail = [1.0] + [Double](repeating: 0, count: draws)
    for probability in probabilities {
      for k in stride(from: draws, through: 1, by: -1) { tail[k] += Double(k) * probability * tail[k - 1] }
    }
    return Estimate(tail[draws], error: 4 * .ulpOfOne * Double(probabilities.count) * tail[draws])
  }

  /// The least number of draws among which two of N equally likely points coincide with probability at least 1/2: about
  /// 1.18 √N.
  package static func median(of points: Int) -> Int {
    var (distinct, draws) = (1.0, 0)
    while distinct > 0.5 {
      distinct *= 1 - Double(draws) / Double(points)
      draws += 1
    }
    return draws
  }

  /// −log P(all distinct) lies between n(n−1)/2N and that plus n(n−1)(2n−1)/6N², if n ≤ N/2: since x ≤ −log(1−x) ≤ x +
  /// x² for x ≤ ½.
  package static func exponent(_ draws: Int, of points: Int) -> (lower: Double, upper: Double) {
    let (n, count) = (Double(draws), Double(points))
    let first = n * (n - 1) / (2 * count)
    return (first, first + n * (n - 1) * (2 * n - 1) / (6 * count * count))
  }

  /// The fewest points that n draws can come from if two of them coincide with probability γ: n(n−1) / (2 log 1/(1−γ)).
  ///
  /// Equal probabilities have the fewest duplicates, so γ ≥ 1 − exp(−n(n−1)/2N) for every law on N points. +∞ for γ =
  /// 0, 0 for γ = 1.
  package static func fewestPoints(_ draws: Int, duplicateProbability: Double) -> Double {
    let n = Double(draws)
    let exponent = -Double.log(onePlus: -min(max(duplicateProbability, 0), 1))
    return exponent == 0 ? .infinity : n * (n - 1) / (2 * exponent)
  }

  /// e^x where x comes from terms of this size.
  private static func exponential(_ x: Double, size: Double) -> Estimate {
    let value = Double.exp(x)
    return Estimate(value, error: 4 * .ulpOfOne * (1 + size) * value)
  }
}

/// P(|X − X′| ≤ ε) for two draws of a density and ε ≥ 0, by quadrature: what the share of colliding pairs of a sample
/// estimates.
///
/// It is E[F(X + ε) − F(X − ε)], for N(μ, σ) erf(ε/2σ). Its reciprocal is the effective size at this tolerance.
package func coincidence(_ q: any AnalyticDensity, within tolerance: Double) -> Estimate {
  precondition(tolerance >= 0 && tolerance.isFinite, "a tolerance must be finite and at least 0, not \(tolerance)")
  // The inner probability has a kink wherever a break point comes within the tolerance.
  let shifts = q.breakpoints.isEmpty ? [] : [-tolerance, tolerance]
  let shifted = shifts.compactMap { shift -> (any AnalyticDensity)? in try? Affine(q, shift: shift, scale: 1) }
  let estimate = expectation(under: q, alongside: shifted) { x in
    q.probability(of: Interval(x - tolerance, x + tolerance))
  }
  return estimate.widened(by: 1e-12 * estimate.value)
}

/// 1/(2ε ∫q²), the effective size of a density for a small tolerance ε; 0 where ∫q² is infinite, nil where it stays
/// unresolved.
package func smallToleranceSize(_ q: any AnalyticDensity, within tolerance: Double) -> Double? {
  let integral = squareIntegral(q)
  return switch integral.status {
  case .finite, .infinite: 0.5 / tolerance / integral.value
  case .overflow(let logValue): 0.5 / tolerance * .exp(-logValue)
  case .unresolved, .undefined: nil
  }
}
