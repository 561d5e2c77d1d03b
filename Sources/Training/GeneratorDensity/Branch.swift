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
  /// Whether the map rises.
  let isRising: Bool
  /// The sides from which values are reached: one, or two that meet.
  let flanks: [Flank]
  /// The probability of the noise.
  let mass: Double

  init(lower: Double, upper: Double, isRising: Bool, flanks: [Flank], values: Interval, _ noise: Configuration.Noise) {
    self.lower = lower
    self.upper = upper
    self.isRising = isRising
    self.flanks = flanks
    self.values = values
    mass = noise.mass(from: lower, to: upper)
  }

  /// A root of G(z) = x on this branch with the flank that it lies on; nil if x is none of its values.
  func root(at place: Place) -> (flank: Flank, root: Flank.Root)? {
    if place.isBelow(values.lower) || place.isAbove(values.upper) { return nil }
    var best: (flank: Flank, distance: Double)?
    for flank in flanks {
      let distance = flank.side * place.distance(from: flank.anchor)
      // Where two flanks meet a value may by rounding lie beyond both.
      if distance >= 0 { best = (flank, min(distance, flank.width)) }
      if distance >= 0, distance <= flank.width { break }
    }
    guard let (flank, distance) = best else { return nil }
    return (
      flank, flank.root(distance: distance, logDistance: distance < flank.width ? place.logDistance(from: flank.anchor) : .log(distance))
    )
  }

  /// log q of this branch alone; −∞ outside its values.
  func logDensity(at place: Place, _ noise: Configuration.Noise) -> Double {
    // At a limit itself the noise's density has vanished faster than the slope.
    guard let (_, root) = root(at: place), root.noise.isFinite else { return -.infinity }
    return noise.logDensity(at: root.noise) - root.logSlope
  }

  /// The probability of the noise whose values on this branch lie below x, and above x.
  func masses(at x: Double, _ noise: Configuration.Noise) -> (below: Double, above: Double) {
    if x <= values.lower { return (0, mass) }
    if x >= values.upper { return (mass, 0) }
    guard let (flank, root) = root(at: Place(anchor: x, offset: 0)) else { return (0, mass) }
    // A short way keeps the digits of a small mass; a long one would round its far end away.
    let (left, right): (Double, Double)
    if flank.start == lower, root.way < 0.25 {
      left = noise.mass(from: lower, length: root.way)
      right = mass - left
    } else if flank.start == upper, root.way < 0.25 {
      right = noise.mass(from: root.noise, length: root.way)
      left = mass - right
    } else {
      left = noise.mass(from: lower, to: root.noise)
      right = noise.mass(from: root.noise, to: upper)
    }
    return isRising ? (left, right) : (right, left)
  }

  /// log q of this branch on the way to a point.
  func asymptote(at point: Double, from side: Double, unit: Double, _ noise: Configuration.Noise) -> Asymptote {
    if point == (side > 0 ? values.lower : values.upper), let flank = flanks.first(where: { $0.anchor == point && $0.side == side }) {
      return flank.asymptote(unit: unit, noise)
    }
    guard values.lower < point, point < values.upper else { return .zero }
    return .constant(logDensity(at: Place(anchor: point, offset: 0), noise))
  }
}
