import Calculus
import Divergences
import RealModule
import Scalars

/// The law of the non-saturating gradient when the discriminator is noisy (Arjovsky & Bottou 2017).
enum RatioClaims {
  static let claims: [Claim] = [
    Claim(
      "G2",
      "Where a perfect D and its slope have errors that are independent centred normals, the gradient of −log D is a centred Cauchy "
        + "variable, with neither expectation nor variance.",
      source: "Arjovsky & Bottou 2017, theorem 2.6, which says infinite expectation; the ratio of two independent centred normals",
      readings: [
        Reading("the density of the ratio") {
          each { r, epsilon, law in
            [-3, -0.5, 0, 1, 20].map { x in
              let density = Estimate.expectation(under: epsilon) { t in abs(t) * .exp(r.logDensity(at: x * t)) }
              return Sides(density, Estimate(.exp(law.logDensity(at: x)), error: 1e-15), component: "x = \(x)")
            }
          }
        }
        .noting("r/ε is Cauchy with scale sd(r)/sd(ε); the density ∫ |t| φ_r(xt) φ_ε(t) dt at five points"),
        Reading("20 000 ratios", .atMost) { each { r, epsilon, law in ratios(20_000, r, epsilon).sides { law.cumulative($0) } } }
          .noting("Kolmogorov's distance; " + DrawnSample.chance),
        Reading("means of 100 ratios have the law of one", .atMost) {
          each { r, epsilon, law in ratios(2000, r, epsilon, batch: 100).sides { law.cumulative($0) } }
        }
        .noting("there is no mean for them to settle at; " + DrawnSample.chance),
        Reading("averaging a batch of 100 divides the noise by 10", .atMost) {
          each { r, epsilon, law in ratios(2000, r, epsilon, batch: 100).sides { law.cumulative(10 * $0) } }
        }
        .refuted("the expectation is undefined, and not infinite as the paper has it; the law of large numbers fails: batches do not help"),
      ])
  ]

  /// The sides for laws of the numerator r and of the denominator ε and for that of their ratio, a row each.
  private static func each(_ sides: (_ r: Normal, _ epsilon: Normal, _ law: Cauchy) -> [Sides]) -> [Sides] {
    [(1, 1), (3, 0.5)].flatMap { (r: Double, epsilon: Double) in
      sides(Normal(mean: 0, sd: r), Normal(mean: 0, sd: epsilon), Cauchy(location: 0, scale: r / epsilon))
        .labelled("sd(r) = \(r), sd(ε) = \(epsilon)")
    }
  }

  /// Means of ratios.
  private static func ratios(_ count: Int, _ r: Normal, _ epsilon: Normal, batch: Int = 1) -> DrawnSample {
    DrawnSample(count) { random in
      let sum = (0..<batch).reduce(0.0) { sum, _ in sum + r.sample(using: &random) / epsilon.sample(using: &random) }
      return sum / Double(batch)
    }
  }
}
