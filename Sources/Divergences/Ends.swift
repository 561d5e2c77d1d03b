import Densities
import RealModule
import Scalars

/// A part of the support of p on which q vanishes, with the mass that p puts there, in words; nil if there is none.
func massOutside(_ p: any AnalyticDensity, of q: any AnalyticDensity, named names: (String, String)) -> String? {
  for piece in p.support {
    var start = piece.lower
    for other in q.support where other.upper > start {
      if other.lower > start { break }
      start = other.upper
    }
    if start >= piece.upper { continue }
    let end = min(piece.upper, q.support.first { $0.lower > start }?.lower ?? .infinity)
    let (open, close) = (start == -.infinity ? "(" : "[", end == .infinity ? ")" : "]")
    return "\(names.0) puts mass \(size(p.probability(of: Interval(start, end)))) on \(open)\(start), \(end)\(close), where \(names.1) = 0"
  }
  return slivers(of: p, outside: q).first.map { sliver in
    "\(names.0) puts mass \(size(sliver.mass)) on the last \(Float(sliver.width)) before its end at \(sliver.end), "
      + "where \(names.1) = 0: both ends round to the same double"
  }
}

/// Where ends of both supports round to one double and that of p lies further out: how far, and the mass of p there.
func slivers(
  of p: any AnalyticDensity, outside q: any AnalyticDensity
) -> [(end: Double, width: Double, mass: Double)] {
  p.support.flatMap { [($0.lower, -1.0), ($0.upper, 1.0)] }.compactMap { end, direction in
    guard end.isFinite, q.support.contains(where: { (direction < 0 ? $0.lower : $0.upper) == end }) else { return nil }
    let outermost = p.exactEnd(end, direction: direction)
    let width = direction * outermost.gap(above: q.exactEnd(end, direction: direction))
    return width > 0 ? (end, width, p.mass(from: outermost, direction: -direction, width: width)) : nil
  }
}

/// A mass in words.
private func size(_ mass: Double) -> String {
  mass > 0 ? (Float(mass) > 0 ? "\(Float(mass))" : "\(mass)") : "below 5e-324"
}

/// A way to an end at which an integral over a pair of densities could diverge.
struct Way {
  let approach: Approach
  /// Where exactly the point is, if break points of the two densities round to its double that are not the same.
  let point: ExactPoint?

  /// A way by the double alone.
  init(_ approach: Approach, to point: ExactPoint? = nil) { (self.approach, self.point) = (approach, point) }

  /// How log p behaves on it: close to an end of another density, that is no end of this one, p is a constant.
  func asymptote(of density: any AnalyticDensity) -> Asymptote {
    guard let point, case .point(let x, _, let unit) = approach else { return density.asymptote(approach) }
    if let mixture = density as? Mixture { return mixture.asymptote(of: asymptote) }
    let gap = point.gap(above: density.exact(x))
    if gap == 0 || !density.breakpoints.contains(x) { return density.asymptote(approach) }
    return density.asymptote(.point(x, from: gap < 0 ? -1 : 1, unit: unit)).isZero ? .zero : .constant(0)
  }
}

/// Every way to an end at which an integral over both densities could diverge; of a pair with too many break points the
/// tails alone, and its integrals are then not taken.
func approaches(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> [Way] {
  let landmark = p.landmarks.first ?? q.landmarks.first ?? Landmark(location: 0, scale: 1)
  let (origin, unit) = (landmark.location, landmark.scale)
  let tails = [Way(.tail(direction: -1, origin: origin, unit: unit)), Way(.tail(direction: 1, origin: origin, unit: unit))]
  let breakpoints = (p.breakpoints, q.breakpoints)
  if breakpoints.0.isEmpty && breakpoints.1.isEmpty || Partition.hasTooManyBreakpoints([p, q]) { return tails }
  let points = breakpoints.0 == breakpoints.1 ? breakpoints.0 : Set(breakpoints.0).union(breakpoints.1).sorted()
  return tails + points.flatMap { waysTo($0, unit: unit, p, q) }
}

/// The ways to a point from both sides; where break points differ that round to its double, to each of them.
private func waysTo(_ x: Double, unit: Double, _ p: any AnalyticDensity, _ q: any AnalyticDensity) -> [Way] {
  let isExact = p.rest(ofBreakpoint: x) == 0 && q.rest(ofBreakpoint: x) == 0
  let points = isExact ? [] : Set([p, q].exactBreakpoints().points.filter { $0.x == x }).sorted { $0.rest < $1.rest }
  let meant: [ExactPoint?] = points.count > 1 ? points : [nil]
  return meant.flatMap { point in [-1.0, 1.0].map { Way(.point(x, from: $0, unit: unit), to: point) } }
}
