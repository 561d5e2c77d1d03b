import Calculus
import RealModule
package import Scalars

/// The beta distribution, p(x) = x^(α−1) (1−x)^(β−1) / B(α, β) on [0, 1].
///
/// An exponent below 1 makes a power singularity at its end; logarithmic charts anchored there see it whole.
public struct Beta: Family {
  /// The exponent α > 0 at 0.
  public let alpha: Double
  /// The exponent β > 0 at 1.
  public let beta: Double
  private let logNormalizer: Double
  /// log (α + β)/α and log (α + β)/β.
  private let logOdds: (alpha: Double, beta: Double)
  private let incomplete: IncompleteBeta

  /// The beta distribution with these exponents.
  public init(alpha: Double, beta: Double) {
    Self.check([alpha, beta])
    self.alpha = alpha
    self.beta = beta
    logNormalizer = SpecialFunctions.betaLogNormalizer(alpha, beta)
    logOdds = (Self.logShare(alpha, beta), Self.logShare(beta, alpha))
    incomplete = IncompleteBeta(alpha, beta)
  }

  package static let name = "beta"
  package static let parameters: [Parameter] = [.positive("alpha"), .positive("beta")]
  package static let specimens: [[Double]] = [[2, 3], [0.5, 0.5], [0.05, 0.3], [1, 1], [1, 4], [30, 0.2], [1e6, 3e6]]
  package var termCount: Int { 4 }
  package init(_ values: [Double]) { self.init(alpha: values[0], beta: values[1]) }
  package var values: [Double] { [alpha, beta] }

