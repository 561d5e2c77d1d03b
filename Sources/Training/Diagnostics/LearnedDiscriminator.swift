import Autodiff
import Calculus
package import Densities
package import Divergences
import RealModule
import Scalars

/// A trained discriminator as a function of x: its logit, log D/(1 − D).
///
/// Where the critic's output is not a logit, the logit is the log p/q for which the output would be optimal; it is ±∞
/// where the output is beyond every optimal one. An objective whose optimal output does not determine log p/q (hinge,
/// Wasserstein) has no logit. The network itself is evaluated, with a bound on its rounding error.
public struct LearnedDiscriminator: Sendable {
  private let network: StandardizedNetwork
  private let objective: any Objective
  private let isLogit: Bool

  /// The critic with these parameters in these units; nil where its output does not determine a logit.
  package init?(_ network: MultilayerPerceptron, _ parameters: [Double], objective: any Objective, units: Standardization) {
    guard network.widths.first == 1 else { return nil }
    let outputs = [-2.0, -1, 0, 1, 2].compactMap { objective.optimalOutput(logRatio: $0) }
    guard outputs.count == 5, zip(outputs, outputs.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    isLogit = outputs == [-2, -1, 0, 1, 2]
    self.objective = objective
    self.network = StandardizedNetwork(NetworkMap(network, parameters), units)
  }

  /// log D/(1 − D) at places, each within its error.
  package func logits(at places: [Place]) -> [LineFunction.Value] {
    let outputs = network.outputs(at: places)
    return isLogit ? outputs : outputs.map { impliedLogit($0) }
  }

  /// log D/(1 − D) at points; faster than one by one.
  package func logits(at points: [Double]) -> [Double] { logits(at: points.map { Place(anchor: $0, offset: 0) }).map(\.value) }

  /// The slope of log D/(1 − D) at points; nil where the critic's output is not that logit.
  package func logitSlopes(at points: [Double]) -> [Double]? { isLogit ? network.slopes(at: points) : nil }

  /// log D/(1 − D) at x.
  public func logit(at x: Double) -> Double { logits(at: [x])[0] }

  /// D(x).
  public func value(at x: Double) -> Double { logistic(logit(at: x)) }

  func values(at points: [Double]) -> [Double] { logits(at: points).map { logistic($0) } }

  /// The logit as an integrand.
  package var output: LineFunction { LineFunction(marks: network.marks) { logits(at: $0) } }

  /// Why V(D) is −∞: along a tail D tends to the wrong label, and its logit has no mean there. Nil where there is no
  /// such tail, or where the critic's output is not a logit.
  func reasonForInfinity(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> String? {
    guard isLogit else { return nil }
    for direction in [-1.0, 1] {
      guard let heading = network.heading(direction), heading != 0 else { continue }
      let (density, name) = heading < 0 ? (p, "P") : (q, "Q")
      let approach = Approach.tail(direction: direction, origin: density.quantile(0.5), unit: 1)
      let isUnbounded = direction < 0 ? density.hull.lower == -.infinity : density.hull.upper == .infinity
      if isUnbounded, !(density.asymptote(approach) + Asymptote([.log: 1])).isIntegrable(approach) {
        let (end, tail) = (heading < 0 ? "−" : "+", direction < 0 ? "−" : "+")
        return "the logit goes to \(end)∞ along the tail of \(name) to \(tail)∞, where it has no mean"
      }
    }
    return nil
  }

  /// The log ratios at which outputs within the error would be optimal.
  private func impliedLogit(_ output: LineFunction.Value) -> LineFunction.Value {
    let (low, high) = (impliedLogit(output.value - output.error), impliedLogit(output.value + output.error))
    if low == high { return (low, 0) }
    return (0.5 * (low + high), 0.5 * (high - low) + 4 * Double.ulpOfOne * max(abs(low), abs(high)))
  }

  private func impliedLogit(_ v: Double) -> Double {
    func optimum(_ logit: Double) -> Double { objective.optimalOutput(logRatio: logit) ?? .nan }
    let direction: Double = v < optimum(0) ? -1 : 1
    func lag(_ distance: Double) -> Double { direction * (v - optimum(direction * distance)) }
    var (low, high) = (0.0, 1.0)
    while lag(high) > 0 {
      // Outputs that no longer rise never reach v.
      guard lag(2 * high) < lag(high), high < 1e300 else { return direction * .infinity }
      (low, high) = (high, 2 * high)
    }
    for _ in 0..<64 {
      let middle = 0.5 * (low + high)
      if lag(middle) > 0 { low = middle } else { high = middle }
    }
    return direction * 0.5 * (low + high)
  }
}
