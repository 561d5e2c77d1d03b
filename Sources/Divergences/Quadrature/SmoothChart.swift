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
  /// The map to a coordinate and the chart of places that has it.
  typealias Half = (map: NodeMap, chart: Chart)

  /// Of an interval one from the upper end and one from the lower; of all else one.
  private let halves: (upper: Half, lower: Half?)
  /// The middle between the landmarks, in u.
  private let center: Double
  /// The first landmark.
  let location: Double
  private let scale: Double
  /// ½ at an end that is bent, 0 at one that falls fast enough.
  private let bends: (lower: Double, upper: Double)
  /// The step in t that should be enough: it resolves every landmark.
  let step: Double
  /// Whether an end is bent.
  var isBent: Bool { bends != (0, 0) }
  /// The t between which about all is that counts of both densities.
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
    let (ofP, ofQ) = (p.landmarks, q.landmarks)
    let landmarks = ofP + ofQ
    location = landmarks[0].location
    let (below, above) = (
      SmoothEnds.leading(p, q, towards: hull.lower, inward: 1, landmarks[0], known),
      SmoothEnds.leading(p, q, towards: hull.upper, inward: -1, landmarks[0], known)
    )
    let ends = SmoothEnds(hull, landmarks, [below.p, below.q, above.p, above.q])
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
    // Half of the width of what certainly counts, in t.
    let least: Double
    if bends == (0, 0) {
      // Steps of few bits leave no rounding in the nodes.
      (scale, step) = (1, (0.43 * finest).roundedToFewBits)
      least = spread + 6 * widest
    } else {
      scale = max(spread, finest)
      var narrowest = Double.infinity
      for feature in features {
        let t = (feature.u - center) / scale / (1 + bends.lower + bends.upper)
        narrowest = min(narrowest, feature.width / scale / (1 + bends.lower * .exp(-t) + bends.upper * .exp(t)))
      }
      // A density with heavy tails has its poles at about its scale, one with light tails farther from the line.
      if case .wide = ends { step = 0.14 * narrowest } else { step = 0.23 * narrowest }
      least = 3
    }
    guard scale.isNormal, step.isNormal, center.isFinite, 2 * least / step <= Self.mostSteps else { return nil }
    // A walk that begins near where nothing is left takes fewer rounds; the leading terms tell about where that is.
    let unit = landmarks[0].scale
    let lower = min(ends.reach(below.p, ofP, unit: unit, isUpper: false), ends.reach(below.q, ofQ, unit: unit, isUpper: false))
    let upper = max(ends.reach(above.p, ofP, unit: unit, isUpper: true), ends.reach(above.q, ofQ, unit: unit, isUpper: true))
    let most = 0.5 * Self.mostSteps * step
    bulk = (
      max(-most, -Self.t(at: (center - lower) / scale, bends: (bends.upper, bends.lower))),
      min(most, Self.t(at: (upper - center) / scale, bends: bends))
    )
    halves = ends.halves(center: center, scale: scale, bends: bends)
  }

  /// About the t ≥ 0 at which u is so many scales above the center.
  private static func t(at distance: Double, bends: (lower: Double, upper: Double)) -> Double {
    let distance = max(0, distance - bends.lower)
    if bends.upper == 0 { return distance }
    return .log(onePlus: 2 * max(0, distance - .log(onePlus: 2 * distance)))
  }

  /// How nodes are mapped, from the lower end of an interval if that is said.
  func half(isLower: Bool) -> Half { isLower ? halves.lower ?? halves.upper : halves.upper }

  /// The place of one t.
  func place(at t: Double) -> Place {
    let half = half(isLower: isLower(at: t))
    return half.chart.place(at: half.map.coordinate(at: t))
  }

  /// Whether places are measured from the lower end of an interval, which is nearer.
  func isLower(at t: Double) -> Bool {
    if halves.lower == nil { return false }
    let growth = Double.exp(t)
    return center + scale * (t + bends.upper * (growth - 1) - bends.lower * (1 / growth - 1)) < 0
  }
}

extension Double {
  /// The number cut to 20 bits, so that its multiples are without rounding.
  fileprivate var roundedToFewBits: Double { Double(bitPattern: bitPattern & ~0x1_ffff_ffff) }
}
