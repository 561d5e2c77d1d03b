package import Calculus
package import Densities
import RealModule
import Scalars

extension DensityPair {
  /// W2(P, Q) = (∫₀¹ (F⁻¹ − G⁻¹)² du)^½, the Wasserstein distance of order 2, in the units of x.
  ///
  /// In one dimension the monotone map is optimal, so the quantiles give it (Villani 2003, theorem 2.18). It is
  /// infinite where a second moment is, unless the other density has the same tail: two translates are always as far
  /// apart as the shift.
  package func wasserstein2() -> Estimate { withinLimit { $0.distanceOfQuantiles() } }

  private func distanceOfQuantiles() -> Estimate {
    let tails = [-1.0, 1.0].map { TailComparison(p, q, direction: $0) }
    // Tails x^−a that cancel and x^−b that do not leave quantiles that differ by u^−(1+a−b)/a.
    if let reason = tails.lazy.compactMap({ $0.reasonForInfinity(threshold: 1 + 0.5 * $0.dominant) }).first {
      return Estimate.infinite(reason: reason).named("w2", by: .asymptotics)
    }
    if p.isIdentical(to: q) { return Estimate.finite(value: 0, error: 0).named("w2", by: .closedForm) }
    let lengths = PairLengths(p, q)
    let unit = lengths.unit
    var sampler = QuantileSampler(p, q, unit: unit)
    let partition = Partition(levelsOf: p, q)
    let rests = tails.filter(\.isCancelling).map { tail in
      let ray = partition.rays[tail.direction > 0 ? 1 : 0]
      return sampler.closeFloor(from: ray.front, tail).square
    }
    let (sums, evaluations) = uncheckedIntegrals(
      of: [QuantileIntegrand()], on: partition, sampler, panelLimit: 400 + partition.spans.count)
    let result = sums[0].root(rest: rests.reduce(0, +), lengths)
    return result.named("w2", by: route(.transport), evaluations: evaluations, remark: sums[0].remark)
  }
}

/// W2(P, Q), the Wasserstein distance of order 2, in the units of x.
package func wasserstein2(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate { DensityPair(p, q).wasserstein2() }

extension MeshSum {
  /// The root of the integral, times the unit.
  fileprivate func root(rest: Double, _ lengths: PairLengths) -> Estimate {
    if badSpan != nil { return .unresolved(reason: "a quantile is beyond the largest double") }
    let total = value + rest
    let error = error + rest
    let root = Double.sqrt(total)
    // A quantile is exact to some hundreds of units in the last place, all of them possibly the same way.
    let rootError = (total > error ? error / root : .sqrt(error)) + 256 * .ulpOfOne * root
    let width = lengths.width / lengths.unit
    return result(value: root, error: rootError, unit: lengths.unit, floor: 1e-13 * width, zero: 1e-19 * width)
  }
}

extension Partition {
  /// The levels of probability cut where both densities' own cuts of the line are, from 0 to ½ and from 1 down to ½;
  /// the first ray goes to 0, the second to 1.
  ///
  /// A quantile jumps where the support has a gap and turns sharply where two modes meet, and the cuts of the line
  /// stand around both.
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
