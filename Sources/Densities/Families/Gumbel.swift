import Calculus
import RealModule
package import Scalars

/// The Gumbel distribution of maxima, p(x) = exp(−z − e^(−z)) / scale with z = (x − location)/scale.
public struct Gumbel: LocationScaleFamily {
  /// The mode.
  public let location: Double
  /// The decay length of the upper tail, > 0; the lower tail is doubly exponential.
  public let scale: Double
  package let logNormalizer: Double

  /// The Gumbel distribution with this location and scale.
  public init(location: Double, scale: Double) {
    self.location = location
    self.scale = scale
    logNormalizer = .log(scale)
    Self.check(values)
  }

  package static let name = "gumbel"
  package static let specimens: [[Double]] = [[0, 1], [-1, 0.3], [1e5, 1e-2], [1e-200, 1e-200]]
  package var termCount: Int { 2 }

  package static func formula<S: Scalar>(_ distance: S, scale: S, logNormalizer: S) -> S {
    let z = distance / scale
    // Both terms are infinite, with opposite signs, at −∞; the second wins.
    return z.primal < -1000 ? S(-.infinity) : -z - .exp(-z) - logNormalizer
  }

  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    places.put(into: &roundings) { -($0.distance(from: location) / scale) }
    VectorFunctions.exp(&roundings)
    evaluate(places, &results, &roundings) { place, _, growth in
      let z = place.distance(from: location) / scale
      return (-z - growth - logNormalizer + place.logJacobian, rounding(z, growth))
    }
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    let z = place.distance(from: location) / scale
    return rounding(z, .exp(-z))
  }
  @inline(__always)
  private func rounding(_ z: Double, _ growth: Double) -> Double {
    // In this order nothing overflows before log p does.
    .ulpOfOne * (2 + 3 * abs(z)) * (1 + growth) + 2 * .ulpOfOne * abs(logNormalizer)
  }
  package func slope(at place: Place) -> Slope {
    Slope(rest: .expMinusOne(-(place.distance(from: location) / scale)) * (place.yardstick / scale))
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .tail(let direction, let origin, let unit) = approach else { return regularAsymptote(approach) }
    let shift = (location - origin) / scale
    if direction > 0 { return Asymptote([.power(1): Asymptote.decay(unit / scale), .constant: shift - logNormalizer]) }
    return Asymptote([
      .exponential(rate: unit / scale): Asymptote.decay(.exp(shift)), .power(1): unit / scale, .constant: shift - logNormalizer,
    ])
  }

  package func cumulative(_ x: Double) -> Double { .exp(-.exp((location - x) / scale)) }
  package func survival(_ x: Double) -> Double { -.expMinusOne(-.exp((location - x) / scale)) }
  package func quantile(_ p: Double) -> Double { location - scale * .log(-.log(p)) }
  package func upperQuantile(_ p: Double) -> Double { location - scale * .log(-.log(onePlus: -p)) }
}
