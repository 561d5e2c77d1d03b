import RealModule
package import Scalars

/// A density with what quadrature needs to know of it.
///
/// To be written are `support`, the log density, `landmarks` and `asymptote`; closed forms override the other defaults.
package protocol AnalyticDensity: Density {
  /// The text that the grammar reads back.
  var text: String { get }

  /// Where the density is positive: intervals in increasing order that do not overlap.
  var support: [Interval] { get }

  /// log p(x), exact where p itself would underflow; −∞ outside the support.
  func logDensity<S: Scalar>(at x: S) -> S

  /// log (p(x) · dx/dt) at a place in a chart x(t): digits survive near an end of the support and far from 0.
  func logDensity(at place: Place) -> Double

  /// The same for the nodes of a panel, with a bound on the error of each, which combinators make of those of their parts.
  func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double])

  /// A bound on the rounding of a value of `logDensity(at:)`, without half a unit in the last place for its last sum.
  ///
  /// It is absolute: where large terms cancel, constants among them, a log density is not known better than they are.
  /// By default some units in the last place of log p, which is enough for a formula without terms that cancel.
  func rounding(ofLogDensity value: Double, at place: Place) -> Double

  /// The density of which this is a multiple where it is positive, with the log of the factor and a bound on its error:
  /// of two truncations of one density the ratio is known however near 1 it is.
  var kernel: (density: any AnalyticDensity, logFactor: Double, rounding: Double) { get }

  /// Whether one formula holds between the break points: of members of families, and of their images.
  var isMember: Bool { get }

  /// Whether the other density is known to be the same function: of the same type and parts, by equal numbers.
  func isIdentical(to other: any AnalyticDensity) -> Bool

  /// Where the density changes and how fast. Quadrature sees a feature only if a landmark points at it.
  var landmarks: [Landmark] { get }

  /// About how many elementary terms a value of the density sums, by default 1, or how many times as long it takes: what
  /// limits of work reckon with.
  var termCount: Int { get }

  /// The finite points at which the density is not smooth, ends of the support included, in increasing order.
  var breakpoints: [Double] { get }

  /// What the rounding of a break point has lost: it is at `point` plus this, exactly.
  ///
  /// An affine image has such, which count where it is far from 0 in its own widths.
  func rest(ofBreakpoint point: Double) -> Double

  /// How far from x, at most, F(x) may be taken: what x loses on its way into the units of a base.
  func displacement(at x: Double) -> Double

  /// How log p behaves on the way to a point or to infinity; it decides what is infinite.
  func asymptote(_ approach: Approach) -> Asymptote

  /// F(x) = P(X ≤ x), accurate to its last digits where it is small.
  func cumulative(_ x: Double) -> Double

  /// 1 − F(x) = P(X > x), accurate to its last digits where it is small.
  func survival(_ x: Double) -> Double

  /// The x with F(x) = p, for 0 ≤ p ≤ 1.
  func quantile(_ p: Double) -> Double

  /// The x with 1 − F(x) = p, for 0 ≤ p ≤ 1: the upper quantile, which keeps the digits of a small p.
  func upperQuantile(_ p: Double) -> Double

  /// Either quantile of a level up to ½, from which both are made where they have no formula.
  func tailQuantile(_ p: Double, isUpper: Bool) -> Double

  /// A random draw.
  func sample(using generator: inout some RandomNumberGenerator) -> Double

  /// ∂/∂x log p(x), the score.
  func score(at x: Double) -> Double

  /// Whether scores and slopes are those of the formula, and not differences without a bound on their error.
  var hasExactSlope: Bool { get }

  /// The score at a place in a chart x(t), so that digits survive near an end of the support and far from the origin.
  func slope(at place: Place) -> Slope
}

/// A place where a density changes: quadrature puts break points around `location` in steps of `scale`.
package struct Landmark: Hashable, Sendable {
  /// A centre, mode or knee.
  package let location: Double
  /// The distance over which the density changes by a factor of order e.
  package let scale: Double
  /// Whether the density falls more slowly than an exponential away from here, so that it is seen many scales off.
  package let isHeavy: Bool

  /// A landmark; the scale must be positive.
  package init(location: Double, scale: Double, isHeavy: Bool = false) {
    self.location = location
    self.scale = scale
    self.isHeavy = isHeavy
  }

  /// Whether it points at a place that doubles can reach and resolve.
  var isUsable: Bool { location.isFinite && scale.isFinite && scale > 0 }
}

extension AnalyticDensity {
  public var model: DensityModel { DensityModel(self) }

  package func logDensity(at place: Place) -> Double { logDensity(at: place.x) + place.logJacobian }

  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    places.update(&results, &roundings) { place, _, _ in evaluate(place) }
  }

  package func rounding(ofLogDensity value: Double, at place: Place) -> Double { .ulpOfOne * (2 + abs(value - place.logJacobian)) }

  package var kernel: (density: any AnalyticDensity, logFactor: Double, rounding: Double) { (self, 0, 0) }

  package var isMember: Bool { false }

  package func isIdentical(to other: any AnalyticDensity) -> Bool { false }

  package var breakpoints: [Double] {
    var points: [Double] = []
    for piece in support {
      if piece.lower.isFinite { points.append(piece.lower) }
      if piece.upper.isFinite { points.append(piece.upper) }
    }
    return points
  }

  package func rest(ofBreakpoint point: Double) -> Double { 0 }

  package func displacement(at x: Double) -> Double { 0 }

  package var termCount: Int { 1 }

  package var hasExactSlope: Bool { true }

  /// The quantile at a uniform level.
  package func sample(using generator: inout some RandomNumberGenerator) -> Double { quantile(generator.openUniform()) }

  package func score(at x: Double) -> Double { derivative(at: x) { logDensity(at: $0) } }

  /// The smallest interval that holds the support.
  package var hull: Interval {
    Interval(support.first?.lower ?? 0, support.last?.upper ?? 0)
  }

  /// P(lower < X ≤ upper): the difference of the smaller distribution functions, or by quadrature where that cancels.
  package func probability(of interval: Interval) -> Double {
    let below = cumulative(interval.lower)
    let (whole, rest) = below < 0.5 ? (cumulative(interval.upper), below) : (survival(interval.lower), survival(interval.upper))
    let difference = whole - rest
    if difference >= 0.01 * whole { return difference }
    // Quadrature has the digits that the difference has lost, but not at the narrowest poles: both must agree.
    let integral = mass(in: interval)
    let moved = [interval.lower, interval.upper].filter(\.isFinite).map { abs($0) * min(density(at: $0), 1e300) }.reduce(0, +)
    return abs(integral - difference) <= Double.ulpOfOne * (256 * whole + 8 * moved) ? integral : difference
  }

  /// The asymptote away from every singularity: the finite limit log p(c) inside the support, zero outside it.
  func regularAsymptote(_ approach: Approach) -> Asymptote {
    guard case .point(let point, let side, _) = approach else { return .zero }
    let isInside = support.contains { side < 0 ? $0.lower < point && point <= $0.upper : $0.lower <= point && point < $0.upper }
    return isInside ? .constant(logDensity(at: point)) : .zero
  }
}
