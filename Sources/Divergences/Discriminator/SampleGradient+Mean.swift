import Calculus
import Densities
import RealModule
import Scalars

extension SampleGradient {
  /// Whose loss a generator descends.
  package enum Loss: String, CaseIterable, Sendable {
    /// log(1 − D*).
    case saturating
    /// −log D*.
    case nonSaturating = "non_saturating"
    /// −f*.
    case wasserstein
  }

  /// The slope of a loss at a sample.
  package func slope(of loss: Loss, at x: Double) -> Double {
    switch loss {
    case .saturating: saturating(at: x)
    case .nonSaturating: nonSaturating(at: x)
    case .wasserstein: wasserstein(at: x)
    }
  }

  /// E_Q|slope|, the mean size of what the generator learns from a sample.
  ///
  /// +∞ is decided from the asymptotes: where the logit's slope grows faster towards an end than q D*, or q (1 − D*),
  /// falls.
  package func meanSize(of loss: Loss) -> Estimate {
    let name = "gradient_" + loss.rawValue
    let (p, q) = (discriminator.p, discriminator.q)
    if loss != .wasserstein, let end = approaches(p, q).first(where: { diverges(loss, $0) }) {
      return Estimate.infinite(reason: "the logit's slope grows faster than its weight falls \(end.phrase)").named(name, by: .asymptotics)
    }
    let mean = expectation(under: q, alongside: [p] + kinkMarks(critic.turns)) { abs(slope(of: loss, at: $0)) }
    return Estimate.judged(value: mean.value, error: mean.error, otherwise: "quadrature did not converge").named(
      name, by: .quadrature, evaluations: mean.evaluations)
  }

  /// Whether ∫ q D* |ℓ′|, or ∫ q (1 − D*) |ℓ′|, diverges at an end; of pq/(p + q) and q²/(p + q) the larger density
  /// decides.
  private func diverges(_ loss: Loss, _ approach: Approach) -> Bool {
    let (logP, logQ) = (discriminator.p.asymptote(approach), discriminator.q.asymptote(approach))
    guard !logP.isZero, !logQ.isZero, let leading = Asymptote.combine(logP, 1, logQ, -1).leading else { return false }
    let isPLarger = leading.coefficient > 0
    let weight =
      loss == .saturating ? (isPLarger ? logQ : logP) : isPLarger ? Asymptote.combine(logQ, 2, logP, -1) : logQ
    return !(weight + leading.growth.slope(approach)).isIntegrable(approach)
  }
}

extension Asymptote.Growth {
  /// What the size of dg(t)/dx adds to the logarithm of an integrand; a factor log t is slower than any term that
  /// decides.
  fileprivate func slope(_ approach: Approach) -> Asymptote {
    // In a tail dt/dx is constant, at a point it is t².
    let chain: Double = if case .tail = approach { 0 } else { 2 }
    return switch self {
    case .exponential(let rate): Asymptote([.power(1): rate, .log: chain])
    case .power(let exponent): Asymptote([.log: exponent - 1 + chain])
    case .logSquared, .log: Asymptote([.log: chain - 1])
    case .constant: Asymptote([:])
    }
  }
}
