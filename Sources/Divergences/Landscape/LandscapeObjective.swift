package import Calculus
package import Densities

/// What a landscape shows: a sum of f-divergences of P and Q, each with a coefficient, of which some may be negative.
package struct LandscapeObjective: Sendable {
  /// The name in tables and on the command line.
  package let name: String
  /// The objective in the usual notation.
  package let formula: String
  /// The unit of its values, nats; nil for a number without one.
  package let unit: String?
  /// The divergences that it is made of; one with a negative coefficient is bounded, so that no two infinities meet.
  let terms: [(coefficient: Double, divergence: any FDivergence)]

  /// An objective under a name of its own.
  init(_ name: String, _ formula: String, unit: String? = "nats", _ terms: [(Double, any FDivergence)]) {
    self.name = name
    self.formula = formula
    self.unit = unit
    self.terms = terms.map { (coefficient: $0.0, divergence: $0.1) }
  }

  /// A divergence as an objective, under its own name.
  init(_ divergence: any FDivergence, _ formula: String, unit: String? = "nats") {
    self.init(divergence.name, formula, unit: unit, [(1, divergence)])
  }

  /// The value at Q, within the errors of its terms; infinite, beyond the largest double or unresolved where a term is.
  package func value(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate { value(p, q, within: nil) }

  /// The same within a limit of work that others share.
  func value(_ p: any AnalyticDensity, _ q: any AnalyticDensity, within limit: WorkLimit?) -> Estimate {
    value(from: DensityPair(p, q, within: limit).measure(terms.map(\.divergence)))
  }

  /// The values of several objectives on one mesh, in their order.
  static func values(_ objectives: [LandscapeObjective], _ p: any AnalyticDensity, _ q: any AnalyticDensity, within limit: WorkLimit)
    -> [Estimate]
  {
    var divergences: [any FDivergence] = []
    for term in objectives.flatMap(\.terms) where !divergences.contains(where: { $0.name == term.divergence.name }) {
      divergences.append(term.divergence)
    }
    let measurements = DensityPair(p, q, within: limit).measure(divergences)
    return objectives.map { objective in
      objective.value(from: objective.terms.compactMap { term in measurements.first { $0.measure == term.divergence.name } })
    }
  }

  private func value(from measurements: [Estimate]) -> Estimate {
    if let large = measurements.first(where: { $0.value.isInfinite }) { return large }
    return zip(terms, measurements).reduce(Estimate(0, error: 0)) { $0 + Estimate($1.0.coefficient, error: 0) * $1.1 }
  }
}

extension LandscapeObjective {
  /// KL(P‖Q), of maximum likelihood.
  package static let kullbackLeibler = LandscapeObjective(KullbackLeibler(), "KL(P‖Q)")
  /// KL(Q‖P), of variational inference.
  package static let reverse = LandscapeObjective(reversed, "KL(Q‖P)")
  /// JS(P, Q), halved: what the minimax game descends.
  package static let jensenShannon = LandscapeObjective(JensenShannon(), "JS(P, Q)")
  /// What the non-saturating loss descends: 2 KL(M‖P) = KL(Q‖P) − 2 JS, JS halved (Arjovsky & Bottou 2017).
  package static let nonSaturatingGradient = LandscapeObjective(
    "non_saturating_gradient", "KL(Q‖P) − 2 JS = 2 KL(M‖P)", [(2, MeanToFirst())])
  /// The non-saturating loss itself as a function of Q, with D optimal at each: E[−log D*] − log 2 = KL(Q‖P) − KL(Q‖M).
  package static let nonSaturatingValue = LandscapeObjective(
    "non_saturating_value", "E[−log D*] − log 2",
    [(1, reversed), (-1, SkewKullbackLeibler(weight: 0.5, .reverse))])
  /// The lecture's formula taken literally, with its un-halved JS: no divergence, since it is negative for many Q.
  package static let lectureLiteral = LandscapeObjective("lecture_literal", "KL(Q‖P) − 4 JS", [(1, reversed), (-4, JensenShannon())])
  /// KL(P‖Q) + KL(Q‖P).
  package static let jeffreys = LandscapeObjective(Jeffreys(), "KL(P‖Q) + KL(Q‖P)")
  /// χ²(P‖Q) of Pearson; infinite where Q is too narrow.
  package static let pearson = LandscapeObjective(PearsonChiSquared(), "∫ (p − q)²/q", unit: nil)
  /// H², at most 1.
  package static let hellinger = LandscapeObjective(SquaredHellinger(), "1 − ∫ √(p q)", unit: nil)
  /// TV, at most 1.
  package static let totalVariation = LandscapeObjective(TotalVariation(), "½ ∫ |p − q|", unit: nil)

  /// Every objective of the table. To add one: a line here.
  package static let all = [
    kullbackLeibler, reverse, jensenShannon, nonSaturatingGradient, nonSaturatingValue, lectureLiteral, jeffreys, pearson, hellinger,
    totalVariation,
  ]

  private static let reversed = KullbackLeibler(.reverse)
}
