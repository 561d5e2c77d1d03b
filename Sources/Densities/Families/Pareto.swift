import Calculus
import RealModule
package import Scalars

/// The Pareto distribution, p(x) = (α/scale) (scale/x)^(α+1) on [scale, ∞), with α the shape.
public struct Pareto: Family {
  /// The tail exponent α > 0; moments of order α and above are infinite.
  public let shape: Double
  /// The lower end of the support, > 0.
  public let scale: Double
  private let logShape: Double
  private let logScale: Double

  /// The Pareto distribution with this tail exponent and lower end.
  public init(shape: Double, scale: Double) {
    self.shape = shape
    self.scale = scale
    logShape = .log(shape)
    logScale = .log(scale)
    Self.check(values)
  }

  package static let name = "pareto"
  package static let parameters: [Parameter] = [.positive("shape"), .positive("scale", movesSupport: true)]
  package static let specimens: [[Double]] = [[3, 1], [1.5, 2], [0.5, 0.1], [100, 1e6], [2, 1e-200]]
  package var termCount: Int { 2 }
  package init(_ values: [Double]) { self.init(shape: values[0], scale: values[1]) }
  package var values: [Double] { [shape, scale] }

  package static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    let (shape, scale) = (parameters[0], parameters[1])
    if x.primal < scale.primal { return S(-.infinity) }
    return .log(shape) - .log(scale) - (shape + 1) * logRatio(x, scale)
  }
  /// log(x/scale), with the digits of x − scale where the two are close.
  private static func logRatio<S: Scalar>(_ x: S, _ scale: S) -> S {
    let ratio = x / scale
    return ratio.primal < 2 ? .log(onePlus: (x - scale) / scale) : ratio.primal < .infinity ? .log(ratio) : .log(x) - .log(scale)
  }

  package var support: [Interval] { [Interval(scale, .infinity)] }
  package func logDensity<S: Scalar>(at x: S) -> S {
    if x.primal < scale { return S(-.infinity) }
    return S(logShape - logScale) - S(shape + 1) * Self.logRatio(x, S(scale))
  }
  package func logDensity(at place: Place) -> Double {
    if place.isBelow(scale) { return -.infinity }
    let excess = place.distance(from: scale) / scale
    let logRatio = excess < .infinity ? .log(onePlus: excess) : place.logDistance(from: 0) - logScale
    // Beyond the doubles the Jacobian nearly cancels one power of x, so it is taken off first.
    return logShape - shape * logRatio + ((place.logJacobian - logRatio) - logScale)
  }
  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    places.update(&results, &roundings) { place, _, _ in
      let excess = place.distance(from: scale) / scale
      return (excess, excess)
    }
    VectorFunctions.log(onePlus: &roundings)
    evaluate(places, &results, &roundings) { place, excess, logRatio in
      let value = logShape - shape * logRatio + ((place.logJacobian - logRatio) - logScale)
      return (excess > 0 ? value : .nan, rounding(excess, logRatio, at: place))
    }
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    let excess = place.distance(from: scale) / scale
    return rounding(excess, excess < 1 ? .log(onePlus: excess) : place.logDistance(from: 0) - logScale, at: place)
  }
  @inline(__always)
  private func rounding(_ excess: Double, _ logRatio: Double, at place: Place) -> Double {
    let error =
      excess < 1
      ? 3 * .ulpOfOne * logRatio + place.offsetError
      : place.logDistanceError(logRatio + logScale, from: 0) + .ulpOfOne * (2 + abs(logRatio) + abs(logScale))
    return (shape + 1) * error + .ulpOfOne * (2 * shape * logRatio + 2 * abs(logShape) + 2 * abs(logScale) + abs(logRatio))
  }
  package var landmarks: [Landmark] { [Landmark(location: scale, scale: scale / max(shape, 1), isHeavy: true)] }
  package func slope(at place: Place) -> Slope { Slope(rest: -(shape + 1) * place.quotient(from: 0)) }
  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .tail(let direction, _, let unit) = approach else { return regularAsymptote(approach) }
    return direction < 0
      ? .zero : Asymptote([.log: -(shape + 1), .constant: logShape - logScale - (shape + 1) * (.log(unit) - logScale)])
  }

  package func cumulative(_ x: Double) -> Double { x <= scale ? 0 : -.expMinusOne(-shape * Self.logRatio(x, scale)) }
  package func survival(_ x: Double) -> Double { x <= scale ? 1 : .exp(-shape * Self.logRatio(x, scale)) }
  package func quantile(_ p: Double) -> Double { inverse(-.log(onePlus: -p)) }
  package func upperQuantile(_ p: Double) -> Double { inverse(-.log(p)) }
  /// The x with shape · log(x/scale) = e; a ratio beyond the doubles may be within them times the scale.
  private func inverse(_ e: Double) -> Double {
    let (ratio, half) = (Double.exp(e / shape), Double.exp(0.5 * (e / shape)))
    return ratio < .infinity ? scale * ratio : scale * half * half
  }
}
