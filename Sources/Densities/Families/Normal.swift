import Calculus
import RealModule
package import Scalars

/// The normal distribution, p(x) = exp(−z²/2) / (sd √(2π)) with z = (x − mean)/sd.
public struct Normal: LocationScaleFamily {
  /// The mean μ.
  public let mean: Double
  /// The standard deviation σ > 0 (not the variance).
  public let sd: Double
  package let logNormalizer: Double

  /// The normal distribution with this mean and standard deviation.
  public init(mean: Double, sd: Double) {
    self.mean = mean
    self.sd = sd
    logNormalizer = .log(sd)
    Self.check(values)
  }
  package init(location: Double, scale: Double) { self.init(mean: location, sd: scale) }

  package static let name = "normal"
  package static let parameters: [Parameter] = [.real("mean"), .positive("sd")]
  package static let specimens: [[Double]] = [[0, 1], [1, 2], [-3, 0.01], [1e8, 1], [1e-300, 1e-300], [1e300, 1e299]]
  package var location: Double { mean }
  package var scale: Double { sd }
  @_specialize(where S == Dual<Double>)
  package static func formula<S: Scalar>(_ distance: S, scale: S, logNormalizer: S) -> S {
    let z = distance / scale
    return -0.5 * z * z - logNormalizer - S(0.5 * .log(2 * .pi))
  }
  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    evaluate(places, &results, &roundings, by: .normal(mean: mean, sd: sd, logSd: logNormalizer))
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    let z = place.distance(from: mean) / sd
    return .ulpOfOne * (2 + 3 * z * z + 2 * abs(logNormalizer))
  }
  package func slope(at place: Place) -> Slope { Slope(rest: -(place.distance(from: mean) / sd) * (place.yardstick / sd)) }
  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .tail(let direction, let origin, let unit) = approach else { return regularAsymptote(approach) }
    return .power(
      2, coefficient: Asymptote.decay(0.5 * (unit / sd) * (unit / sd)), shift: direction * (origin - mean) / unit,
      plus: -logNormalizer - 0.5 * .log(2 * .pi))
  }

  package func cumulative(_ x: Double) -> Double { SpecialFunctions.normalUpper(mean - x, sd: sd) }
  package func survival(_ x: Double) -> Double { SpecialFunctions.normalUpper(x - mean, sd: sd) }
  package func quantile(_ p: Double) -> Double { mean + sd * SpecialFunctions.normalQuantile(p) }
  package func upperQuantile(_ p: Double) -> Double { mean - sd * SpecialFunctions.normalQuantile(p) }
}
