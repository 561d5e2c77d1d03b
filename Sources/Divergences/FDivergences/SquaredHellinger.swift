public import Autodiff
import RealModule
public import Scalars

/// H²(P, Q) = ½ ∫ (√p − √q)² = 1 − ∫ √(pq), with f(u) = ½ (√u − 1)²; at most 1 (Hellinger 1909).
public struct SquaredHellinger: FDivergence {
  /// The divergence, which has no parameters.
  public init() {}

  public var name: String { "hellinger2" }

  public func atRatio(_ w: LogRatio) -> Double {
    let root = w.minusOne / (1 + .sqrt(w.value))
    return 0.5 * root * root
  }
  public func dualAtRatio(_ w: LogRatio) -> Double { atRatio(w) }
}

/// Without the ½, f(u) = (√u − 1)².
extension SquaredHellinger: VariationalForm {
  public var title: String { "squared Hellinger" }
  public var gameName: String { "f-hellinger" }
  public var scale: Double { 2 }
  public var domain: Interval { Interval(-.infinity, 1) }
  public var remark: String { "This f gives ∫(√p − √q)², twice the H² that is at most 1." }

  public func f<S: Scalar>(_ u: S) -> S {
    let root: S = (u - 1) / (1 + .sqrt(u))
    return root * root
  }
  public func conjugateOnDomain<E: Expression>(_ t: E) -> E { .quotient(t, 1 - t) }
  public func activation<E: Expression>(_ v: E) -> E { -E.expMinusOne(-v) }
  public func conjugateOfActivation<E: Expression>(_ v: E) -> E { .expMinusOne(v) }
  public func critic<S: Scalar>(logRatio: S) -> S { -.expMinusOne(-0.5 * logRatio) }
  public func optimalOutput(logRatio: Double) -> Double { logRatio / 2 }
}
