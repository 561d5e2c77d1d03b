package import Autodiff
package import Calculus
import RealModule
package import Scalars

/// TV(P, Q) = ½ ∫ |p − q|, with f(u) = ½ |u − 1|; at most 1.
package struct TotalVariation: FDivergence {
  /// The divergence, which has no parameters.
  package init() {}

  package var name: String { "tv" }
  package var hasKinkAtOne: Bool { true }
  package var smoothness: Smoothness { .variation }
  package var formula: DivergenceFormula? { .totalVariation }

  package func atRatio(_ w: LogRatio) -> Double { -0.5 * w.minusOne }
  package func dualAtRatio(_ w: LogRatio) -> Double { -0.5 * w.minusOne }
}

extension TotalVariation: VariationalForm {
  package var title: String { "total variation" }
  package var gameName: String { "f-tv" }
  package var domain: Interval { Interval(-0.5, 0.5) }

  package func f<S: Scalar>(_ u: S) -> S { 0.5 * (u - 1).magnitude }
  package func conjugateOnDomain<E: Expression>(_ t: E) -> E { t }
  package func activation<E: Expression>(_ v: E) -> E { 0.5 * E.tanh(v) }
  package func critic<S: Scalar>(logRatio: S) -> S { S(logRatio.primal > 0 ? 0.5 : logRatio.primal < 0 ? -0.5 : 0) }
  package func optimalOutput(logRatio: Double) -> Double { logRatio == 0 ? 0 : logRatio > 0 ? .infinity : -.infinity }
}
