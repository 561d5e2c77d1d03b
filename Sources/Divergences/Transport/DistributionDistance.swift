package import Calculus
import Densities
import RealModule
import Scalars

/// A distance between distribution functions F of P and G of Q, an integral over x of |F − G| or of its square.
package enum DistributionDistance: String, CaseIterable, Sendable {
  /// ∫ |F − G| dx = ∫₀¹ |F⁻¹ − G⁻¹| du, the Wasserstein distance of order 1 (Vallender 1974): how far mass must travel.
  case wasserstein1 = "w1"
  /// The energy distance 2 E|X − Y| − E|X − X′| − E|Y − Y′| = 2 ∫ (F − G)² dx, without a root (Székely & Rizzo 2013).
  case energy
  /// The Cramér distance ∫ (F − G)² dx (Cramér 1928), half the energy distance.
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
  /// They are in the units of x. +∞ is decided from the tails: an infinite mean that the other tail does not cancel.
  package func measure(_ distances: [DistributionDistance]) -> [Estimate] { withinLimit { $0.measured(distances) } }

  private func measured(_ distances: [DistributionDistance]) -> [Estimate] {
    let tails = [TailComparison](p, q)
    return results(
      of: distances, known: { distance in tails.infinite(distance.rawValue) { _ in distance.threshold } },
      integrated: { integrated($0, tails) })
  }

  private func integrated(_ distances: [DistributionDistance], _ tails: [TailComparison]) -> [Estimate] {
    if isOne {
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
      // Mass that was not seen may be a few units away; errors below the rounding of the width are none.
      return sum.result(
        value: sum.value + rest, error: sum.error + rest + sum.masses.unseen, unit: factor,
        floor: 1e-13 * lengths.width / factor, zero: 1e-19 * lengths.width / factor)
    }
  }
}

extension Partition {
  /// The ray into a tail.
  func ray(towards direction: Double) -> Ray? {
    rays.first { ray in
      guard ray.sense > 0, case .logarithmic(_, _, direction) = ray.chart else { return false }
      return true
    }
  }
}

/// The lengths by which the distances between two distributions are measured.
struct PairLengths {
  /// Of the order of the widths and separations of both: in this unit their distances are neither huge nor tiny.
  let unit: Double
  /// The width of the narrower one between its quartiles, beside which a small distance has the rounding of its share.
  let width: Double

  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity) {
    var (centres, scales, widths): ([Double], [Double], [Double]) = ([], [], [])
    for density in [p, q] {
      // A cut or a centre without mass, such as the end of a truncation at 1e200, is no length of the distribution. Nor is
      // one that hardly any mass reaches: beside a unit of 1e30 widths what counts as zero in an integral would be a whole
      // width.
      let (low, high) = (density.quantile(1e-15), density.upperQuantile(1e-15))
      let points = density.landmarks.map(\.location) + density.breakpoints
      centres += low <= high ? points.map { min(max($0, low), high) } : points
      scales += density.landmarks.map { low < high ? min($0.scale, high - low) : $0.scale }
      widths.append(density.upperQuantile(0.25) - density.quantile(0.25))
    }
    let spread = (centres.max() ?? 0) - (centres.min() ?? 0)
    let length = max(scales.max() ?? 1, spread)
    let unit = length > 0 && length.isFinite ? length : 1
    self.unit = unit
    width = widths.reduce(unit) { $1 > 0 ? min($0, $1) : $0 }
  }
}
