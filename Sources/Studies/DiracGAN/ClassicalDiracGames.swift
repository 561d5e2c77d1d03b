package import Calculus
package import Scalars

/// The generator descends the value of the game: θ′ = −ψ f′(θψ), ψ′ = θ f′(θψ).
///
/// In continuous time θ² + ψ² is constant; simultaneous steps lead away at every size h. Alternating ones are neutral
/// to first order for h < 2/f′(0) = 4, and at h = 4 the eigenvalue −1 is double; higher orders decide: from (1, 1) with
/// h = 0.2 they drift out, to a distance of 1.6 in 10⁵ steps.
package struct MinimaxDiracGame: DiracGame {
  /// The game, which has no settings.
  package init() {}

  package func field<S: Scalar>(at point: DiracPoint<S>) -> DiracPoint<S> {
    let slope = slope(point.theta * point.psi)
    return DiracPoint(theta: -point.psi * slope, psi: point.theta * slope)
  }

  package var exactEigenvalues: [Eigenvalue]? { Eigenvalue.conjugates(real: 0, imaginary: 0.5) }

  package func conserved(at point: DiracPoint<Double>) -> Double? { point.theta * point.theta + point.psi * point.psi }
}

/// The generator ascends f(−θψ) instead: θ′ = −ψ f′(−θψ), ψ′ = θ f′(θψ).
///
/// Neutral to first order, yet it converges in continuous time, d|z|²/dt ≤ 0, like √(8/t), and so it does by
/// alternating steps of 0.2. Simultaneous steps end on a limit cycle.
package struct NonSaturatingDiracGame: DiracGame {
  /// The game, which has no settings.
  package init() {}

  package func field<S: Scalar>(at point: DiracPoint<S>) -> DiracPoint<S> {
    let product = point.theta * point.psi
    return DiracPoint(theta: -point.psi * slope(-product), psi: point.theta * slope(product))
  }

  package var exactEigenvalues: [Eigenvalue]? { Eigenvalue.conjugates(real: 0, imaginary: 0.5) }
}

/// The Wasserstein game with an unbounded critic, f(t) = t: θ′ = −ψ, ψ′ = θ.
///
/// Alternating steps of size h < 2 keep θ² + ψ² − hθψ exactly, and so stay on an ellipse.
package struct WassersteinDiracGame: DiracGame {
  /// The game, which has no settings.
  package init() {}

  package func field<S: Scalar>(at point: DiracPoint<S>) -> DiracPoint<S> { DiracPoint(theta: -point.psi, psi: point.theta) }

  package var exactEigenvalues: [Eigenvalue]? { Eigenvalue.conjugates(real: 0, imaginary: 1) }

  package func conserved(at point: DiracPoint<Double>) -> Double? { point.theta * point.theta + point.psi * point.psi }
}

/// The Wasserstein game with the critic's slope clipped to [−bound, bound] after every step (Arjovsky, Chintala &
/// Bottou 2017).
package struct ClippedWassersteinDiracGame: DiracGame {
  /// The largest slope, above 0.
  package let bound: Double

  /// The game with slopes of at most `bound`, which is above 0.
  package init(bound: Double) { self.bound = bound }

  package func field<S: Scalar>(at point: DiracPoint<S>) -> DiracPoint<S> { WassersteinDiracGame().field(at: point) }

  package func projected<S: Scalar>(_ psi: S) -> S { psi.primal > bound ? S(bound) : psi.primal < -bound ? S(-bound) : psi }

  package var exactEigenvalues: [Eigenvalue]? { Eigenvalue.conjugates(real: 0, imaginary: 1) }
}

/// The Wasserstein game with (γ/2)(|ψ| − target)² taken from the critic's objective (Gulrajani et al. 2017).
///
/// Unless the target is 0 the field jumps at ψ = 0 and the game is not locally convergent: the critic is pushed away
/// from the equilibrium.
package struct PenalizedWassersteinDiracGame: DiracGame {
  /// The weight γ.
  package let weight: Double
  /// The slope that the critic is driven to, 1 in the paper.
  package let target: Double

  /// The game with a weight γ ≥ 0 and a target ≥ 0 for the slope.
  package init(weight: Double, target: Double) {
    self.weight = weight
    self.target = target
  }

  package func field<S: Scalar>(at point: DiracPoint<S>) -> DiracPoint<S> {
    let sign: Double = point.psi.primal > 0 ? 1 : point.psi.primal < 0 ? -1 : 0
    return DiracPoint(theta: -point.psi, psi: point.theta - S(weight) * (point.psi - S(target * sign)))
  }

  package var exactEigenvalues: [Eigenvalue]? {
    weight == 0 || target == 0 ? Eigenvalue.pair(mean: -weight / 2, discriminant: weight * weight / 4 - 1) : nil
  }
}

/// f′(t) = 1/(1 + eᵗ).
func slope<S: Scalar>(_ t: S) -> S { logistic(-t) }
