import RealModule
public import Scalars

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
    checkParameters()
  }

  // Family
  public static let name = "weibull"
  public static let parameters = [Parameter(name: "shape", domain: .positive), Parameter(name: "scale", domain: .positive)]
  public static let specimens: [[Double]] = [[1.5, 1], [1, 2], [0.5, 1], [0.1, 3], [50, 1e-3], [2.5, 1e200]]
  public init(_ values: [Double]) { self.init(shape: values[0], scale: values[1]) }
  public var values: [Double] { [shape, scale] }

  /// log (x p(x)) from log(x/scale).
  private static func formula<S: Scalar>(_ logRatio: S, shape: S, logShape: S) -> S {
    let power = shape * logRatio
    return logShape + power - .exp(power)
  }
  private static func logDensity<S: Scalar>(at x: S, shape: S, logShape: S, logScale: S) -> S {
    if x.primal <= 0 || x.primal == .infinity {
      return x.primal == 0 ? atOrigin(shape: shape.primal, logScale: logScale) : S(-.infinity)
    }
    let logX = S.log(x)
    return formula(logX - logScale, shape: shape, logShape: logShape) - logX
  }
  private static func atOrigin<S: Scalar>(shape: Double, logScale: S) -> S {
    shape == 1 ? -logScale : S(shape < 1 ? .infinity : -.infinity)
  }
  public static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    logDensity(at: x, shape: parameters[0], logShape: .log(parameters[0]), logScale: .log(parameters[1]))
  }
  public static func logDensity<S: Scalar>(at place: Place, parameters: [S]) -> S {
    if place.isBelow(0) { return S(-.infinity) }
    let (shape, logScale) = (parameters[0], S.log(parameters[1]))
    let excess = place.distance(from: parameters[1]) / parameters[1]
    let logX = S(place.logDistance(from: 0))
    if logX.primal == -.infinity { return atOrigin(shape: shape.primal, logScale: logScale) }
    return formula(abs(excess.primal) < 0.5 ? .log(onePlus: excess) : logX - logScale, shape: shape, logShape: .log(shape)) - logX
  }

  // Density
  public var support: [Interval] { [Interval(0, .infinity)] }
  public func logDensity<S: Scalar>(at x: S) -> S {
    Self.logDensity(at: x, shape: S(shape), logShape: S(logShape), logScale: S(logScale))
  }
  public func logDensity(at place: Place) -> Double {
    if place.isBelow(0) { return -.infinity }
    let excess = place.distance(from: scale) / scale
    // A large shape magnifies what the logarithms of x and of the scale lose apart.
    let logRatio = abs(excess) < 0.5 ? .log(onePlus: excess) : place.logDistance(from: 0, logScale: logScale)
    if logRatio == -.infinity { return Self.atOrigin(shape: shape, logScale: logScale) }
    return Self.formula(logRatio, shape: shape, logShape: logShape) + (place.logJacobian - (logRatio + logScale))
  }
  public func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    let excess = place.distance(from: scale) / scale
    let isNear = abs(excess) < 0.5
    let logRatio = isNear ? .log(onePlus: excess) : place.logDistance(from: 0, logScale: logScale)
    let error =
      isNear
      ? 3 * .ulpOfOne * abs(logRatio) + place.offsetError
      : place.logDistanceError(logRatio, from: 0, logScale: logScale) + .ulpOfOne * (2 + abs(logScale))
    let power = shape * logRatio
    let growth = Double.exp(power)
    return (shape * error + .ulpOfOne * abs(power)) * (1 + growth) + error
      + .ulpOfOne * (growth + 2 * abs(logShape) + 2 * abs(logRatio) + 3 * abs(logScale))
  }
  public var landmarks: [Landmark] { [Landmark(location: scale, scale: scale / max(shape, 1), isHeavy: shape < 1)] }
  public func asymptote(_ approach: Approach) -> Asymptote {
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

  // Distribution
  public func cumulative(_ x: Double) -> Double { x <= 0 ? 0 : -.expMinusOne(-.pow(x / scale, shape)) }
  public func survival(_ x: Double) -> Double { x <= 0 ? 1 : .exp(-.pow(x / scale, shape)) }
  public func quantile(_ p: Double) -> Double { scale * .pow(-.log(onePlus: -p), 1 / shape) }
  public func upperQuantile(_ p: Double) -> Double { scale * .pow(-.log(p), 1 / shape) }
}
