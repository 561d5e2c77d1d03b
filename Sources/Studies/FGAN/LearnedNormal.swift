package import Calculus
package import Densities
import Divergences
import Training

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

  init(_ density: Normal, _ critic: VariationalCritic, of p: any AnalyticDensity) {
    self.density = density
    self.critic = critic
    let measurement = DensityPair(p, density).measure([critic.form.measure])[0]
    (divergence, reason) = (critic.form.supremum(from: measurement), measurement.reason)
    bound = critic.bound(p, density)
  }
}
