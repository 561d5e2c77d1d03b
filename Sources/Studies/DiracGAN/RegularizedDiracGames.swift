package import Calculus
import RealModule
package import Scalars

/// Minimax with (γ/2) D′² taken from the critic's objective: R1 on the data and R2 on the samples are the same, for D′
/// = ψ everywhere.
package struct GradientPenaltyDiracGame: DiracGame {
  /// The weight γ; 1 = 2 f′(0) is critical damping.
  package let weight: Double

  /// The game with a weight γ ≥ 0; 0 is plain minimax.
  package init(weight: Double) { self.weight = weight }

  package func field<S: Scalar>(at point: DiracPoint<S>) -> DiracPoint<S> {
    var field = MinimaxDiracGame().field(at: point)
    field.psi -= S(weight) * point.psi
    return field
  }

  package var exactEigenvalues: [Eigenvalue]? { Eigenvalue.pair(mean: -weight / 2, discriminant: weight * weight / 4 - 0.25) }
}

/// Minimax with normal noise on data and samples: the field is an expectation over it.
package struct InstanceNoiseDiracGame: DiracGame {
  /// The noise's standard deviation.
  package let deviation: Double

  /// The game with noise of this standard deviation, at least 0; 0 is plain minimax.
  package init(deviation: Double) { self.deviation = deviation }

  package func field<S: Scalar>(at point: DiracPoint<S>) -> DiracPoint<S> {
    var field = DiracPoint<S>(theta: 0, psi: 0)
    for (node, weight) in Self.rule {
      let noise = S(deviation * node)
      let sample = point.theta + noise
      let slopeAtSample = S(weight) * slope(sample * point.psi)
      field.theta -= point.psi * slopeAtSample
      // The noise on the data is symmetric about 0: ε f′(ψε) stands for −ε f′(−ψε).
      field.psi += sample * slopeAtSample + S(weight) * noise * slope(noise * point.psi)
    }
    return field
  }

  package var exactEigenvalues: [Eigenvalue]? {
    let curvature = -0.25 * deviation * deviation
    return Eigenvalue.pair(mean: curvature, discriminant: curvature * curvature - 0.25)
  }

  /// The trapezoidal rule for the standard normal, whose error falls like e^(−2π²/h²) for the normal itself and like
  /// e^(−2π²/(h|ψ|s)) for f′, which has its nearest pole at t = iπ.
  private static let rule: [(node: Double, weight: Double)] = (-80...80).map { index in
    let node = 0.125 * Double(index)
    return (node, 0.125 * 0.3989422804014327 * Double.exp(-0.5 * node * node))
  }
}

/// Minimax with the gradient of (γ/2)‖v‖², the squared length of its own field v, taken from both players (Mescheder,
/// Nowozin & Geiger 2017).
package struct ConsensusDiracGame: DiracGame {
  /// The weight γ.
  package let weight: Double

  /// The game with a weight γ ≥ 0; 0 is plain minimax.
  package init(weight: Double) { self.weight = weight }

  package func field<S: Scalar>(at point: DiracPoint<S>) -> DiracPoint<S> {
    let force = gradient(at: [point.theta, point.psi]) { (coordinates: [Dual<S>]) -> Dual<S> in
      let field = MinimaxDiracGame().field(at: DiracPoint(theta: coordinates[0], psi: coordinates[1]))
      return 0.5 * (field.theta * field.theta + field.psi * field.psi)
    }
    return MinimaxDiracGame().field(at: point) - S(weight) * DiracPoint(theta: force[0], psi: force[1])
  }

  package var exactEigenvalues: [Eigenvalue]? { Eigenvalue.conjugates(real: -0.25 * weight, imaginary: 0.5) }
}
