package import Calculus
import Densities
import RealModule
import Scalars

// Distances as integrals over the levels of probability.
extension DensityPair {
  /// W2(P, Q) = (∫₀¹ (F⁻¹ − G⁻¹)² du)^½, the Wasserstein distance of order 2, in the units of x.
  ///
  /// In one dimension the monotone map is optimal (Villani 2003, theorem 2.18). Infinite where a second moment is,
  /// unless the other density has the same tail: translates are as far apart as the shift.
  package func wasserstein2() -> Estimate { withinLimit { $0.distanceOfQuantiles() } }

  private func distanceOfQuantiles() -> Estimate {
    if isOne { return Estimate.finite(value: 0, error: 0).named("w2", by: .closedForm) }
    // Tails x^−a that cancel and x^−b that do not leave quantiles that differ by u^−(1+a−b)/a.
    return overLevels("w2", by: route(.transport), threshold: { 1 + 0.5 * $0.dominant }, rest: \.square) { partition, sampler in
      uncheckedIntegrals(of: [QuantileIntegrand()], on: partition, sampler, panelLimit: 400 + partition.spans.count)
    } result: { sum, rest, lengths in
      let (total, error) = (sum.value + rest, sum.error + rest)
      let root = Double.sqrt(total)
      // A quantile is exact to some hundreds of units in the last place, all of them possibly the same way.
      let rootError = (total > error ? error / root : .sqrt(error)) + 256 * .ulpOfOne * root
      let width = lengths.width / lengths.unit
      return sum.result(value: root, error: rootError, unit: lengths.unit, floor: 1e-13 * width, zero: 1e-19 * width)
    }
  }

  /// W1(P, Q) as the area between the quantiles, ∫₀¹ |F⁻¹ − G⁻¹| du (Vallender 1974), by GSL's adaptive routines: it
  /// shares neither the integrand nor the mesh of `w1`.
  ///
  /// The levels are cut where the line is and where the quantiles cross; the error has that of the quantiles.
  package func areaBetweenQuantiles() -> Estimate {
    DensityPair(p, q, by: .gsl, within: limit).withinLimit { $0.areaOfQuantiles() }
  }

  private func areaOfQuantiles() -> Estimate {
    overLevels("w1_quantiles", by: .gsl, threshold: { _ in 1 }, rest: \.deviation) { partition, sampler in
      uncheckedIntegrals(of: [QuantileDeviationIntegrand()], on: partition, sampler)
    } result: { sum, rest, lengths in
      let floor = 1e-13 * lengths.width / lengths.unit
      return sum.result(value: sum.value + rest, error: sum.error + rest, unit: lengths.unit, floor: floor, zero: floor)
    }
  }

  /// A distance from its integral over the levels, and from what is left beyond the last digits of the quantiles; +∞
  /// where a tail's exponent is not above the threshold.
  private func overLevels(
    _ name: String, by route: Route, threshold: (TailComparison) -> Double, rest: (QuantileSampler.Rest) -> Double,
    integrals: (Partition, QuantileSampler) -> (sums: [MeshSum], evaluations: Int),
    result: (_ sum: MeshSum, _ rest: Double, PairLengths) -> Estimate
  ) -> Estimate {
    let tails = [TailComparison](p, q)
    if let infinite = tails.infinite(name, threshold: threshold) { return infinite }
    let lengths = PairLengths(p, q)
    var sampler = QuantileSampler(p, q, unit: lengths.unit)
    let partition = Partition(levelsOf: p, q)
    let beyond = tails.filter(\.isCancelling).reduce(0) { sum, tail in
      sum + rest(sampler.closeFloor(from: partition.rays[tail.direction > 0 ? 1 : 0].front, tail))
    }
    let (sums, evaluations) = integrals(partition, sampler)
    let estimate =
      sums[0].badSpan != nil ? .unresolved(reason: "a quantile is beyond the largest double") : result(sums[0], beyond, lengths)
    return estimate.named(name, by: route, evaluations: evaluations, remark: sums[0].remark)
  }
}

extension Partition {
  /// The levels of probability, cut where the line is, from 0 to ½ and from 1 down to ½, with a ray to 0 and one to 1.
  ///
  /// A quantile jumps at a gap of the support and turns sharply between modes: the cuts of the line stand around both.
  init(levelsOf p: any AnalyticDensity, _ q: any AnalyticDensity) {
    let line = Partition([p, q])
    let inner = line.spans.flatMap { [$0.chart.place(at: $0.lower).x, $0.chart.place(at: $0.upper).x] }
    let points = Set(inner + line.rays.map { $0.chart.place(at: $0.front).x } + p.breakpoints + q.breakpoints)
    var (spans, rays): ([Span], [Ray]) = ([], [])
    var isTooFine = line.isTooFine
    for isUpper in [false, true] {
      let chart = QuantileSampler.chart(isUpper: isUpper)
      var levels: [Double] = []
      for x in points where !isTooFine {
        WorkLimit.inForce?.spend(20 * (p.termCount + q.termCount))
        isTooFine = WorkLimit.inForce?.isExhausted ?? false
        for density in [p, q] { levels.append(isUpper ? density.survival(x) : density.cumulative(x)) }
      }
      let cuts = levels.filter { $0 > 1e-300 && $0 < 0.5 }.map { Double.log($0) }.sorted(by: >)
      var last = Double.log(0.5)
      for cut in cuts where last - cut > 1e-6 {
        spans.append(Span(chart: chart, lower: cut, upper: last))
        last = cut
      }
      rays.append(Ray(chart: chart, sense: -1, front: last))
    }
    self.init(spans: spans, rays: rays, isTooFine: isTooFine)
  }
}

/// The squared difference of the quantiles.
private struct QuantileIntegrand: Integrand {
  func value(_ s: QuantileSample, shift: Double) -> Double { s.square }
  func rounding(_ s: QuantileSample, value: Double) -> Double { s.noise }
}

/// The size of the difference of the quantiles, which has a kink where it changes sign.
private struct QuantileDeviationIntegrand: Integrand {
  var hasKink: Bool { true }
  func value(_ s: QuantileSample, shift: Double) -> Double { abs(s.deviation) }
  func rounding(_ s: QuantileSample, value: Double) -> Double { s.deviationNoise }
}
