package import Autodiff
package import Calculus
package import Densities
import RealModule
package import Scalars

/// KL(P‖Q) = ∫ p log(p/q), with f(u) = u log u; in reverse KL(Q‖P), with f(u) = −log u (Kullback & Leibler 1951).
///
/// In Bregman form, p (λ + e^−λ − 1) with λ = log p/q: nothing cancels, down to divergences of 10⁻³⁰.
package struct KullbackLeibler: DirectedDivergence {
  package static var measure: String { "kl" }
  package static var growth: GrowthOrder { .logarithmic }
  package let direction: Direction
  package var smoothness: Smoothness { .entire }
  package var formula: DivergenceFormula? { .kl(isForward: isForward) }

  /// The divergence in a direction.
  package init(_ direction: Direction = .forward) { self.direction = direction }

  package func closedForm(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate? {
    isForward ? closedFormKL(p, q) : closedFormKL(q, p)
  }

  @inline(__always)
  package func fromSmaller(_ w: LogRatio) -> Double {
    // w log w − (w − 1), which cancels near w = 1 but as (w − 1) log w − (w − 1 − log w).
    w.log > -0.25 ? w.minusOne * w.log - w.remainder : w.timesLog - w.minusOne
  }

  @inline(__always)
  package func fromLarger(_ w: LogRatio) -> Double { w.remainder }
}

extension KullbackLeibler: VariationalForm {
  package var title: String { isForward ? "Kullback–Leibler" : "reverse Kullback–Leibler" }
  package var gameName: String { isForward ? "f-kl" : "f-reverse-kl" }
  package var domain: Interval { isForward ? .line : Interval(-.infinity, 0) }
  package var remark: String {
    isForward ? "" : "The paper's activation −exp(−v) grows with “real”; its authors' code has −exp(v), which turns v round."
  }

  package func f<S: Scalar>(_ u: S) -> S { isForward ? timesLog(u) : -.log(u) }
  package func conjugateOnDomain<E: Expression>(_ t: E) -> E { isForward ? .exp(t - 1) : -1 - E.log(-t) }
  package func activation<E: Expression>(_ v: E) -> E { isForward ? v : -E.exp(-v) }
  package func conjugateOfActivation<E: Expression>(_ v: E) -> E { isForward ? conjugateOnDomain(v) : v - 1 }
  package func critic<S: Scalar>(logRatio: S) -> S { isForward ? 1 + logRatio : -.exp(-logRatio) }
  package func optimalOutput(logRatio: Double) -> Double { isForward ? 1 + logRatio : logRatio }
}
