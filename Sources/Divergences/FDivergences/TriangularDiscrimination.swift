package import Calculus

/// Δ(P, Q) = ∫ (p − q)²/(p + q), with f(u) = (u − 1)²/(u + 1); at most 2 (Topsøe 2000).
package struct TriangularDiscrimination: FDivergence {
  /// The divergence, which has no parameters.
  package init() {}

  package var name: String { "triangular" }
  package var smoothness: Smoothness { .singular(at: 1) }
  package var formula: DivergenceFormula? { .triangular }

  package func atRatio(_ w: LogRatio) -> Double { w.minusOne * w.minusOne / (1 + w.value) }
  package func dualAtRatio(_ w: LogRatio) -> Double { atRatio(w) }
}
