package import Calculus
package import Densities
import RealModule
import Scalars

/// What a generator learns from a sample x: the slope there of its loss, through the optimal discriminator or critic.
///
/// With ℓ = log p − log q, the logit of D*, the slopes are −D* ℓ′ for log(1 − D*), −(1 − D*) ℓ′ for −log D*, and −f*′ =
/// ±1 for the Wasserstein loss −f* (Arjovsky, Chintala & Bottou 2017, figure 2). Where both densities vanish they are
/// NaN. The generator's parameters learn E_z[slope(g_θ(z)) ∂g_θ(z)/∂θ].
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

  /// Whose loss a generator descends.
  package enum Loss: String, CaseIterable, Sendable {
    /// log(1 − D*), the loss of the minimax game: its slope vanishes where D* rejects the sample.
    case saturating
    /// −log D*, the loss of practice: its slope vanishes where D* accepts the sample.
    case nonSaturating = "non_saturating"
    /// −f*, whose slope has size 1 wherever F ≠ G.
    case wasserstein
  }

  /// The slope of a loss at a sample.
  package func slope(of loss: Loss, at x: Double) -> Double {
    switch loss {
    case .saturating: -times(discriminator.value(at: x), logitSlope(at: x))
    case .nonSaturating: -times(discriminator.complement(at: x), logitSlope(at: x))
    case .wasserstein: -critic.slope(at: x)
    }
  }

  /// A product in which a factor that has underflowed wins over an infinite slope.
  private func times(_ share: Double, _ slope: Double) -> Double { share == 0 ? 0 : share * slope }

  /// E_Q|slope|, the mean size of what the generator learns from a sample.
  ///
  /// +∞ is decided from the asymptotes: where ℓ′ grows faster towards an end than q D*, or q (1 − D*), falls.
  package func meanSize(of loss: Loss) -> Estimate {
    let name = "gradient_" + loss.rawValue
    let (p, q) = (discriminator.p, discriminator.q)
    if loss != .wasserstein, let end = approaches(p, q).first(where: { diverges(loss, $0) })?.approach {
      return Estimate.infinite(reason: "the logit's slope grows faster than its weight falls \(end.phrase)").named(name, by: .asymptotics)
    }
    let mean = expectation(under: q, alongside: [p] + kinkMarks(critic.turns)) { abs(slope(of: loss, at: $0)) }
    return Estimate.judged(value: mean.value, error: mean.error, otherwise: "quadrature did not converge").named(
      name, by: .quadrature, evaluations: mean.evaluations)
  }

  /// Whether ∫ q D* |ℓ′|, or ∫ q (1 − D*) |ℓ′|, diverges at an end, as the larger of the two densities decides.
  private func diverges(_ loss: Loss, _ way: Way) -> Bool {
    let (logP, logQ) = (way.asymptote(of: discriminator.p), way.asymptote(of: discriminator.q))
    guard !logP.isZero, !logQ.isZero, let leading = Asymptote.combine(logP, 1, logQ, -1).leading else { return false }
    let isPLarger = leading.coefficient > 0
    let weight =
      loss == .saturating ? (isPLarger ? logQ : logP) : isPLarger ? Asymptote.combine(logQ, 2, logP, -1) : logQ
    // The size of dg(t)/dx: in a tail dt/dx is constant, at a point it is t².
    let chain: Double = if case .point = way.approach { 1 } else { -1 }
    return !(weight + leading.growth.elasticity + Asymptote([.log: chain])).isIntegrable(way.approach)
  }
}
