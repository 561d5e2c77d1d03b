public import Densities
import RealModule

/// ∫ q², the density of X − X′ at 0 for two draws of q; minus its logarithm is the collision entropy (Rényi 1961, order 2).
///
/// For N(μ, σ) it is 1/(2σ√π). Infinite where q is singular like |x|^(−1/2) or worse; decided from asymptotes.
public func squareIntegral(_ q: any Density) -> Measurement {
  let name = "square_integral"
  for approach in approaches(q, q) {
    let log = q.asymptote(approach)
    if !log.isZero, !Asymptote.combine(log, 1, log, 1).isIntegrable(approach) {
      return Measurement(measure: name, outcome: .infinite(reason: "q² is not integrable \(approach.phrase)"), route: .asymptotics)
    }
  }
  var mesh = Mesh(Partition([q]), PairSampler(q, q))
  let sums = mesh.integrate([SquareIntegrand(), MassIntegrand(isP: true)])
  let defect = abs(sums[1].value - 1) + sums[1].error
  return Measurement(
    measure: name, outcome: sums[0].signedOutcome(massDefect: defect, floor: 0), route: .quadrature, evaluations: mesh.evaluations)
}

private struct SquareIntegrand: Integrand {
  func value(_ s: PairSample, shift: Double) -> Double { s.p == 0 ? 0 : s.p * .exp(s.logP - s.logJacobian) }
  func rounding(_ s: PairSample, value: Double) -> Double { 2 * value * s.rounding }
}
