import Calculus
import RealModule
package import Scalars

/// The generalised extreme value distribution, F(x) = exp(−w^(−1/ξ)) with w = 1 + ξ(x − location)/scale and ξ the shape.
///
/// The sign of ξ is that of Coles (2001, “An Introduction to Statistical Modeling of Extreme Values”, eq. 3.2): with
/// ξ > 0 there is a lower end, and the upper tail is a power (Fréchet); with ξ < 0 there is an upper end (Weibull, upside
/// down); ξ = 0 is the Gumbel distribution. SciPy's `genextreme` has c = −ξ.
public struct GeneralizedExtremeValue: Family {
  /// Where F = 1/e.
  public let location: Double
  /// The unit, > 0.
  public let scale: Double
  /// The shape ξ, from −5 to 5.
  public let shape: Double
  private let logScale: Double
  /// The finite end location − scale/ξ, and what its rounding has lost; infinite where there is none in the doubles.
  private let end, endRest: Double

  /// The generalised extreme value distribution with this location, scale and shape.
  public init(location: Double, scale: Double, shape: Double) {
    Self.check([location, scale, shape])
    (self.location, self.scale, self.shape) = (location, scale, shape)
    logScale = .log(scale)
    // What the quotient leaves, and what the difference has lost (Knuth's two-sum).
    let reach = scale / shape
    let end = location - reach
    let part = end - location
    let lost = ((location - (end - part)) - (reach + part)) - scale.addingProduct(-reach, shape) / shape
    self.end = end.isFinite && shape != 0 ? end : shape > 0 ? -.infinity : .infinity
    endRest = self.end.isFinite && lost.isFinite ? lost : 0
  }

  package static let name = "gev"
  package static let parameters: [Parameter] = [
    .real("location", movesSupport: true), .positive("scale", movesSupport: true), .number("shape", movesSupport: true),
  ]
  package static let specimens: [[Double]] = [
    [0, 1, 0.4], [1, 2, -0.25], [-1, 0.3, 0.7], [2, 0.5, -1.5], [1e5, 0.0078125, -0.5],
  ]
  package static func violation(of values: [Double]) -> String? {
    abs(values[2]) <= 5 ? nil : "gev: shape must lie between -5 and 5, not \(values[2])"
  }
  package var termCount: Int { 3 }
  package init(_ values: [Double]) { self.init(location: values[0], scale: values[1], shape: values[2]) }
  package var values: [Double] { [location, scale, shape] }

  /// log(1 + u)/u, also at u = 0: with r = u/(2 + u), log(1 + u) = 2 (r + r³/3 + r⁵/5 + …).
  private static func logQuotient<S: Scalar>(_ u: S) -> S {
    if abs(u.primal) >= 0.25 { return .log(onePlus: u) / u }
    let r = u / (2 + u)
    let square = r * r
    var sum = S.zero
    for odd in stride(from: 21.0, through: 3, by: -2) { sum = (sum + S(1 / odd)) * square }
    return 2 * (1 + sum) / (2 + u)
  }
  /// log p from y = log(w)/ξ, the Gumbel variable.
  private static func formula<S: Scalar>(_ y: S, shape: S, logScale: S) -> S {
    // Both terms may be infinite, with opposite signs; the second wins.
    if y.primal < -709 { return S(-.infinity) }
    return -(1 + shape) * y - .exp(-y) - logScale
  }
  package static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S { logDensity(from: x - parameters[0], parameters) }
  package static func logDensity<S: Scalar>(at place: Place, parameters: [S]) -> S {
    logDensity(from: place.distance(from: parameters[0]), parameters)
  }
  private static func logDensity<S: Scalar>(from distance: S, _ parameters: [S]) -> S {
    let z = distance / parameters[1]
    let u = parameters[2] * z
    if !(abs(z.primal) < .infinity && u.primal > -1 && u.primal < .infinity) { return S(-.infinity) }
    let y: S = abs(u.primal) < 0.25 ? z * logQuotient(u) : .log(onePlus: u) / parameters[2]
    return formula(y, shape: parameters[2], logScale: .log(parameters[1]))
  }

