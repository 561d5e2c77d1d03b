import Densities
import RealModule
import Scalars

/// A maximal interval of the noise on which the map is monotone, with its inverse.
struct Branch: Sendable {
  /// The noise from …
  let lower: Double
  /// … to; infinite where the noise is.
  let upper: Double
  /// The values, in order.
  let values: Interval
  let isRising: Bool
  /// The pieces by which values are found: one, or two that meet.
  let anchoredPieces: [AnchoredPiece]
  /// The probability of the noise.
  let mass: Double

  init(lower: Double, upper: Double, isRising: Bool, anchoredPieces: [AnchoredPiece], values: Interval, _ noise: Noise) {
    self.lower = lower
    self.upper = upper
    self.isRising = isRising
    self.anchoredPieces = anchoredPieces
    self.values = values
    mass = noise.mass(from: lower, to: upper)
  }

  /// A root of G(z) = x on this branch with the piece that it lies on; nil if x is none of its values.
  func root(at place: Place) -> (anchoredPiece: AnchoredPiece, root: AnchoredPiece.Root)? {
    guard let (index, distance) = position(of: place) else { return nil }
    let anchoredPiece = anchoredPieces[index]
    return (anchoredPiece, anchoredPiece.root(distance: distance, logDistance: logDistance(of: place, distance, from: anchoredPiece)))
  }

  /// The piece on which x lies, by its number, with the distance from its anchor; nil if x is none of the values.
  private func position(of place: Place) -> (piece: Int, distance: Double)? {
    if place.isBelow(values.lower) || place.isAbove(values.upper) { return nil }
    var best: (piece: Int, distance: Double)?
    for index in anchoredPieces.indices {
      let (distance, width) = (anchoredPieces[index].side * place.distance(from: anchoredPieces[index].anchor), anchoredPieces[index].width)
      // Where two pieces meet a value may by rounding lie beyond both.
      if distance >= 0 { best = (index, min(distance, width)) }
      if distance >= 0, distance <= width { break }
    }
    return best
  }

  private func logDistance(of place: Place, _ distance: Double, from anchoredPiece: AnchoredPiece) -> Double {
    distance < anchoredPiece.width ? place.logDistance(from: anchoredPiece.anchor) : .log(distance)
  }

  /// log q of this branch alone; −∞ outside its values.
  func logDensity(at place: Place, _ noise: Noise) -> Double {
    // At a limit itself the noise's density has vanished faster than the slope.
    guard let (_, root) = root(at: place), root.noise.isFinite else { return -.infinity }
    return noise.logDensity(at: root.noise) - root.logSlope
  }

  /// Adds the densities of this branch at many places to others, given and returned as logarithms: the same as one by one.
  ///
  /// Neighbours lie on the same stretch as a rule, and there eight values are found at a time.
  func addLogDensities(at places: Places, _ noise: Noise, to sums: inout [Double]) {
    var lanes = Lanes()
    for (index, place) in places.enumerated() {
      guard let (piece, distance) = position(of: place) else { continue }
      let stretch = anchoredPieces[piece].stretch(at: distance)
      if let stretch, anchoredPieces[piece].stretches[stretch].isInside(distance - anchoredPieces[piece].stretches[stretch].start) {
        if !lanes.isOpen(to: (piece, stretch)) { add(&lanes, noise, to: &sums) }
        lanes.append(index, rise: distance - anchoredPieces[piece].stretches[stretch].start, on: (piece, stretch))
      } else {
        sums[index] = logAddExp(sums[index], logDensity(at: place, noise))
      }
    }
    add(&lanes, noise, to: &sums)
  }

  /// Adds what waits, and empties it.
  private func add(_ lanes: inout Lanes, _ noise: Noise, to sums: inout [Double]) {
    if lanes.count == 0 { return }
    let stretch = anchoredPieces[lanes.position.piece].stretches[lanes.position.stretch]
    let ways = stretch.ways(rises: lanes.rises)
    let (noises, logSlopes) = (stretch.noise(ways), stretch.logSlopes(ways))
    for lane in 0..<lanes.count {
      let index = lanes.indices[lane]
      sums[index] = logAddExp(sums[index], noise.logDensity(at: noises[lane]) - logSlopes[lane])
    }
    lanes.count = 0
  }

  /// Places on one stretch whose values are found together.
  private struct Lanes {
    var position = (piece: 0, stretch: 0)
    var count = 0
    /// The rises on the stretch; those past `count` are any that the stretch has.
    var rises = SIMD8<Double>.zero
    var indices = SIMD8<Int>.zero

    func isOpen(to other: (piece: Int, stretch: Int)) -> Bool { count < 8 && (count == 0 || position == other) }

    mutating func append(_ index: Int, rise: Double, on position: (piece: Int, stretch: Int)) {
      if count == 0 { (self.position, rises) = (position, SIMD8(repeating: rise)) }
      (rises[count], indices[count]) = (rise, index)
      count += 1
    }
  }

  /// The probability of the noise whose values on this branch lie below x, and above x.
  func masses(at x: Double, _ noise: Noise) -> (below: Double, above: Double) {
    if x <= values.lower { return (0, mass) }
    if x >= values.upper { return (mass, 0) }
    guard let (anchoredPiece, root) = root(at: Place(anchor: x, offset: 0)) else { return (0, mass) }
    // A short way keeps the digits of a small mass; a long one would round its far end away.
    let (left, right): (Double, Double)
    if anchoredPiece.start == lower, root.way < 0.25 {
      left = noise.mass(from: lower, length: root.way)
      right = mass - left
    } else if anchoredPiece.start == upper, root.way < 0.25 {
      right = noise.mass(from: root.noise, length: root.way)
      left = mass - right
    } else {
      left = noise.mass(from: lower, to: root.noise)
      right = noise.mass(from: root.noise, to: upper)
    }
    return isRising ? (left, right) : (right, left)
  }

  /// log q of this branch on the way to a point.
  func asymptote(at point: Double, from side: Double, unit: Double, _ noise: Noise) -> Asymptote {
    if point == (side > 0 ? values.lower : values.upper),
      let anchoredPiece = anchoredPieces.first(where: { $0.anchor == point && $0.side == side })
    {
      return anchoredPiece.asymptote(unit: unit, noise)
    }
    guard values.lower < point, point < values.upper else { return .zero }
    return .constant(logDensity(at: Place(anchor: point, offset: 0), noise))
  }
}
