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

  /// The s with F(s) = rise, for a rise up to `width`; its logarithm counts where the rise itself underflows.
  func way(rise: Double, logRise: Double) -> (s: Double, logS: Double) {
    let power = Double(order + 1)
    // On a straight line no step is needed, and far out one would overflow.
    if length == .infinity { return (rise / reducedMean(at: 0.0), logRise - .log(reducedMean(at: 0.0))) }
    if rise < 1e-250 {
      let logS = (logRise - .log(reducedMean(at: 0.0))) / power
      return (.exp(logS), logS)
    }
    if rise >= width { return (length, .log(length)) }
    var s = length * (order == 0 ? rise / width : .exp(.log(rise / width) / power))
    for _ in 0..<60 {
      let (mean, slope) = (reducedMean(at: s), reducedSlope(at: s))
      // Newton's step for F(s) = rise, or for log F(s) = log rise where that one would leave the stretch.
      let value = (order == 0 ? s : .pow(s, order + 1)) * mean
      let step = (1 - rise / value) * mean / slope
      let next = step < 0.5 && step > -1 ? s - s * step : s * .exp(.log(rise / value) * mean / slope)
      let clamped = min(next, length)
      // The error is squared by each step, and a polynomial that is resolved makes it at most some 10³ times larger.
      if abs(clamped - s) <= 1e-9 * s { return (clamped, .log(clamped)) }
      s = clamped
    }
    return (s, .log(s))
  }

  /// log |G′| after the way s.
  func logSlope(_ way: (s: Double, logS: Double)) -> Double {
    Double.log(reducedSlope(at: way.s)) + (order == 0 ? 0 : Double(order) * way.logS)
  }

  /// The noise after the way s.
  func noise(_ s: Double) -> Double { origin + direction * s }

  /// s and log |G′| on any scalar, by Newton's steps from the number: each doubles the order of the derivatives that
  /// are right.
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
