import Calculus
import Densities
import RealModule
import Scalars

/// One analytic change of variable x(t) from the whole line to the support that two densities share, after which both
/// fall so fast at either end that the trapezoidal rule converges exponentially (Takahasi & Mori 1974).
///
/// A first map takes a coordinate u to the line itself, to a line with heavy tails by x = c + s·sinh u, to a ray by
/// log |x − end| = u, or to an interval by the logistic function. Then every end is at worst exponential in u, and a
/// second map u = c + s·(t + ½(eᵗ − 1)), or its mirror image, or both, bends such ends so that they fall faster.
struct SmoothChart {
  let ends: SmoothEnds
  /// The middle between the landmarks, in u.
  let center: Double
  /// The first landmark.
  let location: Double
  private let scale: Double
  /// ½ at an end that is bent, 0 at one that falls fast enough.
  private let bends: (lower: Double, upper: Double)
  /// The step in t that should be enough: it resolves every landmark.
  let step: Double
  /// Whether an end is bent.
  var isBent: Bool { bends != (0, 0) }
  /// The t between which all landmarks and most of both densities are.
  let bulk: (lower: Double, upper: Double)

  /// The most steps that a pair may ask for between the ends of its bulk.
  private static let mostSteps = 200.0

  /// The chart of two members of families, on one support without break points inside, whose landmarks are within some
  /// ten scales of each other; nil for all else.
  ///
  /// A mixture may have a component of any weight and scale, and between two of them a corner; a formula of a user's may
  /// have anything. They are left to the mesh, which is refined where that is needed. How both densities grow towards the
  /// ends is taken from what is known of it already, if that is given.
  init?(_ p: any AnalyticDensity, _ q: any AnalyticDensity, _ known: Finiteness?) {
    guard p.isMember, q.isMember else { return nil }
    let (supports, hull) = ((p.support, q.support), p.hull)
    guard supports.0.count == 1, supports.0 == supports.1 else { return nil }
    let breakpoints = (p.breakpoints, q.breakpoints)
    guard breakpoints.0 == breakpoints.1, breakpoints.0.count == (hull.lower.isFinite ? 1 : 0) + (hull.upper.isFinite ? 1 : 0),
      breakpoints.0.allSatisfy({ p.rest(ofBreakpoint: $0) == 0 && q.rest(ofBreakpoint: $0) == 0 })
    else { return nil }
    let landmarks = p.landmarks + q.landmarks
    location = landmarks[0].location
    let (below, above) = (
      SmoothEnds.growths(p, q, towards: hull.lower, inward: 1, landmarks[0], known),
      SmoothEnds.growths(p, q, towards: hull.upper, inward: -1, landmarks[0], known)
    )
    ends = SmoothEnds(hull, landmarks, [below.p, below.q, above.p, above.q])
    let features = landmarks.map(ends.feature)
    var (first, last, finest, widest) = (features[0].u, features[0].u, features[0].width, features[0].width)
    for feature in features.dropFirst() {
      (first, last) = (min(first, feature.u), max(last, feature.u))
      (finest, widest) = (min(finest, feature.width), max(widest, feature.width))
    }
    // Far out a wide density has its own scale for a distance, which no landmark shows.
    if case .wide = ends, widest > 30 * finest { return nil }
    if widest > 3000 * finest { return nil }
    let spread = 0.5 * (last - first)
    center = first + spread
    var bends = (lower: ends.isSlow(below) ? 0.5 : 0, upper: ends.isSlow(above) ? 0.5 : 0)
    if bends == (0, 0), 2 * spread + 17 * widest > 0.43 * Self.mostSteps * finest { bends = (0.5, 0.5) }
    self.bends = bends
    if bends == (0, 0) {
      // Steps of few bits leave no rounding in the nodes.
      (scale, step) = (1, (0.43 * finest).roundedToFewBits)
      bulk = (-(spread + 6 * widest), spread + 6 * widest)
    } else {
      scale = max(spread, finest)
      var narrowest = Double.infinity
      for feature in features {
        let t = (feature.u - center) / scale / (1 + bends.lower + bends.upper)
        narrowest = min(narrowest, feature.width / scale / (1 + bends.lower * .exp(-t) + bends.upper * .exp(t)))
      }
      // A density with heavy tails has its poles at about its scale, one with light tails farther from the line.
      if case .wide = ends { step = 0.14 * narrowest } else { step = 0.23 * narrowest }
      bulk = (-3, 3)
    }
    guard scale.isNormal, step.isNormal, center.isFinite, (bulk.upper - bulk.lower) / step <= Self.mostSteps else { return nil }
  }

  /// Whether places are measured from the lower end of an interval, which is nearer.
  func isLower(at t: Double) -> Bool {
    guard case .interval = ends else { return false }
    return center + bent(t, .exp(t)).distance < 0
  }

  /// u − center and du/dt, given eᵗ.
  @inline(__always)
  func bent(_ t: Double, _ growth: Double) -> (distance: Double, slope: Double) {
    if !isBent { return (scale * t, scale) }
    return (
      scale * (t + bends.upper * (growth - 1) - bends.lower * (1 / growth - 1)),
      scale * (1 + bends.upper * growth + bends.lower / growth)
    )
  }
}

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
  init(_ hull: Interval, _ landmarks: [Landmark], _ growths: [Asymptote.Growth?]) {
    if hull.length.isFinite {
      self = .interval(lower: hull.lower, upper: hull.upper)
    } else if hull.lower.isFinite || hull.upper.isFinite {
      self = .ray(end: hull.lower.isFinite ? hull.lower : hull.upper, direction: hull.lower.isFinite ? 1 : -1)
    } else if growths.contains(where: { growth in growth.map { $0 < .power(1) } ?? true }) {
      let locations = landmarks.map(\.location)
      let (first, last) = (locations.min() ?? 0, locations.max() ?? 0)
      self = .wide(center: first + 0.5 * (last - first), unit: max(0.5 * (last - first), landmarks.map(\.scale).min() ?? 1))
    } else {
      self = .line
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
  func isSlow(_ growths: (p: Asymptote.Growth?, q: Asymptote.Growth?)) -> Bool { isSlow(growths.p) || isSlow(growths.q) }

  private func isSlow(_ growth: Asymptote.Growth?) -> Bool {
    guard let growth else { return true }
    if case .line = self { return growth <= .power(1.5) }
    return growth == .log
  }

  /// How log p and log q grow towards an end, which is approached with this sign; nil for a finite limit.
  static func growths(
    _ p: any AnalyticDensity, _ q: any AnalyticDensity, towards end: Double, inward: Double, _ landmark: Landmark, _ known: Finiteness?
  ) -> (p: Asymptote.Growth?, q: Asymptote.Growth?) {
    let approach: Approach =
      end.isFinite
      ? .point(end, from: inward, unit: landmark.scale) : .tail(direction: -inward, origin: landmark.location, unit: landmark.scale)
    return known?.growths(approach) ?? (p.asymptote(approach).leading?.growth, q.asymptote(approach).leading?.growth)
  }
}

extension Double {
  /// The number cut to 20 bits, so that its multiples are without rounding.
  fileprivate var roundedToFewBits: Double { Double(bitPattern: bitPattern & ~0x1_ffff_ffff) }
}
