import Calculus
import RealModule
package import Scalars

/// The exponential distribution, p(x) = rate·exp(−rate·x) on [0, ∞).
public struct Exponential: Family {
  /// The rate, 1/mean, > 0.
  public let rate: Double
  private let logRate: Double

  /// The exponential distribution with this rate.
  public init(rate: Double) {
    self.rate = rate
    logRate = .log(rate)
    Self.check(values)
  }

  package static let name = "exponential"
  package static let parameters: [Parameter] = [.positive("rate")]
  package static let specimens: [[Double]] = [[1], [0.01], [1e5], [1e-300], [1e300]]
  package init(_ values: [Double]) { self.init(rate: values[0]) }
  package var values: [Double] { [rate] }

  package static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    x.primal < 0 ? S(-.infinity) : .log(parameters[0]) - parameters[0] * x
  }

  package var support: [Interval] { .positiveRay }
  package var breakpoints: [Double] { .zero }
  package func logDensity<S: Scalar>(at x: S) -> S { x.primal < 0 ? S(-.infinity) : S(logRate) - S(rate) * x }
  package func logDensity(at place: Place) -> Double {
    place.isBelow(0) ? -.infinity : logRate - rate * place.distance(from: 0) + place.logJacobian
  }
  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    evaluate(places, &results, &roundings, by: .exponential(rate: rate, logRate: logRate))
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    .ulpOfOne * (2 * abs(logRate) + 3 * rate * place.distance(from: 0))
  }
  package var landmarks: [Landmark] { [Landmark(location: 1 / rate, scale: 1 / rate)] }
  package func slope(at place: Place) -> Slope { Slope(rest: -rate * place.yardstick) }
  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .tail(let direction, let origin, let unit) = approach else { return regularAsymptote(approach) }
    return direction < 0 ? .zero : Asymptote([.power(1): Asymptote.decay(rate * unit), .constant: logRate - rate * origin])
  }

  package func cumulative(_ x: Double) -> Double { x <= 0 ? 0 : -.expMinusOne(-rate * x) }
  package func survival(_ x: Double) -> Double { x <= 0 ? 1 : .exp(-rate * x) }
  package func quantile(_ p: Double) -> Double { -.log(onePlus: -p) / rate }
  package func upperQuantile(_ p: Double) -> Double { -.log(p) / rate }
}
