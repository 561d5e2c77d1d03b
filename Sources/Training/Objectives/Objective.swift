package import Autodiff
package import Densities
package import Divergences

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

extension Catalogue {
  /// Every objective: the classical ones, then every row of the f-GAN table.
  package static let objectives: [any Objective] =
    [Minimax(), NonSaturating(), SmoothedNonSaturating(label: 0.9), LeastSquares(), Hinge(), Wasserstein()] + VariationalObjective.all
}

/// The f-GAN game (Nowozin, Cseke & Tomioka 2016): D_f(P‖Q) = sup_T E_P T − E_Q f*(T) with T = g_f(v), where the output
/// activation g_f maps the critic's output into the domain of f*. The discriminator ascends the bound and the generator
/// descends it.
package struct VariationalObjective: Objective {
  /// The divergence, in the form that a critic is trained by.
  package let form: any VariationalForm

  /// The game of a divergence.
  package init(_ form: any VariationalForm) { self.form = form }

  /// One of each row of the paper's tables.
  package static let all: [any Objective] = Catalogue.variationalForms(weights: [0.3], orders: [0.5, 2]).map {
    VariationalObjective($0)
  }

  package var name: String { form.gameName }

  package func real<E: Expression>(_ v: E) -> E { -form.activation(v) }
  package func fake<E: Expression>(_ v: E) -> E { form.conjugateOfActivation(v) }
  package func generator<E: Expression>(_ v: E) -> E { -form.conjugateOfActivation(v) }
  package func optimalOutput(logRatio: Double) -> Double? { form.optimalOutput(logRatio: logRatio) }
}
