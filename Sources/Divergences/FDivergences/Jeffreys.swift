package import Autodiff
package import Calculus
package import Densities
import RealModule
package import Scalars

/// J(P, Q) = KL(P‖Q) + KL(Q‖P) = ∫ (p − q) log(p/q), with f(u) = (u − 1) log u (Jeffreys 1946).
package struct Jeffreys: FDivergence {
  private static let (forth, back) = (KullbackLeibler(.forward), KullbackLeibler(.reverse))
  private static let both: [(factor: Double, divergence: any FDivergence)] = [(1, forth), (1, back)]

  /// The divergence, which has no parameters.
  package init() {}

  package var name: String { "jeffreys" }
  package var growthAtZero: GrowthOrder { .logarithmic }
  package var growthAtInfinity: GrowthOrder { .logarithmic }
  package var smoothness: Smoothness { .entire }
  package var parts: [(factor: Double, divergence: any FDivergence)] { Self.both }

  package func atRatio(_ w: LogRatio) -> Double { Self.forth.atRatio(w) + Self.back.atRatio(w) }
  package func dualAtRatio(_ w: LogRatio) -> Double { atRatio(w) }
  package func closedForm(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate? {
    // Without one of the two the mesh is needed anyway.
    guard let there = Self.forth.closedForm(p, q), let again = Self.back.closedForm(p, q) else { return nil }
    return Estimate.sum(there, again)
  }
}

extension Jeffreys: VariationalForm {
  package var title: String { "Jeffreys" }
  package var gameName: String { "f-jeffreys" }
  package var remark: String {
    "f*(t) = w + 1/w + t − 2 with w = W(e^{1−t}), Lambert's function; here u − 1 + log u with u = 1/w, which does not cancel."
  }

  package func f<S: Scalar>(_ u: S) -> S { (u - 1) * .log(u) }
  package func conjugateOnDomain<E: Expression>(_ t: E) -> E {
    // The u with f′(u) = 1 + log u − 1/u = t has −log u + 1/u = 1 − t.
    let logU = -E.logWrightOmega(1 - t)
    return .expMinusOne(logU) + logU
  }
  package func activation<E: Expression>(_ v: E) -> E { v }
  package func critic<S: Scalar>(logRatio: S) -> S { logRatio - .expMinusOne(-logRatio) }
}
