import Calculus
import Densities
import RealModule
import Scalars

// KL within families on a ray or an interval, as sums of non-negative terms (after Gil, Alajaji & Linder 2013).

extension Exponential: HasClosedFormKL {
  /// s − 1 − log s, with s = λ_Q/λ_P.
  func kl(to q: Exponential) -> Estimate? { .closedForm(itakuraSaito(q.rate, rate)) }
}

extension Gamma: HasClosedFormKL {
  /// k_Q (r − 1 − log r) + G(k_Q, k_P), with r the ratio of the means and G as in `gammaNormalizerBregman`.
  func kl(to q: Gamma) -> Estimate? {
    // In units of P's rate, so that the products stay in range.
    let excess = differenceOfProducts(shape, q.rate, q.shape, rate) / rate / q.shape
    let scale = itakuraSaito(excess: excess, logRatio: logRatio(shape, q.shape) + logRatio(q.rate, rate))
    return .closedForm(q.shape * scale, gammaNormalizerBregman(from: shape, to: q.shape, step: q.shape - shape))
  }
}

extension Beta: HasClosedFormKL {
  /// Φ(α) + Φ(β) − Φ(α + β), with Φ the Bregman divergence of log Γ from P's exponent to Q's.
  ///
  /// Each is k_Q (r − 1 − log r) + G(k_Q, k_P), as for the gamma densities; the first parts together are a discrete KL.
  func kl(to q: Beta) -> Estimate? {
    let (total, qTotal) = (alpha + beta, q.alpha + q.beta)
    let cross = differenceOfProducts(alpha, q.beta, q.alpha, beta) / total
    let ofAlpha = itakuraSaito(excess: cross / q.alpha, logRatio: logRatio(alpha, q.alpha) + logRatio(qTotal, total))
    let ofBeta = itakuraSaito(excess: -cross / q.beta, logRatio: logRatio(beta, q.beta) + logRatio(qTotal, total))
    // The totals are rounded; their difference need not be.
    let (alphaStep, betaStep) = (q.alpha - alpha, q.beta - beta)
    return .closedForm(
      q.alpha * ofAlpha, q.beta * ofBeta, gammaNormalizerBregman(from: alpha, to: q.alpha, step: alphaStep),
      gammaNormalizerBregman(from: beta, to: q.beta, step: betaStep),
      -gammaNormalizerBregman(from: total, to: qTotal, step: alphaStep + betaStep))
  }
}

extension Pareto: HasClosedFormKL {
  /// s − 1 − log s + α_Q log(x_P/x_Q), with s = α_Q/α_P and x the lower ends, x_Q ≤ x_P.
  func kl(to q: Pareto) -> Estimate? { .closedForm(itakuraSaito(q.shape, shape), q.shape * logRatio(scale, q.scale)) }
}

extension Uniform: HasClosedFormKL {
  /// log of the ratio of the lengths, for P inside Q.
  func kl(to q: Uniform) -> Estimate? {
    // In halves, because a length may overflow.
    let (half, qHalf) = (0.5 * upper - 0.5 * lower, 0.5 * q.upper - 0.5 * q.lower)
    let excess = 0.5 * (lower - q.lower) / half + 0.5 * (q.upper - upper) / half
    return .closedForm(excess < 1 ? .log(onePlus: excess) : logRatio(qHalf, half))
  }
}
