package import Calculus
import Densities
import RealModule
import Scalars

extension DensityPair {
  /// W1(P, Q) as the area between the quantiles, ∫₀¹ |F⁻¹ − G⁻¹| du (Vallender 1974), by GSL's adaptive routines: it
  /// shares neither the integrand nor the mesh of `wasserstein1`.
  ///
  /// The levels are cut where the line is, and where the quantiles cross. The error has that of the quantiles
  /// themselves.
  package func areaBetweenQuantiles() -> Estimate {
    DensityPair(p, q, by: .gsl, within: limit).withinLimit { $0.areaByQuantiles() }
  }

  private func areaByQuantiles() -> Estimate {
    let name = "w1_quantiles"
    let tails = [-1.0, 1.0].map { TailComparison(p, q, direction: $0) }
    if let reason = tails.lazy.compactMap({ $0.reasonForInfinity(threshold: 1) }).first {
      return Estimate.infinite(reason: reason).named(name, by: .asymptotics)
    }
    let lengths = PairLengths(p, q)
    let unit = lengths.unit
    var sampler = QuantileSampler(p, q, unit: unit)
    let partition = Partition(levelsOf: p, q)
    let rest = tails.filter(\.isCancelling).reduce(0) { sum, tail in
      sum + sampler.closeFloor(from: partition.rays[tail.direction > 0 ? 1 : 0].front, tail).deviation
    }
    let (sums, evaluations) = uncheckedIntegrals(of: [QuantileDeviationIntegrand()], on: partition, sampler)
    let sum = sums[0]
    let width = lengths.width / unit
    let result =
      sum.badSpan != nil
      ? .unresolved(reason: "a quantile is beyond the largest double")
      : sum.result(value: sum.value + rest, error: sum.error + rest, unit: unit, floor: 1e-13 * width, zero: 1e-13 * width)
    return result.named(name, by: .gsl, evaluations: evaluations, remark: sum.remark)
  }
}

/// The size of the difference of the quantiles, which has a kink where it changes sign.
private struct QuantileDeviationIntegrand: Integrand {
  var hasKink: Bool { true }
  func value(_ s: QuantileSample, shift: Double) -> Double { abs(s.deviation) }
  func rounding(_ s: QuantileSample, value: Double) -> Double { s.deviationNoise }
}
