import Calculus
import RealModule
package import Scalars

/// The inverse Gaussian distribution, p(x) = √(λ/(2πx³)) exp(−λ(x − μ)²/(2μ²x)) on (0, ∞), with μ the mean and λ the shape.
///
/// It is the law of the time at which a Brownian motion with drift 1/μ and variance 1/λ first reaches 1. SciPy's
/// `invgauss(mu, scale=s)` has μ = mu·s and λ = s.
public struct InverseGaussian: Family {
  /// The mean μ > 0.
  public let mean: Double
  /// The shape λ > 0, from 1e-6 to 1e12 times the mean; the variance is μ³/λ.
  public let shape: Double
  /// λ/μ.
  private let ratio: Double
  private let logMean: Double
  private let logShape: Double

  /// The inverse Gaussian distribution with this mean and shape.
  public init(mean: Double, shape: Double) {
    Self.check([mean, shape])
    (self.mean, self.shape, ratio) = (mean, shape, shape / mean)
    logMean = .log(mean)
    logShape = .log(shape)
  }

  package static let name = "inverseGaussian"
  package static let parameters: [Parameter] = [.positive("mean"), .positive("shape")]
  package static let specimens: [[Double]] = [[1, 1], [2, 10], [1, 0.05], [3, 1000], [1e-200, 2e-200], [5, 5e-5]]
  package static func violation(of values: [Double]) -> String? {
    let ratio = values[1] / values[0]
    return ratio >= 1e-6 && ratio <= 1e12
      ? nil : "inverseGaussian: shape must lie between 1e-6 and 1e12 times the mean, not mean = \(values[0]) and shape = \(values[1])"
  }
  package var termCount: Int { 2 }
  package init(_ values: [Double]) { self.init(mean: values[0], shape: values[1]) }
  package var values: [Double] { [mean, shape] }

