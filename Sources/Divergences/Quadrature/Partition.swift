import Densities
import RealModule
import Scalars

/// How the line is cut up for a pair of densities: spans between the cuts, rays into singular points and tails.
///
/// The cuts are the break points and, around every landmark, steps that grow geometrically from its scale: no feature
/// lies between nodes unseen, however far or narrow.
struct Partition {
  private(set) var spans: [Span] = []
  private(set) var rays: [Ray] = []
  /// Whether there are more landmarks than there is time to cut at; then the line is not cut at all.
  private(set) var isTooFine = false

  private static let mostLandmarks = 20_000

  /// Whether what every term does at every break point would take too long to look at.
  static func hasTooManyBreakpoints(_ densities: [any AnalyticDensity]) -> Bool {
    densities.reduce(0) { $0 + $1.breakpoints.count } * densities.reduce(0) { $0 + $1.termCount } > 4_000_000
  }

  /// A partition of any other line, such as that of probabilities.
  init(spans: [Span], rays: [Ray], isTooFine: Bool = false) {
    self.spans = spans
    self.rays = rays
    self.isTooFine = isTooFine
  }

  /// The line as these densities need it, without what lies between parts of their supports unless gaps are covered.
  ///
  /// It is also cut at the marks, where a function that is integrated beside the densities has features of its own.
  init(_ densities: [any AnalyticDensity], coversGaps: Bool = false, marks: [Double] = []) {
    isTooFine = densities.reduce(0) { $0 + $1.landmarks.count } > Self.mostLandmarks || Self.hasTooManyBreakpoints(densities)
    if isTooFine { return }
    let breaks = densities.exactBreakpoints()
    let cuts = Self.thinned(Self.cuts(densities, breaks: breaks.points, marks: marks))
    let singularEnds = Set(
      densities.flatMap { $0.singularEnds }.map { OneSidedPoint(point: breaks.replaced[$0.point] ?? $0.point, side: $0.side) })
    let widths = zip(cuts, cuts.dropFirst()).map { $1.distance(from: $0) }
    for index in widths.indices {
      let neighbours = (index > 0 ? widths[index - 1] : .infinity, index + 1 < widths.count ? widths[index + 1] : .infinity)
      cover(from: cuts[index], to: cuts[index + 1], neighbours: neighbours, densities, singularEnds, isGapCovered: coversGaps)
    }
    if let first = cuts.first, densities.contains(where: { $0.hull.lower == -.infinity }) {
      rays.append(Self.tail(from: first, direction: -1, densities))
    }
    if let last = cuts.last, densities.contains(where: { $0.hull.upper == .infinity }) {
      rays.append(Self.tail(from: last, direction: 1, densities))
    }
  }

  /// Adds what lies between two neighbouring cuts, given the widths of the pieces before and after.
  ///
  /// Far from its anchor a chart has few digits of the distance to a cut with a narrow piece beyond: such a cut gets
  /// half of the piece to itself.
  private mutating func cover(
    from left: Cut, to right: Cut, neighbours: (Double, Double), _ densities: [any AnalyticDensity], _ singularEnds: Set<OneSidedPoint>,
    isGapCovered: Bool
  ) {
    let width = right.distance(from: left)
    let middle = left.x + 0.5 * width
    guard isGapCovered || densities.contains(where: { $0.support.contains { $0.contains(middle) } }) else { return }
    let isSingular = (
      left: left.isBreak && singularEnds.contains(OneSidedPoint(point: left.anchor, side: 1)),
      right: right.isBreak && singularEnds.contains(OneSidedPoint(point: right.anchor, side: -1))
    )
    let isFine = (left: neighbours.0 < width / 16, right: neighbours.1 < width / 16)
    let hasOwnPart = (left: isSingular.left || isFine.left, right: isSingular.right || isFine.right)
    let reach = hasOwnPart.left && hasOwnPart.right ? 0.5 * width : width
    if isSingular.left {
      rays.append(Ray(chart: left.logarithmicChart(direction: 1), sense: -1, front: .log(reach)))
    }
    if isSingular.right {
      rays.append(Ray(chart: right.logarithmicChart(direction: -1), sense: -1, front: .log(reach)))
    }
    if reach == width, isSingular.left || isSingular.right { return }
    // Offsets keep most digits from the anchor of the finer of the two features.
    let isLeftFiner = hasOwnPart.left == hasOwnPart.right ? left.spacing <= right.spacing : hasOwnPart.left
    if !isSingular.left, reach < width || isLeftFiner {
      spans.append(Span(chart: left.linearChart, lower: left.offset, upper: left.offset + reach))
    }
    if !isSingular.right, reach < width || !isLeftFiner {
      spans.append(Span(chart: right.linearChart, lower: right.offset - reach, upper: right.offset))
    }
  }

