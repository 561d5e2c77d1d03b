import Calculus
package import Densities
package import Divergences
import RealModule
import Scalars

/// A learned discriminator and a generator's density compared with the theoretical optimum, by quadrature.
package struct Diagnosis: Sendable {
  /// JS(P, Q), KL(P‖Q) and KL(Q‖P).
  package let divergences: [Estimate]
  /// V(D*) − V(D) = ∫ (p+q) kl(D*‖D), or why it is infinite; nil where the critic's output does not determine D.
  package let gap: Estimate?
  /// sup |D − D*| over 200 quantiles of P and 200 of Q.
  package let supremum: Double?
  /// √(∫ (D − D*)² dM) with M = (P+Q)/2.
  package let rootMeanSquare: Double?
  /// The mass of Q on each mode of P.
  package let modeMasses: [Double]

  /// JS(P, Q) in nats.
  package var js: Estimate { divergences[0] }
  /// The outcome of JS(P, Q) where it is not finite, else that of the gap; unresolved where a sample contradicts them.
  package var outcome: Estimate {
    if let contradiction { return .unresolved(js.value, reason: contradiction) }
    return gap.flatMap { js.status == .finite ? $0 : nil } ?? js
  }
  /// V(D*) = 2 JS − log 4.
  package var optimalValue: Double { 2 * js.value - 2 * .log(2) }
  /// V(D) = V(D*) − gap.
  package var value: Double? { gap.map { optimalValue - $0.value } }

  /// Why the exact values contradict those of a sample; nil where they agree.
  let contradiction: String?

  /// Measures the pair; `points` are those at which D is compared with D*, and `samples` of both check its value.
  package init(
    _ p: any AnalyticDensity, _ q: any AnalyticDensity, discriminator: LearnedDiscriminator?, points: [Double], modes: Modes,
    samples: SampledLoss? = nil
  ) {
    let relativeError = (q as? GeneratorDensity)?.relativeError ?? 0
    divergences = Self.widened(DensityPair(p, q).measure(Self.measures), relativeError)
    modeMasses = modes.masses(under: q)
    guard let discriminator else {
      (gap, supremum, rootMeanSquare, contradiction) = (nil, nil, nil, nil)
      return
    }
    let (optimal, logits) = (OptimalDiscriminator(p, q).logits(at: points), discriminator.logits(at: points))
    // D* is NaN where p = q = 0.
    supremum = zip(logits, optimal).map { abs(logistic($0) - logistic($1)) }.filter { !$0.isNaN }.max() ?? 0
    let reason = discriminator.reasonForInfinity(p, q) ?? certainty(p, q, zip(points, logits))
    let distances = DensityPair(p, q).measure(
      [.meanSquare, .mean(real: SampledLoss.real, fake: SampledLoss.fake)] + (reason == nil ? [.gap] : []),
      of: discriminator.output(beside: [p, q]))
    rootMeanSquare = .sqrt(max(0, distances[0].value))
    gap =
      reason.map { Estimate.infinite(reason: $0).named("gap", by: .asymptotics, evaluations: 0) }
      ?? Self.gap(distances[2], relativeError)
    contradiction = samples.flatMap { $0.contradiction(to: distances[1], discriminator) }
  }

  /// JS, KL(P‖Q) and KL(Q‖P) with what the polynomials of a generator's density, of this relative error, add.
  ///
  /// An error ε moves JS by ½ E_Q[ε log q/m], and E_Q|log q/m| ≤ log 2 + 2/e; KL(P‖Q) by E_P[ε]; KL(Q‖P) by E_Q[ε (1 +
  /// log q/p)], and E_Q|log q/p| ≤ KL(Q‖P) + 2/e.
  static func widened(_ divergences: [Estimate], _ relativeError: Double) -> [Estimate] {
    zip(divergences, [1, 1, 2 + divergences[2].value]).map { $0.widened(by: relativeError * $1) }
  }

  /// The gap by its integral: an error ε of the density moves it by E_Q[ε log (1 − D)/(1 − D*)], whose size without ε is at
  /// most gap + 2√gap.
  static func gap(_ integral: Estimate, _ relativeError: Double) -> Estimate {
    let error = integral.error + relativeError * (integral.value + 2 * .sqrt(max(0, integral.value)))
    return Estimate.judged(value: integral.value, error: error, floor: 1e-9, otherwise: "quadrature of V(D*) − V(D) did not converge")
      .named("gap", by: .quadrature, evaluations: integral.evaluations)
  }

  /// Why numbers of a record are infinite or unresolved, each after the name of its column; empty where all are finite.
  package var reason: String {
    let rows = (divergences + [gap].compactMap { $0 }).filter { $0.status != .finite }
    let reasons = rows.map { "\($0.measure): \($0.reason)" }
    return ((contradiction.map { ["gap: " + $0] } ?? []) + reasons).joined(separator: "; ")
  }

  /// Why the gap of the players as they are is infinite or unresolved, after the name of its column; empty where it is
  /// finite.
  var reasonForCurrentGap: String {
    gap.flatMap { $0.status == .finite ? nil : "gap_current: \($0.reason)" } ?? ""
  }

  /// What is measured of the pair.
  static let measures: [any FDivergence] = [
    JensenShannon(), KullbackLeibler(), KullbackLeibler(.reverse),
  ]

  /// The levels of the quantiles at which D is compared with D*.
  package static let levels: [Double] = (0..<200).map { (Double($0) + 0.5) / 200 }
}

/// Why V(D) is −∞: D is 0 or 1 at one of these points, and so around it, but D* is not. Nil where there is no such
/// point.
private func certainty(_ p: any AnalyticDensity, _ q: any AnalyticDensity, _ points: some Sequence<(Double, Double)>) -> String? {
  for (x, logit) in points where logit.isInfinite {
    let (density, name) = logit > 0 ? (q, "q") : (p, "p")
    if density.logDensity(at: x) > -.infinity { return "D = \(logit > 0 ? 1 : 0) at x = \(x), where \(name) > 0" }
  }
  return nil
}
