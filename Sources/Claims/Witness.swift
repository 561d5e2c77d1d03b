import Calculus
import Densities

extension Subject {
  /// The pairs that a reading brings with it, such as a counterexample, by their texts; one that is not in the grammar is left out, which a test would notice.
  static func witnesses(_ pairs: (p: String, q: String)...) -> [Subject] {
    pairs.compactMap { p, q in
      guard let p = try? parseDensity(p), let q = try? parseDensity(q) else { return nil }
      return Subject(p, q)
    }
  }

  /// The mean (P + Q)/2 of the two densities, or another mixture of them; nil for a weight of P that is not between 0 and 1.
  func mixture(weight: Double = 0.5) -> (any AnalyticDensity)? { try? Mixture([p, q], weights: [weight, 1 - weight]) }
}
