package import Calculus
package import Densities
import RealModule

/// ∫ q², the density of X − X′ at 0 for two draws; e^−(collision entropy), the Rényi entropy of order 2 (Rényi 1961).
///
/// For N(μ, σ) it is 1/(2σ√π). Infinite where q is singular like |x|^(−1/2) or worse; decided from asymptotes.
package func squareIntegral(_ q: any AnalyticDensity) -> Estimate {
  let name = "square_integral"
  for approach in approaches(q, q) {
    let log = q.asymptote(approach)
    if !log.isZero, !Asymptote.combine(log, 1, log, 1).isIntegrable(approach) {
      return Estimate.infinite(reason: "q² is not integrable \(approach.phrase)").named(name, by: .asymptotics)
    }
  }
  // In units of the narrowest feature nothing underflows, however wide the density.
  let unit = q.landmarks.map(\.scale).min() ?? 1
  let integrals = DensityPair(q, q).integrals(
    of: [SquareIntegrand(logUnit: .log(unit))], on: Partition([q]), PairSampler(q, q))
  return integrals.results(named: [name]) { sum, _ in
    sum.signedResult(massDefect: integrals.massDefect, logUnit: -.log(unit), floor: 0)
  }[0]
}

private struct SquareIntegrand: Integrand {
  let logUnit: Double

  func value(_ s: PairSample, shift: Double) -> Double { s.p == 0 ? 0 : s.p * .exp(s.logP - s.logJacobian + logUnit) }
  func rounding(_ s: PairSample, value: Double) -> Double { 2 * value * (s.roundingP + .ulpOfOne * abs(logUnit)) }
}
