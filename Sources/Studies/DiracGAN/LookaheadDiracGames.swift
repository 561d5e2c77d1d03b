package import Calculus
package import Scalars

/// Minimax where the generator descends the value that the critic will have after some steps of its own, and
/// differentiates through them (Metz, Poole, Pfau & Sohl-Dickstein 2017).
package struct UnrolledDiracGame: DiracGame {
  /// How many steps of the critic are unrolled.
  package let steps: Int
  /// Their size.
  package let rate: Double

  /// The game with so many unrolled steps, at least 0, of this size.
  package init(steps: Int, rate: Double) {
    self.steps = steps
    self.rate = rate
  }

  package func field<S: Scalar>(at point: DiracPoint<S>) -> DiracPoint<S> {
    let theta = Dual(value: point.theta, tangent: 1)
    var psi = Dual(constant: point.psi)
    for _ in 0..<steps { psi += Dual(rate) * theta * slope(theta * psi) }
    // The derivative of log(1 + e^(−θψ)), which is −L up to a constant.
    let descent = softplus(-(theta * psi)).tangent
    return DiracPoint(theta: descent, psi: point.theta * slope(point.theta * point.psi))
  }

  /// Near the equilibrium ψ becomes ψ + kηθ/2, which adds kηθ²/4 to the value.
  package var exactEigenvalues: [Eigenvalue]? {
    let damping = 0.25 * Double(steps) * rate
    return Eigenvalue.pair(mean: -damping, discriminant: damping * damping - 0.25)
  }
}

/// Minimax by optimistic steps h (2 v(z) − v(z of the step before)) (Daskalakis, Ilyas, Syrgkanis & Zeng 2018).
///
/// An eigenvalue μ of the field gives the update the two roots of λ² − (1 + 2hμ) λ + hμ = 0.
package struct OptimisticDiracGame: DiracGame {
  /// The game, which has no settings.
  package init() {}

  package func field<S: Scalar>(at point: DiracPoint<S>) -> DiracPoint<S> { MinimaxDiracGame().field(at: point) }

  package func direction<S: Scalar>(from state: DiracState<S>, rate: Double) -> DiracPoint<S> {
    2 * field(at: state.point) - state.lastField
  }

  package var remembersField: Bool { true }
  package var exactEigenvalues: [Eigenvalue]? { MinimaxDiracGame().exactEigenvalues }
  package func conserved(at point: DiracPoint<Double>) -> Double? { MinimaxDiracGame().conserved(at: point) }
}

/// Minimax by extragradient steps h v(z + h v(z)) (Korpelevich 1976).
///
/// An eigenvalue μ of the field gives the update 1 + hμ + h²μ²: it contracts for h < 2.
package struct ExtragradientDiracGame: DiracGame {
  /// The game, which has no settings.
  package init() {}

  package func field<S: Scalar>(at point: DiracPoint<S>) -> DiracPoint<S> { MinimaxDiracGame().field(at: point) }

  package func direction<S: Scalar>(from state: DiracState<S>, rate: Double) -> DiracPoint<S> {
    field(at: state.point + S(rate) * field(at: state.point))
  }

  package var exactEigenvalues: [Eigenvalue]? { MinimaxDiracGame().exactEigenvalues }
  package func conserved(at point: DiracPoint<Double>) -> Double? { MinimaxDiracGame().conserved(at: point) }
}
