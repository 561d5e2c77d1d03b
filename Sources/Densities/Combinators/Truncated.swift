import RealModule
package import Scalars

/// A density confined to an interval, p(x)/P(lower < X < upper) inside and zero outside.
public struct Truncated: AnalyticDensity {
  /// The density that is cut.
  package let base: any AnalyticDensity
  /// Where it is kept; an end may be infinite.
  package let interval: Interval
  package let support: [Interval]
  package let breakpoints: [Double]
  package let landmarks: [Landmark]
  private let mass: Double
  private let logMass: Double
  private let logMassRounding: Double
  /// The relative error of a tail probability, as the special functions have it.
  private static let tailError = 2e-14
  /// That of a probability by quadrature, where two tails would cancel.
  private static let integralError = 1e-12
  /// P(X ≤ lower) and P(X > upper) of the base.
  private let below: Double
  private let above: Double
  /// A probability that has its digits yet.
  private static let leastShare = 0x1p-1020
  private let name: String?

  /// The base confined to [lower, upper]; throws unless that is an interval with more than 1e-290 of the base's mass.
  public init(_ base: any Density, lower: Double, upper: Double) throws(DensityError) {
    try self.init(base, lower: lower, upper: upper, name: nil)
  }

  /// The same with a text of its own that the grammar reads back.
  init(_ base: any Density, lower: Double, upper: Double, name: String?) throws(DensityError) {
    self.name = name
    let base = base.model.analytic
    guard lower < upper else {
      throw DensityError("truncated: lower must be below upper, not lower = \(lower) and upper = \(upper)")
    }
    let interval = Interval(lower, upper)
    let probability = base.probability(of: interval)
    guard probability > 1e-290 else {
      throw DensityError("truncated: [\(lower), \(upper)] must hold more than 1e-290 of the mass of \(base), not \(probability)")
    }
    self.base = base
    self.interval = interval
    (below, above) = (base.cumulative(lower), base.survival(upper))
    mass = probability
    // What little is cut off has digits that the mass has not.
    logMass = below + above < 0.5 ? .log(onePlus: -(below + above)) : .log(probability)
    let rest = below < 0.5 ? below : above
    let isDifference = probability > 0.01 * (probability + rest)
    let error = isDifference ? Self.tailError * (1 + 2 * rest / probability) : Self.integralError
    let shifts = [lower, upper].filter(\.isFinite).map { .exp(base.logDensity(at: $0)) * base.displacement(at: $0) }.filter(\.isFinite)
    logMassRounding =
      (below + above < 0.5 ? Self.tailError * (below + above) : error) + .ulpOfOne * abs(logMass) + shifts.reduce(0, +) / probability
    support = base.support.compactMap { $0.intersection(interval) }
    let ends = support.flatMap { [$0.lower, $0.upper] }.filter(\.isFinite)
    breakpoints = Set(base.breakpoints.filter(interval.contains) + ends).sorted()
    landmarks = Self.landmarks(base, interval, support)
  }

  /// The base's own as far as they are felt inside, and one at each cut, where the density may fall from a new peak.
  private static func landmarks(_ base: any AnalyticDensity, _ interval: Interval, _ support: [Interval]) -> [Landmark] {
    let isHeavy = base.landmarks.contains(where: \.isHeavy)
    let felt = base.landmarks.filter {
      $0.isHeavy || ($0.location + 42 * $0.scale > interval.lower && $0.location - 42 * $0.scale < interval.upper)
    }
    let widest = base.landmarks.map(\.scale).max() ?? 1
    let cuts = support.flatMap { piece in
      [piece.lower, piece.upper].filter { $0 == interval.lower || $0 == interval.upper }.compactMap { end -> Landmark? in
        guard end.isFinite else { return nil }
        let decay = 1 / abs(base.score(at: end))
        let scale = min(decay.isNaN || decay == 0 ? widest : decay, piece.length, widest)
        return Landmark(location: end, scale: scale, isHeavy: isHeavy)
      }
    }
    return felt + cuts
  }

