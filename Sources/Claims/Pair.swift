package import Calculus
package import Densities
package import Divergences

/// A pair that claims are checked on: its divergences are computed once, by a `DensityPair` at each question.
package struct Pair: Measured {
  /// The data density P.
  package let p: any AnalyticDensity
  /// The generator's density Q.
  package let q: any AnalyticDensity
  private let table: [String: Estimate]

  /// A pair with all its f-divergences.
  package init(_ p: any AnalyticDensity, _ q: any AnalyticDensity) {
    self.p = p
    self.q = q
    let divergences = Catalogue.fDivergences + [MeanToFirst()]
    let values = DensityPair(p, q).measure(divergences).map(\.operand)
    table = Dictionary(uniqueKeysWithValues: zip(divergences.map(\.name), values))
  }

  /// Both densities by their names.
  var densities: [(name: String, density: any AnalyticDensity)] { [("P", p), ("Q", q)] }

  /// The pair with P and Q exchanged.
  package var exchanged: Pair { Pair(q, p) }

  package func measure(named name: String) -> Estimate { table[name] ?? .unresolved(reason: "\(name) is no divergence of the table") }

  /// Any f-divergence of the pair; those of the table are known already.
  package subscript(_ divergence: any FDivergence) -> Estimate { table[divergence.name] ?? measures([divergence])[0] }

  /// Several f-divergences of the pair on one mesh, as terms of a formula.
  func measures(_ divergences: [any FDivergence]) -> [Estimate] { DensityPair(p, q).measure(divergences).map(\.operand) }

  /// KL(M‖P).
  package var klMP: Estimate { self[MeanToFirst()] }

  /// The optimal discriminator D* = p/(p + q).
  package var optimal: OptimalDiscriminator { OptimalDiscriminator(p, q) }

  /// The value of the game at the optimal discriminator by its formula, 2 JS(P,Q) − log 4.
  package var bestValue: Estimate { 2 * js - 2 * .log2 }

  /// A generator's loss at the optimal discriminator.
  package func loss(_ loss: GeneratorLoss) -> Estimate { loss.value(p, q) }

  /// (P + Q)/2, or another mixture; nil for a weight of P that is not between 0 and 1.
  func mixture(weight: Double = 0.5) -> (any AnalyticDensity)? { try? Mixture([p, q], weights: [weight, 1 - weight]) }

  /// Both densities under the same map; nil where either has no closed form.
  func mapped(_ map: (any AnalyticDensity) -> (any AnalyticDensity)?) -> Pair? {
    guard let p = map(p), let q = map(q) else { return nil }
    return Pair(p, q)
  }

  /// The f-divergences of this pair beside those of another, a component a divergence.
  func sides(with other: Pair) -> [Sides] {
    Catalogue.fDivergences.map { Sides(self[$0], other[$0], component: $0.name) }.resolved
  }
}

extension [Pair] {
  /// The pairs that a reading brings along, by their texts; one that does not parse is left out, which a test notices.
  static func parsing(_ texts: (p: String, q: String)...) -> [Pair] {
    texts.compactMap { p, q in
      guard let p = try? parseDensity(p), let q = try? parseDensity(q) else { return nil }
      return Pair(p, q)
    }
  }
}

extension Pair {
  /// The pairs that `verify` checks claims on: smooth and kinked, light and heavy, nested, far apart, disjoint, equal.
  package static let builtIn: [Pair] = .parsing(
    ("normal(0,1)", "normal(1,2)"),
    ("0.4*normal(-2,0.7)+0.6*normal(1.5,0.9)", "normal(0.6,1.1)"),
    ("0.33*normal(-1,0.255)+0.67*normal(2,1.415)", "normal(1.5,1.65)"),
    ("laplace(0,1)", "laplace(1,2)"),
    ("logistic(0,1)", "normal(0,1.7)"),
    ("studentT(3,0,1)", "normal(0,1)"),
    ("cauchy(0,1)", "cauchy(1,2)"),
    ("gumbel(0,1)", "gumbel(1,1.5)"),
    ("exponential(1)", "gamma(2,1.5)"),
    ("weibull(1.5,1)", "exponential(1)"),
    ("logNormal(0,1)", "logNormal(0.5,0.8)"),
    ("beta(2,3)", "beta(3,2)"),
    ("uniform(0,1)", "beta(2,5)"),
    ("uniform(0,2)", "uniform(0,1)"),
    ("uniform(0,1)", "uniform(2,3)"),
    ("normal(0,1)", "normal(50,1)"),
    ("normal(0,1)", "normal(0,1)"))
}
