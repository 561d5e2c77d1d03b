import RealModule
import Scalars

/// KL(P‖(1−a)P + aQ), the skew divergence, with f(u) = −u log(1 − a + a/u); bounded by −log(1−a) (Lee 1999).
///
/// At a = 1/2 it is KL(P‖M) with M = (P+Q)/2, half of the lecture's Jensen–Shannon divergence.
package struct SkewKullbackLeibler: DirectedDivergence {
  /// The weight a of Q in the mixture, 0 < a < 1.
  package let weight: Double
  package static var measure: String { "skew_kl" }
  package static var growth: GrowthOrder { .bounded }
  package let direction: Direction
  package let name: String

  /// The skew divergence with weight a on Q, or in reverse on P.
  package init(weight: Double, _ direction: Direction = .forward) {
    precondition(0 < weight && weight < 1, "the weight of a skew divergence lies between 0 and 1, not \(weight)")
    self.weight = weight
    self.direction = direction
    let isForward = direction == .forward
    name =
      weight == 0.5 ? (isForward ? "kl_pm" : "kl_qm") : (isForward ? Self.measure : direction.named(Self.measure)) + "_\(weight)"
  }

  // log of (1 − a) p + a q, or with p and q exchanged.
  package var smoothness: Smoothness { .singular(at: isForward ? weight / (1 - weight) : (1 - weight) / weight) }

  package func fromSmaller(_ w: LogRatio) -> Double { fromSmaller(w, remainder: logRemainder(excess(ofSmaller: w))) }
  package func fromLarger(_ w: LogRatio) -> Double { logRemainder(weight * w.minusOne) }

  /// y of w · (y − log(1 + y)), the mixture's excess over the smaller density.
  @inline(__always)
  private func excess(ofSmaller w: LogRatio) -> Double { -weight * w.minusOne / max(w.value, Self.negligible) }

  /// Below this w, y would overflow and log(1 + y) does not count beside it.
  private static var negligible: Double { 1e-280 }

  @inline(__always)
  private func fromSmaller(_ w: LogRatio, remainder: Double) -> Double {
    w.value > Self.negligible ? w.value * remainder : -weight * w.minusOne
  }

  package func evaluate(_ samples: PairSamples, shift: Double, into values: inout NodeValues) {
    samples.evaluate(into: &values) { sample in
      sample.isPLarger == isForward ? weight * sample.ratio.minusOne : excess(ofSmaller: sample.ratio)
    } _: { sample, remainder in
      let shape = sample.isPLarger == isForward ? remainder : fromSmaller(sample.ratio, remainder: remainder)
      return node(sample, value: sample.larger == 0 ? 0 : sample.larger * shape)
    }
    boundBlurred(samples, shift: shift, &values)
  }
}

/// KL(M‖P) with M = (P+Q)/2, f(u) = ½(1+u) log((1+u)/(2u)): half of what the non-saturating loss descends.
package struct MeanToFirst: FDivergence {
  /// The divergence, which has no parameters.
  package init() {}

  package var name: String { "kl_mp" }
  package var growthAtZero: GrowthOrder { .logarithmic }
  package var smoothness: Smoothness { .singular(at: 1) }

  package func atRatio(_ w: LogRatio) -> Double {
    // m/q = (1+w)/2 and p/m = 2w/(1+w): the integrand m (r + e^−r − 1) with r = log m/p, in units of q.
    let mean = 1 + 0.5 * w.minusOne
    return mean * expRemainder(.log(onePlus: 0.5 * w.minusOne) - w.log)
  }

  package func dualAtRatio(_ w: LogRatio) -> Double {
    // In units of p: m/p = (1+w)/2 = e^r, and m log m/p − (m − p) = e^r (r + e^−r − 1).
    let mean = 1 + 0.5 * w.minusOne
    return mean * expRemainder(.log(onePlus: 0.5 * w.minusOne))
  }
}
