public import Autodiff
import RealModule
public import Scalars

/// The game of Goodfellow et al. 2014 as an f-GAN, f(u) = u log u − (1 + u) log(1 + u): D_f = 2 JS − log 4, and the
/// bound is their V(D) with T = log D.
public struct OriginalGAN: VariationalForm {
  /// The form, which has no parameters.
  public init() {}

  public var title: String { "GAN" }
  public var gameName: String { "f-gan" }
  public var measure: any FDivergence { JensenShannon() }
  public var scale: Double { 2 }
  public var valueAtOne: Double { -.log(4) }
  public var slopeAtOne: Double { -.log(2) }
  public var domain: Interval { Interval(-.infinity, 0) }
  public var remark: String { "f(1) = −log 4, so this is no divergence: it is −log 4 at P = Q." }

  public func f<S: Scalar>(_ u: S) -> S {
    // −u log(1 + 1/u) − log(1 + u), whose terms have one sign.
    let first: S = u.primal > 1 ? u * .log(onePlus: 1 / u) : u * .log(onePlus: u) - timesLog(u)
    return -first - .log(onePlus: u)
  }
  public func conjugateOnDomain<E: Expression>(_ t: E) -> E { -E.log1mExp(-t) }
  public func activation<E: Expression>(_ v: E) -> E { -E.softplus(-v) }
  public func conjugateOfActivation<E: Expression>(_ v: E) -> E { .softplus(v) }
  public func critic<S: Scalar>(logRatio: S) -> S { -softplus(-logRatio) }
  public func optimalOutput(logRatio: Double) -> Double { logRatio }
}
