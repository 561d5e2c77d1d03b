import RealModule
import Scalars

/// Makes the branches of a map of the noise.
struct BranchBuilder<Map: SmoothMap> {
  /// The branches in the order of the noise.
  private(set) var branches: [Branch] = []
  /// The probability on branches that are too narrow for double precision and have been left out.
  private(set) var lostMass = 0.0
  /// The values at which the density jumps or is infinite.
  private(set) var breaks: Set<Double> = []

  private let map: Map
  private let noise: Noise
  private let pieces: MonotonePieces
  /// Values that differ by rounding alone are made equal: neighbouring branches must meet.
  private var knownValues: [Double] = []

  /// More probability than this within rounding of one value is an atom.
  private static var largestLoss: Double { 1e-10 }
  /// Less probability than this, on a stretch of the noise, is not worth to follow the slope relative to itself.
  private static var negligibleMass: Double { 1e-18 }
  /// How often stretches have been cut: a slope that is all rounding would be cut for ever.
  private var cuts = 0

  init(_ map: Map, _ noise: Noise) throws(GeneratorDensityError) {
    self.map = map
    self.noise = noise
    pieces = try Self.pieces(map, noise)
    var ends = pieces.joints.map { End(z: $0.z, kind: .joint($0)) }
    let (first, last) = (ends.first?.z ?? 0, ends.last?.z ?? 0)
    let outer = try (outerEnd(-1, from: first), outerEnd(1, from: last))
    // Beyond all of the noise's mass a map may waver before it goes to infinity: its last way back is left out.
    if case .infinite = outer.0.kind, outer.0.z == first, !ends.isEmpty { ends.removeFirst() }
    if case .infinite = outer.1.kind, outer.1.z == last, !ends.isEmpty { ends.removeLast() }
    ends = [outer.0] + ends + [outer.1]
    for (lower, upper) in zip(ends, ends.dropFirst()) where lower.z < upper.z { try append(lower, upper) }
  }

  /// The map's monotone pieces. Far out, where there is no mass, a map may be all rounding: then only the core of the
  /// noise is cut.
  private static func pieces(_ map: Map, _ noise: Noise) throws(GeneratorDensityError) -> MonotonePieces {
    do throws(GeneratorDensityError) { return try MonotonePieces(map, on: range(map, noise)) } catch {
      guard case .unresolved(let z) = error, !noise.core.contains(z) else { throw error }
      return try MonotonePieces(map, on: noise.core)
    }
  }

  /// Where turns are looked for: the core of the noise, or all of it where the map turns outside the core too.
  private static func range(_ map: Map, _ noise: Noise) -> Interval {
    guard noise == .normal else { return noise.core }
    func end(_ core: Double, _ reach: Double) -> Double {
      let slopes = map.evaluated(at: (0...40).map { core + (reach - core) * Double($0) / 40 }).slopes
      return slopes.contains { $0 * slopes[0] < 0 } ? reach : core
    }
    return Interval(end(noise.core.lower, -noise.reach), end(noise.core.upper, noise.reach))
  }

  private struct End {
    /// Up to where the slope is known.
    let z: Double
    let kind: Kind

    /// Whether the noise goes on to infinity.
    var isOpen: Bool {
      if case .joint = kind { false } else { true }
    }

    enum Kind {
      case joint(Joint)
      case limit(Double)
      case infinite
    }
  }

