import Calculus
import RealModule
package import Scalars

/// The Cauchy distribution, p(x) = 1 / (π scale (1 + z²)) with z = (x − location)/scale; it has no mean.
public struct Cauchy: LocationScaleFamily {
  /// The median.
  public let location: Double
  /// The half width at half maximum, > 0.
  public let scale: Double
  package let logNormalizer: Double

  /// The Cauchy distribution with this location and scale.
  public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
    logNormalizer = .log(scale)
    Self.check(values)
  }

  package static let name = "cauchy"
  package static let specimens: [[Double]] = [[0, 1], [2, 0.1], [-1e6, 1e-3], [0, 1e200]]
  package var termCount: Int { 2 }

  /// Beyond z = 1e100 the square would overflow, and the unit beside it has long been rounded away.
  package static func formula<S: Scalar>(_ distance: S, scale: S, logNormalizer: S) -> S {
    let z = distance / scale
    let growth: S = abs(z.primal) < 1e100 ? .log(onePlus: z * z) : 2 * (.log(distance.magnitude) - logNormalizer)
    return -growth - logNormalizer - S(.log(.pi))
  }

  package func logDensity(at place: Place) -> Double {
    let distance = place.distance(from: location)
    if abs(distance / scale) < 1e100 { return Self.formula(distance, scale: scale, logNormalizer: logNormalizer) + place.logJacobian }
    let logDistance = place.logDistance(from: location)
    return (place.logJacobian - logDistance) - (logDistance - logNormalizer) - .log(.pi)
  }
  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    places.put(into: &roundings) { ($0.distance(from: location) / scale).squared }
    VectorFunctions.log(onePlus: &roundings)
    let (farthest, constant) = (2 * Double.log(1e100), logNormalizer + .log(.pi))
    evaluate(places, &results, &roundings) { place, _, growth in
      let value = growth < farthest ? -growth - constant + place.logJacobian : .nan
      return (value, rounding(ofLogDensity: value, at: place))
    }
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    // log (1 + z²) is what log p leaves of log scale and log π.
    2 * place.offsetError + .ulpOfOne * (8 + 2 * abs(value - place.logJacobian) + 4 * abs(logNormalizer))
  }
  package var landmarks: [Landmark] { [Landmark(location: location, scale: scale, isHeavy: true)] }
  package func slope(at place: Place) -> Slope {
    let z = place.distance(from: location) / scale
    // Of −2z/(1 + z²) the form that neither overflows nor divides zero by zero.
    return Slope(
      rest: abs(z) < 1 ? -2 * z / (1 + z * z) * (place.yardstick / scale) : -2 * place.quotient(from: location) / (1 + 1 / z / z))
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .tail(_, _, let unit) = approach else { return regularAsymptote(approach) }
    return Asymptote([.log: -2, .constant: logNormalizer - 2 * .log(unit) - .log(.pi)])
  }

  package func cumulative(_ x: Double) -> Double { .atan2(y: scale, x: location - x) / .pi }
  package func survival(_ x: Double) -> Double { .atan2(y: scale, x: x - location) / .pi }
  package func quantile(_ p: Double) -> Double { location - upperInverse(p) }
  package func upperQuantile(_ p: Double) -> Double { location + upperInverse(p) }
  /// The distance from the location beyond which the mass is p.
  private func upperInverse(_ p: Double) -> Double {
    p < 0.25 ? reach(p) : p > 0.75 ? -reach(1 - p) : scale * .tan(.pi * (0.5 - p))
  }
  /// A small p is divided by last, since z itself may be beyond the doubles.
  private func reach(_ p: Double) -> Double { p < 1e-9 ? scale / .pi / p : scale / .tan(.pi * p) }
}
