public import Calculus
public import Densities
import Divergences
public import Scalars

/// A trained critic of the f-GAN game as a function of x: T(x) = g(v(x)) with the network's output v.
public struct VariationalCritic: Sendable {
  /// The game whose divergence it bounds.
  public let objective: VariationalDivergence
  private let output: TabulatedNetwork
  private let units: Standardization

  /// The critic with these parameters in these units, tabulated over an interval of x.
  public init(
    _ network: MultilayerPerceptron, _ parameters: [Double], objective: VariationalDivergence, units: Standardization,
    over interval: Interval
  ) {
    self.objective = objective
    self.units = units
    output = TabulatedNetwork(
      NetworkMap(network, parameters), over: Interval(units.standardized(interval.lower), units.standardized(interval.upper)))
  }

  /// T(x), in the domain of f*.
  public func callAsFunction(_ x: Double) -> Double { objective.activation(output(units.standardized(x))) }

  /// f*(T(x)), without the rounding of T near the end of the domain.
  public func conjugate(at x: Double) -> Double { objective.conjugate(output(units.standardized(x))) }

  /// F = E_P T − E_Q f*(T) by quadrature: at most D_f(P‖Q), whatever the critic, and equal to it only for T = f′(p/q).
  public func bound(_ p: any Density, _ q: any Density) -> Estimate {
    let real = expectation(under: p, alongside: [q]) { self($0) }
    let fake = expectation(under: q, alongside: [p]) { conjugate(at: $0) }
    return Estimate(value: real.value - fake.value, error: real.error + fake.error, evaluations: real.evaluations + fake.evaluations)
  }
}