  /// How far out the slope is known, and what the map does beyond.
  private func outerEnd(_ direction: Double, from joint: Double) throws(GeneratorDensityError) -> End {
    let core = direction < 0 ? noise.core.lower : noise.core.upper
    func hard(_ z: Double) -> End { End(z: z, kind: .joint(Joint(z: z, order: 0, isBreak: true))) }
    guard noise == .normal else { return hard(core) }
    // Outwards as long as the slope neither changes its sign nor underflows.
    let points = (0...40).map { joint + (direction * noise.reach - joint) * Double($0) / 40 }
    let (values, slopes) = map.evaluated(at: points)
    let sign = slopes[1] < 0 ? -1.0 : 1.0
    var known = 0
    for index in points.indices.dropFirst() {
      guard sign * slopes[index] > 1e-280, slopes[index].isFinite, values[index].isFinite else { break }
      known = index
    }
    if known == 0 {
      let mass = pieces.joints.isEmpty ? 1 : noise.tail(direction * joint)
      if mass > Self.largestLoss { throw .atom(value: values[1], mass: mass) }
    }
    let heading = sign * direction
    let (z, value) = (points[known], values[known])
    switch map.end(direction) {
    case .limit(let limit) where heading * (limit - value) >= -4 * Double.ulpOfOne * abs(limit): return End(z: z, kind: .limit(limit))
    case .power(_, let coefficient, _), .exponential(_, let coefficient):
      if heading * coefficient > 0 { return End(z: z, kind: .infinite) }
      return noise.tail(abs(joint)) < 1e-18 ? End(z: joint, kind: .infinite) : hard(z)
    default: return hard(z)
    }
  }

  private mutating func append(_ lower: End, _ upper: End) throws(GeneratorDensityError) {
    let slope = map.slope(at: 0.4981 * lower.z + 0.5019 * upper.z)
    let isRising = slope > 0
    let side = isRising ? 1.0 : -1.0
    let (atLower, atUpper) = (value(lower, -side), value(upper, side))
    let values = isRising ? (atLower, atUpper) : (atUpper, atLower)
    let noiseRange = (lower.isOpen ? -Double.infinity : lower.z, upper.isOpen ? Double.infinity : upper.z)
    let mass = noise.mass(from: noiseRange.0, to: noiseRange.1)
    guard values.1 - values.0 > 64 * Double.ulpOfOne * max(abs(values.0), abs(values.1)) || values.0.isInfinite || values.1.isInfinite
    else {
      if mass > Self.largestLoss { throw slope == 0 ? .atom(value: atLower, mass: mass) : .narrow(value: atLower, mass: mass) }
      lostMass += mass
      return
    }
    for (end, value) in [(lower, atLower), (upper, atUpper)] where value.isFinite {
      if case .joint(let joint) = end.kind, !joint.isBreak { continue }
      breaks.insert(value)
    }
    let anchoredPieces: [AnchoredPiece]
    switch (lower.kind, upper.kind) {
    case (.infinite, .infinite):
      let middle = split(lower.z, upper.z)
      let anchor = map(middle)
      let joint = End(z: middle, kind: .joint(Joint(z: middle, order: 0, isBreak: false)))
      anchoredPieces = try [
        anchoredPiece(joint, anchor: anchor, side: -side, to: lower.z, isOpen: true),
        anchoredPiece(joint, anchor: anchor, side: side, to: upper.z, isOpen: true),
      ]
    case (_, .infinite): anchoredPieces = [try anchoredPiece(lower, anchor: atLower, side: side, to: upper.z, isOpen: true)]
    case (.infinite, _): anchoredPieces = [try anchoredPiece(upper, anchor: atUpper, side: -side, to: lower.z, isOpen: true)]
    default:
      let middle = split(lower.z, upper.z)
      anchoredPieces = try [
        anchoredPiece(lower, anchor: atLower, side: side, to: middle, isOpen: false),
        anchoredPiece(upper, anchor: atUpper, side: -side, to: middle, isOpen: false),
      ]
    }
    branches.append(
      Branch(
        lower: noiseRange.0, upper: noiseRange.1, isRising: isRising, anchoredPieces: anchoredPieces, values: Interval(values.0, values.1),
        noise))
  }

  /// The value at an end; at infinity in the direction `heading`.
  private mutating func value(_ end: End, _ heading: Double) -> Double {
    let value: Double =
      switch end.kind {
      case .infinite: heading * .infinity
      case .limit(let limit): limit
      case .joint: map(end.z)
      }
    if value.isInfinite { return value }
    if let known = knownValues.first(where: { abs($0 - value) <= 4 * Double.ulpOfOne * abs(value) }) { return known }
    knownValues.append(value)
    return value
  }

