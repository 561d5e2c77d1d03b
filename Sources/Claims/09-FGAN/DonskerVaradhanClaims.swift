import Calculus
import Divergences
import RealModule
import Scalars

/// The bound of KL by an exponential mean, and how it compares with the f-GAN's.
enum DonskerVaradhanClaims {
  static let claims: [Claim] = [
    Claim(
      "B2", "For any T, E_P[T] − log E_Q[e^T] ≤ KL(P‖Q), with equality exactly at T = log p/q + c.", source: "Donsker & Varadhan; textbook",
      readings: [
        Reading("any T", .atMost) { pair in (critics(pair) + optimal(pair)).map { Sides($0.bound, pair.klPQ, component: $0.name) } },
        Reading("T = log p/q + 0.7") { pair in optimal(pair).map { Sides($0.bound, pair.klPQ) } },
        Reading("what another T loses is KL(P‖Q_T), with q_T = q e^T/E_Q[e^T]", precision: 1e-6) { pair in
          guard pair.klPQ.value.isFinite else { return [] }
          return zip(tilts(pair), critics(pair)).compactMap { tilt, critic in
            tiltedDivergence(pair, tilt.t, exponential: critic.exponential).map {
              Sides(pair.klPQ - critic.bound, $0, component: tilt.name)
            }
          }
        }
        .noting(
          "0 only where q_T = p, that is T = log p/q + c; KL(P‖Q_T) as the integral of p log(p/q_T) − p + q_T ≥ 0, "
            + "for T = tanh and a bump"),
        Reading("equality at other T too") { pair in
          guard pair.klPQ.value.isFinite else { return [] }
          return critics(pair).map { Sides($0.bound, pair.klPQ, component: $0.name) }.distinct
        }
        .refuted("only at T = log p/q + c: another T loses KL(P‖Q_T) > 0"),
        Reading("the bound of the f-GAN is the weaker one", .atMost) { ofTheFGAN($0) }
          .noting("E_P[T] − E_Q[e^(T−1)] ≤ E_P[T] − log E_Q[e^T]: both are KL only at T = 1 + log p/q"),
        Reading("both bounds are the same") { ofTheFGAN($0).distinct }
          .refuted("the f-GAN's takes e^(T−1) in place of the logarithm; they agree only where E_Q[e^T] = e"),
      ])
  ]

  /// The bound of the f-GAN beside this one.
  private static func ofTheFGAN(_ pair: Pair) -> [Sides] {
    (critics(pair) + optimal(pair)).map { Sides($0.real - exp(-1) * $0.exponential, $0.bound, component: $0.name) }
  }

  /// Estimate functions T of x.
  private static func tilts(_ pair: Pair) -> [(name: String, t: @Sendable (Double) -> Double)] {
    let (centre, width) = (pair.p.quantile(0.5), pair.p.upperQuantile(0.25) - pair.p.quantile(0.25))
    return [
      ("T = tanh", { .tanh(($0 - centre) / width) }),
      ("T a bump", { -.exp(-0.5 * (($0 - centre) / width) * (($0 - centre) / width)) }),
    ]
  }

  /// KL(P‖Q_T), if finite, as an integral over (P + Q)/2 that is nowhere negative, and stationary in E_Q[e^T].
  private static func tiltedDivergence(_ pair: Pair, _ t: @escaping @Sendable (Double) -> Double, exponential: Estimate) -> Estimate? {
    guard let mean = pair.mixture() else { return nil }
    let (optimum, logMass) = (OptimalDiscriminator(pair.p, pair.q), Double.log(exponential.value))
    let integrand = LineFunction.ofPlaces { place in
      let (logit, tilt) = (optimum.logit(at: place), t(place.x) - logMass)
      let real = logistic(logit)
      return 2 * (logistic(-logit) * .exp(tilt) + (real == 0 ? 0 : real * (logit - tilt - 1)))
    }
    let divergence = Estimate.expectation(under: mean, alongside: [pair.p, pair.q], integrand)
    // The terms of the integrand are of size 1, also where they cancel.
    return divergence.widened(by: 16 * .ulpOfOne).onScale(1)
  }

  /// Critics T that are not optimal, with E_P[T] and E_Q[e^T]; the one made of log p/q needs a finite KL(P‖Q).
  private static func critics(_ pair: Pair) -> [Critic] {
    let (p, q) = (pair.p, pair.q)
    let simple = tilts(pair).map { name, t in
      // They change over the width of P, so that the rounding of x next to a singular end costs nothing.
      let real = Estimate.expectation(under: p, alongside: [q], .ofPlaces { t($0.x) })
      let exponential = Estimate.expectation(under: q, alongside: [p], .ofPlaces { .exp(t($0.x)) })
      return Critic(name, real, exponential)
    }
    guard pair.klPQ.value.isFinite else { return simple }
    let parts = pair.measures([
      CustomFDivergence.real(growthAtInfinity: .logarithmic) { 0.5 * $0 }, CustomFDivergence.fake { .exp(0.5 * $0) },
    ])
    // Far apart nothing is left of E_Q[√(p/q)] but its logarithm.
    return simple + [Critic("T = ½ log p/q", parts[0], parts[1], logarithm: -0.5 * pair.renyi(0.5))]
  }

  /// The optimal critic, where KL(P‖Q) is finite.
  private static func optimal(_ pair: Pair) -> [Critic] {
    guard pair.klPQ.value.isFinite else { return [] }
    let parts = pair.measures([
      CustomFDivergence.real(growthAtInfinity: .logarithmic) { $0 + 0.7 },
      CustomFDivergence(name: "mean_ratio", dual: { _ in .exp(0.7) }, f: { .exp($0 + 0.7) }),
    ])
    return [Critic("T = log p/q + 0.7", parts[0], parts[1])]
  }

  /// A critic T with E_P[T], E_Q[e^T] and its logarithm.
  private struct Critic {
    let name: String
    let real: Estimate
    let exponential: Estimate
    let logarithm: Estimate

    /// E_P[T] − log E_Q[e^T].
    var bound: Estimate { real - logarithm }

    init(_ name: String, _ real: Estimate, _ exponential: Estimate, logarithm: Estimate? = nil) {
      self.name = name
      self.real = real
      self.exponential = exponential
      self.logarithm = logarithm ?? log(exponential)
    }
  }
}
