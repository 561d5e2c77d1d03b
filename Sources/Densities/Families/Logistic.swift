import RealModule
public import Scalars

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
  public static let name = "logistic"
  public static let parameters = [Parameter(name: "location", domain: .real), Parameter(name: "scale", domain: .positive)]
  public static let specimens: [[Double]] = [[0, 1], [3, 0.2], [-1e7, 0.01], [1e-200, 1e-200]]
  public init(_ values: [Double]) { self.init(location: values[0], scale: values[1]) }
  public var values: [Double] { [location, scale] }

  /// Even in z, so that |z| has no kink here.
  private static func formula<S: Scalar>(_ z: S, logScale: S) -> S {
    let size = z.magnitude
    return -size - 2 * S.log(onePlus: .exp(-size)) - logScale
  }
  public static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    formula((x - parameters[0]) / parameters[1], logScale: .log(parameters[1]))
  }
  public static func logDensity<S: Scalar>(at place: Place, parameters: [S]) -> S {
    formula(place.distance(from: parameters[0]) / parameters[1], logScale: .log(parameters[1]))
  }

  // Density
  public var support: [Interval] { [.line] }
  public func logDensity<S: Scalar>(at x: S) -> S { Self.formula((x - S(location)) / S(scale), logScale: S(logScale)) }
  public func logDensity(at place: Place) -> Double {
    Self.formula(place.distance(from: location) / scale, logScale: logScale) + place.logJacobian
  }
  public func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    .ulpOfOne * (4 + 3 * abs(place.distance(from: location) / scale) + 2 * abs(logScale))
  }
  public var landmarks: [Landmark] { [Landmark(location: location, scale: scale)] }
  public func slope(at place: Place) -> Slope {
    Slope(rest: -.tanh(0.5 * (place.distance(from: location) / scale)) * (place.yardstick / scale))
  }
  public func asymptote(_ approach: Approach) -> Asymptote {
    guard case .tail(let direction, let origin, let unit) = approach else { return regularAsymptote(approach) }
    return Asymptote([.power(1): Asymptote.decay(unit / scale), .constant: direction * (location - origin) / scale - logScale])
  }

  // Distribution
  public func cumulative(_ x: Double) -> Double { logistic((x - location) / scale) }
  public func survival(_ x: Double) -> Double { logistic((location - x) / scale) }
  public func quantile(_ p: Double) -> Double { location + scale * logit(p) }
  public func upperQuantile(_ p: Double) -> Double { location - scale * logit(p) }
  private func logit(_ p: Double) -> Double { .log(p) - .log(onePlus: -p) }
}
