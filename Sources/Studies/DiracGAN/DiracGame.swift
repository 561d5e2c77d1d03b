package import Calculus
import RealModule
package import Scalars

/// A way to train the smallest GAN: data at 0, a generator that is a point mass at θ, and the critic D(x) = ψx.
///
/// The value is L(θ, ψ) = f(θψ) + f(0) with f(t) = −log(1 + e⁻ᵗ); the critic ascends L, the generator descends it, and
/// the only equilibrium is (0, 0) (Mescheder, Geiger & Nowozin, Which training methods for GANs do actually converge?,
/// 2018). A game is its vector field, written once over `some Scalar`, so that forward-mode differentiation gives its
/// Jacobian.
package enum DiracGame: Hashable, Sendable {
  /// The generator descends the value: θ′ = −ψ f′(θψ), ψ′ = θ f′(θψ).
  ///
  /// In continuous time θ² + ψ² is constant; simultaneous steps lead away at every size h. Alternating ones are neutral
  /// to first order for h < 2/f′(0) = 4, and at h = 4 the eigenvalue −1 is double; higher orders decide: from (1, 1)
  /// with h = 0.2 they drift out, to a distance of 1.6 in 10⁵ steps.
  case minimax
  /// The generator ascends f(−θψ) instead: θ′ = −ψ f′(−θψ), ψ′ = θ f′(θψ).
  ///
  /// Neutral to first order, yet it converges in continuous time, d|z|²/dt ≤ 0, like √(8/t), and so it does by
  /// alternating steps of 0.2. Simultaneous steps end on a limit cycle.
  case nonSaturating
  /// An unbounded critic with f(t) = t: θ′ = −ψ, ψ′ = θ.
  ///
  /// Alternating steps of size h < 2 keep θ² + ψ² − hθψ exactly, and so stay on an ellipse.
  case wasserstein
  /// The same with the critic's slope clipped to [−bound, bound] after every step (Arjovsky, Chintala & Bottou 2017).
  case clippedWasserstein(bound: Double)
  /// The same with (γ/2)(|ψ| − target)² taken from the critic's objective (Gulrajani et al. 2017, where the target is
  /// 1).
  ///
  /// Unless the target is 0 the field jumps at ψ = 0 and the game is not locally convergent: the critic is pushed away
  /// from the equilibrium.
  case penalizedWasserstein(weight: Double, target: Double)
  /// Minimax with (γ/2) D′² taken from the critic's objective: R1 on the data and R2 on the samples are the same, for
  /// D′ = ψ everywhere. A weight γ of 1 = 2 f′(0) is critical damping.
  case gradientPenalty(weight: Double)
  /// Minimax with normal noise on data and samples: the field is an expectation over it.
  case instanceNoise(deviation: Double)
  /// Minimax with the gradient of (γ/2)‖v‖², the squared length of its own field v, taken from both players (Mescheder,
  /// Nowozin & Geiger 2017).
  case consensus(weight: Double)
  /// Minimax where the generator descends the value that the critic will have after some steps of its own, and
  /// differentiates through them (Metz, Poole, Pfau & Sohl-Dickstein 2017).
  case unrolled(steps: Int, rate: Double)
  /// Minimax by optimistic steps h (2 v(z) − v(z of the step before)) (Daskalakis, Ilyas, Syrgkanis & Zeng 2018).
  ///
  /// An eigenvalue μ of the field gives the update the two roots of λ² − (1 + 2hμ) λ + hμ = 0.
  case optimistic
  /// Minimax by extragradient steps h v(z + h v(z)) (Korpelevich 1976).
  ///
  /// An eigenvalue μ of the field gives the update 1 + hμ + h²μ²: it contracts for h < 2.
  case extragradient
}

