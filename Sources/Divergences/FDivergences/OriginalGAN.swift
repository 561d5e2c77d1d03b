package import Autodiff
import RealModule
package import Scalars

/// The game of Goodfellow et al. 2014 as an f-GAN, f(u) = u log u − (1 + u) log(1 + u): D_f = 2 JS − log 4, T = log D.
package struct OriginalGAN: VariationalForm {
  /// The form, which has no parameters.
  package init() {}

  package var title: String { "GAN" }
  package var gameName: String { "f-gan" }
  package var measure: any FDivergence { JensenShannon() }
  package var scale: Double { 2 }
  package var valueAtOne: Double { -.log(4) }
  package var domain: Interval { Interval(-.infinity, 0) }
  package var remark: String { "f(1) = −log 4, so this is no divergence: it is −log 4 at P = Q." }

  package func f<S: Scalar>(_ u: S) -> S {
    // −u log(1 + 1/u) − log(1 + u), whose terms have one sign.
    let first: S = u.primal > 1 ? u * .log(onePlus: 1 / u) : u * .log(onePlus: u) - timesLog(u)
    return -first - .log(onePlus: u)
  }
  package func conjugateOnDomain<E: Expression>(_ t: E) -> E { -E.log1mExp(-t) }
  package func activation<E: Expression>(_ v: E) -> E { -E.softplus(-v) }
  package func conjugateOfActivation<E: Expression>(_ v: E) -> E { .softplus(v) }
  package func critic<S: Scalar>(logRatio: S) -> S { -softplus(-logRatio) }
  package func optimalOutput(logRatio: Double) -> Double { logRatio }
}
