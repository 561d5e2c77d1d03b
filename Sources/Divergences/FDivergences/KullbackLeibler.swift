import Scalars

/// KL(P‖Q) = ∫ p log(p/q), with f(u) = u log u (Kullback & Leibler 1951).
///
/// In Bregman form, p (λ + e^−λ − 1) with λ = log p/q: nothing cancels, down to divergences of 10⁻³⁰.
public struct KullbackLeibler: FDivergence {
  /// The divergence, which has no parameters.
  public init() {}

  public var name: String { "kl_pq" }
  public var growthAtInfinity: Growth { .logarithmic }

  public func atRatio(_ w: LogRatio) -> Double {
    // w log w − (w − 1) = w · (λ + e^−λ − 1) with λ = log w ≤ 0.
    w.log > -0.25 ? w.value * expRemainder(w.log) : w.timesLog - w.minusOne
  }

  public func dualAtRatio(_ w: LogRatio) -> Double {
    // −log w + (w − 1) = λ + e^−λ − 1 with λ = −log w ≥ 0.
    w.log > -0.25 ? expRemainder(-w.log) : w.minusOne - w.log
  }
}
