import Calculus
import RealModule
public import Scalars

// The rows of the f-GAN table whose f has logarithms.

/// KL(P‖Q), f(u) = u log u.
public struct KullbackLeiblerConjugate: ConjugatePair {
  /// The pair of f and f*, which has no parameters.
  public init() {}

  public var name: String { "Kullback–Leibler" }
  public var measure: any FDivergence { KullbackLeibler() }
  public var slopeAtOne: Double { 1 }

  public func f<S: Scalar>(_ u: S) -> S { timesLog(u) }
  public func conjugate<S: Scalar>(_ t: S) -> S { .exp(t - 1) }
  public func activation<S: Scalar>(_ v: S) -> S { v }
  public func critic<S: Scalar>(logRatio: S) -> S { 1 + logRatio }
}

/// KL(Q‖P), f(u) = −log u.
public struct ReverseKullbackLeiblerConjugate: ConjugatePair {
  /// The pair of f and f*, which has no parameters.
  public init() {}

  public var name: String { "reverse Kullback–Leibler" }
  public var measure: any FDivergence { Exchanged(KullbackLeibler(), name: "kl_qp") }
  public var slopeAtOne: Double { -1 }
  public var domain: Interval { Interval(-.infinity, 0) }
  public var remark: String { "The paper's activation −exp(−v) grows with “real”; its authors' code has −exp(v), which turns v round." }

  public func f<S: Scalar>(_ u: S) -> S { -.log(u) }
  public func conjugate<S: Scalar>(_ t: S) -> S { t.primal < 0 ? -1 - .log(-t) : S(.infinity) }
  public func activation<S: Scalar>(_ v: S) -> S { -.exp(-v) }
  public func conjugateOfActivation<S: Scalar>(_ v: S) -> S { v - 1 }
  public func critic<S: Scalar>(logRatio: S) -> S { -.exp(-logRatio) }
}

/// Jeffreys' KL(P‖Q) + KL(Q‖P), f(u) = (u − 1) log u.
public struct JeffreysConjugate: ConjugatePair {
  /// The pair of f and f*, which has no parameters.
  public init() {}

  public var name: String { "Jeffreys" }
  public var measure: any FDivergence { Symmetrized(KullbackLeibler(), name: "jeffreys") }
  public var remark: String {
    "f*(t) = w + 1/w + t − 2 with w = W(e^{1−t}), Lambert's function; here u − 1 + log u with u = 1/w, which does not cancel."
  }

  public func f<S: Scalar>(_ u: S) -> S { (u - 1) * .log(u) }
  public func conjugate<S: Scalar>(_ t: S) -> S {
    // Where u overflows so does u − 1 + log u.
    var w = S(SpecialFunctions.lambertW(exp: 1 - t.primal))
    if w.primal == 0 { return S(.infinity) }
    // The root of w + log w = 1 − t is exact already; each of Newton's steps doubles the number of derivatives that are.
    for _ in 0..<2 { w = w / (1 + w) * (2 - t - .log(w)) }
    return (1 - w) / w - .log(w)
  }
  public func activation<S: Scalar>(_ v: S) -> S { v }
  public func critic<S: Scalar>(logRatio: S) -> S { logRatio - .expMinusOne(-logRatio) }
}

/// The lecture's KL(P‖M) + KL(Q‖M) = 2 JS, f(u) = u log u − (1 + u) log((1 + u)/2).
public struct JensenShannonConjugate: ConjugatePair {
  /// The pair of f and f*, which has no parameters.
  public init() {}

  public var name: String { "Jensen–Shannon" }
  public var measure: any FDivergence { JensenShannon(isHalved: false) }
  public var domain: Interval { Interval(-.infinity, .log(2)) }
  public var remark: String { "This f gives the un-halved divergence, at most 2 log 2; so do the paper's experiments." }