  /// The text that the grammar reads back.
  package var text: String { name ?? "truncated(\(base),\(interval.lower.short),\(interval.upper.short))" }

  package var hasExactSlope: Bool { base.hasExactSlope }
  package func logDensity<S: Scalar>(at x: S) -> S {
    interval.contains(x.primal) ? base.logDensity(at: x) - S(logMass) : S(-.infinity)
  }
  package func logDensity(at place: Place) -> Double { isOutside(place) ? -.infinity : base.logDensity(at: place) - logMass }
  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    base.logDensities(at: places, into: &results, roundings: &roundings)
    places.update(&results, &roundings) { place, value, rounding in
      let result = isOutside(place) ? -.infinity : value - logMass
      return (result, result.isFinite ? rounding + logMassRounding + .ulpOfOne * abs(result) : 0)
    }
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    base.rounding(ofLogDensity: value + logMass, at: place) + logMassRounding + .ulpOfOne * abs(value)
  }
  package var kernel: (density: any AnalyticDensity, logFactor: Double, rounding: Double) {
    let inner = base.kernel
    return (inner.density, inner.logFactor - logMass, inner.rounding + logMassRounding)
  }
  package var termCount: Int { base.termCount }
  package func isIdentical(to other: any AnalyticDensity) -> Bool {
    guard let other = other as? Truncated else { return false }
    return interval == other.interval && base.isIdentical(to: other.base)
  }
  private func isOutside(_ place: Place) -> Bool { place.isBelow(interval.lower) || place.isAbove(interval.upper) }
  package func slope(at place: Place) -> Slope { base.slope(at: place) }
  package func rest(ofBreakpoint point: Double) -> Double {
    // A cut is where it is said to be.
    point == interval.lower || point == interval.upper ? 0 : base.rest(ofBreakpoint: point)
  }
  package func displacement(at x: Double) -> Double { base.displacement(at: x) }
  package func asymptote(_ approach: Approach) -> Asymptote {
    let isOutside =
      switch approach {
      case .tail(let direction, _, _): (direction < 0 ? interval.lower : interval.upper).isFinite
      case .point(let point, let side, _):
        point < interval.lower || point > interval.upper || (point == interval.lower && side < 0) || (point == interval.upper && side > 0)
      }
    return isOutside ? .zero : base.asymptote(approach) + .constant(-logMass)
  }

  package func cumulative(_ x: Double) -> Double { share(from: interval.lower, to: x) }
  package func survival(_ x: Double) -> Double { share(from: x, to: interval.upper) }

  private func share(from a: Double, to b: Double) -> Double {
    let (a, b) = (max(a, interval.lower), min(b, interval.upper))
    guard a < b else { return 0 }
    let probability = base.probability(of: Interval(a, b))
    // Below the normal doubles the base has lost the digits that a share of a small mass needs.
    return probability < Self.leastShare ? self.mass(in: Interval(a, b)) : min(probability / mass, 1)
  }
  package func tailQuantile(_ p: Double, isUpper: Bool) -> Double {
    if p <= 0 { return isUpper ? hull.upper : hull.lower }
    let beyond = isUpper ? above : below
    // The base's own quantile, unless the mass beyond the cut would swallow the digits of p.
    if p * mass > 1e-3 * beyond, beyond < 0.5, p * mass > Self.leastShare {
      let x = isUpper ? base.upperQuantile(beyond + p * mass) : base.quantile(beyond + p * mass)
      return min(max(x, hull.lower), hull.upper)
    }
    let inversion = Inversion(of: self, isUpper: isUpper)
    // Near a cut the density hardly changes.
    let reach = p * Double.exp(-logDensity(at: Place(anchor: isUpper ? hull.upper : hull.lower, offset: 0)))
    let start = isUpper ? min(hull.upper - reach, hull.upper.nextDown) : max(hull.lower + reach, hull.lower.nextUp)
    return inversion.solve(level: p, from: hull.lower, to: hull.upper, start: start)
  }
}