  private static func logDensity<S: Scalar>(at x: S, _ alpha: S, _ beta: S, logNormalizer: @autoclosure () -> S) -> S {
    if x.primal < 0 || x.primal > 1 { return S(-.infinity) }
    if x.primal == 0 || x.primal == 1 { return atEnd(x.primal == 0 ? (alpha, beta) : (beta, alpha)) }
    let y = 1 - x
    let (logX, logY) = (S.log(x), S.log(onePlus: -x))
    let deviance: S = SpecialFunctions.betaDeviance(alpha, beta, excess: beta * x - alpha * y, x: x, y: y, logX: logX, logY: logY)
    return logNormalizer() - deviance - logX - logY
  }
  /// At an end with exponent `near` the density is 0, B(1, far)⁻¹ = far, or infinite.
  private static func atEnd<S: Scalar>(_ exponents: (near: S, far: S)) -> S {
    exponents.near.primal == 1 ? .log(exponents.far) : S(exponents.near.primal < 1 ? .infinity : -.infinity)
  }
  package static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    logDensity(at: x, parameters[0], parameters[1], logNormalizer: SpecialFunctions.betaLogNormalizer(parameters[0], parameters[1]))
  }
  package static func logDensity<S: Scalar>(at place: Place, parameters: [S]) -> S {
    if place.isBelow(0) || place.isAbove(1) { return S(-.infinity) }
    let (alpha, beta) = (parameters[0], parameters[1])
    let (x, y) = (place.distance(from: 0), -place.distance(from: 1))
    let (logX, logY) = logarithms(place, x, y)
    if logX == -.infinity || logY == -.infinity { return atEnd(x == 0 ? (alpha, beta) : (beta, alpha)) }
    let excess = beta * S(x) - alpha * S(y)
    let deviance: S = SpecialFunctions.betaDeviance(alpha, beta, excess: excess, x: S(x), y: S(y), logX: S(logX), logY: S(logY))
    return SpecialFunctions.betaLogNormalizer(alpha, beta) - deviance - S(logX) - S(logY)
  }
  /// log x and log (1 − x), each from the nearer end.
  private static func logarithms(_ place: Place, _ x: Double, _ y: Double) -> (x: Double, y: Double) {
    x < 0.5 ? (place.logDistance(from: 0), .log(onePlus: -x)) : (.log(onePlus: -y), place.logDistance(from: 1))
  }

  package var support: [Interval] { .unitInterval }
  package var breakpoints: [Double] { .zeroAndOne }
  package func logDensity<S: Scalar>(at x: S) -> S { Self.logDensity(at: x, S(alpha), S(beta), logNormalizer: S(logNormalizer)) }
  package func logDensity(at place: Place) -> Double {
    if place.isBelow(0) || place.isAbove(1) { return -.infinity }
    let (x, y) = (place.distance(from: 0), -place.distance(from: 1))
    let (logX, logY) = Self.logarithms(place, x, y)
    if logX == -.infinity || logY == -.infinity { return Self.atEnd(x == 0 ? (alpha, beta) : (beta, alpha)) }
    let excess = startingExcess(place.anchor) + (alpha + beta) * (place.rest + place.offset)
    let deviance = SpecialFunctions.betaDeviance(alpha, beta, excess: excess, x: x, y: y, logX: logX, logY: logY)
    return logNormalizer - deviance + ((place.logJacobian - logX) - logY)
  }
  /// (α + β) a − α at the anchor a, whose distance from 1 is rounded.
  private func startingExcess(_ anchor: Double) -> Double {
    let y = 1 - anchor
    return SpecialFunctions.betaExcess(alpha, beta, anchor, y) - alpha * ((1 - y) - anchor)
  }
  /// log (a + b)/a.
  private static func logShare(_ a: Double, _ b: Double) -> Double {
    let odds = b / a
    return odds < .infinity ? .log(onePlus: odds) : .log(b) - .log(a)
  }
  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    if places.isEmpty { return }
    // Both logarithms come from the end that is nearer to the panel: `results` has that of the distance to it.
    let isLow = places[places.count / 2].distance(from: 0) < 0.5
    let near = isLow ? 0.0 : 1.0
    places.logDistances(from: near, into: &results)
    places.put(into: &roundings) { -abs($0.distance(from: near)) }
    VectorFunctions.log(onePlus: &roundings)
    evaluate(
      places, &results, &roundings,
      by: .beta(
        alpha: alpha, beta: beta, logOdds: logOdds, logNormalizer: logNormalizer, start: startingExcess(places.anchor), isNearLower: isLow))
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    let (logX, logY) = Self.logarithms(place, place.distance(from: 0), -place.distance(from: 1))
    let start = startingExcess(place.anchor)
    let (logXError, logYError) = (place.logDistanceError(logX, from: 0), place.logDistanceError(logY, from: 1))
    let way = (alpha + beta) * (place.rest + place.offset)
    let excessError = Double.ulpOfOne * (2 * abs(start) + 3 * abs(way))
    let (perAlpha, perBeta) = (1 / alpha, 1 / beta)
    let (u, v) = ((start + way) * perAlpha, -(start + way) * perBeta)
    let ofX = part(alpha, u, logX, logXError, logOdds.alpha, excessError) + logXError
    let ofY = part(beta, v, logY, logYError, logOdds.beta, excessError) + logYError
    return ofX + ofY
      + .ulpOfOne * (8 + 3 * (abs(logX) + abs(logY)) + 6 * abs(logNormalizer)) + 3 * .ulpOfOne * abs(value - place.logJacobian)
  }
  /// What α or β adds to the error of the deviance: by that of the excess, u/(1 + u) times, or of the terms apart.
  @inline(__always)
  private func part(
    _ exponent: Double, _ u: Double, _ log: Double, _ logError: Double, _ logOdds: Double, _ excessError: Double
  ) -> Double {
    u > -0.5
      ? abs(u) / (1 + u) * excessError : excessError + exponent * (logError + 2 * .ulpOfOne * (1 + abs(log) + abs(logOdds)))
  }
  package var landmarks: [Landmark] {
    let total = alpha + beta
    let mean = alpha / total
    return [Landmark(location: mean, scale: .sqrt(mean * (beta / total) / (total + 1)))]
  }
  package func slope(at place: Place) -> Slope {
    let (a, b) = (alpha - 1, beta - 1)
    let (x, y) = (place.distance(from: 0), -place.distance(from: 1))
    if place.isNear(0) { return Slope(pole: a, rest: -b / y * place.yardstick) }
    if place.isNear(1) { return Slope(pole: b, rest: a / x * place.yardstick) }
    // a/x − b/y, whose terms cancel around the mode.
    let excess = SpecialFunctions.betaExcess(a, b, place.anchor, 1 - place.anchor) + (a + b) * (place.rest + place.offset)
    return Slope(rest: -excess / x / y * place.yardstick)
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    switch approach {
    case .point(0, let side, let unit): side < 0 ? .zero : end(alpha, unit)
    case .point(1, let side, let unit): side > 0 ? .zero : end(beta, unit)
    default: regularAsymptote(approach)
    }
  }
  private func end(_ exponent: Double, _ unit: Double) -> Asymptote {
    Asymptote([.log: 1 - exponent, .constant: (exponent - 1) * .log(unit) - .logBeta(alpha, beta)])
  }

  package func cumulative(_ x: Double) -> Double { incomplete.lower(x) }
  package func survival(_ x: Double) -> Double { incomplete.upper(x) }
  package func quantile(_ p: Double) -> Double { incomplete.lowerInverse(p) }
  package func upperQuantile(_ p: Double) -> Double { incomplete.upperInverse(p) }
}