  public func f<S: Scalar>(_ u: S) -> S {
    let h: S = 0.5 * (u - 1)
    // With log(1 + x) = x − R(x) the leading terms leave 2h².
    if abs(h.primal) < 0.25 { return 2 * h * h - u * logRemainder(2 * h) + (1 + u) * logRemainder(h) }
    return timesLog(u) - (1 + u) * .log(onePlus: h)
  }
  public func conjugate<S: Scalar>(_ t: S) -> S { t.primal < .log(2) ? -.log(onePlus: -.expMinusOne(t)) : S(.infinity) }
  public func activation<S: Scalar>(_ v: S) -> S { -logMeanExp(-v) }
  public func conjugateOfActivation<S: Scalar>(_ v: S) -> S { logMeanExp(v) }
  public func critic<S: Scalar>(logRatio: S) -> S { -logMeanExp(-logRatio) }

  /// log((1 + eᵛ)/2), exact near v = 0 and without overflow.
  private func logMeanExp<S: Scalar>(_ v: S) -> S { v.primal < 1 ? .log(onePlus: 0.5 * .expMinusOne(v)) : softplus(v) - S(.log(2)) }
}

/// JS_π = π KL(P‖M) + (1 − π) KL(Q‖M) with M = πP + (1 − π)Q, f(u) = π u log u − (1 − π + πu) log(1 − π + πu).
public struct WeightedJensenShannonConjugate: ConjugatePair {
  /// The weight π of P, 0 < π < 1.
  public let weight: Double

  /// The row of this weight on P, which must lie between 0 and 1.
  public init(weight: Double) {
    precondition(0 < weight && weight < 1, "the weight of a Jensen–Shannon divergence lies between 0 and 1, not \(weight)")
    self.weight = weight
  }

  public var name: String { "Jensen–Shannon, π = \(weight)" }
  public var measure: any FDivergence { WeightedJensenShannon(weight: weight) }
  public var domain: Interval { Interval(-.infinity, -weight * .log(weight)) }

  public func f<S: Scalar>(_ u: S) -> S {
    let excess = S(weight) * (u - 1)
    return S(weight) * timesLog(u) - (1 + excess) * .log(onePlus: excess)
  }
  public func conjugate<S: Scalar>(_ t: S) -> S {
    // (1 − π)/(1 − π e^s) = 1/(1 − π/(1 − π) (e^s − 1)) with s = t/π.
    let below: S = S(-weight / (1 - weight)) * .expMinusOne(t / S(weight))
    return below.primal > -1 ? S(weight - 1) * .log(onePlus: below) : S(.infinity)
  }
  public func activation<S: Scalar>(_ v: S) -> S { S(-weight * .log(weight)) - softplus(-v) }
  public func critic<S: Scalar>(logRatio: S) -> S {
    // u/(1 − π + πu) = 1/(π + (1 − π)/u), or by u itself where 1/u overflows.
    logRatio.primal > 0
      ? S(-weight) * .log(onePlus: S(1 - weight) * .expMinusOne(-logRatio))
      : S(weight) * (logRatio - .log(onePlus: S(weight) * .expMinusOne(logRatio)))
  }
}

/// The original GAN, f(u) = u log u − (1 + u) log(1 + u): D_f = 2 JS − log 4, and the bound is Goodfellow's V(D) with T = log D.
public struct GANConjugate: ConjugatePair {
  /// The pair of f and f*, which has no parameters.
  public init() {}

  public var name: String { "GAN" }
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
  public func conjugate<S: Scalar>(_ t: S) -> S {
    if t.primal >= 0 { return S(.infinity) }
    return t.primal > -0.6931471805599453 ? -.log(-.expMinusOne(t)) : -.log(onePlus: -.exp(t))
  }
  public func activation<S: Scalar>(_ v: S) -> S { -softplus(-v) }
  public func conjugateOfActivation<S: Scalar>(_ v: S) -> S { softplus(v) }
  public func critic<S: Scalar>(logRatio: S) -> S { -softplus(-logRatio) }
}

/// u log u, 0 at u = 0.
private func timesLog<S: Scalar>(_ u: S) -> S { u.primal == 0 ? 0 : u * .log(u) }
