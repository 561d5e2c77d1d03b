package import Calculus
package import Densities
package import Divergences
package import Training

/// A trained critic of the f-GAN game as a function of x: T(x) = g(v(x)) with the network's output v.
package struct VariationalCritic: Sendable {
  /// The divergence that it bounds.
  package let form: any VariationalForm
  private let network: StandardizedNetwork

  /// The critic with these parameters in these units.
  package init(_ network: MultilayerPerceptron, _ parameters: [Double], form: any VariationalForm, units: Standardization) {
    self.form = form
    self.network = StandardizedNetwork(NetworkMap(network, parameters), units)
  }

  /// T(x), in the domain of f*.
  package func callAsFunction(_ x: Double) -> Double { form.activation(output(at: x)) }

  /// f*(T(x)), without the rounding of T near the end of the domain.
  package func conjugate(at x: Double) -> Double { form.conjugateOfActivation(output(at: x)) }

  private func output(at x: Double) -> Double { network.outputs(at: [Place(anchor: x, offset: 0)])[0].value }

  /// F = E_P T − E_Q f*(T) by quadrature: at most D_f(P‖Q), whatever the critic, and equal to it only for T = f′(p/q).
  ///
  /// Where an expectation does not converge the error is infinite.
  package func bound(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate {
    let form = form
    return DensityPair(p, q).measure(
      [.mean(real: { form.activation($0) }, fake: { -form.conjugateOfActivation($0) })], of: network.output)[0]
  }
}