  package var support: [Interval] { [shape > 0 ? Interval(end, .infinity) : Interval(-.infinity, end)] }
  package func rest(ofBreakpoint point: Double) -> Double { point == end ? endRest : 0 }
  package func logDensity<S: Scalar>(at x: S) -> S {
    let primal = logDensity(at: Place(anchor: x.primal, offset: 0))
    if S.self == Double.self || !primal.isFinite { return S(primal) }
    let formula = Self.logDensity(from: x - S(location), [S(location), S(scale), S(shape)])
    return formula.primal.isFinite ? formula + S(primal - formula.primal) : S(primal)
  }
  package func logDensity(at place: Place) -> Double {
    guard let (y, logW) = standard(place) else { return -.infinity }
    let growth = Double.exp(-y)
    if growth == .infinity { return -.infinity }
    if y == .infinity { return shape > -1 ? -.infinity : shape < -1 ? .infinity : place.logJacobian - logScale }
    // log w and the logarithm of the Jacobian nearly cancel far out and close to the end.
    return -y - growth + (place.logJacobian - logW - logScale)
  }
  /// y = log(w)/ξ with log w, at a place; nil outside the support.
  private func standard(_ place: Place) -> (y: Double, logW: Double)? {
    let z = place.distance(from: location) / scale
    if shape == 0 { return (z, 0) }
    let u = shape * z
    if u > -0.5, u < 1e300 {
      let logW = Double.log(onePlus: u)
      return (abs(u) < 0.25 ? z * Self.logQuotient(u) : logW / shape, logW)
    }
    guard end.isFinite else { return u > 0 ? (.infinity / shape, .infinity) : nil }
    let logDistance: Double
    if isAnchored(place) {
      // An offset may have underflowed to a zero with the sign of its side; in a linear chart it is the end itself.
      let isAtEnd = place.offset == 0 && place.logOffset.isNaN
      if !isAtEnd, (place.offset.sign == .minus) == (shape > 0) { return nil }
      logDistance = place.logOffset.isNaN ? .log(abs(place.offset)) : place.logOffset
    } else {
      let distance = place.distance(from: end) - endRest
      if distance != 0, (distance < 0) == (shape > 0) { return nil }
      logDistance = place.logOffset < .infinity && abs(place.offset) == .infinity ? place.logOffset : .log(abs(distance))
    }
    let logW = logDistance + (.log(abs(shape)) - logScale)
    return (logW / shape, logW)
  }
  /// Whether a place is measured from the end.
  private func isAnchored(_ place: Place) -> Bool {
    place.anchor == end && (place.isDouble || exact(end).isEqual(to: ExactPoint(x: end, rest: place.rest)))
  }

  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    guard let (y, logW) = standard(place) else { return 0 }
    let (z, w) = (place.distance(from: location) / scale, Double.exp(logW))
    let logWError: Double
    if shape * z > -0.5, shape * z < 1e300 {
      let share = place.logOffset.isNaN ? place.offsetError : place.offsetError + .ulpOfOne
      logWError = abs(shape) / w * (4 * .ulpOfOne * abs(z) + share * abs(place.offset) / scale)
    } else {
      let sizes = abs(logW) + abs(logScale) + abs(.log(abs(shape)))
      logWError = (isAnchored(place) ? place.offsetError : place.logDistanceError(logW, from: end)) + .ulpOfOne * (2 + 3 * sizes)
    }
    let yError = (shape == 0 ? 3 * .ulpOfOne * abs(z) : logWError / abs(shape)) + 3 * .ulpOfOne * abs(y)
    let growth = Double.exp(-y)
    let rounding = (1 + growth) * yError + logWError + .ulpOfOne * (2 + growth + abs(y) + 2 * abs(logW) + 2 * abs(logScale))
    return min(rounding, .greatestFiniteMagnitude)
  }
  package var landmarks: [Landmark] {
    let center = Landmark(location: location, scale: scale, isHeavy: shape > 0 || shape < -1)
    if shape < 0.5 { return [center] }
    // The mode, closer to the end than the whole.
    let w = Double.pow(1 + shape, -shape)
    return [center, Landmark(location: location + scale * (w - 1) / shape, scale: scale * w / shape, isHeavy: true)]
  }
  package func slope(at place: Place) -> Slope {
    guard let (y, logW) = standard(place) else { return Slope(rest: 0) }
    let growth = Double.exp(-y)
    // −((1 + ξ) − e⁻ʸ)/(scale w), where scale w is ξ times the distance from the end.
    let excess = shape - .expMinusOne(-y)
    if isAnchored(place), place.logOffset < 0 {
      return Slope(pole: -(1 + 1 / shape), rest: min(growth, .greatestFiniteMagnitude / 8) / shape)
    }
    let slope = -excess * (place.yardstick / scale) * .exp(-logW)
    return Slope(rest: slope.isNaN ? 0 : min(max(slope, -.greatestFiniteMagnitude), .greatestFiniteMagnitude))
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    if shape == 0 || !end.isFinite { return Gumbel(location: location, scale: scale).asymptote(approach) }
    let power = 1 / abs(shape)
    func logRate(_ unit: Double) -> Double { .log(abs(shape)) + .log(unit) - logScale }
    switch approach {
    case .tail(let direction, let origin, let unit):
      if (direction > 0) != (shape > 0) { return .zero }
      let rate = logRate(unit)
      if shape > 0 { return Asymptote([.log: -(1 + power), .constant: -(1 + power) * rate - logScale]) }
      return .power(power, coefficient: Asymptote.decay(.exp(power * rate)), shift: ((end - origin) + endRest) / unit)
        + Asymptote([.log: power - 1, .constant: (power - 1) * rate - logScale])
    case .point(end, let side, let unit):
      if (side > 0) != (shape > 0) { return .zero }
      let rate = logRate(unit)
      if shape < 0 { return Asymptote([.log: 1 - power, .constant: (power - 1) * rate - logScale]) }
      return Asymptote([
        .power(power): Asymptote.decay(.exp(-power * rate)), .log: 1 + power, .constant: -(1 + power) * rate - logScale,
      ])
    default: return regularAsymptote(approach)
    }
  }

  package func cumulative(_ x: Double) -> Double {
    guard let (y, _) = standard(Place(anchor: x, offset: 0)) else { return shape > 0 ? 0 : 1 }
    return .exp(-.exp(-y))
  }
  package func survival(_ x: Double) -> Double {
    guard let (y, _) = standard(Place(anchor: x, offset: 0)) else { return shape > 0 ? 1 : 0 }
    return -.expMinusOne(-.exp(-y))
  }
  package func quantile(_ p: Double) -> Double { inverse(-.log(-.log(p))) }
  package func upperQuantile(_ p: Double) -> Double { inverse(-.log(-.log(onePlus: -p))) }
  /// The x with log(w)/ξ = y.
  private func inverse(_ y: Double) -> Double {
    let logW = shape * y
    if shape == 0 || abs(logW) < 1e-8 { return location + scale * y * (1 + 0.5 * (y.isFinite ? logW : 0)) }
    // Close to the end by the distance from it.
    if logW < -0.7, end.isFinite {
      let x = end + (endRest + scale / shape * .exp(logW))
      return shape > 0 ? max(x, end) : min(x, end)
    }
    return location + scale * (.expMinusOne(logW) / shape)
  }
}
