import Calculus
import RealModule
package import Scalars

/// The triangular distribution on [lower, upper], linear on both sides of the mode, where it is 2/(upper − lower).
public struct Triangular: Family {
  /// The lower end.
  public let lower: Double
  /// The highest point; it may be one of the ends.
  public let mode: Double
  /// The upper end.
  public let upper: Double
  private let logPeak: Double

  /// The triangular distribution with these ends and this mode.
  public init(lower: Double, mode: Double, upper: Double) {
    self.lower = lower
    self.mode = mode
    self.upper = upper
    logPeak = .log(2) - .log(upper - lower)
    Self.check(values)
  }

  package static let name = "triangular"
  package static let parameters: [Parameter] = [.real("lower", movesSupport: true), .real("mode"), .real("upper", movesSupport: true)]
  package static let specimens: [[Double]] = [
    [0, 1, 2], [-1, 0.5, 1], [0, 0, 1], [0, 1, 1], [1e6, 1_000_000.5, 1_000_002], [-1e299, 0, 1e300],
  ]
  package static func violation(of values: [Double]) -> String? {
    if values[0] >= values[2] {
      return "triangular: lower must be below upper, not lower = \(values[0]) and upper = \(values[2])"
    }
    return values[0] <= values[1] && values[1] <= values[2]
      ? nil : "triangular: mode must lie between \(values[0]) and \(values[2]), not \(values[1])"
  }
  package var termCount: Int { 2 }
  package init(_ values: [Double]) { self.init(lower: values[0], mode: values[1], upper: values[2]) }
  package var values: [Double] { [lower, mode, upper] }

  package static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    let (lower, mode, upper) = (parameters[0], parameters[1], parameters[2])
    if x.primal < lower.primal || x.primal > upper.primal { return S(-.infinity) }
    let logPeak: S = S(.log(2)) - .log(upper - lower)
    if x.primal == mode.primal { return logPeak }
    return logPeak + (x.primal < mode.primal ? .log((x - lower) / (mode - lower)) : .log((upper - x) / (upper - mode)))
  }

  package var support: [Interval] { [Interval(lower, upper)] }
  package func logDensity<S: Scalar>(at x: S) -> S { Self.logDensity(at: x, parameters: [S(lower), S(mode), S(upper)]) }
  package func logDensity(at place: Place) -> Double {
    if place.isBelow(lower) || place.isAbove(upper) { return -.infinity }
    let distance = place.distance(from: mode)
    if distance == 0 { return logPeak + place.logJacobian }
    // The end that the density falls to on this side, to which the distance keeps its digits in a chart anchored there.
    let end = distance < 0 ? lower : upper
    return logPeak + (place.logDistance(from: end) + place.logJacobian - .log(abs(mode - end)))
  }
  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    // A panel is on one side of the mode, or its other places are evaluated alone.
    if places.isEmpty { return }
    let isBelow = places[places.count / 2].distance(from: mode) < 0
    let end = isBelow ? lower : upper
    let logLength = Double.log(abs(mode - end))
    places.logDistances(from: end, into: &results)
    evaluate(places, &results, &roundings) { place, logDistance, _ in
      let distance = place.distance(from: mode)
      let isOutside = place.isBelow(lower) || place.isAbove(upper) || distance == 0 || (distance < 0) != isBelow
      let value = logPeak + (logDistance + place.logJacobian - logLength)
      return (isOutside ? .nan : value, rounding(logDistance, logLength, from: end, at: place))
    }
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    let distance = place.distance(from: mode)
    if distance == 0 { return 2 * .ulpOfOne * (1 + abs(logPeak)) }
    let end = distance < 0 ? lower : upper
    return rounding(place.logDistance(from: end), .log(abs(mode - end)), from: end, at: place)
  }
  @inline(__always)
  private func rounding(_ logDistance: Double, _ logLength: Double, from end: Double, at place: Place) -> Double {
    place.logDistanceError(logDistance, from: end) + 2 * .ulpOfOne * (2 + abs(logPeak) + abs(logDistance) + abs(logLength))
  }
  package var breakpoints: [Double] {
    [lower, mode, upper].enumerated().filter { $0.offset != 1 || lower < mode && mode < upper }.map(\.element)
  }
  package var landmarks: [Landmark] { [Landmark(location: mode, scale: max(0.5 * (upper - lower), .leastNonzeroMagnitude))] }
  package func slope(at place: Place) -> Slope {
    let end = place.distance(from: mode) < 0 || mode == upper ? lower : upper
    return place.isNear(end) ? Slope(pole: 1, rest: 0) : Slope(rest: place.quotient(from: end))
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    switch approach {
    case .point(lower, let side, let unit) where lower < mode: side < 0 ? .zero : end(mode - lower, unit)
    case .point(upper, let side, let unit) where mode < upper: side > 0 ? .zero : end(upper - mode, unit)
    default: regularAsymptote(approach)
    }
  }
  private func end(_ length: Double, _ unit: Double) -> Asymptote {
    Asymptote([.log: -1, .constant: logPeak - .log(length) + .log(unit)])
  }

  package func cumulative(_ x: Double) -> Double { share(within: x - lower, rise: mode - lower, fall: upper - mode) }
  package func survival(_ x: Double) -> Double { share(within: upper - x, rise: upper - mode, fall: mode - lower) }
  package func quantile(_ p: Double) -> Double {
    p > 0.5 ? upper - reach(1 - p, rise: upper - mode, fall: mode - lower) : lower + reach(p, rise: mode - lower, fall: upper - mode)
  }
  package func upperQuantile(_ p: Double) -> Double {
    p > 0.5 ? lower + reach(1 - p, rise: mode - lower, fall: upper - mode) : upper - reach(p, rise: upper - mode, fall: mode - lower)
  }

  /// The mass within a distance of an end from which the density rises over one length and falls over another.
  private func share(within distance: Double, rise: Double, fall: Double) -> Double {
    let length = rise + fall
    if distance <= 0 || distance >= length { return distance <= 0 ? 0 : 1 }
    if distance < rise { return distance / length * (distance / rise) }
    let past = distance - rise
    return min(rise / length + past / length * (1 + (fall - past) / fall), 1)
  }
  /// The distance from that end within which the mass is p.
  private func reach(_ p: Double, rise: Double, fall: Double) -> Double {
    let length = rise + fall
    let excess = p - rise / length
    if excess <= 0 { return .sqrt(p) * .sqrt(length) * .sqrt(rise) }
    return rise + excess * length / (1 + .sqrt((1 - p) * (length / fall)))
  }
}
