package import Calculus
package import Densities
import RealModule
import Scalars

/// Two laws of which one at least is discrete, with the measures that such a pair has.
///
/// Of two discrete laws every measure is a sum. A discrete law and a density are singular: each has all its mass where the
/// other has none, so that an f-divergence is f(0) + f°(0), +∞ for KL; only distances by quantiles see how near they are.
package struct DiscretePair {
  /// Either kind of law.
  package enum Law {
    /// A law on finitely many points.
    case discrete(DiscreteDistribution)
    /// A law with a density.
    case density(any AnalyticDensity)
  }

  private let p, q: Law

  /// The pair.
  package init(_ p: Law, _ q: Law) { (self.p, self.q) = (p, q) }

  /// Some of the measures, by name, in the order of the table of `DensityPair`; those that the pair does not have, such as
  /// Fisher informations, are left out.
  package func table(of names: [String]) -> [Estimate] {
    WorkLimit.$inForce.withValue(WorkLimit.inForce ?? .ofPair) { estimates(of: names) }
  }

  private func estimates(of names: [String]) -> [Estimate] {
    let atoms = Atoms(p, q)
    return (DensityPair.measures + DensityPair.measuresOnRequest).filter(names.contains).compactMap { name in
      let estimate = atoms.flatMap { $0.value(of: name) } ?? distance(name) ?? entropy(name)
      return estimate.map { $0.status == .infinite ? $0.named(name, by: .asymptotics) : $0.named(name, by: route(name)) }
    }
  }

  private func route(_ name: String) -> Route {
    if case .discrete = p, case .discrete = q { return .closedForm }
    return ["w1", "w2", "energy", "cramer", "w_inf"].contains(name) ? .transport : .closedForm
  }

  /// −Σ p log p, or −∫ p log p of a density.
  private func entropy(_ name: String) -> Estimate? {
    guard let law = name == Entropy.ofP.rawValue ? p : name == Entropy.ofQ.rawValue ? q : nil else { return nil }
    switch law {
    case .density(let density): return Divergences.entropy(density)
    case .discrete(let law):
      let terms = law.weights.map { -$0 * .log($0) }
      return .finite(value: terms.compensatedSum(), error: 4 * .ulpOfOne * (1 + terms.reduce(0, +)))
    }
  }

  private func distance(_ name: String) -> Estimate? {
    guard ["w1", "w2", "energy", "cramer", "w_inf"].contains(name) else { return nil }
    switch (p, q) {
    case (.discrete(let p), .discrete(let q)): return StepDistances(p, q).value(of: name)
    case (.discrete(let law), .density(let density)), (.density(let density), .discrete(let law)):
      return MixedDistances(law: law, density: density).value(of: name)
    case (.density, .density): return nil
    }
  }
}
