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
    if place.isBelow(values.lower) || place.isAbove(values.upper) { return nil }
    var best: (anchoredPiece: AnchoredPiece, distance: Double)?
    for anchoredPiece in anchoredPieces {
      let distance = anchoredPiece.side * place.distance(from: anchoredPiece.anchor)
      // Where two pieces meet a value may by rounding lie beyond both.
      if distance >= 0 { best = (anchoredPiece, min(distance, anchoredPiece.width)) }
      if distance >= 0, distance <= anchoredPiece.width { break }
    }
    guard let (anchoredPiece, distance) = best else { return nil }
    return (
      anchoredPiece,
      anchoredPiece.root(
        distance: distance, logDistance: distance < anchoredPiece.width ? place.logDistance(from: anchoredPiece.anchor) : .log(distance))
    )
  }

  /// log q of this branch alone; −∞ outside its values.
  func logDensity(at place: Place, _ noise: Noise) -> Double {
    // At a limit itself the noise's density has vanished faster than the slope.
    guard let (_, root) = root(at: place), root.noise.isFinite else { return -.infinity }
    return noise.logDensity(at: root.noise) - root.logSlope
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
