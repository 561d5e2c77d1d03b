import RealModule
package import Scalars

/// The logistic distribution, p(x) = e^(−z) / (scale (1 + e^(−z))²) with z = (x − location)/scale.
public struct Logistic: Family {
  /// The centre.
  public let location: Double
  /// The decay length s > 0 of the tails.
  public let scale: Double
  private let logScale: Double

  /// The logistic distribution with this location and scale.
  public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
    logScale = .log(scale)
    checkParameters()
  }

  // Family
  package static let name = "logistic"
  package static let parameters = [Parameter(name: "location", domain: .real), Parameter(name: "scale", domain: .positive)]
  package static let specimens: [[Double]] = [[0, 1], [3, 0.2], [-1e7, 0.01], [1e-200, 1e-200]]
  public var model: DensityModel { DensityModel(self) }
  package var termCount: Int { 2 }
  package init(_ values: [Double]) { self.init(location: values[0], scale: values[1]) }
  package var values: [Double] { [location, scale] }

  /// Even in z, so that |z| has no kink here.
  private static func formula<S: Scalar>(_ z: S, logScale: S) -> S {
    let size = z.magnitude
    return -size - 2 * S.log(onePlus: .exp(-size)) - logScale
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
    .ulpOfOne * (4 + 3 * abs(place.distance(from: location) / scale) + 2 * abs(logScale))
  }
  package var landmarks: [Landmark] { [Landmark(location: location, scale: scale)] }
  package func slope(at place: Place) -> Slope {
    Slope(rest: -.tanh(0.5 * (place.distance(from: location) / scale)) * (place.yardstick / scale))
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .tail(let direction, let origin, let unit) = approach else { return regularAsymptote(approach) }
    return Asymptote([.power(1): Asymptote.decay(unit / scale), .constant: direction * (location - origin) / scale - logScale])
  }

  // Distribution
  package func cumulative(_ x: Double) -> Double { logistic((x - location) / scale) }
  package func survival(_ x: Double) -> Double { logistic((location - x) / scale) }
  package func quantile(_ p: Double) -> Double { location + scale * logit(p) }
  package func upperQuantile(_ p: Double) -> Double { location - scale * logit(p) }
  private func logit(_ p: Double) -> Double { .log(p) - .log(onePlus: -p) }
}
