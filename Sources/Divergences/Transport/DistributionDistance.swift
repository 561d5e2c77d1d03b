package import Densities
import RealModule
import Scalars

/// A distance between distribution functions F of P and G of Q, an integral over x of |F − G| or of its square.
package enum DistributionDistance: String, CaseIterable, Sendable {
  /// The Wasserstein distance of order 1, ∫ |F − G| dx = ∫₀¹ |F⁻¹ − G⁻¹| du (Vallender 1974): the mean distance that mass must travel from
  /// P to Q.
  case wasserstein1 = "w1"
  /// The energy distance 2 E|X − Y| − E|X − X′| − E|Y − Y′| = 2 ∫ (F − G)² dx (Székely & Rizzo 2013), not its square root.
  case energy
  /// The Cramér distance ∫ (F − G)² dx, half the energy distance (Cramér 1928; Bellemare et al. 2017 write l₂ for its root).
  case cramer

  /// |F − G| and its square are integrable in a tail if what does not cancel there falls faster than this power of |x|.
  fileprivate var threshold: Double { self == .wasserstein1 ? 1 : 0.5 }

  fileprivate var integrand: any Integrand<DistributionSample> {
    self == .wasserstein1 ? DeviationIntegrand() : SquaredDeviationIntegrand()
  }

  fileprivate var factor: Double { self == .energy ? 2 : 1 }

  fileprivate func part(of rest: DistributionSampler.Rest) -> Double { self == .wasserstein1 ? rest.deviation : rest.square }
}

extension Comparison {
  /// Distances between the distribution functions of P and Q, on one mesh.
  ///
  /// They are in the units of x. +∞ is decided from the tails: where a mean is infinite and the other tail does not cancel it, W1 is
  /// infinite.
  package func measure(_ distances: [DistributionDistance]) -> [Measurement] {
    let tails = [-1.0, 1.0].map { TailComparison(p, q, direction: $0) }
    let reasons = distances.map { distance in tails.lazy.compactMap { $0.reasonForInfinity(threshold: distance.threshold) }.first }
    let open = distances.indices.filter { reasons[$0] == nil }
    var integrated = (open.isEmpty ? [] : integrated(open.map { distances[$0] }, tails))[...]
    return zip(distances, reasons).map { distance, reason in
      guard let reason else { return integrated.removeFirst() }
      return Measurement(measure: distance.rawValue, outcome: .infinite(reason: reason), route: .asymptotics)
    }
  }

  private func integrated(_ distances: [DistributionDistance], _ tails: [TailComparison]) -> [Measurement] {
    if p.isIdentical(to: q) {
      return distances.map { Measurement(measure: $0.rawValue, outcome: .finite(value: 0, error: 0), route: .closedForm) }
    }
    let partition = Partition([p, q], coversGaps: true)
    let lengths = PairLengths(p, q)
    let unit = lengths.unit
    var sampler = DistributionSampler(p, q, unit: unit)
    let rests = tails.filter(\.isCancelling).compactMap { tail in
      partition.ray(towards: tail.direction).map { sampler.closeWindow(on: $0, tail) }
    }
    let massIntegrands: [any Integrand<DistributionSample>] = [DistributionMassIntegrand(isP: true), DistributionMassIntegrand(isP: false)]
    let (sums, evaluations) = integrals(
      of: distances.map(\.integrand) + massIntegrands, on: partition, sampler, panelLimit: 1000 + partition.spans.count)
    let masses = sums.suffix(2)
    let defect = masses.reduce(0) { $0 + abs($1.value - 1) + $1.error }
    // What the mass sums' own error does not explain has not been seen, and may be a few units away from where it should be.
    let missed = masses.reduce(0) { $0 + max(0, abs($1.value - 1) - $1.error) }
    return zip(distances, sums).map { distance, sum in
      let rest = rests.reduce(0) { $0 + distance.part(of: $1) }
      let outcome = sum.outcome(massDefect: defect, missed: missed, rest: rest, factor: distance.factor * unit, width: lengths.width)
      return Measurement(
        measure: distance.rawValue, outcome: outcome, route: route(.transport), evaluations: evaluations, remark: sum.remark)
    }
  }
}

/// W1(P, Q) = ∫ |F − G| dx, the Wasserstein distance of order 1, in the units of x.
package func wasserstein1(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Measurement {
  Comparison(p, q).measure([.wasserstein1])[0]
}

/// 2 ∫ (F − G)² dx, the energy distance of Székely & Rizzo (2013), in the units of x.
package func energyDistance(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Measurement { Comparison(p, q).measure([.energy])[0] }

/// ∫ (F − G)² dx, the Cramér distance, in the units of x.
package func cramerDistance(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Measurement { Comparison(p, q).measure([.cramer])[0] }

extension Partition {
  /// The ray into a tail.
  func ray(towards direction: Double) -> Ray? {
    rays.first { ray in
      guard ray.sense > 0, case .logarithmic(_, direction) = ray.chart else { return false }
      return true
    }
  }
}

extension MeshSum {
  /// The integral times a factor, which carries the unit, with what is left beyond the mesh; errors below the rounding of the width are none.
  fileprivate func outcome(massDefect: Double, missed: Double, rest: Double, factor: Double, width: Double) -> Outcome {
    if let badSpan {
      let x = badSpan.chart.place(at: badSpan.midpoint).x
      return .unresolved(estimate: 0, error: .infinity, reason: "the integrand is not finite near x = \(x)")
    }
    if massDefect > 1e-6 {
      return .unresolved(
        estimate: min(value * factor, .greatestFiniteMagnitude), error: .infinity,
        reason: "the masses on the mesh differ from 1 by \(Float(massDefect)), so part of a density was not seen")
    }
    let total = value + rest
    let error = error + rest + missed
    if value * factor == .infinity { return .overflow(logValue: .log(total) + .log(factor)) }
    return .judged(
      value: total * factor, error: error * factor, floor: 1e-13 * width, zero: 1e-19 * width,
      otherwise: "the error bound is \(Float(error / total)) of the value: quadrature did not converge")
  }
}
