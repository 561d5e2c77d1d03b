package import Calculus
package import Densities
import Divergences
import RealModule
import Scalars

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
