package import Calculus
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
  package var formula: DivergenceFormula? { .skewKL(weight: weight, isForward: isForward) }

  package func fromSmaller(_ w: LogRatio) -> Double {
    // w · (y − log(1 + y)), with the mixture's excess y over the smaller density; where it would overflow log(1 + y) does not count.
    let part = weight * w.minusOne
    return w.value > 1e-280 ? w.value * logRemainder(-part / w.value) : -part
  }
  package func fromLarger(_ w: LogRatio) -> Double { logRemainder(weight * w.minusOne) }
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
