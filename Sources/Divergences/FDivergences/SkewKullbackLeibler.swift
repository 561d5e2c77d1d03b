import RealModule
import Scalars

/// KL(P‖(1−a)P + aQ), the skew divergence, with f(u) = −u log(1 − a + a/u); bounded by −log(1−a) (Lee 1999). In reverse
/// P and Q change places.
///
/// At a = 1/2 it is KL(P‖M) with M = (P+Q)/2, half of the lecture's Jensen–Shannon divergence.
package struct SkewKullbackLeibler: FDivergence {
  /// The weight a of Q in the mixture, 0 < a < 1.
  package let weight: Double
  /// Which density the mixture is compared with.
  package let direction: Direction

  /// The skew divergence with weight a on Q, or in reverse on P.
  package init(weight: Double, _ direction: Direction = .forward) {
    precondition(0 < weight && weight < 1, "the weight of a skew divergence lies between 0 and 1, not \(weight)")
    self.weight = weight
    self.direction = direction
  }

  package var name: String {
    if weight == 0.5 { return direction == .forward ? "kl_pm" : "kl_qm" }
    return "skew_" + (direction == .forward ? "kl" : direction.named("kl")) + "_\(weight)"
  }

  package func atRatio(_ w: LogRatio) -> Double { direction == .forward ? fromSmaller(w) : fromLarger(w) }
  package func dualAtRatio(_ w: LogRatio) -> Double { direction == .forward ? fromLarger(w) : fromSmaller(w) }

  /// The integrand where its first density is w times the other, in units of that.
  private func fromSmaller(_ w: LogRatio) -> Double {
    // w · (y − log(1 + y)) with y = a (1/w − 1), which overflows for a small w, where the two parts no longer cancel.
    if w.log > -0.7 { return w.value * logRemainder(-weight * w.minusOne / w.value) }
    let logMean = weight == 0.5 ? 0.5 * w.minusOne - w.halfRemainder : .log(weight + (1 - weight) * w.value)
    return -weight * w.minusOne + w.timesLog - w.value * logMean
  }

  /// The integrand where its second density is w times the first, in units of that.
  private func fromLarger(_ w: LogRatio) -> Double { weight == 0.5 ? w.halfRemainder : logRemainder(weight * w.minusOne) }
}