  /// A border of pieces near the middle of the noise's bulk in an interval.
  private func split(_ lower: Double, _ upper: Double) -> Double {
    let middle = 0.5 * (max(lower, min(noise.core.lower, upper - 1)) + min(upper, max(noise.core.upper, lower + 1)))
    let borders = pieces.pieces.map(\.lower).filter { lower < $0 && $0 < upper }
    let nearest = borders.min { abs($0 - middle) < abs($1 - middle) } ?? middle
    return min(nearest - lower, upper - nearest) > 0.2 * min(middle - lower, upper - middle) ? nearest : middle
  }

  /// The side of a branch from an end towards `target`.
  private mutating func anchoredPiece(_ end: End, anchor: Double, side: Double, to target: Double, isOpen: Bool)
    throws(GeneratorDensityError)
    -> AnchoredPiece
  {
    let direction = target > end.z ? 1.0 : -1.0
    var order = 0
    if case .joint(let joint) = end.kind { order = joint.order }
    let borders = pieces.pieces.map(\.lower) + (noise == .normal ? [-30, -20, -14, -9, 9, 14, 20, 30] : [])
    let (low, high) = (min(end.z, target), max(end.z, target))
    let inner = Set(borders.filter { low < $0 && $0 < high }).sorted { direction * $0 < direction * $1 }
    let cuts = [end.z] + inner + [target]
    var stretches: [Stretch] = []
    for (index, (a, b)) in zip(cuts, cuts.dropFirst()).enumerated() {
      try append(a, b, order: index == 0 ? order : 0, depth: 0, to: &stretches)
    }
    var tail: AnchoredPiece.Tail?
    if case .limit(let limit) = end.kind, let first = stretches.first {
      let slope = first.reducedSlope(at: 0.0)
      let rest = abs(limit - map(end.z))
      // Far from the limit the difference is exact; close to it the slope and its rate of decay tell more.
      let rate = first.initialRate
      let distance = rest > 1e-7 * max(abs(limit), abs(map(end.z))) || !(rate > 0) ? rest : slope / rate
      if distance > 0 { tail = AnchoredPiece.Tail(origin: end.z, distance: distance, rate: rate > 0 ? rate : slope / distance) }
    }
    var start = tail?.distance ?? 0
    for index in stretches.indices {
      stretches[index].start = start
      start += stretches[index].width
    }
    if isOpen, let last = stretches.last {
      stretches.append(Stretch(line: last.endSlope, origin: target, direction: direction, start: start))
    }
    return AnchoredPiece(anchor: anchor, side: side, start: tail == nil ? end.z : -direction * .infinity, tail: tail, stretches: stretches)
  }

  /// Adds stretches from a to b, in as many parts as the slope needs to be known relative to itself.
  private mutating func append(_ a: Double, _ b: Double, order: Int, depth: Int, to stretches: inout [Stretch])
    throws(GeneratorDensityError)
  {
    let (low, high) = (min(a, b), max(a, b))
    let known = pieces.pieces.first { $0.lower == low && $0.upper == high }
    let piece = if let known { known } else { try SlopePiece(map, low, high) }
    let stretch = Stretch(piece, direction: b > a ? 1 : -1, order: order, start: 0)
    let isNegligible = depth >= 6 && noise.mass(from: low, to: high) < Self.negligibleMass
    if stretch.isResolved || isNegligible || depth >= 40 || high - low < MonotonePieces.shortest {
      stretches.append(stretch)
      return
    }
    cuts += 1
    guard cuts <= MonotonePieces.mostCuts else { throw .unresolved(z: 0.5 * (a + b)) }
    let middle = 0.5 * (a + b)
    try append(a, middle, order: order, depth: depth + 1, to: &stretches)
    try append(middle, b, order: 0, depth: depth + 1, to: &stretches)
  }
}
