import RealModule
package import Scalars

/// The Gumbel distribution of maxima, p(x) = exp(−z − e^(−z)) / scale with z = (x − location)/scale.
public struct Gumbel: Family {
  /// The mode.
  public let location: Double
  /// The decay length of the upper tail, > 0; the lower tail is doubly exponential.
  public let scale: Double
  private let logScale: Double

  /// The Gumbel distribution with this location and scale.
  public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
    logScale = .log(scale)
    checkParameters()
  }

  // Family
  package static let name = "gumbel"
  package static let parameters = [Parameter(name: "location", domain: .real), Parameter(name: "scale", domain: .positive)]
  package static let specimens: [[Double]] = [[0, 1], [-1, 0.3], [1e5, 1e-2], [1e-200, 1e-200]]
  public var model: DensityModel { DensityModel(self) }
  package var termCount: Int { 2 }
  package init(_ values: [Double]) { self.init(location: values[0], scale: values[1]) }
  package var values: [Double] { [location, scale] }

  private static func formula<S: Scalar>(_ z: S, logScale: S) -> S {
    // Both terms are infinite, with opposite signs, at −∞; the second wins.
    z.primal < -1000 ? S(-.infinity) : -z - .exp(-z) - logScale
  }
  package static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    formula((x - parameters[0]) / parameters[1], logScale: .log(parameters[1]))
  }
  package static func logDensity<S: Scalar>(at place: Place, parameters: [S]) -> S {
    formula(place.distance(from: parameters[0]) / parameters[1], logScale: .log(parameters[1]))
  }

  // Density
  package var support: [Interval] { [.line] }
  package func logDensity<S: Scalar>(at x: S) -> S { Self.formula((x - S(location)) / S(scale), logScale: S(logScale)) }
  package func logDensity(at place: Place) -> Double {
    Self.formula(place.distance(from: location) / scale, logScale: logScale) + place.logJacobian
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    let z = place.distance(from: location) / scale
    let share = Double.ulpOfOne * (2 + 3 * abs(z))
    return share * (1 + .exp(-z)) + 2 * .ulpOfOne * abs(logScale)
  }
  package var landmarks: [Landmark] { [Landmark(location: location, scale: scale)] }
  package func slope(at place: Place) -> Slope {
    Slope(rest: .expMinusOne(-(place.distance(from: location) / scale)) * (place.yardstick / scale))
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .tail(let direction, let origin, let unit) = approach else { return regularAsymptote(approach) }
    let shift = (location - origin) / scale
    if direction > 0 { return Asymptote([.power(1): Asymptote.decay(unit / scale), .constant: shift - logScale]) }
    return Asymptote([.exponential(rate: unit / scale): Asymptote.decay(.exp(shift)), .power(1): unit / scale, .constant: shift - logScale])
  }

  // Distribution
  package func cumulative(_ x: Double) -> Double { .exp(-.exp((location - x) / scale)) }
  package func survival(_ x: Double) -> Double { -.expMinusOne(-.exp((location - x) / scale)) }
  package func quantile(_ p: Double) -> Double { location - scale * .log(-.log(p)) }
  package func upperQuantile(_ p: Double) -> Double { location - scale * .log(-.log(onePlus: -p)) }
}
