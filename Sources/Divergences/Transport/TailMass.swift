import Densities
import RealModule
import Scalars

/// A density's distribution function at the nodes of a chart, by whichever of F and 1 − F is small.
struct TailMass {
  let density: any Density
  private let median: Double
  /// The ends of the support from which the formulas of the distribution function measure, or the median where there are none.
  private let references: [Double]
  private let exponents: (lower: Double?, upper: Double?)

  init(_ density: any Density) {
    self.density = density
    median = density.quantile(0.5)
    let ends = [density.hull.lower, density.hull.upper].filter(\.isFinite)
    references = ends.isEmpty ? [median] : ends
    exponents = (density.tailExponent(.tail(direction: -1, origin: 0)), density.tailExponent(.tail(direction: 1, origin: 0)))
  }

  /// F(x) below the median or 1 − F(x) above it, with a bound on its rounding.
  struct Value {
    let isUpper: Bool
    let mass: Double
    let noise: Double
  }

  /// Beyond this distance a tail is a power to the last digit, and x itself may be beyond the largest double.
  static let far = 1e300

  /// The special functions behind the distribution functions are good to some 1e-14 of the smaller tail.
  private static let relativeNoise = 48 * Double.ulpOfOne

  /// The tail at a place where log (p dx/dt) is known.
  func value(at place: Place, logDensity: Double) -> Value {
    let x = place.x
    let isUpper = x > median
    var mass = isUpper ? density.survival(x) : density.cumulative(x)
    var curvature = 0.0
    let height = Double.exp(logDensity - place.logJacobian)
    // The rounding of x is put right to first order, so that digits survive where the location is far larger than the scale.
    let rest = abs(place.anchor) >= abs(place.offset) ? (place.anchor - x) + place.offset : (place.offset - x) + place.anchor
    if rest != 0 {
      // Next to a singular point first order is worth nothing; all that is sure is that a probability is at most 1.
      let isTooClose = abs(place.offset) < 64 * place.anchor.ulp && !place.logOffset.isNaN
      if isTooClose || !height.isFinite { return Value(isUpper: isUpper, mass: mass, noise: 1) }
      // What second order would add, for a density that changes over the length of its own tail.
      if mass > 0 { curvature = min((height * rest) * (height * rest) / mass, 1) }
      mass = min(max(mass + (isUpper ? -1 : 1) * height * rest, 0), 1)
    }
    let distance = references.reduce(Double.infinity) { min($0, abs(place.distance(from: $1))) }
    // At a pole of the density this is infinity times zero, where x p(x) is still at most 1.
    let product = height * distance
    let displacement = 2 * Double.ulpOfOne * (product.isNaN ? 1 : product)
    return Value(isUpper: isUpper, mass: mass, noise: Self.relativeNoise * mass + min(displacement, 1) + curvature)
  }

  /// The tail probability far out as e^scale · (mass ± noise): |x| p(x)/a for a power, all noise for what is lighter.
  func farValue(at place: Place, logDensity: Double, scale: Double) -> Value {
    let product = logDensity == -.infinity ? 0 : Double.exp(logDensity - scale)
    let isUpper = place.offset > 0
    guard let exponent = isUpper ? exponents.upper : exponents.lower else { return Value(isUpper: isUpper, mass: 0, noise: product) }
    return Value(isUpper: isUpper, mass: product / exponent, noise: Self.relativeNoise * product / exponent)
  }
}
