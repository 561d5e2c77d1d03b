import Calculus
import RealModule
package import Scalars

/// The log-normal distribution, p(x) = exp(−z²/2) / (x sigma √(2π)) on (0, ∞) with z = (log x − mu)/sigma.
public struct LogNormal: Family {
  /// The mean of log x.
  public let mu: Double
  /// The standard deviation of log x, > 0.
  public let sigma: Double
  private let logScale: Double

  /// The distribution of exp(Y) for a normal Y with this mean and standard deviation.
  public init(mu: Double, sigma: Double) {
    self.mu = mu
    self.sigma = sigma
    logScale = .log(sigma)
    Self.check(values)
  }

  package static let name = "logNormal"
  package static let parameters: [Parameter] = [.real("mu"), .positive("sigma")]
  package static let specimens: [[Double]] = [[0, 1], [1, 0.25], [-2, 3], [5, 1e-3], [0, 10], [300, 20]]
  package var termCount: Int { 2 }
  package init(_ values: [Double]) { self.init(mu: values[0], sigma: values[1]) }
  package var values: [Double] { [mu, sigma] }

  /// log x − mu, with the digits that a small sigma magnifies; they are added without touching a derivative.
  private static func difference<S: Scalar>(_ x: S, _ logX: S, _ mu: S) -> S {
    logX - mu + S(SpecialFunctions.logDifference(x.primal, mu.primal) - (logX.primal - mu.primal))
  }
  /// log (x p(x)).
  private static func formula<S: Scalar>(_ z: S, logScale: S) -> S { -0.5 * z * z - logScale - S(0.5 * .log(2 * .pi)) }
  package static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    if x.primal <= 0 || x.primal == .infinity { return S(-.infinity) }
    let logX = S.log(x)
    return formula(difference(x, logX, parameters[0]) / parameters[1], logScale: .log(parameters[1])) - logX
  }
  package static func logDensity<S: Scalar>(at place: Place, parameters: [S]) -> S {
    if place.isBelow(0) { return S(-.infinity) }
    let logX = S(place.logDistance(from: 0))
    if abs(logX.primal) == .infinity { return S(-.infinity) }
    return formula((logX - parameters[0]) / parameters[1], logScale: .log(parameters[1])) - logX
  }

  package var support: [Interval] { .positiveRay }
  package var breakpoints: [Double] { .zero }
  package func logDensity<S: Scalar>(at x: S) -> S {
    if x.primal <= 0 || x.primal == .infinity { return S(-.infinity) }
    let logX = S.log(x)
    return Self.formula(Self.difference(x, logX, S(mu)) / S(sigma), logScale: S(logScale)) - logX
  }
  package func logDensity(at place: Place) -> Double {
    if place.isBelow(0) { return -.infinity }
    let logRatio = place.logDistance(from: 0, logScale: mu)
    if logRatio == -.infinity { return -.infinity }
    // A mu beyond every logarithm of a double would swallow that of x.
    let logX = abs(mu) < 1000 ? logRatio + mu : place.logDistance(from: 0)
    return Self.formula(logRatio / sigma, logScale: logScale) + (place.logJacobian - logX)
  }
  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    places.logDistances(from: 0, logScale: mu, into: &results)
    // A mu beyond every logarithm of a double would swallow that of x.
    if abs(mu) >= 1000 { return places.update(&results, &roundings) { place, _, _ in evaluate(place) } }
    evaluate(places, &results, &roundings, by: .logNormal(mu: mu, sigma: sigma, logScale: logScale))
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    let logRatio = place.logDistance(from: 0, logScale: mu)
    let error = place.logDistanceError(logRatio, from: 0, logScale: mu)
    let z = logRatio / sigma
    return error + abs(z) * (error / sigma) + .ulpOfOne * (2 + 3 * z * z + 2 * abs(logScale) + 2 * abs(logRatio) + 2 * abs(mu))
  }
  package var landmarks: [Landmark] {
    // Geometric steps around the median follow a normal in log x; a wide one has its mode and its tail far from it.
    let steps: [Double] = sigma < 0.3 ? [0] : sigma < 1.5 ? [-1, 0, 1] : [-6, -4, -2, -1, 0, 1, 2, 4, 6]
    let locations = steps.map { min(max(Double.exp(mu + $0 * sigma), .leastNormalMagnitude), .greatestFiniteMagnitude / 4) }
    return locations.map { Landmark(location: $0, scale: $0 * min(sigma, 1), isHeavy: sigma >= 0.3) }
  }
  package func slope(at place: Place) -> Slope {
    Slope(rest: -(1 + place.logDistance(from: 0, logScale: mu) / sigma / sigma) * place.quotient(from: 0))
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    switch approach {
    case .tail(let direction, _, let unit): direction < 0 ? .zero : end(sign: 1, unit)
    case .point(0, let side, let unit): side < 0 ? .zero : end(sign: -1, unit)
    default: regularAsymptote(approach)
    }
  }
  /// With log x = log unit ± log t at the two ends.
  private func end(sign: Double, _ unit: Double) -> Asymptote {
    let shift = .log(unit) - mu
    let precision = 1 / (sigma * sigma)
    return Asymptote([
      .logSquared: -0.5 * precision, .log: -sign * (shift * precision + 1),
      .constant: -0.5 * precision * shift * shift - .log(unit) - logScale - 0.5 * .log(2 * .pi),
    ])
  }

  package func cumulative(_ x: Double) -> Double { x <= 0 ? 0 : tail(-SpecialFunctions.logDifference(x, mu)) }
  package func survival(_ x: Double) -> Double { x <= 0 ? 1 : tail(SpecialFunctions.logDifference(x, mu)) }
  private func tail(_ distance: Double) -> Double { SpecialFunctions.normalUpper(distance, sd: sigma) }
  package func quantile(_ p: Double) -> Double { inverse(SpecialFunctions.normalQuantile(p)) }
  package func upperQuantile(_ p: Double) -> Double { inverse(-SpecialFunctions.normalQuantile(p)) }
  /// exp(mu + sigma z), with what the rounding of the exponent takes put back.
  private func inverse(_ z: Double) -> Double {
    let step = sigma * z
    let exponent = mu + step
    let part = exponent - mu
    let rest = (mu - (exponent - part)) + (step - part) + (-step).addingProduct(sigma, z)
    let x = Double.exp(exponent)
    return x.isNormal ? x + x * rest : x
  }
}