  /// The ray beyond the outermost cut, measured from its landmark; beyond a break point from the nearest centre, whose
  /// steps are the finest.
  private static func tail(from cut: Cut, direction: Double, _ densities: [any AnalyticDensity]) -> Ray {
    func distance(from anchor: Double) -> Double { direction * ((cut.anchor.x - anchor) + cut.offset) }
    if direction * cut.offset > 0 {
      return Ray(chart: cut.logarithmicChart(direction: direction), sense: 1, front: .log(abs(cut.offset)))
    }
    let inner = densities.flatMap { $0.landmarks }.filter { distance(from: $0.location) > 0 }
    let anchor = inner.map(\.location).min { distance(from: $0) < distance(from: $1) } ?? cut.x - direction * max(1, abs(cut.x))
    return Ray(chart: .logarithmic(anchor: anchor, direction: direction), sense: 1, front: .log(distance(from: anchor)))
  }
}

/// A point at which the line is cut.
private struct Cut {
  let anchor: ExactPoint
  let offset: Double
  /// The size of the steps of its landmark here; 0 for a break point, which is never dropped.
  let spacing: Double

  var x: Double { anchor.x + offset }
  var isBreak: Bool { spacing == 0 }

  /// The distance from another cut, without the rounding of either.
  func distance(from other: Cut) -> Double {
    (anchor.x - other.anchor.x) + ((anchor.rest - other.anchor.rest) + (offset - other.offset))
  }

  var linearChart: Chart { .linear(anchor: anchor.x, rest: anchor.rest) }

  func logarithmicChart(direction: Double) -> Chart { .logarithmic(anchor: anchor.x, rest: anchor.rest, direction: direction) }
}

extension Partition {
  /// In units of a landmark's scale: the bulk, where a normal density has fallen below 10⁻¹⁸, and where an exponential
  /// one has. Beyond, where small powers as in √(pq) still count, steps grow geometrically.
  private static let steps: [Double] = [3, 9, 42]

  /// In the same units how close to another cut a mark may be.
  private static var markSpacing: Double { 1e-6 }

  private static func cuts(_ densities: [any AnalyticDensity], breaks: [ExactPoint], marks: [Double]) -> [Cut] {
    let landmarks = densities.flatMap { $0.landmarks }
    let rests = Dictionary(breaks.filter { $0.rest != 0 }.map { ($0.x, $0.rest) }) { first, _ in first }
    let hull = (densities.map { $0.hull.lower }.min() ?? 0, densities.map { $0.hull.upper }.max() ?? 0)
    let marks = marks.filter { hull.0 < $0 && $0 < hull.1 }
    let fixed = breaks.map(\.x) + marks
    let lowest = min(landmarks.map { $0.location - steps[1] * $0.scale }.min() ?? 0, fixed.min() ?? .infinity)
    let highest = max(landmarks.map { $0.location + steps[1] * $0.scale }.max() ?? 0, fixed.max() ?? -.infinity)
    // A mark within rounding of a singular end would leave the singularity to a linear chart.
    let finest = markSpacing * (landmarks.map(\.scale).min() ?? 1)
    func exact(_ x: Double) -> ExactPoint { ExactPoint(x: x, rest: rests.isEmpty ? 0 : rests[x] ?? 0) }
    var cuts = breaks.map { Cut(anchor: $0, offset: 0, spacing: 0) }
    cuts += marks.map { Cut(anchor: exact($0), offset: 0, spacing: finest) }
    for landmark in landmarks {
      let anchor = exact(landmark.location)
      cuts.append(Cut(anchor: anchor, offset: 0, spacing: steps[0] * landmark.scale))
      let horizon = max(highest - landmark.location, landmark.location - lowest) / landmark.scale
      var step = steps[0]
      var index = 0
      while step <= horizon, index < 1500 {
        index += 1
        let reach = step * landmark.scale
        cuts.append(Cut(anchor: anchor, offset: -reach, spacing: reach))
        cuts.append(Cut(anchor: anchor, offset: reach, spacing: reach))
        step = landmark.isHeavy ? 3 * step : index < steps.count ? steps[index] : 6 * step
      }
    }
    return cuts.filter { $0.x.isFinite && $0.isBreak || ($0.x > max(lowest.nextDown, hull.0) && $0.x < min(highest.nextUp, hull.1)) }
  }

