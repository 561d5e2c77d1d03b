import RealModule
package import Scalars

/// The uniform distribution, p(x) = 1/(upper − lower) on [lower, upper].
public struct Uniform: Family {
  /// The lower end.
  public let lower: Double
  /// The upper end, above the lower one.
  public let upper: Double
  private let logDensityInside: Double

  /// The uniform distribution on [lower, upper].
  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
    let length = upper - lower
    // What the difference has lost (Knuth's two-sum).
    let part = length - upper
    let lost = (upper - (length - part)) - (lower + part)
    logDensityInside = -(.log(length) + lost / length)
    Self.check(values)
  }

  package static let name = "uniform"
  package static let parameters: [Parameter] = [.real("lower", movesSupport: true), .real("upper", movesSupport: true)]
  package static let specimens: [[Double]] = [[0, 1], [-1, 3], [1e6, 1_000_000.001], [-8e299, 9e299], [0, 1e-300]]
  package static func violation(of values: [Double]) -> String? {
    values[0] < values[1] ? nil : "uniform: lower must be below upper, not lower = \(values[0]) and upper = \(values[1])"
  }
  package init(_ values: [Double]) { self.init(lower: values[0], upper: values[1]) }
  package var values: [Double] { [lower, upper] }

  package static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    let isInside = parameters[0].primal <= x.primal && x.primal <= parameters[1].primal
    return isInside ? -.log(parameters[1] - parameters[0]) : S(-.infinity)
  }

  package var support: [Interval] { [Interval(lower, upper)] }
  package func logDensity<S: Scalar>(at x: S) -> S { S(lower <= x.primal && x.primal <= upper ? logDensityInside : -.infinity) }
  package func logDensity(at place: Place) -> Double {
    place.isBelow(lower) || place.isAbove(upper) ? -.infinity : logDensityInside + place.logJacobian
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double { 2 * .ulpOfOne * abs(logDensityInside) }
  package var landmarks: [Landmark] { [Landmark(location: lower + 0.5 * length, scale: max(0.5 * length, .leastNonzeroMagnitude))] }
  package func slope(at place: Place) -> Slope { Slope(rest: 0) }
  package func asymptote(_ approach: Approach) -> Asymptote { regularAsymptote(approach) }

  package func cumulative(_ x: Double) -> Double { fraction(from: lower, to: x) }
  package func survival(_ x: Double) -> Double { fraction(from: x, to: upper) }
  package func quantile(_ p: Double) -> Double { p < 0.5 ? lower + p * length : upper - (1 - p) * length }
  package func upperQuantile(_ p: Double) -> Double { p < 0.5 ? upper - p * length : lower + (1 - p) * length }
  private var length: Double { upper - lower }
  private func fraction(from a: Double, to b: Double) -> Double { min(max((b - a) / length, 0), 1) }
}
