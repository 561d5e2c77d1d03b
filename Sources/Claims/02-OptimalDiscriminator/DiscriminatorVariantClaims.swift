import Calculus
import Divergences
import RealModule
import Scalars

/// What changes when D is shown other shares of real samples or other labels.
enum DiscriminatorVariantClaims {
  static let claims: [Claim] = [prior, smoothing]

  private static let shares = [0.2, 0.7]

  private static let prior = Claim(
    "A9", "Shown a share π of real samples, D is best at π p/(π p + (1−π) q), where its log likelihood is JS_π(P,Q) − h(π).",
    source: "derived; π = ½ is Goodfellow et al. 2014, theorem 1",
    readings: [
      Reading("by value") { pair in shares.map { Sides(likelihood(pair, $0), best(pair, $0), component: "π = \($0)") } }
        .noting("h(π) is the entropy of the label, JS_π the information that a sample carries on it"),
      Reading("no perturbation gains", .atMost) { pair in
        shares.flatMap { share in
          [-0.3, 0.3].map {
            Sides(likelihood(pair, share, shift: $0), best(pair, share), component: "π = \(share), logit shifted by \($0)")
          }
        }
      },
      Reading("p/(p + q) stays best") { pair in
        shares.map { Sides(likelihood(pair, $0, shift: -logit($0)), likelihood(pair, $0), component: "π = \($0)") }.distinct
      }
      .refuted("only for equal shares: the logit of the best D moves by log π/(1−π)"),
    ])

  private static let labels: [(real: Double, fake: Double)] = [(0.9, 0), (0.9, 0.1)]

  private static let smoothing = Claim(
    "A10", "With labels α for real and β for fake samples the optimal discriminator is (α p + β q)/(p + q).",
    source: "Salimans et al. 2016, one-sided label smoothing",
    readings: [
      Reading("no perturbation gains", .atMost) { pair in
        labels.flatMap { real, fake in
          let best = smoothed(pair, real, fake, optimum(real, fake))
          return [-0.3, 0.3].map { shift in
            let moved = smoothed(pair, real, fake) { optimum(real, fake)($0) + shift * .tanh(1 + $0) }
            return Sides(moved, best, component: "α = \(real), β = \(fake), logit moved by \(shift)")
          }
        }
      },
      Reading("what another D loses is ∫(p + q) kl(D*‖D)") { pair in
        labels.map { real, fake in
          let best = optimum(real, fake)
          let loss = smoothed(pair, real, fake, best) - smoothed(pair, real, fake) { best($0) + 0.5 }
          let gap: @Sendable (Double) -> Double = { coinDivergence(best($0), best($0) + 0.5) }
          return Sides(loss, pair.mean(real: gap, fake: gap), component: "α = \(real), β = \(fake)")
        }
      }
      .noting("kl is the divergence of two coins"),
      Reading("smoothing leaves p/(p + q) optimal") { pair in
        // Without an overlap p/(p + q) is sure of itself, and every smoothed label makes its loss infinite.
        guard pair.jeffreys.value.isFinite else { return [] }
        return labels.map { real, fake in
          Sides(unsmoothed(pair, real, fake), smoothed(pair, real, fake, optimum(real, fake)), component: "α = \(real), β = \(fake)")
        }.distinct
      }
      .refuted(
        "D* then tops out at α, and at β where there is no data: with β > 0 the fake density stays in the numerator, which is why "
          + "only the real labels are smoothed"),
    ])

  /// JS_π(P,Q) − h(π).
  private static func best(_ pair: Pair, _ share: Double) -> Estimate { pair[WeightedJensenShannon(weight: share)] - entropy(share) }

  /// π E_P[log D] + (1−π) E_Q[log(1 − D)] for the best D, or one whose logit is shifted from it.
  private static func likelihood(_ pair: Pair, _ share: Double, shift: Double = 0) -> Estimate {
    let shift = logit(share) + shift
    return pair.mean(real: { -share * softplus(-$0 - shift) }, fake: { -(1 - share) * softplus($0 + shift) })
  }

  /// E_P[α log D + (1−α) log(1 − D)] + E_Q[β log D + (1−β) log(1 − D)] for a D whose logit is a function of λ.
  private static func smoothed(
    _ pair: Pair, _ real: Double, _ fake: Double, _ logit: @escaping @Sendable (Double) -> Double
  ) -> Estimate {
    pair.mean(real: { score(real, logit($0)) }, fake: { score(fake, logit($0)) })
  }

  /// The same at p/(p + q), whose log losses grow like λ.
  private static func unsmoothed(_ pair: Pair, _ real: Double, _ fake: Double) -> Estimate {
    let parts = pair.measures([
      CustomFDivergence.real(growthAtInfinity: .logarithmic) { score(real, $0) },
      CustomFDivergence.fake(growthAtZero: .logarithmic) { score(fake, $0) },
    ])
    return parts[0] + parts[1]
  }

  /// The expected log likelihood of a coin of this logit under a label; a label of 0 or 1 leaves one term.
  private static func score(_ label: Double, _ logit: Double) -> Double {
    (label == 0 ? 0 : -label * softplus(-logit)) - (label == 1 ? 0 : (1 - label) * softplus(logit))
  }

  /// The logit of (α p + β q)/(p + q) from λ, by the ratio of the smaller to the larger density, far out too.
  private static func optimum(_ real: Double, _ fake: Double) -> @Sendable (Double) -> Double {
    { logRatio in
      let ratio = Double.exp(-abs(logRatio))
      if logRatio > 0 { return .log(real + fake * ratio) - .log((1 - real) + (1 - fake) * ratio) }
      let odds = fake == 0 ? .log(real) + logRatio : Double.log(real * ratio + fake)
      return odds - .log((1 - real) * ratio + (1 - fake))
    }
  }

  private static func logit(_ share: Double) -> Double { .log(share / (1 - share)) }
  private static func entropy(_ share: Double) -> Estimate { Estimate(-share * .log(share) - (1 - share) * .log(1 - share)) }
}

/// kl(a‖b), the divergence of two coins given by their logits.
func coinDivergence(_ a: Double, _ b: Double) -> Double {
  logistic(a) * (softplus(-b) - softplus(-a)) + logistic(-a) * (softplus(b) - softplus(a))
}
