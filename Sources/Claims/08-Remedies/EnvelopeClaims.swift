import Calculus
import Densities
import Divergences
import Scalars

/// The gradient that the critic gives the generator.
enum EnvelopeClaims {
  static let claims: [Claim] = [
    Claim(
      "F7", "With the optimal critic frozen, the generator's gradient is that of W1: ∇W1 = −E_z[∇f*(g(z))].",
      source: "Arjovsky, Chintala & Bottou 2017, theorem 3",
      readings: [
        Reading("frozen critic", precision: 1e-6) { pair in pair.components(gradientOfW1(pair), criticGradient(pair)) }
          .noting("location-scale families, g(z) = location + scale · z; ∇W1 by differences"),
        Reading("frozen critic, times 2", precision: 1e-6) { pair in
          pair.components(gradientOfW1(pair), criticGradient(pair)?.map { 2 * $0 }).distinct
        }
        .refuted("no factor is left over: ∇JS of the minimax game has its 2, ∇W1 has none"),
      ])
  ]

  private static func gradientOfW1(_ pair: Pair) -> [Estimate]? {
    // At W1 = 0 there is a corner and no gradient, and no step of a difference may pass it: the first is a tenth of the
    // scale s, which moves W1 by at most 0.1 s E|z| ≤ 0.14 s.
    let scale = pair.q.landmarks.map(\.scale).min() ?? 1
    guard isLocationScale(pair.q), pair.w1.value > 0.15 * scale else { return nil }
    return pair.gradient { $0.measure([DistributionDistance.wasserstein1])[0] }
  }

  private static func isLocationScale(_ density: any AnalyticDensity) -> Bool {
    guard let family = density as? any Family else { return false }
    return [["mean", "sd"], ["location", "scale"]].contains(type(of: family).parameters.map(\.name))
  }

  /// −E_Q[f′(X)] for the location μ and −E_Q[f′(X) (X − μ)/σ] for the scale σ, with break points where the critic
  /// turns.
  private static func criticGradient(_ pair: Pair) -> [Estimate]? {
    guard let family = pair.q as? any Family, isLocationScale(family) else { return nil }
    let (location, scale) = (family.values[0], family.values[1])
    let critic = OptimalCritic(pair.p, family)
    let weights: [@Sendable (Double) -> Double] = [{ _ in 1 }, { ($0 - location) / scale }]
    return weights.map { weight in
      let mean = Estimate.expectation(under: family, alongside: kinkMarks(critic.turns)) { critic.slope(at: $0) * weight($0) }
      // A turn is where F − G is 0 up to rounding, and F − G has the slope p − q.
      let blur = critic.turns.reduce(0.0) { sum, turn in
        let (p, q) = (pair.p.density(at: turn), family.density(at: turn))
        let tail = Swift.min(family.cumulative(turn), family.survival(turn))
        let displacement = 2e-14 * tail / abs(p - q) + turn.ulp
        return sum + 2 * q * abs(weight(turn)) * displacement
      }
      return -mean.widened(by: blur)
    }
  }
}
