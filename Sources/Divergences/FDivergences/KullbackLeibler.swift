public import Autodiff
public import Densities
import RealModule
public import Scalars

/// KL(P‖Q) = ∫ p log(p/q), with f(u) = u log u; in reverse KL(Q‖P), with f(u) = −log u (Kullback & Leibler 1951).
///
/// In Bregman form, p (λ + e^−λ − 1) with λ = log p/q: nothing cancels, down to divergences of 10⁻³⁰.
public struct KullbackLeibler: FDivergence {
  /// Which of the two.
  public let direction: Direction

  /// The divergence in a direction.
  public init(_ direction: Direction = .forward) { self.direction = direction }

  public var name: String { direction.named("kl") }
  public var growthAtZero: GrowthOrder { isForward ? .bounded : .logarithmic }
  public var growthAtInfinity: GrowthOrder { isForward ? .logarithmic : .bounded }

  public func atRatio(_ w: LogRatio) -> Double { isForward ? fromSmaller(w) : fromLarger(w) }
  public func dualAtRatio(_ w: LogRatio) -> Double { isForward ? fromLarger(w) : fromSmaller(w) }

  public func closedForm(_ p: any Density, _ q: any Density) -> Outcome? { isForward ? closedFormKL(p, q) : closedFormKL(q, p) }

  private var isForward: Bool { direction == .forward }

  /// The integrand where its first density is w times the other, in units of that.
  private func fromSmaller(_ w: LogRatio) -> Double {
    // w log w − (w − 1) = w · (λ + e^−λ − 1) with λ = log w ≤ 0.
    w.log > -0.25 ? w.value * expRemainder(w.log) : w.timesLog - w.minusOne
  }

  /// The integrand where its second density is w times the first, in units of that.
  private func fromLarger(_ w: LogRatio) -> Double {
    // −log w + (w − 1) = λ + e^−λ − 1 with λ = −log w ≥ 0.
    w.log > -0.25 ? expRemainder(-w.log) : w.minusOne - w.log
  }
}

extension KullbackLeibler: VariationalForm {
  public var title: String { isForward ? "Kullback–Leibler" : "reverse Kullback–Leibler" }
  public var gameName: String { isForward ? "f-kl" : "f-reverse-kl" }
  public var slopeAtOne: Double { isForward ? 1 : -1 }
  public var domain: Interval { isForward ? .line : Interval(-.infinity, 0) }
  public var remark: String {
    isForward ? "" : "The paper's activation −exp(−v) grows with “real”; its authors' code has −exp(v), which turns v round."
  }

  public func f<S: Scalar>(_ u: S) -> S { isForward ? timesLog(u) : -.log(u) }
  public func conjugateOnDomain<E: Expression>(_ t: E) -> E { isForward ? .exp(t - 1) : -1 - E.log(-t) }
  public func activation<E: Expression>(_ v: E) -> E { isForward ? v : -E.exp(-v) }
  public func conjugateOfActivation<E: Expression>(_ v: E) -> E { isForward ? conjugateOnDomain(v) : v - 1 }
  public func critic<S: Scalar>(logRatio: S) -> S { isForward ? 1 + logRatio : -.exp(-logRatio) }
  public func optimalOutput(logRatio: Double) -> Double { isForward ? 1 + logRatio : logRatio }
}
