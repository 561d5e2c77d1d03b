import Calculus
import RealModule
package import Scalars

/// The normal distribution, p(x) = exp(−z²/2) / (sd √(2π)) with z = (x − mean)/sd.
public struct Normal: Family {
  /// The mean μ.
  public let mean: Double
  /// The standard deviation σ > 0 (not the variance).
  public let sd: Double
  private let logScale: Double

  /// The normal distribution with this mean and standard deviation.
  public init(mean: Double, sd: Double) {
    self.mean = mean
    self.sd = sd
    logScale = .log(sd)
    checkParameters()
  }

  // Family
  package static let name = "normal"
  package static let parameters = [Parameter(name: "mean", domain: .real), Parameter(name: "sd", domain: .positive)]
  package static let specimens: [[Double]] = [[0, 1], [1, 2], [-3, 0.01], [1e8, 1], [1e-300, 1e-300], [1e300, 1e299]]
  public var model: DensityModel { DensityModel(self) }
  package init(_ values: [Double]) { self.init(mean: values[0], sd: values[1]) }
  package var values: [Double] { [mean, sd] }

  private static func formula<S: Scalar>(_ z: S, logScale: S) -> S { -0.5 * z * z - logScale - S(0.5 * .log(2 * .pi)) }
  package static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    formula((x - parameters[0]) / parameters[1], logScale: .log(parameters[1]))
  }
  package static func logDensity<S: Scalar>(at place: Place, parameters: [S]) -> S {
    formula(place.distance(from: parameters[0]) / parameters[1], logScale: .log(parameters[1]))
  }

  // Density
  package var support: [Interval] { [.line] }
  package func logDensity<S: Scalar>(at x: S) -> S { Self.formula((x - S(mean)) / S(sd), logScale: S(logScale)) }
  package func logDensity(at place: Place) -> Double {
    Self.formula(place.distance(from: mean) / sd, logScale: logScale) + place.logJacobian
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    let z = place.distance(from: mean) / sd
    return .ulpOfOne * (2 + 3 * z * z + 2 * abs(logScale))
  }
  package var landmarks: [Landmark] { [Landmark(location: mean, scale: sd)] }
  package func slope(at place: Place) -> Slope { Slope(rest: -(place.distance(from: mean) / sd) * (place.yardstick / sd)) }
  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .tail(let direction, let origin, let unit) = approach else { return regularAsymptote(approach) }
    return .power(2, coefficient: Asymptote.decay(0.5 * (unit / sd) * (unit / sd)), shift: direction * (origin - mean) / unit)
      + .constant(-logScale - 0.5 * .log(2 * .pi))
  }

  // Distribution
  package func cumulative(_ x: Double) -> Double { SpecialFunctions.normalUpper(mean - x, sd: sd) }
  package func survival(_ x: Double) -> Double { SpecialFunctions.normalUpper(x - mean, sd: sd) }
  package func quantile(_ p: Double) -> Double { mean + sd * SpecialFunctions.normalQuantile(p) }
  package func upperQuantile(_ p: Double) -> Double { mean - sd * SpecialFunctions.normalQuantile(p) }
}
