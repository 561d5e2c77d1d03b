import RealModule
public import Scalars

// The rows of the f-GAN table whose f is made of powers.

/// Total variation, f(u) = ½ |u − 1|.
public struct TotalVariationConjugate: ConjugatePair {
  /// The pair of f and f*, which has no parameters.
  public init() {}

  public var name: String { "total variation" }
  public var measure: any FDivergence { TotalVariation() }
  public var domain: Interval { Interval(-0.5, 0.5) }

  public func f<S: Scalar>(_ u: S) -> S { 0.5 * (u - 1).magnitude }
  public func conjugate<S: Scalar>(_ t: S) -> S { t.primal > 0.5 ? S(.infinity) : t.primal < -0.5 ? S(-0.5) : t }
  public func activation<S: Scalar>(_ v: S) -> S { 0.5 * .tanh(v) }
  public func critic<S: Scalar>(logRatio: S) -> S { S(logRatio.primal > 0 ? 0.5 : logRatio.primal < 0 ? -0.5 : 0) }
}

/// Pearson's χ²(P‖Q), f(u) = (u − 1)².
public struct PearsonConjugate: ConjugatePair {
  /// The pair of f and f*, which has no parameters.
  public init() {}

  public var name: String { "Pearson χ²" }
  public var measure: any FDivergence { PearsonChiSquared() }
  public var domain: Interval { Interval(-2, .infinity) }
  public var remark: String {
    "The table prints f* = t²/4 + t for every t; below t = −2 the supremum is −1, so there the printed bound is valid but not the best. "
      + "It also prints ∫(q − p)²/p beside this f, which is Neyman's; f belongs to ∫(p − q)²/q."
  }

  public func f<S: Scalar>(_ u: S) -> S { (u - 1).squared }
  public func conjugate<S: Scalar>(_ t: S) -> S { t.primal < -2 ? S(-1) : t * (0.25 * t + 1) }
  public func activation<S: Scalar>(_ v: S) -> S { v }
  public func critic<S: Scalar>(logRatio: S) -> S { 2 * .expMinusOne(logRatio) }
}

/// Neyman's χ², f(u) = (1 − u)²/u, which is Pearson's with P and Q exchanged.
public struct NeymanConjugate: ConjugatePair {
  /// The pair of f and f*, which has no parameters.
  public init() {}

  public var name: String { "Neyman χ²" }
  public var measure: any FDivergence { Exchanged(PearsonChiSquared(), name: "chi2_qp") }
  public var domain: Interval { Interval(-.infinity, 1) }

  public func f<S: Scalar>(_ u: S) -> S { (u - 1) * ((u - 1) / u) }
  // 2 − 2√(1−t), multiplied out so that it keeps its digits near t = 0.
  public func conjugate<S: Scalar>(_ t: S) -> S { t.primal > 1 ? S(.infinity) : 2 * t / (1 + .sqrt(1 - t)) }
  public func activation<S: Scalar>(_ v: S) -> S { -.expMinusOne(-v) }
  public func conjugateOfActivation<S: Scalar>(_ v: S) -> S { -2 * .expMinusOne(-0.5 * v) }
  public func critic<S: Scalar>(logRatio: S) -> S { -.expMinusOne(-2 * logRatio) }
}

/// The squared Hellinger distance without its ½, f(u) = (√u − 1)².
public struct SquaredHellingerConjugate: ConjugatePair {
  /// The pair of f and f*, which has no parameters.
  public init() {}

  public var name: String { "squared Hellinger" }
  public var measure: any FDivergence { SquaredHellinger() }
  public var scale: Double { 2 }
  public var domain: Interval { Interval(-.infinity, 1) }
  public var remark: String { "This f gives ∫(√p − √q)², twice the H² that is at most 1." }

  public func f<S: Scalar>(_ u: S) -> S {
    let root: S = (u - 1) / (1 + .sqrt(u))
    return root * root
  }
  public func conjugate<S: Scalar>(_ t: S) -> S { t.primal >= 1 ? S(.infinity) : t / (1 - t) }
  public func activation<S: Scalar>(_ v: S) -> S { -.expMinusOne(-v) }
  public func conjugateOfActivation<S: Scalar>(_ v: S) -> S { .expMinusOne(v) }
  public func critic<S: Scalar>(logRatio: S) -> S { -.expMinusOne(-0.5 * logRatio) }
}

/// The α-divergence, f(u) = (u^α − 1 − α(u − 1)) / (α(α − 1)).
public struct AlphaConjugate: ConjugatePair {
  /// The order α, neither 0 nor 1.
  public let order: Double

  /// The row of this order, which must be finite and neither 0 nor 1.
  public init(order: Double) {
    precondition(order.isFinite && order != 0 && order != 1, "an α-divergence needs a finite order other than 0 and 1, not \(order)")
    self.order = order
  }

  public var name: String { "α-divergence, α = \(order)" }
  public var measure: any FDivergence { AlphaDivergence(order: order) }
  public var domain: Interval {
    order > 1 ? Interval(-1 / (order - 1), .infinity) : Interval(-.infinity, 1 / (1 - order))
  }

  public func f<S: Scalar>(_ u: S) -> S {
    let power: S = order > 0 && u.primal == 0 ? 0 : .exp(S(order) * .log(u))
    return (power - 1 - S(order) * (u - 1)) / S(order * (order - 1))
  }
  public func conjugate<S: Scalar>(_ t: S) -> S { conjugate(base: S(order - 1) * t + 1) }
  public func activation<S: Scalar>(_ v: S) -> S { order > 1 ? v : S(1 / (1 - order)) - softplus(-v) }
  public func conjugateOfActivation<S: Scalar>(_ v: S) -> S {
    order > 1 ? conjugate(v) : conjugate(base: S(1 - order) * softplus(-v))
  }
  public func critic<S: Scalar>(logRatio: S) -> S { .expMinusOne(S(order - 1) * logRatio) / S(order - 1) }

  /// (z^{α/(α−1)} − 1)/α with z = (α − 1) t + 1 = u^{α−1} ≥ 0.
  private func conjugate<S: Scalar>(base z: S) -> S {
    if z.primal <= 0 {
      // Beyond the domain: above it for α < 1, below it for α > 1; at its end the power of 0 decides.
      let isInfinite = order < 1 && (z.primal < 0 || order > 0)
      return S(isInfinite ? .infinity : -1 / order)
    }
    return .expMinusOne(S(order / (order - 1)) * .log(z)) / S(order)
  }
}
