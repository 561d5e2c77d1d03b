package import Autodiff
package import Calculus
package import Densities
import RealModule
package import Scalars

/// What a critic needs of an f-divergence: D_f(P‖Q) = sup over T of E_P T − E_Q f*(T), attained at T = f′(p/q), with
/// the Fenchel conjugate f*(t) = sup over u ≥ 0 of ut − f(u) (Nguyen, Wainwright & Jordan 2010).
///
/// An f-GAN trains T = g_f(v), where v is what a network says and the output activation g_f maps it into the domain of
/// f* (Nowozin, Cseke & Tomioka 2016, tables 1, 2 and 6). The formulas that it is trained by run on any `Expression`:
/// claims evaluate on numbers what a trainer traces.
package protocol VariationalForm: Sendable {
  /// The name in tables.
  var title: String { get }

  /// The name of the f-GAN in the catalogue of objectives and on a command line.
  var gameName: String { get }

  /// The divergence that is bounded: D_f = `scale` · measure + `valueAtOne`.
  var measure: any FDivergence { get }

  /// What the measure is multiplied by, where the f of the literature is a multiple of its f.
  var scale: Double { get }

  /// f(1): 0 but for the original GAN.
  var valueAtOne: Double { get }

  /// The closure of the values of f′, in which an optimal critic's lie.
  ///
  /// Above it f* is +∞. Below it f* is the constant −f(0): the supremum is attained at u = 0.
  var domain: Interval { get }

  /// What the literature prints differently.
  var remark: String { get }

  /// f(u), for u ≥ 0.
  func f<S: Scalar>(_ u: S) -> S

  /// f*(t) where the domain is not left; outside, `conjugate` is asked.
  func conjugateOnDomain<E: Expression>(_ t: E) -> E

  /// The output activation g_f, which maps any v into the domain.
  func activation<E: Expression>(_ v: E) -> E

  /// f*(g_f(v)), the critic's term on a generated sample, without the rounding of g_f(v) near the end of the domain.
  func conjugateOfActivation<E: Expression>(_ v: E) -> E

  /// The optimal critic T* = f′(u), from log u = log p/q; values of T from f′(1) on say “real”.
  func critic<S: Scalar>(logRatio: S) -> S

  /// The network's output at the optimal critic, g_f⁻¹(f′(u)).
  func optimalOutput(logRatio: Double) -> Double
}

extension VariationalForm {
  package var scale: Double { 1 }
  package var valueAtOne: Double { 0 }
  package var domain: Interval { .line }
  package var remark: String { "" }
  package func conjugateOfActivation<E: Expression>(_ v: E) -> E { conjugateOnDomain(activation(v)) }
  package func optimalOutput(logRatio: Double) -> Double { critic(logRatio: logRatio) }

  /// f*(t), the exact supremum for any t: +∞ above the domain, −f(0) below it.
  package func conjugate<S: Scalar & Expression>(_ t: S) -> S {
    if t.primal > domain.upper { return S(.infinity) }
    return t.primal < domain.lower ? S(-f(0.0)) : conjugateOnDomain(t)
  }

  /// D_f(P‖Q) with this f, a multiple of the measure for some forms: the supremum of the bound.
  package func supremum(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate {
    supremum(from: DensityPair(p, q).measure([measure])[0])
  }

  /// The same where the measure is known.
  package func supremum(from measurement: Estimate) -> Estimate {
    scale == 1 ? measurement : Estimate(scale) * measurement + Estimate(valueAtOne)
  }
}

extension VariationalForm where Self: FDivergence {
  package var measure: any FDivergence { self }
}

/// The x with log(1 + eˣ) = y, for y ≥ 0.
func softplusInverse(_ y: Double) -> Double { y > 700 ? y : .log(.expMinusOne(y)) }

/// u log u, 0 at u = 0.
func timesLog<S: Scalar>(_ u: S) -> S { u.primal == 0 ? 0 : u * .log(u) }
