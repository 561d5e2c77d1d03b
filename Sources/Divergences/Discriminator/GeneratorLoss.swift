package import Calculus
package import Densities
import RealModule
import Scalars

/// A generator's loss E_Q[h(u)] at the optimal D, with u = D*/(1 − D*) = p/q, and the f-divergence that it follows.
///
/// With D* frozen the gradient is that of the f-divergence with f″(u) = −h′(u)/u, whatever h; f is convex exactly if
/// the loss falls in D. As a value the loss is in general **not** that divergence.
package struct GeneratorLoss: Sendable {
  /// The name, such as `non_saturating`.
  package let name: String
  /// The loss in the usual notation.
  package let formula: String
  /// h as the integrand of E_Q[h(p/q)], a function of log u = logit D*.
  package let integrand: CustomFDivergence
  /// The divergence with the same gradient, in words.
  package let divergenceName: String
  /// The divergence with the same gradient is this multiple …
  package let scale: Double
  /// … of the f-divergence itself.
  package let divergence: any FDivergence

  /// E_Q[h(u)] at the optimal discriminator of P and Q.
  package func value(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate { DensityPair(p, q).measure(integrand) }

  /// D_f(P‖Q), the divergence that the gradient with D* frozen belongs to.
  package func divergenceValue(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate {
    let result = DensityPair(p, q).measure([divergence])[0]
    return (scale == 1 ? result : Estimate(scale) * result).named(divergenceName, by: result.route, evaluations: result.evaluations)
  }
}

extension GeneratorLoss {
  /// E log(1 − D), of the minimax game (Goodfellow et al. 2014); it saturates where D rejects the samples.
  package static let saturating = GeneratorLoss(
    name: "saturating", formula: "E_Q[log(1 − D)]",
    integrand: CustomFDivergence(name: "loss_saturating", dual: { -.exp($0) * softplus(-$0) }, f: { -softplus($0) }),
    divergenceName: "2 JS", scale: 2, divergence: JensenShannon())

  /// E[−log D], of practice (Goodfellow et al. 2014, section 3).
  package static let nonSaturating = GeneratorLoss(
    name: "non_saturating", formula: "E_Q[−log D]",
    integrand: CustomFDivergence(name: "loss_non_saturating", growthAtZero: .logarithmic, f: { softplus(-$0) }),
    divergenceName: "2 KL(M‖P)", scale: 2, divergence: MeanToFirst())

  /// The sum of the two, E[−logit D], whose value is the reverse divergence itself.
  package static let sum = GeneratorLoss(
    name: "sum", formula: "E_Q[log(1 − D) − log D]",
    integrand: CustomFDivergence(name: "loss_sum", growthAtZero: .logarithmic, f: { -$0 }),
    divergenceName: "KL(Q‖P)", scale: 1, divergence: KullbackLeibler(.reverse))

  /// −E exp(logit D), the maximum-likelihood cost (Goodfellow 2014, “On distinguishability criteria”).
  package static let maximumLikelihood = GeneratorLoss(
    name: "maximum_likelihood", formula: "−E_Q[D/(1 − D)]",
    integrand: CustomFDivergence(name: "loss_maximum_likelihood", dual: { _ in -1 }, f: { -.exp($0) }),
    divergenceName: "KL(P‖Q)", scale: 1, divergence: KullbackLeibler())

  /// −E √(D/(1 − D)).
  package static let hellinger = GeneratorLoss(
    name: "hellinger", formula: "−E_Q[√(D/(1 − D))]",
    integrand: CustomFDivergence(name: "loss_hellinger", dual: { -.exp(0.5 * $0) }, f: { -.exp(0.5 * $0) }),
    divergenceName: "2 H²", scale: 2, divergence: SquaredHellinger())

  /// −E (D/(1 − D))².
  package static let pearson = GeneratorLoss(
    name: "pearson", formula: "−E_Q[(D/(1 − D))²]",
    integrand: CustomFDivergence(name: "loss_pearson", growthAtInfinity: .power(-1), dual: { -.exp(-$0) }, f: { -.exp(2 * $0) }),
    divergenceName: "χ²(P‖Q)", scale: 1, divergence: PearsonChiSquared())

  /// E (1 − D)/D.
  package static let neyman = GeneratorLoss(
    name: "neyman", formula: "E_Q[(1 − D)/D]",
    integrand: CustomFDivergence(name: "loss_neyman", growthAtZero: .power(-1), dual: { .exp(2 * $0) }, f: { .exp(-$0) }),
    divergenceName: "½ χ²(Q‖P)", scale: 0.5, divergence: PearsonChiSquared(.reverse))

  /// Every loss of the table. To add one: a line here.
  package static let all = [saturating, nonSaturating, sum, maximumLikelihood, hellinger, pearson, neyman]
}
