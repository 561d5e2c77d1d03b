import Calculus
import Densities
import Divergences
import RealModule
import Scalars

/// The bound of KL by an exponential mean, and how it compares with the f-GAN's.
enum DonskerVaradhanClaims {
  static let claims: [Claim] = [
    Claim(
      "B2", "For any T, E_P[T] − log E_Q[e^T] ≤ KL(P‖Q), with equality exactly at T = log p/q + c.", source: "Donsker & Varadhan; textbook",
      readings: [
        Reading("any T", .atMost) { subject in
          critics(subject).map { Sides($0.real - $0.logarithm, subject.klPQ, component: $0.name) }
        },
        Reading("T = log p/q + 0.7") { subject in
          guard subject.klPQ.value.isFinite, let best = critics(subject).first(where: { $0.name == optimal }) else { return [] }
          return [Sides(best.real - best.logarithm, subject.klPQ)]
        },
        Reading(
          "what another T loses is KL(P‖Q_T), with q_T = q e^T/E_Q[e^T]",
          note:
            "0 only where q_T = p, that is T = log p/q + c; KL(P‖Q_T) as the integral of p log(p/q_T) − p + q_T ≥ 0, for T = tanh and a bump",
          precision: 1e-6
        ) { subject in
          guard subject.klPQ.value.isFinite else { return [] }
          return zip(tilts(subject), critics(subject)).compactMap { tilt, critic in
            tiltedDivergence(subject, tilt.t, exponential: critic.exponential).map {
              Sides(subject.klPQ - bound(critic), $0, component: tilt.name)
            }
          }
        },
        Reading(
          "equality at other T too", expected: .fails, note: "only at T = log p/q + c: another T loses KL(P‖Q_T) > 0"
        ) { subject in
          guard subject.klPQ.value.isFinite else { return [] }
          return critics(subject).filter { $0.name != optimal }.map { Sides(bound($0), subject.klPQ, component: $0.name) }.distinct
        },
        Reading(
          "the bound of the f-GAN is the weaker one", .atMost,
          note: "E_P[T] − E_Q[e^(T−1)] ≤ E_P[T] − log E_Q[e^T]: both are KL only at T = 1 + log p/q"
        ) { subject in
          critics(subject).map { Sides($0.real - exp(-1) * $0.exponential, $0.real - $0.logarithm, component: $0.name) }
        },
        Reading(
          "both bounds are the same", expected: .fails,
          note: "the f-GAN's takes e^(T−1) in place of the logarithm; they agree only where E_Q[e^T] = e"
        ) { subject in
          critics(subject).map { Sides($0.real - exp(-1) * $0.exponential, $0.real - $0.logarithm, component: $0.name) }.distinct
        },
      ])
  ]

  private static let optimal = "T = log p/q + 0.7"

  /// E_P[T] − log E_Q[e^T].
  private static func bound(_ critic: Critic) -> Estimate { critic.real - critic.logarithm }

  /// Estimate functions T of x.
  private static func tilts(_ subject: Subject) -> [(name: String, t: @Sendable (Double) -> Double)] {
    let (centre, width) = (subject.p.quantile(0.5), subject.p.upperQuantile(0.25) - subject.p.quantile(0.25))
    return [
      ("T = tanh", { .tanh(($0 - centre) / width) }),
      ("T a bump", { -.exp(-0.5 * (($0 - centre) / width) * (($0 - centre) / width)) }),
    ]
  }

  /// KL(P‖Q_T), where it is finite, as an integral over (P + Q)/2 of what is nowhere negative and 0 only at q_T = p; to
  /// first order the error of E_Q[e^T] leaves it.
  private static func tiltedDivergence(_ subject: Subject, _ t: @escaping @Sendable (Double) -> Double, exponential: Estimate) -> Estimate?
  {
    guard let mean = subject.mixture() else { return nil }
    let (optimum, logMass) = (OptimalDiscriminator(subject.p, subject.q), Double.log(exponential.value))
    let divergence = Estimate.expectation(
      under: mean, alongside: [subject.p, subject.q],
      .ofPlaces { place in
        let (logit, tilt) = (optimum.logit(at: place), t(place.x) - logMass)
        let real = logistic(logit)
        return 2 * (logistic(-logit) * .exp(tilt) + (real == 0 ? 0 : real * (logit - tilt - 1)))
      })
    // The terms of the integrand are of size 1, also where they cancel.
    return divergence.widened(by: 16 * .ulpOfOne).onScale(1)
  }

  /// Critics T with E_P[T] and E_Q[e^T], those of `tilts` first; those made of log p/q only where KL(P‖Q) is finite.
  private static func critics(_ subject: Subject) -> [Critic] {
    let (p, q) = (subject.p, subject.q)
    let simple = tilts(subject).map { name, t in
      // They change over the width of P, so that the rounding of x next to a singular end costs nothing.
      let real = Estimate.expectation(under: p, alongside: [q], .ofPlaces { t($0.x) })
      let exponential = Estimate.expectation(under: q, alongside: [p], .ofPlaces { .exp(t($0.x)) })
      return Critic(name, real, exponential)
    }
    guard subject.klPQ.value.isFinite else { return simple }
    let parts = subject.measures([
      CustomFDivergence.real(growthAtInfinity: .logarithmic) { 0.5 * $0 }, CustomFDivergence.fake { .exp(0.5 * $0) },
      CustomFDivergence.real(growthAtInfinity: .logarithmic) { $0 + 0.7 },
      CustomFDivergence(name: "mean_ratio", dual: { _ in .exp(0.7) }, f: { .exp($0 + 0.7) }),
    ])
    // Far apart nothing is left of E_Q[√(p/q)] but its logarithm.
    let half = Critic("T = ½ log p/q", parts[0], parts[1], logarithm: -0.5 * subject.renyi(0.5))
    return simple + [half, Critic(optimal, parts[2], parts[3])]
  }

  /// A critic T with E_P[T], E_Q[e^T] and its logarithm.
  private struct Critic {
    let name: String
    let real: Estimate
    let exponential: Estimate
    let logarithm: Estimate

    init(_ name: String, _ real: Estimate, _ exponential: Estimate, logarithm: Estimate? = nil) {
      self.name = name
      self.real = real
      self.exponential = exponential
      self.logarithm = logarithm ?? log(exponential)
    }
  }
}