extension DiracGame {
  /// Where the players move in continuous time: (θ′, ψ′).
  package func field<S: Scalar>(at point: DiracPoint<S>) -> DiracPoint<S> {
    let product = point.theta * point.psi
    switch self {
    case .minimax, .optimistic, .extragradient:
      return DiracPoint(theta: -point.psi * slope(product), psi: point.theta * slope(product))
    case .nonSaturating:
      return DiracPoint(theta: -point.psi * slope(-product), psi: point.theta * slope(product))
    case .wasserstein, .clippedWasserstein: return DiracPoint(theta: -point.psi, psi: point.theta)
    case .penalizedWasserstein(let weight, let target):
      let sign: Double = point.psi.primal > 0 ? 1 : point.psi.primal < 0 ? -1 : 0
      return DiracPoint(theta: -point.psi, psi: point.theta - S(weight) * (point.psi - S(target * sign)))
    case .gradientPenalty(let weight):
      return Self.minimax.field(at: point) - DiracPoint(theta: 0, psi: S(weight) * point.psi)
    case .instanceNoise(let deviation):
      var field = DiracPoint<S>(theta: 0, psi: 0)
      for (node, weight) in Self.noiseRule {
        let noise = S(deviation * node)
        let sample = point.theta + noise
        let slopeAtSample = S(weight) * slope(sample * point.psi)
        field.theta -= point.psi * slopeAtSample
        // The noise on the data is symmetric about 0: ε f′(ψε) stands for −ε f′(−ψε).
        field.psi += sample * slopeAtSample + S(weight) * noise * slope(noise * point.psi)
      }
      return field
    case .consensus(let weight):
      let force = gradient(at: [point.theta, point.psi]) { (coordinates: [Dual<S>]) -> Dual<S> in
        let field = Self.minimax.field(at: DiracPoint(theta: coordinates[0], psi: coordinates[1]))
        return 0.5 * (field.theta * field.theta + field.psi * field.psi)
      }
      return Self.minimax.field(at: point) - S(weight) * DiracPoint(theta: force[0], psi: force[1])
    case .unrolled(let steps, let rate):
      let theta = Dual(value: point.theta, tangent: 1)
      var psi = Dual(constant: point.psi)
      for _ in 0..<steps { psi += Dual(rate) * theta * slope(theta * psi) }
      // The derivative of log(1 + e^(−θψ)), which is −L up to a constant.
      return DiracPoint(theta: softplus(-(theta * psi)).tangent, psi: point.theta * slope(product))
    }
  }

  /// The trapezoidal rule for the standard normal, whose error falls like e^(−2π²/h²) for the normal itself and like
  /// e^(−2π²/(h|ψ|s)) for f′, which has its nearest pole at t = iπ.
  private static let noiseRule: [(node: Double, weight: Double)] = (-80...80).map { index in
    let node = 0.125 * Double(index)
    return (node, 0.125 * 0.3989422804014327 * Double.exp(-0.5 * node * node))
  }

  /// The eigenvalues of the field's Jacobian at the equilibrium in closed form; nil where the field has no derivative
  /// there.
  package var exactEigenvalues: [Eigenvalue]? {
    switch self {
    case .minimax, .nonSaturating, .optimistic, .extragradient: return Eigenvalue.conjugates(real: 0, imaginary: 0.5)
    case .wasserstein, .clippedWasserstein: return Eigenvalue.conjugates(real: 0, imaginary: 1)
    case .penalizedWasserstein(let weight, let target):
      return weight == 0 || target == 0 ? Eigenvalue.pair(mean: -weight / 2, discriminant: weight * weight / 4 - 1) : nil
    case .gradientPenalty(let weight): return Eigenvalue.pair(mean: -weight / 2, discriminant: weight * weight / 4 - 0.25)
    case .instanceNoise(let deviation):
      let curvature = -0.25 * deviation * deviation
      return Eigenvalue.pair(mean: curvature, discriminant: curvature * curvature - 0.25)
    case .consensus(let weight): return Eigenvalue.conjugates(real: -0.25 * weight, imaginary: 0.5)
    case .unrolled(let steps, let rate):
      // Near the equilibrium ψ becomes ψ + kηθ/2, which adds kηθ²/4 to the value.
      let damping = 0.25 * Double(steps) * rate
      return Eigenvalue.pair(mean: -damping, discriminant: damping * damping - 0.25)
    }
  }

  /// A quantity that continuous time keeps constant; nil where none is known.
  package func conserved(at point: DiracPoint<Double>) -> Double? {
    switch self {
    case .minimax, .wasserstein, .optimistic, .extragradient: point.theta * point.theta + point.psi * point.psi
    default: nil
    }
  }
}

/// f′(t) = 1/(1 + eᵗ).
private func slope<S: Scalar>(_ t: S) -> S { logistic(-t) }