  /// The cuts in order, without those that stand much closer to a neighbour than their own landmark asks for.
  ///
  /// Break points come first, and finer landmarks before coarser ones: in order of place ever finer cuts would push out
  /// all before.
  private static func thinned(_ cuts: [Cut]) -> [Cut] {
    let ordered = cuts.sorted { $0.distance(from: $1) < 0 }
    var kept = IndexSet(count: ordered.count)
    for index in ordered.indices.sorted(by: { (ordered[$0].spacing, $0) < (ordered[$1].spacing, $1) }) {
      let cut = ordered[index]
      func isCrowded(by neighbour: Int?) -> Bool {
        guard let neighbour else { return false }
        let other = ordered[neighbour]
        return abs(other.distance(from: cut)) <= 0.4 * (other.isBreak ? cut.spacing : other.spacing)
      }
      if !isCrowded(by: kept.last(before: index)), !isCrowded(by: kept.first(after: index)) { kept.insert(index) }
    }
    return ordered.indices.filter(kept.contains).map { ordered[$0] }
  }
}

/// Indices below a count, one bit each, so that a neighbour among thousands of cuts is found by its word.
private struct IndexSet {
  private var words: [UInt64]

  init(count: Int) { words = [UInt64](repeating: 0, count: count / 64 + 1) }

  func contains(_ index: Int) -> Bool { words[index / 64] & (1 << UInt64(index % 64)) != 0 }

  mutating func insert(_ index: Int) { words[index / 64] |= 1 << UInt64(index % 64) }

  func last(before index: Int) -> Int? {
    var word = index / 64
    var bits = words[word] & ((1 << UInt64(index % 64)) - 1)
    while bits == 0, word > 0 {
      word -= 1
      bits = words[word]
    }
    return bits == 0 ? nil : 64 * word + 63 - bits.leadingZeroBitCount
  }

  func first(after index: Int) -> Int? {
    var word = index / 64
    var bits = words[word] & ~((2 << UInt64(index % 64)) &- 1)
    while bits == 0, word + 1 < words.count {
      word += 1
      bits = words[word]
    }
    return bits == 0 ? nil : 64 * word + bits.trailingZeroBitCount
  }
}

/// A point as it is approached from one side: from above if that is 1, from below if −1.
private struct OneSidedPoint: Hashable {
  let point: ExactPoint
  let side: Double
}

extension AnalyticDensity {
  /// The break points at which the density has no finite, positive limit, which a linear chart would not resolve.
  ///
  /// A mixture is singular where a component is, however small: it takes over close to the end of a triangular density.
  fileprivate var singularEnds: Set<OneSidedPoint> {
    switch self {
    case let mixture as Mixture: mixture.components.reduce(into: []) { $0.formUnion($1.singularEnds) }
    case let truncated as Truncated:
      Set(
        truncated.base.singularEnds.filter { !truncated.asymptote(.point($0.point.x, from: $0.side)).isZero }
          .map { OneSidedPoint(point: truncated.exact($0.point.x), side: $0.side) })
    default:
      Set(
        exactBreakpoints.flatMap { point in
          [-1.0, 1.0].filter { isSingular(.point(point.x, from: $0)) }.map { OneSidedPoint(point: point, side: $0) }
        })
    }
  }

  private func isSingular(_ approach: Approach) -> Bool {
    switch self {
    case let mixture as Mixture: mixture.components.contains { $0.isSingular(approach) }
    case let affine as Affine: affine.base.isSingular(affine.preimage(approach))
    case let truncated as Truncated: !truncated.asymptote(approach).isZero && truncated.base.isSingular(approach)
    default: asymptote(approach).leading != nil
    }
  }
}