  /// log (x p(x)) from log x, r = x/μ and e = r − 1: λ(x − μ)²/(2μ²x) is ½ (λ/μ) e²/r.
  private static func formula<S: Scalar>(_ logX: S, r: S, e: S, ratio: S, logShape: S) -> S {
    0.5 * (logShape - logX) - 0.5 * ratio * e * (e / r) - S(0.5 * .log(2 * .pi))
  }
  package static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    let (mean, shape) = (parameters[0], parameters[1])
    let r = x / mean
    if !(r.primal > 0 && r.primal < 1e300 && x.primal < .infinity) { return S(-.infinity) }
    let logX = S.log(x)
    return formula(logX, r: r, e: (x - mean) / mean, ratio: shape / mean, logShape: .log(shape)) - logX
  }
  package static func logDensity<S: Scalar>(at place: Place, parameters: [S]) -> S {
    let (mean, shape) = (parameters[0], parameters[1])
    let (x, logX) = (place.distance(from: 0), S(place.logDistance(from: 0)))
    let isPrecise = x.isNormal || place.logOffset.isNaN
    let r: S = isPrecise ? S(x) / mean : .exp(logX - .log(mean))
    if place.isBelow(0) || !(r.primal > 0 && 1 / r.primal < .infinity && r.primal < 1e300) { return S(-.infinity) }
    return formula(logX, r: r, e: place.distance(from: mean) / mean, ratio: shape / mean, logShape: .log(shape)) - logX
  }

  package var support: [Interval] { [Interval(0, .infinity)] }
  package func logDensity<S: Scalar>(at x: S) -> S {
    let r = x / S(mean)
    if !(r.primal > 0 && r.primal < 1e300 && x.primal < .infinity) { return S(-.infinity) }
    let logX = S.log(x)
    return Self.formula(logX, r: r, e: (x - S(mean)) / S(mean), ratio: S(ratio), logShape: S(logShape)) - logX
  }
  /// x/μ at a place, by logarithms where x has lost digits below the normal doubles.
  private func ratio(_ place: Place) -> Double {
    let x = place.distance(from: 0)
    if x.isNormal || place.logOffset.isNaN { return x / mean }
    return place.isBelow(0) ? -1 : .exp(place.logDistance(from: 0) - logMean)
  }
  package func logDensity(at place: Place) -> Double {
    let r = ratio(place)
    // Closer to 0, and farther out, its logarithm is beyond the doubles.
    if !(r > 0 && 1 / r < .infinity && r < 1e300) { return -.infinity }
    let logX = place.logDistance(from: 0)
    let value = Self.formula(logX, r: r, e: place.distance(from: mean) / mean, ratio: ratio, logShape: logShape)
    return value + (place.logJacobian - logX)
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    let (r, e) = (ratio(place), place.distance(from: mean) / mean)
    if !(r > 0 && 1 / r < .infinity && r < 1e300) { return 0 }
    let logX = place.logDistance(from: 0)
    // An error of the offset moves the exponent by its derivative ½ (λ/μ) (1 − 1/r²); the quotient first, as r² underflows.
    let share = place.logOffset.isNaN ? place.offsetError : place.offsetError + .ulpOfOne
    let offset = place.offset.isNormal ? abs(place.offset) / mean / r : 1 + abs(logX) + abs(logMean)
    let moved = 0.5 * ratio * abs(e) * ((r + 1) / r) * (share * offset)
    let exponent = 0.5 * ratio * abs(e) * abs(e / r)
    let sizes = abs(logX) + abs(logShape) + abs(value - place.logJacobian)
    let rounding = moved + 1.5 * place.logDistanceError(logX, from: 0) + .ulpOfOne * (4 + 10 * exponent + 3 * sizes)
    return min(rounding, .greatestFiniteMagnitude)
  }
  /// The mode, and where the tail of a wide one turns from x^(−3/2) to an exponential.
  package var landmarks: [Landmark] {
    let half = 1.5 / ratio
    // √(1 + h²) − h as its own inverse, which does not cancel.
    let mode = mean / (.sqrt(1 + half * half) + half)
    let width = mode * min(1, 1 / .sqrt(ratio))
    if ratio > 3 { return [Landmark(location: mode, scale: width, isHeavy: ratio < 30)] }
    let cutoff = mean + 2 * mean / ratio
    return [Landmark(location: mode, scale: width, isHeavy: true), Landmark(location: mean, scale: mean, isHeavy: true)]
      + (ratio < 0.5 ? [Landmark(location: cutoff, scale: cutoff, isHeavy: true)] : [])
  }
  package func slope(at place: Place) -> Slope {
    let (r, e) = (ratio(place), place.distance(from: mean) / mean)
    if !(r > 0 && 1 / r < .infinity && r < 1e300) { return Slope(rest: 0) }
    let rest = (-1.5 - 0.5 * ratio * e * ((r + 1) / r)) * place.quotient(from: 0)
    return Slope(rest: min(max(rest, -.greatestFiniteMagnitude), .greatestFiniteMagnitude))
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    let constant = 0.5 * (logShape - .log(2 * .pi)) + ratio
    switch approach {
    case .tail(let direction, let origin, let unit):
      return direction < 0
        ? .zero
        : Asymptote([
          .power(1): Asymptote.decay(0.5 * ratio * (unit / mean)), .log: -1.5,
          .constant: constant - 1.5 * .log(unit) - 0.5 * ratio * (origin / mean),
        ])
    case .point(0, let side, let unit):
      return side < 0
        ? .zero
        : Asymptote([.power(1): Asymptote.decay(0.5 * (shape / unit)), .log: 1.5, .constant: constant - 1.5 * .log(unit)])
    default: return regularAsymptote(approach)
    }
  }

  package func cumulative(_ x: Double) -> Double { tail(x, isUpper: false) }
  package func survival(_ x: Double) -> Double { tail(x, isUpper: true) }
  package func tailQuantile(_ p: Double, isUpper: Bool) -> Double {
    if p <= 0 { return isUpper ? .infinity : 0 }
    return Inversion(of: self, isUpper: isUpper).solve(level: p, from: 0, to: .infinity, start: mean)
  }

  /// With a = √(λ/x) (x/μ − 1) and b = √(λ/x) (x/μ + 1), F = Φ(a) + e^(2λ/μ) Φ(−b) and b² = a² + 4λ/μ, so that with
  /// Mills' ratio M the second term is φ(a) M(b) (Folks & Chhikara 1978).
  private func tail(_ x: Double, isUpper: Bool) -> Double {
    if x <= 0 || x == .infinity { return (x > 0) == isUpper ? 0 : 1 }
    let (r, e) = (x / mean, (x - mean) / mean)
    if r > 1e290 { return isUpper ? 0 : 1 }
    let root = Double.sqrt(ratio / r)
    let a = root * e
    // From the side on which neither is a difference of what is nearly equal.
    if isUpper ? a < -1 : a > 0 { return 1 - tail(x, isUpper: !isUpper) }
    let density = Double.exp(-0.5 * a * a) * 0.3989422804014327
    if density == 0 { return 0 }
    let b = root * (e + 2)
    return isUpper
      ? density * SpecialFunctions.millsDifference(a, 2 * root)
      : density * (SpecialFunctions.millsRatio(-a) + SpecialFunctions.millsRatio(b))
  }
  /// A root of the square of a normal variable, the smaller with its own probability (Michael, Schucany & Haas 1976).
  package func sample(using generator: inout some RandomNumberGenerator) -> Double {
    let z = SpecialFunctions.normalQuantile(generator.openUniform())
    let step = z * z / (2 * ratio)
    // The roots are reciprocals of each other in units of the mean.
    let large = 1 + step + .sqrt(step * (step + 2))
    return generator.openUniform() <= large / (1 + large) ? mean / large : mean * large
  }
}
