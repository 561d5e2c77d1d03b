import Calculus
import RealModule
import Scalars

/// A point of the line, x = anchor + offset, as a node of a quadrature chart x(t).
///
/// In the linear chart dx/dt = 1. In the logarithmic chart x = anchor ± eᵗ, so dx/dt = eᵗ: it reaches points closer to
/// an end of the support than the smallest double, and the far tails in a few steps.
package struct Place: Hashable, Sendable {
  /// The point that offsets are measured from: a landmark, a break point or an end of the support.
  package let anchor: Double
  /// What the rounding of the anchor has lost, 0 but for some break points: x is anchor + rest + offset.
  package private(set) var rest = 0.0
  /// x − anchor, which keeps its digits where x itself would have lost them; it may be 0 or ±∞ by rounding.
  package let offset: Double
  /// log |offset|, exact in the logarithmic chart even where the offset underflows or overflows.
  package let logOffset: Double
  /// log dx/dt: 0 in the linear chart, t in the logarithmic one.
  package let logJacobian: Double
  /// A bound on the relative error of the offset: 0 for a node, more for the image of one under an affine map.
  let offsetError: Double

  /// The place anchor + offset in the linear chart.
  package init(anchor: Double, offset: Double) {
    self.anchor = anchor
    self.offset = offset
    logOffset = .nan
    logJacobian = 0
    offsetError = 0
  }

  /// The place anchor + direction · eᵗ in the logarithmic chart; direction is ±1.
  package init(anchor: Double, direction: Double, t: Double) {
    self.anchor = anchor
    offset = direction * .exp(t)
    logOffset = t
    logJacobian = t
    offsetError = 0
  }

  init(anchor: Double, rest: Double = 0, offset: Double, logOffset: Double, logJacobian: Double, offsetError: Double) {
    self.anchor = anchor
    self.rest = rest
    self.offset = offset
    self.logOffset = logOffset
    self.logJacobian = logJacobian
    self.offsetError = offsetError
  }

  /// The same place, measured from a point beside the anchor that rounds to it.
  package func measured(fromAnchorPlus rest: Double) -> Place {
    var place = self
    place.rest = rest
    return place
  }

  /// Whether it is a double as a user gives it, which stands for a break point that rounds to it.
  var isDouble: Bool { offset == 0 && rest == 0 && logOffset.isNaN }

  /// The point itself, rounded.
  package var x: Double { anchor + (rest + offset) }

  /// x − origin, without the rounding of x.
  @inline(__always)
  package func distance(from origin: Double) -> Double {
    let base = anchor - origin
    // What the difference has lost (Knuth's two-sum), which is many scales of a density far from 0.
    let part = base - anchor
    let lost = (anchor - (base - part)) - (origin + part)
    return lost.isFinite ? (base + offset) + (lost + rest) : base + offset
  }

  /// x − origin, without the rounding of x, from an origin that may carry derivatives.
  @_specialize(where S == Dual<Double>)
  func distance<S: Scalar>(from origin: S) -> S { S(distance(from: origin.primal)) - (origin - S(origin.primal)) }

  /// Whether x < point, also where the offset from the point has underflowed to a signed zero.
  @inline(__always)
  package func isBelow(_ point: Double) -> Bool {
    let distance = distance(from: point)
    return distance < 0 || (distance == 0 && offset == 0 && offset.sign == .minus && anchor == point && rest == 0)
  }

  /// Whether x > point, also where the offset from the point has underflowed to zero.
  @inline(__always)
  package func isAbove(_ point: Double) -> Bool {
    let distance = distance(from: point)
    return distance > 0 || (distance == 0 && offset == 0 && offset.sign == .plus && anchor == point && rest == 0 && !logOffset.isNaN)
  }

  /// log |x − origin|, exact where the origin is the anchor of a logarithmic chart, and smooth in the offset elsewhere.
  package func logDistance(from origin: Double) -> Double { logDistance(from: origin, logScale: 0) }

  /// log (|x − origin| / scale), where a steep density needs more digits than the logarithms apart would leave.
  func logDistance(from origin: Double, logScale: Double) -> Double {
    // A NaN log offset marks the linear chart, whose few callers pay for the logarithm themselves.
    if isLogarithmic(around: origin) { return logOffset - logScale }
    let base = (anchor - origin) + rest
    let relative = offset / base
    return abs(relative) < 0.5
      ? SpecialFunctions.logDifference(abs(base), logScale) + .log(onePlus: relative)
      : SpecialFunctions.logDifference(abs(distance(from: origin)), logScale)
  }

  /// A bound on the error of `logDistance(from:logScale:)`, given its value; that of log scale itself is not in it.
  @inline(__always)
  func logDistanceError(_ value: Double, from origin: Double, logScale: Double = 0) -> Double {
    if isLogarithmic(around: origin) { return offsetError + .ulpOfOne * (logScale == 0 ? 0 : abs(value)) }
    // The rounding of the offset counts many times close to an origin that is not the anchor.
    let share = logOffset.isNaN ? offsetError : offsetError + .ulpOfOne
    let cancellation = share == 0 ? 0 : abs(offset / distance(from: origin))
    return share * (cancellation < .infinity ? max(1, cancellation) : 1) + .ulpOfOne * (2 + 2 * abs(value) + abs(logScale))
  }

  /// Whether log |x − origin| is the coordinate itself.
  @inline(__always)
  func isLogarithmic(around origin: Double) -> Bool { !logOffset.isNaN && (anchor == origin && rest == 0 || abs(offset) == .infinity) }
}

/// The score ∂ₓ log p at a place times the place's yardstick, without the rounding of x.
///
/// Towards a singular end of its own a density is a power of the distance, p ~ |x − end|^pole, and the score pole/(x −
/// end) and a rest: apart, so that scores with the same power can be compared by the rest, however near the end.
package struct Slope: Sendable {
  /// The exponent of the power towards the anchor of the place; 0 where the density is regular there.
  package var pole: Double
  /// All else.
  package var rest: Double

  /// A slope; most have no pole.
  package init(pole: Double = 0, rest: Double) {
    self.pole = pole
    self.rest = rest
  }

  /// The score times the yardstick.
  package var value: Double { pole + rest }
}

extension Place {
  /// The length by which slopes are multiplied: close to a logarithmic chart's anchor the offset, elsewhere 1.
  package var yardstick: Double { isNear ? offset : 1 }

  /// log |yardstick|, also where the offset underflows.
  package var logYardstick: Double { isNear ? logOffset : 0 }

  /// Whether slopes are measured by the distance from the anchor. A NaN log offset marks the linear chart.
  private var isNear: Bool { logOffset < 0 }

  /// Whether the place is on its way to this point, so that a power of the distance has its exponent for a slope.
  func isNear(_ point: Double) -> Bool { isNear && anchor == point && rest == 0 }

  /// The yardstick over x − origin.
  func quotient(from origin: Double) -> Double { isNear(origin) ? 1 : yardstick / distance(from: origin) }
}

extension AnalyticDensity {
  /// By default the score at the rounded point, put right to first order.
  package func slope(at place: Place) -> Slope {
    let x = place.x
    let rounding = place.distance(from: x)
    let correction = rounding == 0 ? 0 : rounding * derivative(at: x) { outer in derivative(at: outer) { logDensity(at: $0) } }
    return Slope(rest: (score(at: x) + (correction.isFinite ? correction : 0)) * place.yardstick)
  }
}
