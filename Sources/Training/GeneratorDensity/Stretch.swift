import RealModule
import Scalars

/// A part of a monotone branch of the map, measured from one of its ends: after a way s in the noise the value has
/// moved by F(s) = s^{k+1} K(s), with slope
/// |G′| = s^k E(s). E and K are smooth and positive, so nothing cancels and nothing underflows on the way to a turning point, where k ≥ 1.
struct Stretch: Sendable {
  /// The noise where s = 0.
  let origin: Double
  /// Whether the noise rises (+1) or falls (−1) with s.
  let direction: Double
  /// The largest s; +∞ on the last stretch of a branch that goes to infinity.
  let length: Double
  /// k.
  let order: Int
  /// How far the value has moved from the branch's anchor where s = 0.
  var start: Double
  /// F(length).
  let width: Double
  /// A bound on the relative error of the slope.
  let relativeError: Double
  /// Whether the slope is known to rounding, relative to itself.
  let isResolved: Bool
  private let slope: ChebyshevSeries
  private let mean: ChebyshevSeries

  /// From a piece of the slope; `direction` −1 starts at its upper end.
  init(_ piece: SlopePiece, direction: Double, order: Int, start: Double) {
    origin = direction > 0 ? piece.lower : piece.upper
    self.direction = direction
    length = piece.upper - piece.lower
    self.order = order
    self.start = start
    // Nodes run from right to left, so that the way from the origin rises with the node of the mirrored piece.
    let slopes = direction > 0 ? piece.values : piece.values.reversed()
    let half = 0.5 * length
    let reduced = zip(slopes, ChebyshevSeries.nodes).map { slope, node in abs(slope) / .pow(half * (1 + node), order) }
    slope = ChebyshevSeries(values: reduced)
    mean = ChebyshevSeries(values: ChebyshevSeries.moments(reduced, order: order))
    width = .pow(length, order + 1) * mean(1.0)
    let smallest = max(reduced.min() ?? 0, .leastNormalMagnitude)
    relativeError = (5 * slope.residue + 8 * Double.ulpOfOne * (reduced.max() ?? 0)) / smallest
    isResolved = slope.isResolved(relativeTo: smallest)
  }

  /// The last stretch of a branch that goes to infinity: a straight line, beyond where the noise's density underflows.
  init(line slope: Double, origin: Double, direction: Double, start: Double) {
    self.origin = origin
    self.direction = direction
    length = .infinity
    order = 0
    self.start = start
    width = .infinity
    relativeError = 0
    isResolved = true
    self.slope = ChebyshevSeries(coefficients: [slope])
    mean = self.slope
  }

  private func coordinate<S: Scalar>(_ s: S) -> S { length == .infinity ? 0 : 2 * s / S(length) - 1 }

  /// E(s).
  func reducedSlope<S: Scalar>(at s: S) -> S { slope(coordinate(s)) }
  /// K(s).
  func reducedMean<S: Scalar>(at s: S) -> S { mean(coordinate(s)) }

  /// |G′| at the far end, for order 0.
  var endSlope: Double { slope(1.0) }

  /// d log E/ds at s = 0.
  var initialRate: Double { slope.derivative(-1.0) * 2 / length / slope(-1.0) }

  /// Below this a rise is a power of the way, and may underflow.
  private static var smallestRise: Double { 1e-250 }

  /// The s with F(s) = rise, for a rise up to `width`; its logarithm counts where the rise itself underflows.
  func way(rise: Double, logRise: Double) -> (s: Double, logS: Double) {
    // On a straight line no step is needed, and far out one would overflow.
    if length == .infinity { return (rise / reducedMean(at: 0.0), logRise - .log(reducedMean(at: 0.0))) }
    if rise < Self.smallestRise {
      let logS = (logRise - .log(reducedMean(at: 0.0))) / Double(order + 1)
      return (.exp(logS), logS)
    }
    if rise >= width { return (length, .log(length)) }
    let s = ways(rises: SIMD8(repeating: rise))[0]
    return (s, .log(s))
  }

  /// Whether `ways` takes this rise.
  func isInside(_ rise: Double) -> Bool { rise >= Self.smallestRise && rise < width && length < .infinity }

  /// The s with F(s) = rise for eight rises side by side, each above `smallestRise` and below `width`.
  func ways(rises: SIMD8<Double>) -> SIMD8<Double> {
    let power = Double(order + 1)
    var s = rises / width
    if order > 0 { s = s.map { .exp(.log($0) / power) } }
    s *= length
    var isOpen = SIMDMask<SIMD8<Int64>>(repeating: true)
    for _ in 0..<60 {
      let x = 2 * s / length - 1
      let (mean, slope) = (mean(x), slope(x))
      var values = mean
      for _ in 0...order { values *= s }
      let steps = (1 - rises / values) * mean / slope
      var next = s - s * steps
      // Newton's step for F(s) = rise, or for log F(s) = log rise where that one would leave the stretch.
      let isLong = .!((steps .< 0.5) .& (steps .> -1))
      if isLong.hasAny {
        for lane in 0..<8 where isLong[lane] {
          next[lane] = s[lane] * .exp(.log(rises[lane] / values[lane]) * mean[lane] / slope[lane])
        }
      }
      next.replace(with: length, where: next .> length)
      let (change, most) = (next - s, 1e-9 * s)
      s.replace(with: next, where: isOpen)
      // The error is squared by each step, and a polynomial that is resolved makes it at most some 10³ times larger.
      isOpen .&= .!((change .<= most) .& (change .>= -most))
      if !isOpen.hasAny { break }
    }
    return s
  }

  /// log |G′| after eight ways.
  func logSlopes(_ ways: SIMD8<Double>) -> SIMD8<Double> {
    let slopes = slope(2 * ways / length - 1).map { .log($0) }
    return order == 0 ? slopes : slopes + Double(order) * ways.map { .log($0) }
  }

  /// log |G′| after the way s.
  func logSlope(_ way: (s: Double, logS: Double)) -> Double {
    Double.log(reducedSlope(at: way.s)) + (order == 0 ? 0 : Double(order) * way.logS)
  }

  /// The noise after eight ways.
  func noise(_ ways: SIMD8<Double>) -> SIMD8<Double> { origin + direction * ways }

  /// The noise after the way s.
  func noise(_ s: Double) -> Double { origin + direction * s }

  /// s and log |G′| on any scalar, by Newton's steps from the number: each doubles the order of the derivatives that
  /// are right.
  @_specialize(where S == Dual<Double>)
  func lifted<S: Scalar>(rise: S, from s: Double) -> (s: S, logSlope: S) {
    // At a turning point itself the density is infinite and has no derivative.
    if s == 0, order > 0 { return (0, S(-.infinity)) }
    if s == .infinity { return (S(s), .log(reducedSlope(at: 0))) }
    var way = S(s)
    for _ in 0..<4 {
      let power: S = order == 0 ? S(1) : S.pow(way, order)
      way -= (power * way * reducedMean(at: way) - rise) / (power * reducedSlope(at: way))
    }
    return (way, .log(reducedSlope(at: way)) + (order == 0 ? S(0) : S(Double(order)) * .log(way)))
  }
}

extension SIMD8<Double> {
  /// A function of each lane.
  fileprivate func map(_ function: (Double) -> Double) -> SIMD8<Double> {
    var result = self
    for lane in indices { result[lane] = function(self[lane]) }
    return result
  }
}

extension SIMDMask<SIMD8<Int64>> {
  /// Whether any lane is true; faster than the library's function.
  fileprivate var hasAny: Bool { self[0] || self[1] || self[2] || self[3] || self[4] || self[5] || self[6] || self[7] }
}
