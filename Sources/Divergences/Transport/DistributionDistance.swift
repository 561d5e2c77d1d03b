package import Calculus
package import Densities
import RealModule
import Scalars

/// A distance between distribution functions F of P and G of Q, an integral over x of |F − G| or of its square.
package enum DistributionDistance: String, CaseIterable, Sendable {
  /// The Wasserstein distance of order 1, ∫ |F − G| dx = ∫₀¹ |F⁻¹ − G⁻¹| du (Vallender 1974): the mean distance that
  /// mass must travel from P to Q.
  case wasserstein1 = "w1"
  /// The energy distance 2 E|X − Y| − E|X − X′| − E|Y − Y′| = 2 ∫ (F − G)² dx (Székely & Rizzo 2013), not its square
  /// root.
  case energy
  /// The Cramér distance ∫ (F − G)² dx, half the energy distance (Cramér 1928; Bellemare et al. 2017 write l₂ for its
  /// root).
  case cramer

  /// |F − G| and its square are integrable in a tail if what does not cancel there falls faster than this power of |x|.
  fileprivate var threshold: Double { self == .wasserstein1 ? 1 : 0.5 }

  fileprivate var integrand: any Integrand<DistributionSample> {
    self == .wasserstein1 ? DeviationIntegrand() : SquaredDeviationIntegrand()
  }

  fileprivate var factor: Double { self == .energy ? 2 : 1 }

  fileprivate func part(of rest: DistributionSampler.Rest) -> Double { self == .wasserstein1 ? rest.deviation : rest.square }
}

extension DensityPair {
  /// Distances between the distribution functions of P and Q, on one mesh.
  ///
  /// They are in the units of x. +∞ is decided from the tails: where a mean is infinite and the other tail does not
  /// cancel it, W1 is infinite.
  package func measure(_ distances: [DistributionDistance]) -> [Estimate] { withinLimit { $0.measured(distances) } }

  private func measured(_ distances: [DistributionDistance]) -> [Estimate] {
    let tails = [-1.0, 1.0].map { TailComparison(p, q, direction: $0) }
    let reasons = distances.map { distance in tails.lazy.compactMap { $0.reasonForInfinity(threshold: distance.threshold) }.first }
    let open = distances.indices.filter { reasons[$0] == nil }
    var integrated = (open.isEmpty ? [] : integrated(open.map { distances[$0] }, tails))[...]
    return zip(distances, reasons).map { distance, reason in
      guard let reason else { return integrated.removeFirst() }
      return Estimate.infinite(reason: reason).named(distance.rawValue, by: .asymptotics)
    }
  }

  private func integrated(_ distances: [DistributionDistance], _ tails: [TailComparison]) -> [Estimate] {
    if p.isIdentical(to: q) {
      return distances.map { Estimate.finite(value: 0, error: 0).named($0.rawValue, by: .closedForm) }
    }
    let partition = Partition([p, q], coversGaps: true)
    let lengths = PairLengths(p, q)
    let unit = lengths.unit
    var sampler = DistributionSampler(p, q, unit: unit)
    let rests = tails.filter(\.isCancelling).compactMap { tail in
      partition.ray(towards: tail.direction).map { sampler.closeWindow(on: $0, tail) }
    }
    let integrals = integrals(
      of: distances.map(\.integrand), on: partition, sampler, panelLimit: 1000 + partition.spans.count, by: .transport)
    return integrals.results(named: distances.map(\.rawValue)) { sum, index in
      let rest = rests.reduce(0) { $0 + distances[index].part(of: $1) }
      let factor = distances[index].factor * unit
      // Mass that was not seen may be a few units away from where it should be; errors below the rounding of the width
      // are none.
      return sum.result(
        value: sum.value + rest, error: sum.error + rest + integrals.unseenMass, unit: factor,
        floor: 1e-13 * lengths.width / factor, zero: 1e-19 * lengths.width / factor)
    }
  }
}

/// W1(P, Q) = ∫ |F − G| dx, the Wasserstein distance of order 1, in the units of x.
package func wasserstein1(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate {
  DensityPair(p, q).measure([.wasserstein1])[0]
}

/// 2 ∫ (F − G)² dx, the energy distance of Székely & Rizzo (2013), in the units of x.
package func energyDistance(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate { DensityPair(p, q).measure([.energy])[0] }

/// ∫ (F − G)² dx, the Cramér distance, in the units of x.
package func cramerDistance(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate { DensityPair(p, q).measure([.cramer])[0] }

extension Partition {
  /// The ray into a tail.
  func ray(towards direction: Double) -> Ray? {
    rays.first { ray in
      guard ray.sense > 0, case .logarithmic(_, direction) = ray.chart else { return false }
      return true
    }
  }
}
