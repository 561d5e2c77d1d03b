package import Autodiff
package import Calculus
import RealModule
package import Scalars

/// Pearson's χ²(P‖Q) = ∫ (p − q)²/q, f(u) = (u − 1)² (Pearson 1900); in reverse Neyman's, f(u) = (1 − u)²/u.
package struct PearsonChiSquared: DirectedDivergence {
  package static var measure: String { "chi2" }
  package static var growth: GrowthOrder { .power(-1) }
  package let direction: Direction
  package var smoothness: Smoothness { .entire }
  package var formula: DivergenceFormula? { .chiSquared(isForward: isForward) }

  /// The divergence in a direction.
  package init(_ direction: Direction = .forward) { self.direction = direction }

  package func fromSmaller(_ w: LogRatio) -> Double { w.minusOne * w.minusOne }
  package func fromLarger(_ w: LogRatio) -> Double { w.minusOne * w.minusOne }
}

extension PearsonChiSquared: VariationalForm {
  package var title: String { isForward ? "Pearson χ²" : "Neyman χ²" }
  package var gameName: String { isForward ? "f-pearson" : "f-neyman" }
  package var domain: Interval { isForward ? Interval(-2, .infinity) : Interval(-.infinity, 1) }
  package var remark: String {
    isForward
      ? "The table prints f* = t²/4 + t for every t; below t = −2 the supremum is −1, so there the printed bound is valid but not the "
        + "best. It also prints ∫(q − p)²/p beside this f, which is Neyman's; f belongs to ∫(p − q)²/q."
      : ""
  }

  package func f<S: Scalar>(_ u: S) -> S { isForward ? (u - 1).squared : (u - 1) * ((u - 1) / u) }
  package func conjugateOnDomain<E: Expression>(_ t: E) -> E {
    if isForward {
      // −1 from t = −2 down, which the activation does not keep from.
      let t = E.atLeast(-2, t)
      return t * (0.25 * t + 1)
    }
    // 2 − 2√(1−t), multiplied out so that it keeps its digits near t = 0.
    return .quotient(2 * t, E.sqrt(1 - t) + 1)
  }
  package func activation<E: Expression>(_ v: E) -> E { isForward ? v : -E.expMinusOne(-v) }
  package func conjugateOfActivation<E: Expression>(_ v: E) -> E { isForward ? conjugateOnDomain(v) : -2 * E.expMinusOne(-0.5 * v) }
  package func critic<S: Scalar>(logRatio: S) -> S { isForward ? 2 * .expMinusOne(logRatio) : -.expMinusOne(-2 * logRatio) }
  package func optimalOutput(logRatio: Double) -> Double { isForward ? critic(logRatio: logRatio) : 2 * logRatio }
}
