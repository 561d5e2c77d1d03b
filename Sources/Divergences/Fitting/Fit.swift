package import Calculus
package import Densities

/// The member of a family that minimises or maximises something, and how well it is known.
package struct Fit: Sendable {
  /// What was optimised: the name of a measure, or `maximum_likelihood`.
  package let objective: String
  /// The family, as the grammar calls it.
  package let family: String
  /// The parameters of the best member.
  package let parameters: [FittedParameter]
  /// The best member; nil where the objective is infinite for every member that was tried.
  package let density: (any AnalyticDensity)?
  /// The divergence at the optimum, or the log-likelihood of all the data.
  package let outcome: Estimate
  /// What a reader must know about a finite outcome, such as that the optimum may be a local one; empty if nothing.
  package var note = ""
}

/// A parameter of a fit.
package struct FittedParameter: Hashable, Sendable {
  /// The name in the grammar.
  package let name: String
  /// The best value.
  package let value: Double
  /// A bound on the distance from the exact optimum, from the equations that it solves; for a minimum divergence an
  /// estimate, from the last Newton step and the errors of the objective.
  package let error: Double
  /// The asymptotic standard error of a maximum-likelihood estimate, from the observed information (the expected one
  /// for Laplace, whose likelihood has kinks); nil for a fit to a density, and for an end or a mode in which the
  /// likelihood is not regular.
  package let standardError: Double?
}
