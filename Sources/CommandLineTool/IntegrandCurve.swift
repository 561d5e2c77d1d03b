import Divergences
import RealModule
import Scalars

/// What each divergence integrates, at one point: the textbook form of its integrand, so that the area under the curve
/// is the value.
struct IntegrandCurve {
  /// The curves with the names of their measures, in the order of the columns. To add one: a line here.
  static let all: [(name: String, value: @Sendable (IntegrandCurve) -> Double)] = [
    (KullbackLeibler().name, { $0.pq }),
    (KullbackLeibler(.reverse).name, { $0.qp }),
    (SkewKullbackLeibler(weight: 0.5).name, { $0.pm }),
    (SkewKullbackLeibler(weight: 0.5, .reverse).name, { $0.qm }),
    (Jeffreys().name, { $0.pq + $0.qp }),
    (JensenShannon().name, { ($0.pm + $0.qm) / 2 }),
    (JensenShannon(isHalved: false).name, { $0.pm + $0.qm }),
    (TotalVariation().name, { abs($0.p - $0.q) / 2 }),
    (SquaredHellinger().name, { $0.roots * $0.roots / 2 }),
    (PearsonChiSquared().name, { squaredTerm($0.logP, over: $0.logQ) }),
    (PearsonChiSquared(.reverse).name, { squaredTerm($0.logQ, over: $0.logP) }),
    (DistributionDistance.wasserstein1.rawValue, { $0.cumulativeGap }),
  ]

  let logP: Double
  let logQ: Double
  let p: Double
  let q: Double
  private let cumulativeGap: Double
  /// The integrands of KL(P‖Q), KL(Q‖P), KL(P‖M) and KL(Q‖M).
  private let pq, qp, pm, qm: Double

  private var roots: Double { .exp(logP / 2) - .exp(logQ / 2) }

  /// The integrands at a point where the densities have these logarithms and the distribution functions differ by this
  /// much.
  init(logP: Double, logQ: Double, cumulativeGap: Double) {
    self.logP = logP
    self.logQ = logQ
    self.cumulativeGap = cumulativeGap
    p = .exp(logP)
    q = .exp(logQ)
    let logM = logAddExp(logP, logQ) - Double.log(2)
    pq = entropyTerm(logP, over: logQ)
    qp = entropyTerm(logQ, over: logP)
    pm = entropyTerm(logP, over: logM)
    qm = entropyTerm(logQ, over: logM)
  }
}

/// a log(a/b), which is 0 where a = 0 and +∞ where only b = 0.
private func entropyTerm(_ logA: Double, over logB: Double) -> Double {
  logA == -.infinity ? 0 : .exp(logA) * (logA - logB)
}

/// (a − b)²/b = b (a/b − 1)², from logarithms so that it neither cancels nor underflows early.
///
/// It is 0 where both vanish, and +∞ where only b does.
private func squaredTerm(_ logA: Double, over logB: Double) -> Double {
  if logB == -.infinity { return logA == -.infinity ? 0 : .infinity }
  let ratio = logA - logB
  // Beyond e³⁰ the 1 is lost in the ratio, and its square may overflow though the product does not.
  if ratio > 30 { return .exp(2 * logA - logB) }
  let excess: Double = .expMinusOne(ratio)
  return .exp(logB) * excess * excess
}
