import Autodiff
import RealModule
public import Scalars

/// A trained discriminator as a function of x: its logit, log D/(1 − D).
///
/// Where the critic's output is not a logit the logit is the log p/q for which the output would be optimal; an objective whose optimal output does
/// not tell it (hinge, Wasserstein) has none. The network is tabulated by polynomials to some 10⁻¹⁰ on an interval and evaluated directly elsewhere.
public struct LearnedDiscriminator: Sendable {
  private let output: TabulatedNetwork
  private let units: Standardization
  private let objective: any Objective
  private let isLogit: Bool

  /// The critic with these parameters in these units, tabulated over an interval of x; nil where its output tells no logit.
  public init?(
    _ network: MultilayerPerceptron, _ parameters: [Double], objective: any Objective, units: Standardization, over interval: Interval
  ) {
    guard network.widths.first == 1 else { return nil }
    let outputs = [-2.0, -1, 0, 1, 2].compactMap { objective.optimalOutput(logRatio: $0) }
    guard outputs.count == 5, zip(outputs, outputs.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    isLogit = outputs == [-2, -1, 0, 1, 2]
    self.units = units
    self.objective = objective
    output = TabulatedNetwork(
      NetworkMap(network, parameters), over: Interval(units.standardized(interval.lower), units.standardized(interval.upper)))
  }

  /// log D/(1 − D) at x.
  public func logit(at x: Double) -> Double {
    let v = output(units.standardized(x))
    return isLogit ? v : impliedLogit(v)
  }

  /// D(x).
  public func value(at x: Double) -> Double { logistic(logit(at: x)) }

  /// The log ratio at which this output is optimal, ±700 where it is beyond every such output.
  private func impliedLogit(_ v: Double) -> Double {
    var (low, high) = (-700.0, 700.0)
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if (objective.optimalOutput(logRatio: middle) ?? .nan) < v { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }
}
