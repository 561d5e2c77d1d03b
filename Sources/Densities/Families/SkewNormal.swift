import Calculus
import RealModule
package import Scalars

/// The skew normal distribution, p(x) = 2 φ(z) Φ(αz)/scale with z = (x − location)/scale and α the shape (Azzalini 1985).
///
/// It is the normal distribution for α = 0. With α > 0 its upper tail is that of a normal, and its lower tail lighter.
public struct SkewNormal: Family {
  /// What z is measured from: neither the mean nor the mode.
  public let location: Double
  /// The unit of z, > 0; the standard deviation is scale·√(1 − 2δ²/π) with δ = α/√(1 + α²).
  public let scale: Double
  /// The shape α, from −1e8 to 1e8.
  public let shape: Double
  private let logScale: Double
  private let tail: SkewNormalTail

  /// The skew normal distribution with this location, scale and shape.
  public init(location: Double, scale: Double, shape: Double) {
    Self.check([location, scale, shape])
    (self.location, self.scale, self.shape) = (location, scale, shape)
    logScale = .log(scale)
    tail = SkewNormalTail(shape: shape)
  }

  package static let name = "skewNormal"
  package static let parameters: [Parameter] = [.real("location"), .positive("scale"), .number("shape")]
  package static let specimens: [[Double]] = [
    [0, 1, 2], [1, 2, -0.5], [-3, 0.01, -1], [0, 1, -30], [1e3, 0.1, 5], [1e-200, 1e-200, 1],
  ]
  package static func violation(of values: [Double]) -> String? {
    abs(values[2]) <= 1e8 ? nil : "skewNormal: shape must lie between -1e8 and 1e8, not \(values[2])"
  }
  package var termCount: Int { 4 }
  package init(_ values: [Double]) { self.init(location: values[0], scale: values[1], shape: values[2]) }
  package var values: [Double] { [location, scale, shape] }

  private static func formula<S: Scalar>(_ distance: S, scale: S, shape: S, logScale: S) -> S {
    let z = distance / scale
    // Beyond, z² overflows.
    if !(abs(z.primal) < 1e154) { return S(-.infinity) }
    return SpecialFunctions.logNormalCumulative(shape * z) - 0.5 * z * z - logScale + S(.log(2) - 0.5 * .log(2 * .pi))
  }
  package static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    formula(x - parameters[0], scale: parameters[1], shape: parameters[2], logScale: .log(parameters[1]))
  }
  package static func logDensity<S: Scalar>(at place: Place, parameters: [S]) -> S {
    formula(place.distance(from: parameters[0]), scale: parameters[1], shape: parameters[2], logScale: .log(parameters[1]))
  }

  package var support: [Interval] { [.line] }
  package var breakpoints: [Double] { [] }
  package func logDensity<S: Scalar>(at x: S) -> S {
    Self.formula(x - S(location), scale: S(scale), shape: S(shape), logScale: S(logScale))
  }
  package func logDensity(at place: Place) -> Double {
    Self.formula(place.distance(from: location), scale: scale, shape: shape, logScale: logScale) + place.logJacobian
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    let z = place.distance(from: location) / scale
    let (w, size) = (shape * z, abs(value - place.logJacobian))
    // An error of the argument of Φ counts as many times as the logarithm falls there: some w² far below 0.
    let argument = w < 0 ? 4 * (w * w + abs(w)) : 4 * w * .exp(-0.5 * w * w)
    return min(.ulpOfOne * (4 + 4 * z * z + argument + 2 * abs(logScale) + 2 * size), .greatestFiniteMagnitude)
  }
  /// Where Φ rises and where the density falls, which are as far apart in width as the shape is large.
  package var landmarks: [Landmark] {
    let peak = Landmark(location: location + (shape < 0 ? -1 : 1) * scale * min(abs(shape), 0.8), scale: scale)
    return abs(shape) <= 1.5 ? [peak] : [Landmark(location: location, scale: scale / abs(shape)), peak]
  }
  package func slope(at place: Place) -> Slope {
    let z = place.distance(from: location) / scale
    let w = shape * z
    // The two terms of −z + α (z₀ + excess), z₀ = −w, as a sum: −(1 + α²) z and what is small far below 0.
    let own = w < 0 ? -(1 + shape * shape) * z : -z
    let rest = own + shape * (w < 0 ? SpecialFunctions.normalHazardExcess(-w) : SpecialFunctions.normalHazard(w))
    return Slope(rest: rest * (place.yardstick / scale))
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .tail(let direction, let origin, let unit) = approach else { return regularAsymptote(approach) }
    let isLight = direction * shape < 0
    let (rate, shift) = (0.5 * (unit / scale) * (unit / scale), direction * (origin - location) / unit)
    if !isLight {
      return .power(2, coefficient: Asymptote.decay(rate), shift: shift)
        + .constant(-logScale - 0.5 * .log(2 * .pi) + (shape == 0 ? 0 : .log(2)))
    }
    // Φ(w) ~ φ(w)/|w|.
    return .power(2, coefficient: Asymptote.decay(rate * (1 + shape * shape)), shift: shift)
      + Asymptote([.log: -1, .constant: .log(2) - .log(2 * .pi) - .log(abs(shape)) - .log(unit)])
  }

  package func cumulative(_ x: Double) -> Double { tail.probability((x - location) / scale, isUpper: false) }
  package func survival(_ x: Double) -> Double { tail.probability((x - location) / scale, isUpper: true) }
  package func tailQuantile(_ p: Double, isUpper: Bool) -> Double { location + scale * tail.inverse(p, isUpper: isUpper) }
  /// δ|Z₁| + √(1 − δ²) Z₂ of two normals.
  package func sample(using generator: inout some RandomNumberGenerator) -> Double {
    let (first, second) = (
      SpecialFunctions.normalQuantile(generator.openUniform()), SpecialFunctions.normalQuantile(generator.openUniform())
    )
    return location + scale * ((shape * abs(first) + second) / .sqrt(1 + shape * shape))
  }
}
