import Scalars

/// KL(M‖P) with M = (P+Q)/2, f(u) = ½(1+u) log((1+u)/(2u)): half of what the non-saturating loss descends, half of
/// KL(Q‖P) − 2 JS(P, Q).
package struct MeanToFirst: FDivergence {
  /// The divergence, which has no parameters.
  package init() {}

  package var name: String { "kl_mp" }
  package var growthAtZero: GrowthOrder { .logarithmic }

  package func atRatio(_ w: LogRatio) -> Double {
    // m/q = (1+w)/2 and p/m = 2w/(1+w): the integrand m (r + e^−r − 1) with r = log m/p, in units of q.
    let mean = 1 + 0.5 * w.minusOne
    return mean * expRemainder(0.5 * w.minusOne - w.halfRemainder - w.log)
  }

  package func dualAtRatio(_ w: LogRatio) -> Double {
    // In units of p: m/p = (1+w)/2 = e^r, and m log m/p − (m − p) = e^r (r + e^−r − 1).
    let mean = 1 + 0.5 * w.minusOne
    return mean * expRemainder(0.5 * w.minusOne - w.halfRemainder)
  }
}
