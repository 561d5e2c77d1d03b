/// The sign of a real function S on a panel, by an interval Newton step.
///
/// S differs from the line through its values at the two ends by at most E = (h²/2) max |S″|, h being half the width. By Cauchy's
/// estimate |S″| ≤ 2M/R² if |S − c| ≤ M on an ellipse that is R away from the panel, and |S″| ≤ M/R if that is a bound of S′ − c.
/// The larger the ellipse, the less of M is what balls lose by forgetting that two terms are of the same x. Where S is tiny beside its
/// terms, as of densities that are nearly equal, that is still most of it, and what is between S and the line is had from a polynomial.
final class SignTest {
  private let values: Registers
  private let slopes: Registers
  private let value: Int
  private let bounded: Int
  private let isDerivative: Bool
  /// Beyond these inputs S rises or falls, so that its signs at the ends of a panel are its signs on it.
  private let monotone: (below: Double?, above: Double?)
  /// x − anchor, of which a distance is a moment, and whether it rises with x.
  private let offset: Int?
  private let direction: Ball

  /// S by a program, and what is bounded on ellipses: S, or its derivative.
  init(
    value: Node, offset: Node?, direction: Double, bounded: Node, isDerivative: Bool, monotone: (below: Double?, above: Double?), bits: Int
  ) {
    self.monotone = monotone
    (self.value, self.bounded) = (value.program.output(value), bounded.program.output(bounded))
    self.offset = offset.map(value.program.output)
    self.direction = Ball(direction)
    self.isDerivative = isDerivative
    (values, slopes) = (value.program.registers(bits: bits), bounded.program.registers(bits: bits))
  }

  /// What is known on a panel.
  struct Outcome {
    /// 1 or −1 where S has this sign on all of it, 0 where that is not known.
    let sign: Int
    /// The range that holds every zero, where the ends have different signs and the range is narrow.
    let zeros: (from: Ball, to: Ball)?
    /// A bound of |S|.
    let most: Ball?
    /// ∫ d(S·(x − anchor)) over the panel in the order of x, and the width in x.
    let moment: (difference: Ball, width: Ball)?
  }

  func outcome(from a: Ball, to b: Ball) -> Outcome {
    let (left, right) = (evaluated(at: a), evaluated(at: b))
    let moment = left.offset.flatMap { low in
      right.offset.map { high in (difference: direction * (right.value * high - left.value * low), width: (high - low).magnitude) }
    }
    let half = (b - a) / Ball(2)
    let isMonotone = monotone.above.map { $0 <= a.lower } ?? false || monotone.below.map { b.upper <= $0 } ?? false
    guard left.value.isFinite, right.value.isFinite else { return Outcome(sign: 0, zeros: nil, most: nil, moment: moment) }
    let size = Ball.max(left.value.magnitude, right.value.magnitude)
    let known = isMonotone ? Ball(0) : error(middle: (a + b) / Ball(2), half: half, below: size)
    guard let error = known else { return Outcome(sign: 0, zeros: nil, most: nil, moment: moment) }
    let most = size + error
    for sign in [1, -1] {
      let (low, high) = sign > 0 ? (left.value, right.value) : (-left.value, -right.value)
      if (low - error).isPositive, (high - error).isPositive { return Outcome(sign: sign, zeros: nil, most: most, moment: moment) }
    }
    // Between ends of different signs a monotone function has one zero, which halves enclose.
    if isMonotone { return Outcome(sign: 0, zeros: nil, most: most, moment: moment) }
    let slope = (right.value - left.value) / (b - a)
    let reach = error / slope.magnitude
    let root = a - left.value / slope
    let isCrossed = left.value.isPositive && right.value.isNegative || left.value.isNegative && right.value.isPositive
    guard isCrossed, root.isFinite, reach.isFinite, reach.upper < 0.1 * half.lower else {
      return Outcome(sign: 0, zeros: nil, most: most, moment: moment)
    }
    // A little wider, so that the signs beside it are found at once.
    let margin = Ball(2) * reach + half * Ball(0x1p-30)
    return Outcome(sign: 0, zeros: ((root - margin).lowerEnd, (root + margin).upperEnd), most: most, moment: moment)
  }

  private func evaluated(at x: Ball) -> (value: Ball, offset: Ball?) {
    values.run(at: x)
    return (values.value(value), offset.map(values.value))
  }

  /// How far S may be from the line, more closely where that is not below a size.
  private func error(middle: Ball, half: Ball, below size: Ball) -> Ball? {
    var (least, rest): (Ball?, Ball?)
    for rho in [512.0, 32, 4] {
      guard let bound = slopes.ellipseBound(bounded, middle: middle, half: half, rho: rho) else { continue }
      // R = half · (the semi-axis − 1), rounded down.
      let reach = Ball((0.5 * rho - 1).nextDown)
      let error = isDerivative ? bound * half / (Ball(2) * reach) : bound / (reach * reach)
      least = least.map { .min($0, error) } ?? error
      let own = LegendreSeries.error(bound: bound, rho: rho)
      rest = rest.map { .min($0, own) } ?? own
    }
    guard let rest, let least, !(size - least).isPositive, (least - Ball(16) * rest).isPositive else { return least?.upperEnd }
    let rule = LegendreSeries.rule(bits: slopes.bits)
    let values = (0..<rule.count).map { index in
      slopes.run(at: middle + half * rule.nodes[index])
      return slopes.value(bounded)
    }
    let series = LegendreSeries(values, bits: slopes.bits)
    // Of S: what is beside a linear function, once more at the ends, through which the line goes. Of S′: S less the line is 0 at the
    // ends, and its slope is that of S less the average one.
    let own = Ball(2) * (isDerivative ? half * series.rest(from: 1, error: rest) : series.rest(from: 2, error: rest))
    return own.isFinite ? Ball.min(least, own).upperEnd : least.upperEnd
  }
}
