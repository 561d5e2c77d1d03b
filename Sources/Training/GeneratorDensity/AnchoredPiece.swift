import Densities
import RealModule
import Scalars

/// A piece of a monotone branch, whose values are measured by their distance d from an anchor at one of its ends.
///
/// The anchor is the value at a turning point, at a kink, at an end of the noise, in the middle of a branch, or the
/// limit at infinity. Stretches of the noise cover the piece one after the other. Distances are sums of positive terms
/// and keep all their digits, so that the density is exact however close to the anchor.
struct AnchoredPiece: Sendable {
  /// The value that distances are measured from.
  let anchor: Double
  /// Whether values lie above (+1) or below (−1) the anchor.
  let side: Double
  /// The noise at the anchor, ±∞ at a limit.
  let start: Double
  /// What precedes the first stretch at a limit.
  let tail: Tail?
  let stretches: [Stretch]

  /// The approach to a limit beyond the first stretch: d = distance · e^(−rate·(way beyond)).
  struct Tail: Sendable {
    /// The noise where it ends.
    let origin: Double
    /// The distance from the limit there.
    let distance: Double
    let rate: Double
  }

  var width: Double { stretches.last.map { $0.start + $0.width } ?? tail?.distance ?? 0 }

  /// Whether the noise rises (+1) or falls (−1) with the distance.
  var direction: Double { stretches.first?.direction ?? 1 }

  /// A value of the noise, with the logarithm of the slope there.
  struct Root {
    let noise: Double
    /// The way from the anchor, exact where it is short; +∞ from a limit.
    let way: Double
    let logSlope: Double
    let stretch: Stretch?
    let s: Double
  }

  /// The noise whose value lies at a distance from the anchor.
  func root(distance: Double, logDistance: Double) -> Root {
    if let tail, distance < tail.distance {
      let way = (.log(tail.distance) - logDistance) / tail.rate
      return Root(
        noise: tail.origin - direction * way, way: .infinity, logSlope: .log(tail.rate) + logDistance, stretch: nil, s: 0)
    }
    let stretch = stretches[index(of: distance)]
    let rise = max(0, distance - stretch.start)
    let way = stretch.way(rise: rise, logRise: stretch.start == 0 ? logDistance : .log(rise))
    let noise = stretch.noise(way.s)
    let total = stretch.start == 0 ? way.s : start.isFinite ? abs(noise - start) : .infinity
    return Root(noise: noise, way: total, logSlope: stretch.logSlope(way), stretch: stretch, s: way.s)
  }

  /// The number of the stretch in which a distance ends; nil beyond the first one, on the way to a limit.
  func stretch(at distance: Double) -> Int? { tail.map { distance < $0.distance } ?? false ? nil : index(of: distance) }

  /// The stretch in which a distance ends.
  private func index(of distance: Double) -> Int {
    var (low, high) = (0, stretches.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if stretches[middle].start <= distance { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// log q of this piece alone on any scalar, at x with the root at its number known.
  @_specialize(where S == Dual<Double>)
  func logDensity<S: Scalar>(at x: S, _ root: Root, _ noise: Noise) -> S {
    let distance: S = S(side) * (x - S(anchor))
    guard let stretch = root.stretch else {
      guard let tail, distance.primal > 0 else { return S(-.infinity) }
      let way: S = (S(.log(tail.distance)) - .log(distance)) / S(tail.rate)
      return noise.logDensity(at: S(tail.origin) - S(direction) * way) - (S(.log(tail.rate)) + .log(distance))
    }
    let lifted = stretch.lifted(rise: distance - S(stretch.start), from: root.s)
    return noise.logDensity(at: S(stretch.origin) + S(stretch.direction) * lifted.s) - lifted.logSlope
  }

  /// log q of this piece as d → 0, in t = unit/d.
  func asymptote(unit: Double, _ noise: Noise) -> Asymptote {
    if let tail {
      // log t = log(unit/d): the noise is z = ±(log t + b)/rate, with b its way at d = unit.
      let (rate, shift) = (tail.rate, .log(tail.distance / unit) - direction * tail.origin * tail.rate)
      let precision = 1 / (rate * rate)
      return Asymptote([
        .logSquared: -0.5 * precision, .log: 1 - shift * precision,
        .constant: -0.5 * shift * shift * precision - .log(rate * unit) - 0.5 * .log(2 * .pi),
      ])
    }
    guard let first = stretches.first else { return .zero }
    let (height, order) = (noise.logDensity(at: first.origin) - .log(first.reducedSlope(at: 0.0)), Double(first.order))
    if first.order == 0 { return .constant(height) }
    // d = K s^{k+1} and q = φ/(E s^k).
    let power = order / (order + 1)
    return Asymptote([.log: power, .constant: height - power * (.log(unit) - .log(first.reducedMean(at: 0.0)))])
  }
}
