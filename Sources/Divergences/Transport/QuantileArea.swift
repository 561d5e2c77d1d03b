import Densities
import RealModule
import Scalars

extension Comparison {
  /// W1(P, Q) as the area between the quantiles, ∫₀¹ |F⁻¹ − G⁻¹| du (Vallender 1974), by GSL's adaptive routines: it
  /// shares neither the integrand nor the mesh of `wasserstein1`.
  ///
  /// The levels are cut where the line is, and where the quantiles cross. The error has that of the quantiles
  /// themselves.
  package func areaBetweenQuantiles() -> Measurement {
    let name = "w1_quantiles"
    let tails = [-1.0, 1.0].map { TailComparison(p, q, direction: $0) }
    if let reason = tails.lazy.compactMap({ $0.reasonForInfinity(threshold: 1) }).first {
      return Measurement(measure: name, outcome: .infinite(reason: reason), route: .asymptotics)
    }
    let lengths = PairLengths(p, q)
    let unit = lengths.unit
    var sampler = QuantileSampler(p, q, unit: unit)
    let partition = Partition(levelsOf: p, q)
    let rest = tails.filter(\.isCancelling).reduce(0) { sum, tail in
      sum + sampler.closeFloor(from: partition.rays[tail.direction > 0 ? 1 : 0].front, tail).deviation
    }
    let (sums, evaluations) = AdaptiveQuadrature(partition, sampler).integrate([QuantileDeviationIntegrand()])
    return Measurement(
      measure: name, outcome: sums[0].area(rest: rest, lengths), route: .gsl, evaluations: evaluations, remark: sums[0].remark)
  }
}

extension MeshSum {
  /// The integral times the unit.
  fileprivate func area(rest: Double, _ lengths: PairLengths) -> Outcome {
    if badSpan != nil { return .unresolved(estimate: 0, error: .infinity, reason: "a quantile is beyond the largest double") }
    let (total, bound) = (value + rest, error + rest)
    return .judged(
      value: total * lengths.unit, error: bound * lengths.unit, floor: 1e-13 * lengths.width, zero: 1e-13 * lengths.width,
      otherwise: "the error bound is \(Float(bound / total)) of the value: quadrature did not converge")
  }
}

/// The size of the difference of the quantiles, which has a kink where it changes sign.
private struct QuantileDeviationIntegrand: Integrand {
  var hasKink: Bool { true }
  func value(_ s: QuantileSample, shift: Double) -> Double { abs(s.deviation) }
  func rounding(_ s: QuantileSample, value: Double) -> Double { s.deviationNoise }
}
