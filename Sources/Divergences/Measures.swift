public import Calculus
import Densities
import RealModule

/// The measures of a pair by their names, in the order of every table.
extension DensityPair {
  /// The names, such as `kl_pq` and `w1`.
  package static let measures: [String] =
    Catalogue.commonDivergences.map(\.name) + ["w1", "w2", "energy", "cramer"] + Catalogue.furtherDivergences.map(\.name)
    + renyiOrders.map { renyiName($0) } + Entropy.allCases.map(\.rawValue) + FisherInformation.allCases.map(\.rawValue)

  /// Measures that are computed when they are asked for by name: √JS, which is a metric (Endres & Schindelin 2003), and
  /// W∞, which is +∞ for most pairs without a common width.
  package static let measuresOnRequest = ["sqrt_js", "w_inf"]

  /// Those that are integrals of logarithms, and so in nats.
  package static let logarithmicMeasures: Set<String> = Set(
    measures.filter { name in ["kl_", "jeffreys", "js", "skew_kl_", "renyi_", "entropy_", "cross_entropy_"].contains { name.hasPrefix($0) }
    })

  private static let renyiOrders = [0.5, 2.0]

  /// Every measure of the pair: the f-divergences on one mesh, the transport distances on another, and the rest.
  ///
  /// They share a limit of work: of a pair that takes more than some seconds the dearest ones, which are last, are
  /// unresolved.
  public func table() -> [Estimate] { table(of: Self.measures) }

  /// Some of the measures, by name, in the order of the table.
  ///
  /// The mesh is refined for those that are asked for: alone, a measure may differ from the table's within the bounds.
  package func table(of names: [String]) -> [Estimate] {
    let results = withinLimit { $0.results(for: Set(names)) }
    return (Self.measures + Self.measuresOnRequest).compactMap { results[$0] }
  }

  private func requested(_ names: Set<String>) -> [Estimate] {
    Self.measuresOnRequest.filter(names.contains).map { name in
      if name == "w_inf" { return wassersteinInfinity() }
      let js = measure(JensenShannon())
      return Calculus.sqrt(js).named(name, by: js.route, evaluations: js.evaluations, remark: js.reason)
    }
  }

  private func results(for names: Set<String>) -> [String: Estimate] {
    let divergences = Catalogue.fDivergences.filter { names.contains($0.name) }
    let orders = Self.renyiOrders.filter { names.contains(Self.renyiName($0)) }
    let integrals = measure(divergences + orders.map { AlphaDivergence(order: $0) })
    let renyis = zip(orders, integrals.suffix(orders.count)).map { renyi(order: $0, from: $1) }
    let others =
      measure(Entropy.allCases.filter { names.contains($0.rawValue) })
      + measure(FisherInformation.allCases.filter { names.contains($0.rawValue) })
    // The dearest are the last.
    let distances = measure(DistributionDistance.allCases.filter { names.contains($0.rawValue) })
    let w2 = names.contains("w2") ? [wasserstein2()] : []
    let all: [[Estimate]] = [Array(integrals.prefix(divergences.count)), renyis, others, distances, w2, requested(names)]
    return Dictionary(uniqueKeysWithValues: all.joined().map { ($0.measure, $0) })
  }
}
