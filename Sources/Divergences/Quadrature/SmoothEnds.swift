import Calculus
import Densities
import RealModule
import Scalars

/// How the ends of a support are taken to −∞ and ∞.
enum SmoothEnds {
  /// x = u.
  case line
  /// x = center + unit · sinh u.
  case wide(center: Double, unit: Double)
  /// |x − end| = eᵘ.
  case ray(end: Double, direction: Double)
  /// (x − lower)/(upper − x) = eᵘ.
  case interval(lower: Double, upper: Double)

  /// What a support with these landmarks needs, by how log p grows towards its ends.
  init(_ hull: Interval, _ landmarks: [Landmark], _ terms: [Asymptote.Term?]) {
    if hull.length.isFinite {
      self = .interval(lower: hull.lower, upper: hull.upper)
    } else if hull.lower.isFinite || hull.upper.isFinite {
      self = .ray(end: hull.lower.isFinite ? hull.lower : hull.upper, direction: hull.lower.isFinite ? 1 : -1)
    } else if terms.contains(where: { term in term.map { $0.growth < .power(1) } ?? true }) {
      let locations = landmarks.map(\.location)
      let (first, last) = (locations.min() ?? 0, locations.max() ?? 0)
      self = .wide(center: first + 0.5 * (last - first), unit: max(0.5 * (last - first), landmarks.map(\.scale).min() ?? 1))
    } else {
      self = .line
    }
  }

  /// The maps from t to the coordinates of charts.
  func halves(
    center: Double, scale: Double, bends: (lower: Double, upper: Double)
  ) -> (upper: SmoothChart.Half, lower: SmoothChart.Half?) {
    func half(_ coordinate: NodeMap.Coordinate, _ chart: Chart) -> SmoothChart.Half {
      (NodeMap(coordinate, center: center, scale: scale, bends: bends), chart)
    }
    switch self {
    case .line: return (half(.distance, .linear(anchor: center)), nil)
    case .wide(let middle, let unit): return (half(.wide(unit: unit), .linear(anchor: middle)), nil)
    case .ray(let end, let direction): return (half(.logarithm, .logarithmic(anchor: end, direction: direction)), nil)
    case .interval(let lower, let upper):
      let logLength = Double.log(upper - lower)
      return (
        half(.fromUpper(logLength: logLength), .logarithmic(anchor: upper, direction: -1)),
        half(.fromLower(logLength: logLength), .logarithmic(anchor: lower, direction: 1))
      )
    }
  }

  /// Where a landmark is in u, and over what distance the density changes there.
  func feature(_ landmark: Landmark) -> (u: Double, width: Double) {
    let (location, scale) = (landmark.location, landmark.scale)
    switch self {
    case .line:
      return (location, scale)
    case .wide(let center, let unit):
      let z = (location - center) / unit
      return (.asinh(z), scale / unit / .hypot(1, z))
    case .ray(let end, _):
      // A density that is largest at the end has its landmark there.
      let distance = location == end ? scale : abs(location - end)
      return (.log(distance), min(scale / distance, 1))
    case .interval(let lower, let upper):
      let isInside = lower < location && location < upper
      let (left, right) = isInside ? (location - lower, upper - location) : (0.5 * (upper - lower), 0.5 * (upper - lower))
      return (.log(left / right), min(scale / left * ((upper - lower) / right), 1.5))
    }
  }

  /// Whether a density may be no more than exponential in u towards an end, with log p growing there in either of these
  /// ways: then it is a power of the distance to the end, or of x.
  func isSlow(_ terms: (p: Asymptote.Term?, q: Asymptote.Term?)) -> Bool { isSlow(terms.p) || isSlow(terms.q) }

  private func isSlow(_ term: Asymptote.Term?) -> Bool {
    guard let growth = term?.growth else { return true }
    if case .line = self { return growth <= .power(1.5) }
    return growth == .log
  }

  /// About the u at which nothing is left of a density towards an end, by the leading term of its logarithm in this unit.
  func reach(_ term: Asymptote.Term?, _ landmarks: [Landmark], unit: Double, isUpper: Bool) -> Double {
    let sign: Double = isUpper ? 1 : -1
    var location = landmarks[0].location
    for landmark in landmarks where (landmark.location - location) * sign > 0 { location = landmark.location }
    switch self {
    case .line: return location + sign * unit * .exp(logReach(term, slope: 0))
    case .wide(let center, let width):
      return sign * (.log(2 * (unit + abs(location - center)) / width) + max(0, logReach(term, slope: 1)))
    case .ray(let end, let direction):
      if (direction < 0) == isUpper { return .log(unit) - logReach(term, slope: -1) }
      let distance = abs(location - end)
      return .log(max(distance, unit)) + max(0, logReach(term, slope: 1) + .log(min(1, unit / distance)))
    case .interval(let lower, let upper): return sign * (logReach(term, slope: -1) - .log(unit / (upper - lower)))
    }
  }

  /// About the log t, as `Asymptote` has it, at which a density times t^slope has fallen by 17 decimals.
  private func logReach(_ term: Asymptote.Term?, slope: Double) -> Double {
    let depth = 39.0
    guard let term else { return 1.15 * depth / max(-slope, 1e-3) }
    let rate = max(-term.coefficient, .leastNormalMagnitude)
    return switch term.growth {
    case .exponential(let growth): .log(max(.log(depth / rate), 1e-3) / growth)
    case .power(let exponent): .log(depth / rate) / exponent
    case .logSquared: .sqrt(depth / rate)
    // In a slow tail the slope of the map counts, too, and the logarithm of the ratio.
    case .log, .constant: 1.15 * depth / max(-term.coefficient - slope, 1e-3)
    }
  }

  /// The leading terms of log p and log q towards an end, which is approached with this sign; nil for a finite limit.
  static func leading(
    _ p: any AnalyticDensity, _ q: any AnalyticDensity, towards end: Double, inward: Double, _ landmark: Landmark, _ known: Finiteness?
  ) -> (p: Asymptote.Term?, q: Asymptote.Term?) {
    let approach: Approach =
      end.isFinite
      ? .point(end, from: inward, unit: landmark.scale) : .tail(direction: -inward, origin: landmark.location, unit: landmark.scale)
    return known?.leading(approach) ?? (p.asymptote(approach).leading, q.asymptote(approach).leading)
  }
}
