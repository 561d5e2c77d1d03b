import Calculus
import RealModule
package import Scalars

/// The Weibull distribution, p(x) = (k/scale) (x/scale)^(k−1) exp(−(x/scale)^k) on [0, ∞), with k the shape.
public struct Weibull: Family {
  /// The shape k > 0; below 1 the density is infinite at 0 and its tail heavier than exponential.
  public let shape: Double
  /// The scale, > 0: the 1 − 1/e quantile.
  public let scale: Double
  private let logShape: Double
  private let logScale: Double

  /// The Weibull distribution with this shape and scale.
  public init(shape: Double, scale: Double) {
    self.shape = shape
    self.scale = scale
    logShape = .log(shape)
    logScale = .log(scale)
    Self.check(values)
  }

  package static let name = "weibull"
  package static let parameters: [Parameter] = [.positive("shape"), .positive("scale")]
  package static let specimens: [[Double]] = [[1.5, 1], [1, 2], [0.5, 1], [0.1, 3], [50, 1e-3], [2.5, 1e200]]
  package var termCount: Int { 2 }
  package init(_ values: [Double]) { self.init(shape: values[0], scale: values[1]) }
  package var values: [Double] { [shape, scale] }

  /// log (x p(x)) from log(x/scale).
  private static func formula<S: Scalar>(_ logRatio: S, shape: S, logShape: S) -> S {
    let logPower = shape * logRatio
    return logShape + logPower - .exp(logPower)
  }
  private static func logDensity<S: Scalar>(at x: S, shape: S, scale: S, logShape: S, logScale: S) -> S {
    if x.primal <= 0 || x.primal == .infinity {
      return x.primal == 0 ? atOrigin(shape: shape.primal, logScale: logScale) : S(-.infinity)
    }
    let (logX, logRatio) = (S.log(x), logRatio(x, excess: (x - scale) / scale, scale))
    return formula(logRatio ?? logX - logScale, shape: shape, logShape: logShape) - logX
  }
  /// log(x/scale) in one step, since a large shape magnifies what logarithms lose apart; nil beyond the doubles.
  private static func logRatio<S: Scalar>(_ x: S, excess: S, _ scale: S) -> S? {
    if abs(excess.primal) < 0.5 { return .log(onePlus: excess) }
    let ratio = x / scale
    return ratio.primal.isNormal && x.primal.isNormal ? .log(ratio) : nil
  }
  private static func atOrigin<S: Scalar>(shape: Double, logScale: S) -> S {
    shape == 1 ? -logScale : S(shape < 1 ? .infinity : -.infinity)
  }
  package static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    logDensity(at: x, shape: parameters[0], scale: parameters[1], logShape: .log(parameters[0]), logScale: .log(parameters[1]))
  }
  package static func logDensity<S: Scalar>(at place: Place, parameters: [S]) -> S {
    if place.isBelow(0) { return S(-.infinity) }
    let (shape, logScale) = (parameters[0], S.log(parameters[1]))
    let excess = place.distance(from: parameters[1]) / parameters[1]
    let logX = S(place.logDistance(from: 0))
    if logX.primal == -.infinity { return atOrigin(shape: shape.primal, logScale: logScale) }
    let logRatio = logRatio(S(place.x), excess: excess, parameters[1])
    return formula(logRatio ?? logX - logScale, shape: shape, logShape: .log(shape)) - logX
  }

  package var support: [Interval] { .positiveRay }
  package var breakpoints: [Double] { .zero }
  package func logDensity<S: Scalar>(at x: S) -> S {
    Self.logDensity(at: x, shape: S(shape), scale: S(scale), logShape: S(logShape), logScale: S(logScale))
  }
  package func logDensity(at place: Place) -> Double {
    if place.isBelow(0) { return -.infinity }
    let excess = place.distance(from: scale) / scale
    let logRatio = Self.logRatio(place.x, excess: excess, scale) ?? place.logDistance(from: 0, logScale: logScale)
    if logRatio == -.infinity { return Self.atOrigin(shape: shape, logScale: logScale) }
    if logRatio == .infinity { return -.infinity }
    return Self.formula(logRatio, shape: shape, logShape: logShape) + (place.logJacobian - (logRatio + logScale))
  }
  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    places.update(&results, &roundings) { place, _, _ in
      (place.distance(from: scale) / scale, place.x.isNormal && !place.isBelow(0) ? place.x / scale : .nan)
    }
    VectorFunctions.log(onePlus: &results)
    VectorFunctions.log(&roundings)
    places.update(&results, &roundings) { place, near, far in
      let logRatio = abs(place.distance(from: scale) / scale) < 0.5 ? near : far
      return (logRatio, shape * logRatio)
    }
    VectorFunctions.exp(&roundings)
    evaluate(places, &results, &roundings) { place, logRatio, growth in
      let value = logShape + shape * logRatio - growth + (place.logJacobian - (logRatio + logScale))
      return (value, rounding(place.distance(from: scale) / scale, logRatio, growth, at: place))
    }
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    let excess = place.distance(from: scale) / scale
    let logRatio = abs(excess) < 0.5 ? .log(onePlus: excess) : place.logDistance(from: 0, logScale: logScale)
    return rounding(excess, logRatio, .exp(shape * logRatio), at: place)
  }
  @inline(__always)
  private func rounding(_ excess: Double, _ logRatio: Double, _ growth: Double, at place: Place) -> Double {
    let isNear = abs(excess) < 0.5
    let error =
      isNear
      ? 3 * .ulpOfOne * abs(logRatio) + place.offsetError
      : place.logDistanceError(logRatio, from: 0, logScale: logScale) + .ulpOfOne * (2 + abs(logScale))
    let power = shape * logRatio
    return (shape * error + .ulpOfOne * abs(power)) * (1 + growth) + error
      + .ulpOfOne * (growth + 2 * abs(logShape) + 2 * abs(logRatio) + 3 * abs(logScale))
  }
  package var landmarks: [Landmark] { [Landmark(location: scale, scale: scale / max(shape, 1), isHeavy: shape < 1)] }
  package func slope(at place: Place) -> Slope {
    let excess = place.distance(from: scale) / scale
    let logRatio = abs(excess) < 0.5 ? .log(onePlus: excess) : place.logDistance(from: 0, logScale: logScale)
    if place.isNear(0) { return Slope(pole: shape - 1, rest: -shape * .exp(shape * logRatio)) }
    // Around the mode the two terms of ((k − 1) − k (x/scale)ᵏ)/x cancel, far above it their denominator overflows.
    let power = shape * logRatio
    if power < 1 { return Slope(rest: (-1 - shape * .expMinusOne(power)) * place.quotient(from: 0)) }
    let (growth, quotient) = (Double.exp(power), place.quotient(from: 0))
    let ratio = growth < .infinity && quotient > 0 ? growth * quotient : .exp(power - logRatio - logScale) * place.yardstick
    return Slope(rest: (shape - 1) * quotient - shape * ratio)
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    switch approach {
    case .tail(let direction, let origin, let unit):
      let rate = Asymptote.decay(.exp(shape * (.log(unit) - logScale)))
      return direction < 0
        ? .zero : .power(shape, coefficient: rate, shift: origin / unit) + Asymptote([.log: shape - 1, .constant: constant(unit)])
    case .point(0, let side, let unit):
      return side < 0 ? .zero : Asymptote([.log: 1 - shape, .constant: constant(unit)])
    default: return regularAsymptote(approach)
    }
  }
  private func constant(_ unit: Double) -> Double { logShape - logScale + (shape - 1) * (.log(unit) - logScale) }

  package func cumulative(_ x: Double) -> Double { x <= 0 ? 0 : -.expMinusOne(-power(x)) }
  package func survival(_ x: Double) -> Double { x <= 0 ? 1 : .exp(-power(x)) }
  package func quantile(_ p: Double) -> Double { inverse(-.log(onePlus: -p)) }
  package func upperQuantile(_ p: Double) -> Double { inverse(-.log(p)) }

  /// (x/scale)^k, by logarithms where the quotient is near 1 or beyond the doubles.
  private func power(_ x: Double) -> Double {
    let (ratio, excess) = (x / scale, (x - scale) / scale)
    if abs(excess) < 0.5 { return .exp(shape * .log(onePlus: excess)) }
    return ratio.isNormal ? .pow(ratio, shape) : .exp(shape * (.log(x) - logScale))
  }
  /// The x with (x/scale)^k = e; a root beyond the doubles may be within them times the scale.
  private func inverse(_ e: Double) -> Double {
    let root = Double.pow(e, 1 / shape)
    if root.isNormal { return scale * root }
    let half = Double.pow(e, 0.5 / shape)
    return half == 0 || half == .infinity ? half : scale * half * half
  }
}
