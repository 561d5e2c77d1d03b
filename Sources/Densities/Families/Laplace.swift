import RealModule
package import Scalars

/// The Laplace distribution, p(x) = exp(−|z|) / (2 scale) with z = (x − location)/scale.
public struct Laplace: LocationScaleFamily {
  /// The centre, where the density has a kink.
  public let location: Double
  /// The decay length b > 0.
  public let scale: Double
  package let logNormalizer: Double

  /// The Laplace distribution with this location and scale.
  public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
    logNormalizer = Self.logNormalizer(scale)
    Self.check(values)
  }

  package static let name = "laplace"
  package static let specimens: [[Double]] = [[0, 1], [-2, 0.5], [1e6, 1e-3], [0, 1e-300], [1e300, 1e298]]

  package static func logNormalizer<S: Scalar>(_ scale: S) -> S { .log(scale) + S(.log(2)) }
  package static func formula<S: Scalar>(_ distance: S, scale: S, logNormalizer: S) -> S {
    -(distance / scale).magnitude - logNormalizer
  }

  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    .ulpOfOne * (2 + 3 * abs(place.distance(from: location) / scale) + 2 * abs(logNormalizer))
  }
  package var breakpoints: [Double] { [location] }
  package func slope(at place: Place) -> Slope { Slope(rest: (place.isBelow(location) ? 1 : -1) * (place.yardstick / scale)) }
  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .tail(let direction, let origin, let unit) = approach else { return regularAsymptote(approach) }
    return Asymptote([.power(1): Asymptote.decay(unit / scale), .constant: direction * (location - origin) / scale - logNormalizer])
  }

  package func cumulative(_ x: Double) -> Double { upper((location - x) / scale) }
  package func survival(_ x: Double) -> Double { upper((x - location) / scale) }
  package func quantile(_ p: Double) -> Double { location - scale * upperInverse(p) }
  package func upperQuantile(_ p: Double) -> Double { location + scale * upperInverse(p) }
  private func upper(_ z: Double) -> Double { z > 0 ? 0.5 * .exp(-z) : 1 - 0.5 * .exp(z) }
  private func upperInverse(_ p: Double) -> Double { p < 0.5 ? -.log(2 * p) : .log(2 * (1 - p)) }
}
