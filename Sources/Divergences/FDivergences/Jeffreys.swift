public import Autodiff
public import Densities
import RealModule
public import Scalars

/// J(P, Q) = KL(P‖Q) + KL(Q‖P) = ∫ (p − q) log(p/q), with f(u) = (u − 1) log u (Jeffreys 1946).
public struct Jeffreys: FDivergence {
  private let forth = KullbackLeibler(.forward)
  private let back = KullbackLeibler(.reverse)

  /// The divergence, which has no parameters.
  public init() {}

  public var name: String { "jeffreys" }
  public var growthAtZero: GrowthOrder { .logarithmic }
  public var growthAtInfinity: GrowthOrder { .logarithmic }

  public func atRatio(_ w: LogRatio) -> Double { forth.atRatio(w) + back.atRatio(w) }
  public func dualAtRatio(_ w: LogRatio) -> Double { atRatio(w) }
  public func panelSum(_ panel: PairPanel) -> PanelSum { forth.panelSum(panel) + back.panelSum(panel) }

  public func closedForm(_ p: any Density, _ q: any Density) -> Outcome? {
    // Without one of the two the mesh is needed anyway.
    guard let there = forth.closedForm(p, q), let again = back.closedForm(p, q) else { return nil }
    return there + again
  }
}

extension Jeffreys: VariationalForm {
  public var title: String { "Jeffreys" }
  public var gameName: String { "f-jeffreys" }
  public var remark: String {
    "f*(t) = w + 1/w + t − 2 with w = W(e^{1−t}), Lambert's function; here u − 1 + log u with u = 1/w, which does not cancel."
  }

  public func f<S: Scalar>(_ u: S) -> S { (u - 1) * .log(u) }
  public func conjugateOnDomain<E: Expression>(_ t: E) -> E {
    // The u with f′(u) = 1 + log u − 1/u = t has −log u + 1/u = 1 − t.
    let logU = -E.logWrightOmega(1 - t)
    return .expMinusOne(logU) + logU
  }
  public func activation<E: Expression>(_ v: E) -> E { v }
  public func critic<S: Scalar>(logRatio: S) -> S { logRatio - .expMinusOne(-logRatio) }
}
