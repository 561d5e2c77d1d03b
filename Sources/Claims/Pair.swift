package import Calculus
package import Densities
package import Divergences

/// A pair of densities that claims are checked on: it computes its divergences once, where a `DensityPair` does so at each
/// question.
package struct Pair: Sendable {
  /// The data density P.
  package let p: any AnalyticDensity
  /// The generator's density Q.
  package let q: any AnalyticDensity
  private let table: [String: Estimate]

  /// A pair with all its f-divergences.
  package init(_ p: any AnalyticDensity, _ q: any AnalyticDensity) {
    self.p = p
    self.q = q
    let divergences = fDivergences + [MeanToFirst()]
    let values = DensityPair(p, q).measure(divergences).map(\.operand)
    table = Dictionary(uniqueKeysWithValues: zip(divergences.map(\.name), values))
  }

  /// Both densities by their names.
  var densities: [(name: String, density: any AnalyticDensity)] { [("P", p), ("Q", q)] }

  /// The pair with P and Q exchanged.
  package var exchanged: Pair { Pair(q, p) }

  /// Any f-divergence of the pair; those of the table are known already.
  package subscript(_ divergence: any FDivergence) -> Estimate { table[divergence.name] ?? measures([divergence])[0] }

  /// Several f-divergences of the pair on one mesh, as terms of a formula.
  func measures(_ divergences: [any FDivergence]) -> [Estimate] { DensityPair(p, q).measure(divergences).map(\.operand) }

  /// KL(P‖Q).
  package var klPQ: Estimate { self[KullbackLeibler()] }
  /// KL(Q‖P).
  package var klQP: Estimate { self[KullbackLeibler(.reverse)] }
  /// KL(P‖M), with M = (P+Q)/2.
  package var klPM: Estimate { self[SkewKullbackLeibler(weight: 0.5)] }
  /// KL(Q‖M).
  package var klQM: Estimate { self[SkewKullbackLeibler(weight: 0.5, .reverse)] }
  /// KL(M‖P).
  package var klMP: Estimate { self[MeanToFirst()] }
  /// The halved Jensen–Shannon divergence.
  package var js: Estimate { self[JensenShannon()] }
  /// The lecture's un-halved Jensen–Shannon divergence.
  package var jsLecture: Estimate { self[JensenShannon(isHalved: false)] }
  /// Total variation, at most 1.
  package var tv: Estimate { self[TotalVariation()] }
  /// Squared Hellinger, at most 1.
  package var hellinger2: Estimate { self[SquaredHellinger()] }
  /// χ²(P‖Q) of Pearson.
  package var chi2PQ: Estimate { self[PearsonChiSquared()] }
  /// χ²(Q‖P), of Neyman.
  package var chi2QP: Estimate { self[PearsonChiSquared(.reverse)] }
  /// Jeffreys' divergence.
  package var jeffreys: Estimate { self[Jeffreys()] }
  /// Triangular discrimination.
  package var triangular: Estimate { self[TriangularDiscrimination()] }

  /// The optimal discriminator D* = p/(p + q).
  package var optimal: OptimalDiscriminator { OptimalDiscriminator(p, q) }

  /// The value of the game at the optimal discriminator by its formula, 2 JS(P,Q) − log 4.
  package var bestValue: Estimate { 2 * js - 2 * .log2 }

  /// A generator's loss at the optimal discriminator.
  package func loss(_ loss: GeneratorLoss) -> Estimate { loss.value(p, q) }

  /// The mean (P + Q)/2 of the two densities, or another mixture of them; nil for a weight of P that is not between 0
  /// and 1.
  func mixture(weight: Double = 0.5) -> (any AnalyticDensity)? { try? Mixture([p, q], weights: [weight, 1 - weight]) }

  /// Both densities under the same map; nil where either has no closed form.
  func mapped(_ map: (any AnalyticDensity) -> (any AnalyticDensity)?) -> Pair? {
    guard let p = map(p), let q = map(q) else { return nil }
    return Pair(p, q)
  }

  /// The f-divergences of this pair beside those of another, a component a divergence.
  func sides(with other: Pair) -> [Sides] {
    fDivergences.map { Sides(self[$0], other[$0], component: $0.name) }.resolved
  }
}

extension [Pair] {
  /// The pairs that a reading brings along, by their texts; one that is not in the grammar is left out, which a test
  /// would notice.
  static func parsing(_ texts: (p: String, q: String)...) -> [Pair] {
    texts.compactMap { p, q in
      guard let p = try? parseDensity(p), let q = try? parseDensity(q) else { return nil }
      return Pair(p, q)
    }
  }
}
