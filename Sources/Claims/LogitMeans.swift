import Calculus
import Divergences
import RealModule

/// Expectations of functions of the logit λ = log p/q of the optimal discriminator, on the pair's own mesh.
///
/// As f-divergences E_P[g] has f(u) = u g(log u), E_Q[g] has f = g: rounding, masses and infinities are accounted for.
extension CustomFDivergence {
  /// E_P[g(λ)]. State how g grows as λ → +∞, and as λ → −∞ if g(λ) eλ grows there.
  static func real(
    growthAtZero: GrowthOrder = .bounded, growthAtInfinity: GrowthOrder = .bounded, _ g: @escaping @Sendable (Double) -> Double
  ) -> CustomFDivergence {
    CustomFDivergence(
      name: "mean_real", growthAtZero: growthAtZero, growthAtInfinity: growthAtInfinity, dual: { g(-$0) }, f: { weighted($0, g($0)) })
  }

  /// E_Q[g(λ)]. State how g grows as λ → −∞, and as λ → +∞ if g(λ) e^−λ grows there.
  static func fake(
    growthAtZero: GrowthOrder = .bounded, growthAtInfinity: GrowthOrder = .bounded, _ g: @escaping @Sendable (Double) -> Double
  ) -> CustomFDivergence {
    CustomFDivergence(
      name: "mean_fake", growthAtZero: growthAtZero, growthAtInfinity: growthAtInfinity, dual: { weighted($0, g(-$0)) }, f: { g($0) })
  }

  /// E_P[g(λ)] for a g that grows as the f of a divergence does.
  static func real(like divergence: any FDivergence, _ g: @escaping @Sendable (Double) -> Double) -> CustomFDivergence {
    real(growthAtZero: divergence.growthAtZero, growthAtInfinity: divergence.growthAtInfinity, g)
  }

  /// E_Q[g(λ)] likewise.
  static func fake(like divergence: any FDivergence, _ g: @escaping @Sendable (Double) -> Double) -> CustomFDivergence {
    fake(growthAtZero: divergence.growthAtZero, growthAtInfinity: divergence.growthAtInfinity, g)
  }

  /// E_P[g(λ)] − E_Q[h(λ)] as one integral, whose integrand grows, and has a kink, as the f of a divergence does.
  static func difference(
    like divergence: any FDivergence, _ g: @escaping @Sendable (Double) -> (real: Double, fake: Double)
  ) -> CustomFDivergence {
    CustomFDivergence(
      name: "mean_difference", growthAtZero: divergence.growthAtZero, growthAtInfinity: divergence.growthAtInfinity,
      hasKinkAtOne: divergence.hasKinkAtOne,
      dual: { logRatio in
        let value = g(-logRatio)
        return value.real - weighted(logRatio, value.fake)
      },
      f: { logRatio in
        let value = g(logRatio)
        return weighted(logRatio, value.real) - value.fake
      })
  }

  /// e^logWeight g, where a weight that underflows counts for nothing, whatever g.
  private static func weighted(_ logWeight: Double, _ g: Double) -> Double {
    let weight = Double.exp(logWeight)
    return weight == 0 ? 0 : weight * g
  }
}

extension Pair {
  /// E_P[real(λ)] + E_Q[fake(λ)] for bounded functions of the logit.
  func mean(real: @escaping @Sendable (Double) -> Double, fake: @escaping @Sendable (Double) -> Double) -> Estimate {
    let parts = measures([CustomFDivergence.real(real), .fake(fake)])
    return parts[0] + parts[1]
  }

  /// V(D) for a discriminator by its logit, a function of places that changes over lengths of 1 and not far out.
  func value(logit: @escaping @Sendable (Place) -> Double) -> Estimate {
    valueFunction(p, q, .ofPlaces(logit)).widened(by: 64 * .ulpOfOne)
  }
}
