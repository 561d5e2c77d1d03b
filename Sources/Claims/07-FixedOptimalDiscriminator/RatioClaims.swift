import Calculus
import Densities
import Divergences
import RealModule
import Scalars

/// The law of the non-saturating gradient when the discriminator is noisy (Arjovsky & Bottou 2017).
enum RatioClaims {
  static let claims: [Claim] = [
    Claim(
      "G2", "With noise on the discriminator, the gradient of −log D is a centred Cauchy variable, with infinite expectation and variance.",
      source: "Arjovsky & Bottou 2017, theorem 2.6; the ratio of two independent centred normals",
      readings: [
        Reading(
          "the density of the ratio", note: "r/ε is Cauchy with scale sd(r)/sd(ε); the density ∫ |t| φ_r(xt) φ_ε(t) dt at five points",
          on: pairs
        ) { subject in
          let law = Cauchy(location: 0, scale: scale(subject))
          return [-3, -0.5, 0, 1, 20].map { x in
            let density = Estimate.expectation(under: subject.q) { t in abs(t) * .exp(subject.p.logDensity(at: x * t)) }
            return Sides(density, Estimate(.exp(law.logDensity(at: x)), error: 1e-15), component: "x = \(x)")
          }
        },
        Reading("20 000 ratios", .atMost, note: "Kolmogorov's distance; " + DrawnSample.chance, on: pairs) { subject in
          let law = Cauchy(location: 0, scale: scale(subject))
          return ratios(20_000, subject).sides { law.cumulative($0) }
        },
        Reading(
          "means of 100 ratios have the law of one", .atMost, note: "there is no mean for them to settle at; " + DrawnSample.chance,
          on: pairs
        ) { subject in
          let law = Cauchy(location: 0, scale: scale(subject))
          return ratios(2000, subject, batch: 100).sides { law.cumulative($0) }
        },
        Reading(
          "averaging a batch of 100 divides the noise by 10", .atMost, expected: .fails,
          note: "the expectation is undefined, not infinite, and the law of large numbers fails: batches do not help", on: pairs
        ) { subject in
          let law = Cauchy(location: 0, scale: 0.1 * scale(subject))
          return ratios(2000, subject, batch: 100).sides { law.cumulative($0) }
        },
      ])
  ]

  /// P is the law of the numerator r, Q that of the denominator ε.
  private static let pairs = [
    Subject(Normal(mean: 0, sd: 1), Normal(mean: 0, sd: 1)), Subject(Normal(mean: 0, sd: 3), Normal(mean: 0, sd: 0.5)),
  ]

  private static func scale(_ subject: Subject) -> Double {
    guard let p = subject.p as? Normal, let q = subject.q as? Normal else { return 1 }
    return p.sd / q.sd
  }

  /// Means of ratios.
  private static func ratios(_ count: Int, _ subject: Subject, batch: Int = 1) -> DrawnSample {
    DrawnSample(count) { random in
      let sum = (0..<batch).reduce(0.0) { sum, _ in sum + subject.p.sample(using: &random) / subject.q.sample(using: &random) }
      return sum / Double(batch)
    }
  }
}
