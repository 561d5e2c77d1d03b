import RealModule
import Scalars

/// What each divergence integrates, at one point: the textbook form of its integrand, so that the area under the curve is the value.
struct IntegrandCurve {
  /// The measures, in the order of `values`.
  static let names = ["kl_pq", "kl_qp", "kl_pm", "kl_qm", "jeffreys", "js", "js_lecture", "tv", "hellinger2", "chi2_pq", "chi2_qp", "w1"]

  let logP: Double
  let logQ: Double
  let p: Double
  let q: Double
  /// The integrands.
  let values: [Double]

  /// The integrands at a point where the densities have these logarithms and the distribution functions differ by this much.
  init(logP: Double, logQ: Double, cumulativeGap: Double) {
    self.logP = logP
    self.logQ = logQ
    p = .exp(logP)
    q = .exp(logQ)
    let logM = logAddExp(logP, logQ) - Double.log(2)
    let pq = entropyTerm(logP, over: logQ)
    let qp = entropyTerm(logQ, over: logP)
    let pm = entropyTerm(logP, over: logM)
    let qm = entropyTerm(logQ, over: logM)
    let roots: Double = .exp(logP / 2) - .exp(logQ / 2)
    values = [
      pq, qp, pm, qm, pq + qp, (pm + qm) / 2, pm + qm, abs(p - q) / 2, roots * roots / 2,
      squaredTerm(logP, over: logQ), squaredTerm(logQ, over: logP), cumulativeGap,
    ]
  }
}

/// a log(a/b), which is 0 where a = 0 and +∞ where only b = 0.
private func entropyTerm(_ logA: Double, over logB: Double) -> Double {
  logA == -.infinity ? 0 : .exp(logA) * (logA - logB)
}

/// (a − b)²/b = b (a/b − 1)², from logarithms so that it neither cancels nor underflows early; 0 where both vanish, +∞ where only b does.
private func squaredTerm(_ logA: Double, over logB: Double) -> Double {
  if logB == -.infinity { return logA == -.infinity ? 0 : .infinity }
  let ratio = logA - logB
  // Beyond e³⁰ the 1 is lost in the ratio, and its square may overflow though the product does not.
  if ratio > 30 { return .exp(2 * logA - logB) }
  let excess: Double = .expMinusOne(ratio)
  return .exp(logB) * excess * excess
}
