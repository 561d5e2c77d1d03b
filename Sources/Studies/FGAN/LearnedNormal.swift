package import Calculus
package import Densities
import Divergences
package import Training

/// The normal that a generator μ + σz has learned, and the critic that it has learned from.
package struct LearnedNormal: Sendable {
  /// Q̂ = N(μ̂, σ̂).
  package let density: Normal
  /// T.
  package let critic: VariationalCritic
  /// D_f(P‖Q̂) by quadrature, as the game has it: for Jensen–Shannon the un-halved one.
  package let divergence: Estimate
  /// Why the divergence is infinite, or not resolved; empty where it is a number.
  package let reason: String
  /// F(θ̂, ω̂) = E_P T − E_Q̂ f*(T) by quadrature, a true lower bound of the divergence.
  package let bound: Estimate
  /// D_f(P‖Q̂) − F ≥ 0: what the critic has not learned.
  package var gap: Double { divergence.value - bound.value }

  init(_ density: Normal, _ critic: VariationalCritic, of p: any Density) {
    self.density = density
    self.critic = critic
    let (row, measurement) = (critic.objective.row, critic.objective.row.measurement(p, density))
    (divergence, reason) = (row.estimate(measurement), measurement.outcome.reason)
    bound = critic.bound(p, density)
  }
}

extension VariationalDivergence.Row {
  /// D_f(P‖Q) with the f of this row.
  package func divergence(_ p: any Density, _ q: any Density) -> Estimate { estimate(measurement(p, q)) }

  /// The divergence that D_f is a multiple of.
  fileprivate func measurement(_ p: any Density, _ q: any Density) -> Measurement { Comparison(p, q).measure([conjugates.measure])[0] }

  fileprivate func estimate(_ measurement: Measurement) -> Estimate {
    let pair = conjugates
    return Estimate(
      value: pair.scale * measurement.value + pair.valueAtOne, error: pair.scale * measurement.error, evaluations: measurement.evaluations)
  }
}
