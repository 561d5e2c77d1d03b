import RealModule
import Scalars

/// The slope of a map on one interval of the noise, as a polynomial.
struct SlopePiece {
  let lower: Double
  let upper: Double
  /// G′ at the nodes of a Chebyshev series, from right to left.
  let values: [Double]
  let series: ChebyshevSeries
  /// G at the ends.
  let ends: (lower: Double, upper: Double)

  /// G′ sampled on an interval; throws where it is not finite.
  init(_ map: some SmoothMap, _ lower: Double, _ upper: Double) throws(GeneratorDensityError) {
    self.lower = lower
    self.upper = upper
    let points = ChebyshevSeries.nodes.map { 0.5 * (lower + upper) + 0.5 * (upper - lower) * $0 } + [lower, upper]
    let (images, slopes) = map.evaluated(at: points)
    if let bad = points.indices.first(where: { !images[$0].isFinite || !slopes[$0].isFinite }) { throw .notFinite(z: points[bad]) }
    values = Array(slopes.dropLast(2))
    series = ChebyshevSeries(values: values)
    ends = (images[points.count - 2], images[points.count - 1])
  }

  /// Whether the slope at the ends is far above the rounding of its largest value, so that zeros near them are not made
  /// of noise.
  var hasClearEnds: Bool { min(abs(values[0]), abs(values[values.count - 1])) > 1e-7 * largest }

  var largest: Double { values.reduce(0) { max($0, abs($1)) } }
  var smallest: Double { values.reduce(.infinity) { min($0, abs($1)) } }

  /// ∫ G′ over the interval.
  var integral: Double {
    let terms = series.coefficients.enumerated().filter { $0.offset.isMultiple(of: 2) }
    return 0.5 * (upper - lower) * terms.reduce(0) { $0 + $1.element * 2 / (1 - Double($1.offset * $1.offset)) }
  }
}

/// A point of the noise at which the map is cut: between two neighbours it is monotone.
struct Joint {
  let z: Double
  /// The order of the zero of G′, 0 at a kink or an end.
  let order: Int
  /// Whether the density jumps or is infinite at the map's value here; false where G′ only comes near to 0.
  let isBreak: Bool
}

/// The noise cut into intervals on which a map is monotone and its slope is a polynomial to rounding.
struct MonotonePieces {
  private(set) var pieces: [SlopePiece] = []
  private(set) var joints: [Joint] = []
  /// Kinks that the map did not tell of.
  private var foundKinks: [Double] = []

  /// The shortest interval that is cut further.
  static let shortest = 1e-10
  /// A map takes a few hundred cuts; one that takes more than this is made of rounding, and would be cut for ever.
  static let mostCuts = 20_000
  private var cuts = 0

  /// Cuts a range of the noise. Nothing with an effect on the values of the map is missed: the polynomials are held to
  /// differences of G itself.
  init(_ map: some SmoothMap, on range: Interval) throws(GeneratorDensityError) {
    let inside = { (z: Double) in range.lower < z && z < range.upper }
    let kinks = map.kinks.filter(inside)
    // Irregular steps: a symmetric map turns at a round number.
    let step = min(0.0931 * range.length, 1.6758)
    let steps = stride(from: range.lower + step, to: range.upper, by: step)
    let cuts = Set([range.lower, range.upper] + kinks + map.transitions.filter(inside) + steps).sorted()
    for (a, b) in zip(cuts, cuts.dropFirst()) { try resolve(map, a, b, depth: 0) }
    joints = (kinks + foundKinks).map { Joint(z: $0, order: 0, isBreak: true) }
    for piece in pieces { try findJoints(of: map, in: piece) }
    for (left, right) in zip(pieces, pieces.dropFirst()) where !joints.contains(where: { $0.z == right.lower }) {
      // A zero on the border of two pieces may be seen by neither.
      let length = min(left.upper - left.lower, right.upper - right.lower)
      let isSeen = joints.contains { $0.order > 0 && abs($0.z - right.lower) < 1e-6 * length }
      if left.series(1.0) * right.series(-1.0) < 0, !isSeen { joints.append(Joint(z: right.lower, order: 1, isBreak: true)) }
    }
    joints.sort { $0.z < $1.z }
  }

  /// Bisects an interval until the slope is resolved on each part.
  private mutating func resolve(_ map: some SmoothMap, _ a: Double, _ b: Double, depth: Int) throws(GeneratorDensityError) {
    let piece = try SlopePiece(map, a, b)
    let rise = piece.ends.upper - piece.ends.lower
    let rounding = 1e-10 * (b - a) * piece.largest + 32 * Double.ulpOfOne * (abs(piece.ends.lower) + abs(piece.ends.upper))
    let isResolved = piece.series.isResolved(relativeTo: piece.largest) && abs(rise - piece.integral) <= rounding
    if isResolved, piece.hasClearEnds || depth > 14 || piece.largest == 0 {
      pieces.append(piece)
      return
    }
    guard b - a > Self.shortest else {
      guard abs(rise) <= 1e-6 else { throw .unresolved(z: 0.5 * (a + b)) }
      foundKinks.append(0.5 * (a + b))
      return
    }
    cuts += 1
    guard cuts <= Self.mostCuts else { throw .unresolved(z: 0.5 * (a + b)) }
    let middle = 0.5 * (a + b)
    try resolve(map, a, middle, depth: depth + 1)
    try resolve(map, middle, b, depth: depth + 1)
  }

  private mutating func findJoints(of map: some SmoothMap, in piece: SlopePiece) throws(GeneratorDensityError) {
    let (middle, half) = (0.5 * (piece.lower + piece.upper), 0.5 * (piece.upper - piece.lower))
    let noise = 4 * max(piece.series.residue, Double.ulpOfOne * piece.largest)
    if piece.largest == 0 { return }
    let search = ZeroSearch(piece.series, noise: noise)
    guard search.isConsistent else { throw .unresolved(z: middle) }
    joints += search.zeros.map { zero in
      Joint(z: Self.polished(middle + half * zero.x, order: zero.order, of: map), order: zero.order, isBreak: true)
    }
    guard piece.series.smallest < 0.05 * piece.largest else { return }
    // Where |G′| has a deep minimum the density has a narrow peak.
    for zero in ZeroSearch(piece.series.derivative, noise: 1e-12 * piece.largest).zeros where zero.order == 1 {
      let depth = abs(piece.series(zero.x))
      if depth > noise, depth < 0.02 * piece.largest, !search.zeros.contains(where: { abs($0.x - zero.x) < 1e-3 }) {
        joints.append(Joint(z: middle + half * zero.x, order: 0, isBreak: false))
      }
    }
  }

  /// A zero of the slope put right by a step of Newton's method on the map itself, so that a turn at a round number is
  /// met exactly.
  private static func polished(_ z: Double, order: Int, of map: some SmoothMap) -> Double {
    func first<S: Scalar>(_ z: S) -> S { derivative(at: z) { map($0) } }
    func second<S: Scalar>(_ z: S) -> S { derivative(at: z) { first($0) } }
    func third<S: Scalar>(_ z: S) -> S { derivative(at: z) { second($0) } }
    func fourth<S: Scalar>(_ z: S) -> S { derivative(at: z) { third($0) } }
    let step =
      switch order {
      case 1: first(z) / second(z)
      case 2: second(z) / third(z)
      case 3: third(z) / fourth(z)
      default: Double.infinity
      }
    return abs(step) < 1e-9 ? z - step : z
  }
}
