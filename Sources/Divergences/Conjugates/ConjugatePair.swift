import RealModule
public import Scalars

/// A row of the f-GAN table: a convex f with its Fenchel conjugate f*(t) = sup over u ≥ 0 of ut − f(u), and what a critic needs of them.
///
/// For every function T the divergence is bounded below, D_f(P‖Q) ≥ E_P T − E_Q f*(T), with equality at T = f′(p/q) (Nguyen, Wainwright & Jordan 2010; Nowozin, Cseke &
/// Tomioka 2016, tables 1, 2 and 6). The formulas run on any `Scalar`, so that one table serves values and derivatives.
///
/// A critic in training does not use them: `VariationalDivergence` of the module Training has g_f and f* ∘ g_f a
/// second time, as nodes of a graph. A test holds the two tables to each other.
///
/// To add one: a struct in `Conjugates/` and a line in `ConjugateTable.swift`.
public protocol ConjugatePair: Sendable {
  /// The name in tables.
  var name: String { get }

  /// The divergence that is bounded: D_f = `scale` · measure + `valueAtOne`.
  var measure: any FDivergence { get }

  /// What the measure is multiplied by, where f is a multiple of its f.
  var scale: Double { get }

  /// f(1): 0 but for the original GAN.
  var valueAtOne: Double { get }

  /// f′(1), the value of T at which the critic finds p = q: T ≥ f′(1) says “real”.
  var slopeAtOne: Double { get }

  /// The closure of the values of f′, in which an optimal critic's lie.
  ///
  /// Above it f* is +∞. Below it f* is the constant −f(0): the supremum is attained at u = 0.
  var domain: Interval { get }

  /// What the literature prints differently.
  var remark: String { get }

  /// f(u), for u ≥ 0.
  func f<S: Scalar>(_ u: S) -> S

  /// f*(t), the exact supremum for any t; +∞ above the domain.
  func conjugate<S: Scalar>(_ t: S) -> S

  /// The output activation g_f, which maps any v into the domain.
  func activation<S: Scalar>(_ v: S) -> S

  /// f*(g_f(v)), the critic's term on a generated sample, without the rounding of g_f(v) near the end of the domain.
  func conjugateOfActivation<S: Scalar>(_ v: S) -> S

  /// The optimal critic T* = f′(u), from log u = log p/q.
  func critic<S: Scalar>(logRatio: S) -> S
}

extension ConjugatePair {
  public var scale: Double { 1 }
  public var valueAtOne: Double { 0 }
  public var slopeAtOne: Double { 0 }
  public var domain: Interval { .line }
  public var remark: String { "" }
  public func conjugateOfActivation<S: Scalar>(_ v: S) -> S { conjugate(activation(v)) }
}
