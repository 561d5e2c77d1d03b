package import Autodiff
import RealModule
package import Scalars

/// JS(P, Q) = ½ KL(P‖M) + ½ KL(Q‖M), with M = (P+Q)/2: the halved Jensen–Shannon divergence, at most log 2 (Lin 1991).
///
/// The lecture's own JS leaves out the halves: it is `JensenShannon(isHalved: false)`, named `js_lecture`.
package struct JensenShannon: FDivergence {
  package let name: String
  private let half: Double
  private static let part = SkewKullbackLeibler(weight: 0.5)
  private static let means: [any FDivergence] = [part, SkewKullbackLeibler(weight: 0.5, .reverse)]

  /// The halved divergence, or the un-halved KL(P‖M) + KL(Q‖M) of the lecture.
  package init(isHalved: Bool = true) {
    name = isHalved ? "js" : "js_lecture"
    half = isHalved ? 0.5 : 1
  }

  package var smoothness: Smoothness { .singular(at: 1) }
  package var parts: [(factor: Double, divergence: any FDivergence)] { Self.means.map { (half, $0) } }

  package func atRatio(_ w: LogRatio) -> Double { half * (Self.part.atRatio(w) + Self.part.dualAtRatio(w)) }
  package func dualAtRatio(_ w: LogRatio) -> Double { atRatio(w) }
}

/// Of the un-halved divergence, f(u) = u log u − (1 + u) log((1 + u)/2).
extension JensenShannon: VariationalForm {
  package var title: String { "Jensen–Shannon" }
  package var gameName: String { "f-js" }
  package var scale: Double { 1 / half }
  package var domain: Interval { Interval(-.infinity, .log(2)) }
  package var remark: String { "This f gives the un-halved divergence, at most 2 log 2; so do the paper's experiments." }

  package func f<S: Scalar>(_ u: S) -> S {
    let h: S = 0.5 * (u - 1)
    // With log(1 + x) = x − R(x) the leading terms leave 2h².
    if abs(h.primal) < 0.25 { return 2 * h * h - u * logRemainder(2 * h) + (1 + u) * logRemainder(h) }
    return timesLog(u) - (1 + u) * .log(onePlus: h)
  }
  package func conjugateOnDomain<E: Expression>(_ t: E) -> E { -E.log(onePlus: -E.expMinusOne(t)) }
  package func activation<E: Expression>(_ v: E) -> E { Double.log(2) - E.softplus(-v) }
  package func conjugateOfActivation<E: Expression>(_ v: E) -> E { E.softplus(v) - Double.log(2) }
  package func critic<S: Scalar>(logRatio: S) -> S { -logMeanExp(-logRatio) }
  package func optimalOutput(logRatio: Double) -> Double { logRatio }

  /// log((1 + eᵛ)/2), exact near v = 0 and without overflow.
  private func logMeanExp<S: Scalar>(_ v: S) -> S { v.primal < 1 ? .log(onePlus: 0.5 * .expMinusOne(v)) : softplus(v) - S(.log(2)) }
}
