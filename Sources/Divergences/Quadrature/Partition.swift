import Densities
import RealModule
import Scalars

/// How the line is cut up for a pair of densities: spans between the cuts, rays into singular points and tails.
///
/// The cuts are the break points of both densities and, around every landmark of both, steps that grow geometrically from its scale. So no feature
/// lies between nodes unseen, however far or narrow.
struct Partition {
  private(set) var spans: [Span] = []
  private(set) var rays: [Ray] = []

  /// A partition of any other line, such as that of probabilities.
  init(spans: [Span], rays: [Ray]) {
    self.spans = spans
    self.rays = rays
  }

  /// The line as these densities need it; what lies between parts of their supports is left out, unless gaps are to be covered too.
  init(_ densities: [any Density], coversGaps: Bool = false) {
    let cuts = Self.thinned(Self.cuts(densities))
    for (left, right) in zip(cuts, cuts.dropFirst()) {
      cover(from: left, to: right, densities, isGapCovered: coversGaps)
    }
    if let first = cuts.first, densities.contains(where: { $0.hull.lower == -.infinity }) {
      rays.append(Self.tail(from: first, direction: -1, densities))
    }
    if let last = cuts.last, densities.contains(where: { $0.hull.upper == .infinity }) {
      rays.append(Self.tail(from: last, direction: 1, densities))
    }
  }

  /// Adds what lies between two neighbouring cuts.
  private mutating func cover(from left: Cut, to right: Cut, _ densities: [any Density], isGapCovered: Bool) {
    let width = right.distance(from: left)
    let middle = left.x + 0.5 * width
    guard isGapCovered || densities.contains(where: { $0.support.contains { $0.contains(middle) } }) else { return }
    let isLeftSingular = left.isBreak && densities.contains { $0.isSingular(.point(left.x, from: 1)) }
    let isRightSingular = right.isBreak && densities.contains { $0.isSingular(.point(right.x, from: -1)) }
    let reach = isLeftSingular && isRightSingular ? 0.5 * width : width
    if isLeftSingular {
      rays.append(Ray(chart: .logarithmic(anchor: left.x, direction: 1), sense: -1, front: .log(reach)))
    }
    if isRightSingular {
      rays.append(Ray(chart: .logarithmic(anchor: right.x, direction: -1), sense: -1, front: .log(reach)))
    }
    if isLeftSingular || isRightSingular { return }
    // Offsets keep most digits from the anchor of the finer of the two features.
    if left.spacing <= right.spacing {
      spans.append(Span(chart: .linear(anchor: left.anchor), lower: left.offset, upper: left.offset + width))
    } else {
      spans.append(Span(chart: .linear(anchor: right.anchor), lower: right.offset - width, upper: right.offset))
    }
  }

  /// The ray beyond the outermost cut, measured from its landmark, whose own tail has not ended there; from the nearest centre beyond a break point: its
  /// steps are then the finest, and grow to whatever is wider.
  private static func tail(from cut: Cut, direction: Double, _ densities: [any Density]) -> Ray {
    func distance(from anchor: Double) -> Double { direction * ((cut.anchor - anchor) + cut.offset) }
    if direction * cut.offset > 0 {
      return Ray(chart: .logarithmic(anchor: cut.anchor, direction: direction), sense: 1, front: .log(abs(cut.offset)))
    }
    let inner = densities.flatMap { $0.landmarks }.filter { distance(from: $0.location) > 0 }
    let anchor = inner.map(\.location).min { distance(from: $0) < distance(from: $1) } ?? cut.x - direction * max(1, abs(cut.x))
    return Ray(chart: .logarithmic(anchor: anchor, direction: direction), sense: 1, front: .log(distance(from: anchor)))
  }
}

/// A point at which the line is cut.
private struct Cut {
  let anchor: Double
  let offset: Double
  /// The size of the steps of its landmark here; 0 for a break point, which is never dropped.
  let spacing: Double

  var x: Double { anchor + offset }
  var isBreak: Bool { spacing == 0 }

  /// The distance from another cut, without the rounding of either.
  func distance(from other: Cut) -> Double { (anchor - other.anchor) + (offset - other.offset) }
}

extension Partition {
  /// In units of a landmark's scale: the bulk, the far flank where a normal density has fallen below 10⁻¹⁸, and the same for an exponential one.
  /// Beyond it small powers of the density still count, as in √(pq), and steps grow geometrically.
  private static let steps: [Double] = [3, 9, 42]

  private static func cuts(_ densities: [any Density]) -> [Cut] {
    let landmarks = densities.flatMap { $0.landmarks }
    let breaks = densities.flatMap { $0.breakpoints }
    let lowest = min(landmarks.map { $0.location - steps[1] * $0.scale }.min() ?? 0, breaks.min() ?? .infinity)
    let highest = max(landmarks.map { $0.location + steps[1] * $0.scale }.max() ?? 0, breaks.max() ?? -.infinity)
    let hull = (densities.map { $0.hull.lower }.min() ?? 0, densities.map { $0.hull.upper }.max() ?? 0)
    var cuts = breaks.map { Cut(anchor: $0, offset: 0, spacing: 0) }
    for landmark in landmarks {
      cuts.append(Cut(anchor: landmark.location, offset: 0, spacing: steps[0] * landmark.scale))
      let horizon = max(highest - landmark.location, landmark.location - lowest) / landmark.scale
      var step = steps[0]
      var index = 0
      while step <= horizon, index < 1500 {
        index += 1
        let reach = step * landmark.scale
        for side in [-1.0, 1.0] { cuts.append(Cut(anchor: landmark.location, offset: side * reach, spacing: reach)) }
        step = landmark.isHeavy ? 3 * step : index < steps.count ? steps[index] : 6 * step
      }
    }
    return cuts.filter { $0.x.isFinite && $0.isBreak || ($0.x > max(lowest.nextDown, hull.0) && $0.x < min(highest.nextUp, hull.1)) }
  }

  /// The cuts in order, without those that stand much closer to a neighbour than their own landmark asks for.
  ///
  /// Break points come first and the cuts of finer landmarks before those of coarser ones: taken in order of place, a chain of ever finer cuts would push out
  /// everything before them.
  private static func thinned(_ cuts: [Cut]) -> [Cut] {
    var kept: [Cut] = []
    for cut in cuts.sorted(by: { $0.spacing < $1.spacing }) {
      var (low, high) = (0, kept.count)
      while low < high {
        let middle = (low + high) / 2
        if kept[middle].distance(from: cut) < 0 { low = middle + 1 } else { high = middle }
      }
      let neighbours = kept[max(low - 1, 0)..<min(low + 1, kept.count)]
      let isCrowded = neighbours.contains { abs($0.distance(from: cut)) <= 0.4 * ($0.isBreak ? cut.spacing : $0.spacing) }
      if !isCrowded { kept.insert(cut, at: low) }
    }
    return kept
  }
}

extension Density {
  /// Whether the density has no finite, positive limit on this way to a point, so that a linear chart would see a power or a logarithm there.
  fileprivate func isSingular(_ approach: Approach) -> Bool { asymptote(approach).leading != nil }
}
