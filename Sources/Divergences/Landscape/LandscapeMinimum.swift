/// A local minimum of an objective over the means and standard deviations of a normal.
package struct LandscapeMinimum: Sendable {
  /// The objective, by its name.
  package let objective: String
  /// The mean there.
  package let mean: Double
  /// An estimate of its error, from the last Newton step and the errors of the objective; +∞ unless `kind` is
  /// `interior`.
  package let meanError: Double
  /// The standard deviation there.
  package let deviation: Double
  /// The same estimate for the deviation.
  package let deviationError: Double
  /// The value with its error bound.
  package let outcome: Estimate
  /// How it ended: a true local minimum has a second derivative that was seen to be positive.
  package let kind: Kind
  /// Whether no other in the box is lower, within the errors, or within 1e-9 for one that is not `interior`.
  package internal(set) var isGlobal = false
  /// The component of P, counted from 1, that explains most of Q; 1 where P is no mixture.
  package let mode: Int
  /// How much of Q that component explains, E_Q[wᵢ pᵢ/p].
  package let modeShare: Double

  /// The same place, of which nothing is known but that it is the lowest that was seen before the search was given up.
  var givenUp: LandscapeMinimum {
    LandscapeMinimum(
      objective: objective, mean: mean, meanError: .infinity, deviation: deviation, deviationError: .infinity,
      outcome: .unresolved(outcome.value, reason: Landscape.tooMuchWork), kind: kind, mode: mode,
      modeShare: modeShare)
  }

  /// What the search ended on.
  package enum Kind: String, Sendable {
    /// A zero of the gradient with positive curvature.
    case interior
    /// A point of the edge of the box, beyond which the objective goes on falling or was not looked at.
    case edge
    /// A point without a positive second derivative, such as a kink or a flat place.
    case irregular
  }
}
