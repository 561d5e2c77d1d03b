import Calculus
import RealModule
package import Scalars

/// The gamma distribution, p(x) = rate^k x^(k−1) exp(−rate·x) / Γ(k) on [0, ∞), with k the shape.
///
/// For k < 1 it has a power singularity at 0, much of which may lie below the smallest double.
public struct Gamma: Family {
  /// The shape k > 0.
  public let shape: Double
  /// The rate, 1/scale, > 0.
  public let rate: Double
  private let logShape: Double
  private let logRate: Double
  private let logNormalizer: Double
  private let incomplete: IncompleteGamma

  /// The gamma distribution with this shape and rate.
  public init(shape: Double, rate: Double) {
    Self.check([shape, rate])
    self.shape = shape
    self.rate = rate
    logShape = .log(shape)
    logRate = .log(rate)
    logNormalizer = SpecialFunctions.gammaLogNormalizer(shape)
    incomplete = IncompleteGamma(shape: shape, rate: rate)
  }

  package static let name = "gamma"
  package static let parameters: [Parameter] = [.positive("shape"), .positive("rate")]
  package static let specimens: [[Double]] = [[2, 1], [0.1, 1], [0.01, 3], [1, 2], [50, 0.02], [1e6, 1e6]]
  package var termCount: Int { 3 }
  package init(_ values: [Double]) { self.init(shape: values[0], rate: values[1]) }
  package var values: [Double] { [shape, rate] }

  /// log (x p(x)) = −k (v − log(1+v)) − normalizer, v = rate·x/k − 1, which does not cancel for large k (Loader 2000).
  private static func formula<S: Scalar>(_ product: S, excess: S, log logProduct: S, shape: S, logNormalizer: S) -> S {
    -SpecialFunctions.gammaDeviance(shape, excess: excess, product, log: logProduct) - logNormalizer
  }
  private static func logDensity<S: Scalar>(at x: S, shape: S, rate: S, logRate: S, logNormalizer: @autoclosure () -> S) -> S {
    if x.primal <= 0 || x.primal == .infinity { return atEnd(x, shape: shape.primal, logRate: logRate) }
    let logX = S.log(x)
    return formula(rate * x, excess: rate * x - shape, log: logX + logRate, shape: shape, logNormalizer: logNormalizer()) - logX
  }
  private static func atEnd<S: Scalar>(_ x: S, shape: Double, logRate: S) -> S {
    x.primal == 0 && shape <= 1 ? (shape == 1 ? logRate : S(.infinity)) : S(-.infinity)
  }
  package static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    let (shape, rate) = (parameters[0], parameters[1])
    return logDensity(
      at: x, shape: shape, rate: rate, logRate: .log(rate), logNormalizer: SpecialFunctions.gammaLogNormalizer(shape))
  }
  package static func logDensity<S: Scalar>(at place: Place, parameters: [S]) -> S {
    if place.isBelow(0) { return S(-.infinity) }
    let (shape, rate, logX) = (parameters[0], parameters[1], S(place.logDistance(from: 0)))
    if logX.primal == -.infinity { return atEnd(S.zero, shape: shape.primal, logRate: .log(rate)) }
    let product = place.x.isNormal ? rate * S(place.x) : .exp(logX + .log(rate))
    let logNormalizer: S = SpecialFunctions.gammaLogNormalizer(shape)
    return formula(product, excess: product - shape, log: logX + .log(rate), shape: shape, logNormalizer: logNormalizer) - logX
  }

  package var support: [Interval] { .positiveRay }
  package var breakpoints: [Double] { .zero }
  package func logDensity<S: Scalar>(at x: S) -> S {
    Self.logDensity(at: x, shape: S(shape), rate: S(rate), logRate: S(logRate), logNormalizer: S(logNormalizer))
  }
  package func logDensity(at place: Place) -> Double {
    if place.isBelow(0) { return -.infinity }
    let logX = place.logDistance(from: 0)
    if logX == -.infinity { return Self.atEnd(0, shape: shape, logRate: logRate) }
    // Below the normal doubles x has lost digits that its logarithm has.
    let product = place.x.isNormal ? rate * place.x : .exp(logX + logRate)
    if product == .infinity { return -.infinity }
    let excess = (-shape).addingProduct(rate, place.anchor) + rate * (place.rest + place.offset)
    return Self.formula(product, excess: excess, log: logX + logRate, shape: shape, logNormalizer: logNormalizer)
      + (place.logJacobian - logX)
  }
  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    places.logDistances(from: 0, into: &results)
    evaluate(
      places, &results, &roundings,
      by: .gamma(shape: shape, rate: rate, logShape: logShape, logRate: logRate, logNormalizer: logNormalizer))
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    let logX = place.logDistance(from: 0)
    let logXError = place.logDistanceError(logX, from: 0)
    let (start, way) = ((-shape).addingProduct(rate, place.anchor), rate * (place.rest + place.offset))
    let perShape = 1 / shape
    let v = (start + way) * perShape
    // An error of v counts −k v/(1 + v), and one of the other terms in full.
    let vError = .ulpOfOne * ((abs(start) + 3 * abs(way)) * perShape + abs(v))
    let sum = abs(value - place.logJacobian) + abs(logX) + abs(logNormalizer)
    let constants = .ulpOfOne * (8 + 2 * sum + 3 * abs(logNormalizer)) + logXError
    if v > -0.5 { return constants + shape * (abs(v) / (1 + v)) * vError }
    return constants + shape * (vError + logXError + 2 * .ulpOfOne * (1 + abs(logX) + abs(logRate) + abs(logShape)))
  }
  package var landmarks: [Landmark] {
    // Below shape 1 the mass piles up at 0, and what is left to resolve is the exponential end.
    shape < 1 ? [Landmark(location: 1 / rate, scale: 1 / rate)] : [Landmark(location: shape / rate, scale: .sqrt(shape) / rate)]
  }
  package func slope(at place: Place) -> Slope {
    if place.isNear(0) { return Slope(pole: shape - 1, rest: -rate * place.yardstick) }
    // Around the mode the two terms of (k − 1)/x − rate cancel, far above it their common denominator overflows.
    let excess = (1 - shape).addingProduct(rate, place.anchor) + rate * (place.rest + place.offset)
    return Slope(
      rest: excess < shape ? -excess * place.quotient(from: 0) : (shape - 1) * place.quotient(from: 0) - rate * place.yardstick)
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    // log p at x = 1/rate but for the exponential: the constant of both ends.
    let constant = logRate - .logGamma(shape)
    switch approach {
    case .tail(let direction, let origin, let unit):
      return direction < 0
        ? .zero
        : Asymptote([
          .power(1): Asymptote.decay(rate * unit), .log: shape - 1,
          .constant: constant - rate * origin + (shape - 1) * (logRate + .log(unit)),
        ])
    case .point(0, let side, let unit):
      return side < 0 ? .zero : Asymptote([.log: 1 - shape, .constant: constant + (shape - 1) * (logRate + .log(unit))])
    default: return regularAsymptote(approach)
    }
  }

  package func cumulative(_ x: Double) -> Double { incomplete.lower(x) }
  package func survival(_ x: Double) -> Double { incomplete.upper(x) }
  package func quantile(_ p: Double) -> Double { incomplete.lowerInverse(p) }
  package func upperQuantile(_ p: Double) -> Double { incomplete.upperInverse(p) }
}
