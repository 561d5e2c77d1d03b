package import Densities
import Scalars

/// What a generator learns from one sample x: the slope in x of the loss that it descends there, through the optimal
/// discriminator or the optimal critic.
///
/// With ℓ = log p − log q, the logit of D*, the slopes are −D* ℓ′ for log(1 − D*), −(1 − D*) ℓ′ for −log D*, and −f*′ =
/// ±1 for the Wasserstein loss −f* (Arjovsky, Chintala & Bottou 2017, figure 2). Where both densities vanish D* is
/// undefined, and what is made of it is NaN. The chain rule takes them to the generator's parameters: E_z[slope(g_θ(z))
/// ∂g_θ(z)/∂θ].
package struct SampleGradient: Sendable {
  /// The optimal discriminator.
  package let discriminator: OptimalDiscriminator
  /// The optimal critic.
  package let critic: OptimalCritic

  /// The gradients for data P and a generator's Q.
  package init(_ p: any AnalyticDensity, _ q: any AnalyticDensity) {
    discriminator = OptimalDiscriminator(p, q)
    critic = OptimalCritic(p, q)
  }

  /// ℓ′(x), the difference of the scores; 0 where a density vanishes and D* is constant.
  package func logitSlope(at x: Double) -> Double {
    let (p, q) = (discriminator.p, discriminator.q)
    let place = Place(anchor: x, offset: 0)
    guard p.logDensity(at: place).isFinite, q.logDensity(at: place).isFinite else { return 0 }
    let slope = p.score(at: x) - q.score(at: x)
    return slope.isNaN ? 0 : slope
  }

  /// D*′(x) = D* (1 − D*) ℓ′.
  package func discriminatorSlope(at x: Double) -> Double {
    times(discriminator.value(at: x) * discriminator.complement(at: x), logitSlope(at: x))
  }

  /// The slope of log(1 − D*), the loss of the minimax game: it vanishes where D* rejects the sample.
  package func saturating(at x: Double) -> Double { -times(discriminator.value(at: x), logitSlope(at: x)) }

  /// The slope of −log D*, the loss of practice: it vanishes where D* accepts the sample.
  package func nonSaturating(at x: Double) -> Double { -times(discriminator.complement(at: x), logitSlope(at: x)) }

  /// The slope of −f*: of size 1 wherever F ≠ G.
  package func wasserstein(at x: Double) -> Double { -critic.slope(at: x) }

  /// A product in which a factor that has underflowed wins over an infinite slope.
  private func times(_ share: Double, _ slope: Double) -> Double { share == 0 ? 0 : share * slope }
}
