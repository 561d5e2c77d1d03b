package import Autodiff
package import Calculus
import RealModule
package import Scalars

/// H²(P, Q) = ½ ∫ (√p − √q)² = 1 − ∫ √(pq), with f(u) = ½ (√u − 1)²; at most 1 (Hellinger 1909).
package struct SquaredHellinger: FDivergence {
  /// The divergence, which has no parameters.
  package init() {}

  package var name: String { "hellinger2" }
  package var smoothness: Smoothness { .entire }
  package var formula: DivergenceFormula? { .squaredHellinger }

  package func atRatio(_ w: LogRatio) -> Double {
    let root = w.minusOne / (1 + .sqrt(w.value))
    return 0.5 * root * root
  }
  package func dualAtRatio(_ w: LogRatio) -> Double { atRatio(w) }
}

/// Without the ½, f(u) = (√u − 1)².
extension SquaredHellinger: VariationalForm {
  package var title: String { "squared Hellinger" }
  package var gameName: String { "f-hellinger" }
  package var scale: Double { 2 }
  package var domain: Interval { Interval(-.infinity, 1) }
  package var remark: String { "This f gives ∫(√p − √q)², twice the H² that is at most 1." }

  package func f<S: Scalar>(_ u: S) -> S {
    let root: S = (u - 1) / (1 + .sqrt(u))
    return root * root
  }
  package func conjugateOnDomain<E: Expression>(_ t: E) -> E { .quotient(t, 1 - t) }
  package func activation<E: Expression>(_ v: E) -> E { -E.expMinusOne(-v) }
  package func conjugateOfActivation<E: Expression>(_ v: E) -> E { .expMinusOne(v) }
  package func critic<S: Scalar>(logRatio: S) -> S { -.expMinusOne(-0.5 * logRatio) }
  package func optimalOutput(logRatio: Double) -> Double { logRatio / 2 }
}
