package import Densities
import RealModule

/// ∫ q², the density of X − X′ at 0 for two draws of q; minus its logarithm is the collision entropy (Rényi 1961, order 2).
///
/// For N(μ, σ) it is 1/(2σ√π). Infinite where q is singular like |x|^(−1/2) or worse; decided from asymptotes.
package func squareIntegral(_ q: any AnalyticDensity) -> Measurement {
  let name = "square_integral"
  for approach in approaches(q, q) {
    let log = q.asymptote(approach)
    if !log.isZero, !Asymptote.combine(log, 1, log, 1).isIntegrable(approach) {
      return Measurement(measure: name, outcome: .infinite(reason: "q² is not integrable \(approach.phrase)"), route: .asymptotics)
    }
  }
  // In units of the narrowest feature nothing underflows, however wide the density.
  let unit = q.landmarks.map(\.scale).min() ?? 1
  var mesh = Mesh(Partition([q]), PairSampler(q, q))
  let sums = mesh.integrate([SquareIntegrand(logUnit: .log(unit)), MassIntegrand(isP: true)])
  let defect = abs(sums[1].value - 1) + sums[1].error
  var outcome = sums[0].signedOutcome(massDefect: defect, floor: 0)
  if case .finite(let value, _) = outcome {
    let logValue = Double.log(value) - .log(unit)
    outcome = (value / unit).isFinite ? outcome.map({ $0 / unit }, slope: { _ in 1 / unit }) : .overflow(logValue: logValue)
  }
  return Measurement(measure: name, outcome: outcome, route: .quadrature, evaluations: mesh.evaluations)
}

private struct SquareIntegrand: Integrand {
  let logUnit: Double

  func value(_ s: PairSample, shift: Double) -> Double { s.p == 0 ? 0 : s.p * .exp(s.logP - s.logJacobian + logUnit) }
  func rounding(_ s: PairSample, value: Double) -> Double { 2 * value * (s.roundingP + .ulpOfOne * abs(logUnit)) }
}
