package import Autodiff
package import Divergences

/// The f-GAN game (Nowozin, Cseke & Tomioka 2016): D_f(P‖Q) = sup_T E_P T − E_Q f*(T) with T = g_f(v), where the output
/// activation g_f maps the critic's output into the domain of f*. The discriminator ascends the bound and the generator
/// descends it.
package struct VariationalObjective: Objective {
  /// The divergence, in the form that a critic is trained by.
  package let form: any VariationalForm

  /// The game of a divergence.
  package init(_ form: any VariationalForm) { self.form = form }

  /// One of each row of the paper's tables.
  package static let catalogue: [any Objective] = Catalogue.variationalForms(weights: [0.3], orders: [0.5, 2]).map {
    VariationalObjective($0)
  }

  package var name: String { form.gameName }

  package func real<E: Expression>(_ v: E) -> E { -form.activation(v) }
  package func fake<E: Expression>(_ v: E) -> E { form.conjugateOfActivation(v) }
  package func generator<E: Expression>(_ v: E) -> E { -form.conjugateOfActivation(v) }
  package func optimalOutput(logRatio: Double) -> Double? { form.optimalOutput(logRatio: logRatio) }
}
