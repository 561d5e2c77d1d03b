public import Densities

/// The member of a family that minimises or maximises something, and how well it is known.
public struct Fit: Sendable {
  /// What was optimised: the name of a measure, or `maximum_likelihood`.
  public let objective: String
  /// The family, as the grammar calls it.
  public let family: String
  /// The parameters of the best member.
  public let parameters: [FittedParameter]
  /// The best member; nil where the objective is infinite for every member that was tried.
  public let density: (any Density)?
  /// The divergence at the optimum, or the log-likelihood of all the data.
  public let outcome: Outcome
  /// What a reader must know about a finite outcome, such as that the optimum may be a local one; empty if nothing.
  public var note = ""
}

/// A parameter of a fit.
public struct FittedParameter: Hashable, Sendable {
  /// The name in the grammar.
  public let name: String
  /// The best value.
  public let value: Double
  /// A bound on the distance from the exact optimum, from the equations that it solves; for a minimum divergence an
  /// estimate, from the last Newton step and the errors of the objective.
  public let error: Double
  /// The asymptotic standard error of a maximum-likelihood estimate, from the observed information (the expected one
  /// for Laplace, whose likelihood has kinks); nil for a fit to a density, and for an end or a mode in which the
  /// likelihood is not regular.
  public let standardError: Double?
}
