import Calculus
import Densities
import Divergences
import RealModule
import Scalars

/// A pair of densities seen through bins: two discrete distributions and their divergences, from the distribution
/// functions alone.
struct Binned {
  private let p: [Estimate]
  private let q: [Estimate]

  /// The masses of both densities between the octiles of either, and beyond.
  init(_ pair: Pair) {
    let levels = (1..<8).map { Double($0) / 8 }
    let inner = levels.map { pair.p.quantile($0) } + levels.map { pair.q.quantile($0) }
    self.init(pair, edges: [-.infinity] + Set(inner).sorted() + [.infinity])
  }

  /// The masses of both densities between consecutive edges.
  init(_ pair: Pair, edges: [Double]) {
    let bins = zip(edges, edges.dropFirst()).map { Interval($0, $1) }
    p = Self.masses(pair.p, bins)
    q = Self.masses(pair.q, bins)
  }

  /// Distribution functions are exact to some 1e-14; a mass that is a difference of them loses two digits at most. One
  /// that underflows is not 0.
  private static func masses(_ density: any AnalyticDensity, _ bins: [Interval]) -> [Estimate] {
    bins.map { bin in
      let mass = density.probability(of: bin)
      let isUnderflow = mass == 0 && density.support.contains { $0.intersection(bin) != nil }
      return Estimate(mass, error: isUnderflow ? .leastNormalMagnitude : 1e-12 * mass)
    }
  }

  /// The divergences of the two distributions.
  var divergences: [(measure: any FDivergence, value: Estimate)] {
    let mean = zip(p, q).map { 0.5 * ($0 + $1) }
    let (toP, toQ) = (Self.relativeEntropy(p, mean), Self.relativeEntropy(q, mean))
    return [
      (KullbackLeibler(), Self.relativeEntropy(p, q)), (KullbackLeibler(.reverse), Self.relativeEntropy(q, p)),
      (JensenShannon(), 0.5 * (toP + toQ)),
      (TotalVariation(), 0.5 * sum { ($0 - $1).magnitude }),
      (SquaredHellinger(), 0.5 * sum { (sqrt($0) - sqrt($1)) * (sqrt($0) - sqrt($1)) }),
      (TriangularDiscrimination(), sum { $0.value + $1.value == 0 ? 0 : ($0 - $1) * ($0 - $1) / ($0 + $1) }),
      (PearsonChiSquared(), sum { $0.value == $1.value ? 0 : $1.value > 0 ? ($0 - $1) * ($0 - $1) / $1 : Self.overNothing($1) }),
    ]
  }

  private func sum(_ term: (Estimate, Estimate) -> Estimate) -> Estimate { zip(p, q).reduce(0) { $0 + term($1.0, $1.1) } }

  /// Σ aᵢ log(aᵢ/bᵢ).
  private static func relativeEntropy(_ a: [Estimate], _ b: [Estimate]) -> Estimate {
    zip(a, b).reduce(0) { sum, masses in
      let (a, b) = masses
      if a.value == 0 { return sum }
      return b.value == 0 ? overNothing(b) : sum + a * (log(a) - log(b))
    }
  }

  /// What mass over a bin without mass contributes: ∞, or something unknown where the mass has only underflowed.
  private static func overNothing(_ mass: Estimate) -> Estimate {
    mass.error == 0 ? Estimate(.infinity) : Estimate(.greatestFiniteMagnitude, error: .infinity)
  }
}
