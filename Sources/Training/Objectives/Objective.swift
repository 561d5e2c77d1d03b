package import Autodiff

/// The losses of the two players, as functions of the critic's output v: the discriminator E_P real(v) + E_Q fake(v),
/// the generator E_Q generator(v).
///
/// Where v is a logit, D = 1/(1 + e⁻ᵛ) is the discriminator of the lecture.
package protocol Objective: Sendable {
  /// The name in the catalogue and on a command line.
  var name: String { get }
  /// The discriminator's loss of a row of data.
  func real<E: Expression>(_ v: E) -> E
  /// The discriminator's loss of a generated row.
  func fake<E: Expression>(_ v: E) -> E
  /// The generator's loss of a generated row.
  func generator<E: Expression>(_ v: E) -> E
  /// The critic's output that minimises the discriminator's loss where p/q has this logarithm; nil where only a
  /// constraint bounds it.
  func optimalOutput(logRatio: Double) -> Double?
}

/// Every objective: the classical ones, then every row of the f-GAN table.
package let objectives: [any Objective] =
  [Minimax(), NonSaturating(), SmoothedNonSaturating(label: 0.9), LeastSquares(), Hinge(), Wasserstein()] + VariationalObjective.catalogue
