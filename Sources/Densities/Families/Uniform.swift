public import Scalars

import RealModule

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
    logDensityInside = Self.logDensityInside(lower, upper)
    checkParameters()
  }

  // Family
  public static let name = "uniform"
  public static let parameters = [Parameter(name: "lower", domain: .real, movesSupport: true), Parameter(name: "upper", domain: .real, movesSupport: true)]
  public static let specimens: [[Double]] = [[0, 1], [-1, 3], [1e6, 1_000_000.001], [-1e308, 1e308], [0, 1e-300]]
  public static func violation(of values: [Double]) -> String? {
    values[0] < values[1] ? nil : "uniform: lower must be below upper, not lower = \(values[0]) and upper = \(values[1])"
  }
  public init(_ values: [Double]) { self.init(lower: values[0], upper: values[1]) }
  public var values: [Double] { [lower, upper] }

  /// Halves, because the length itself may overflow.
  private static func logDensityInside<S: Scalar>(_ lower: S, _ upper: S) -> S { -.log(0.5 * upper - 0.5 * lower) - S(.log(2)) }
  public static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    let isInside = parameters[0].primal <= x.primal && x.primal <= parameters[1].primal
    return isInside ? logDensityInside(parameters[0], parameters[1]) : S(-.infinity)
  }

  // Density
  public var support: [Interval] { [Interval(lower, upper)] }
  public func logDensity<S: Scalar>(at x: S) -> S { S(lower <= x.primal && x.primal <= upper ? logDensityInside : -.infinity) }
  public func logDensity(at place: Place) -> Double {
    place.isBelow(lower) || place.isAbove(upper) ? -.infinity : logDensityInside + place.logJacobian
  }
  public var landmarks: [Landmark] { [Landmark(location: 0.5 * lower + 0.5 * upper, scale: 0.5 * upper - 0.5 * lower)] }
  public func asymptote(_ approach: Approach) -> Asymptote { regularAsymptote(approach) }

  // Distribution
  public func cumulative(_ x: Double) -> Double { fraction(from: lower, to: x) }
  public func survival(_ x: Double) -> Double { fraction(from: x, to: upper) }
  public func quantile(_ p: Double) -> Double { p < 0.5 ? lower + p * 2 * halfLength : upper - (1 - p) * 2 * halfLength }
  public func upperQuantile(_ p: Double) -> Double { p < 0.5 ? upper - p * 2 * halfLength : lower + (1 - p) * 2 * halfLength }
  private var halfLength: Double { 0.5 * upper - 0.5 * lower }
  private func fraction(from a: Double, to b: Double) -> Double { min(max((0.5 * b - 0.5 * a) / halfLength, 0), 1) }
}
