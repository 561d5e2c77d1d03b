import Calculus
import RealModule
package import Scalars

/// The logistic distribution, p(x) = e^(−z) / (scale (1 + e^(−z))²) with z = (x − location)/scale.
public struct Logistic: LocationScaleFamily {
  /// The centre.
  public let location: Double
  /// The decay length s > 0 of the tails.
  public let scale: Double
  package let logNormalizer: Double

  /// The logistic distribution with this location and scale.
  public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
    logNormalizer = .log(scale)
    Self.check(values)
  }

  package static let name = "logistic"
  package static let specimens: [[Double]] = [[0, 1], [3, 0.2], [-1e7, 0.01], [1e-200, 1e-200]]
  package var termCount: Int { 2 }

  /// Even in z, so that |z| has no kink here.
  package static func formula<S: Scalar>(_ distance: S, scale: S, logNormalizer: S) -> S {
    let size = (distance / scale).magnitude
    return -size - 2 * S.log(onePlus: .exp(-size)) - logNormalizer
  }

  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    places.put(into: &roundings) { -abs($0.distance(from: location) / scale) }
    VectorFunctions.exp(&roundings)
    VectorFunctions.log(onePlus: &roundings)
    evaluate(places, &results, &roundings) { place, _, log in
      let value = -abs(place.distance(from: location) / scale) - 2 * log - logNormalizer + place.logJacobian
      return (value, rounding(ofLogDensity: value, at: place))
    }
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    .ulpOfOne * (4 + 3 * abs(place.distance(from: location) / scale) + 2 * abs(logNormalizer))
  }
  package func slope(at place: Place) -> Slope {
    Slope(rest: -.tanh(0.5 * (place.distance(from: location) / scale)) * (place.yardstick / scale))
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .tail(let direction, let origin, let unit) = approach else { return regularAsymptote(approach) }
    return Asymptote([.power(1): Asymptote.decay(unit / scale), .constant: direction * (location - origin) / scale - logNormalizer])
  }

  package func cumulative(_ x: Double) -> Double { logistic((x - location) / scale) }
  package func survival(_ x: Double) -> Double { logistic((location - x) / scale) }
  package func quantile(_ p: Double) -> Double { location + scale * logit(p) }
  package func upperQuantile(_ p: Double) -> Double { location - scale * logit(p) }
  private func logit(_ p: Double) -> Double { .log(p) - .log(onePlus: -p) }
}
