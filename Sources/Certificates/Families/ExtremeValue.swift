import Densities

// With shape ξ ≠ 0 the density ends at e = location − scale/ξ, a quotient of exact numbers, at which the line is cut. Let u = |x − e|,
// c = |ξ|/scale and k = 1/|ξ|, so that w = 1 + ξ(x − location)/scale = c·u: log p = −(1 + 1/ξ) log w − w^(−1/ξ) − log scale.

extension GeneralizedExtremeValue: Enclosable {
  /// The same at ξ = 0.
  private var gumbel: Gumbel { Gumbel(location: location, scale: scale) }

  /// e, c and k.
  private func constants(_ reading: Reading) -> (end: Rational, rate: Rational, exponent: Rational) {
    let (m, s, xi) = (reading.number(location), reading.number(scale), reading.number(shape))
    return (m - s / xi, xi.magnitude / s, .one / xi.magnitude)
  }

  func cuts(_ reading: Reading) -> [Rational] { shape == 0 ? [] : [constants(reading).end] }
  func singularities(_ reading: Reading) -> [Rational] { cuts(reading) }

  /// Whether a part is on the side of e on which the density is positive.
  private func isInside(_ x: Position, _ end: Rational) -> Bool { shape > 0 ? x.isAbove(end) : x.isBelow(end) }

  /// log w, from the distance to e.
  private func logW(_ x: Position, _ end: Rational, _ rate: Rational) -> Node { x.logDistance(from: end) + .log(rate.ball) }

  func logDensity(at x: Position) -> Node? {
    if shape == 0 { return gumbel.logDensity(at: x) }
    let (end, rate, exponent) = constants(x.reading)
    guard isInside(x, end) else { return nil }
    let logW = logW(x, end, rate)
    // −1/ξ.
    let power = (shape > 0 ? -exponent : exponent).ball
    return (power - Ball(1)) * logW - .exp(power * logW) - .log(x.ball(scale))
  }

  /// In a tail u = t − m with m the t of e, and ratio = t/u = 1 + excess/t.
  ///
  /// ξ > 0: d log p/d log t = (−(1 + k) + k w^(−k)) ratio, with w^(−k) ratio = c^(−k) ratio^(1+k) t^(−k). ξ < 0: it is
  /// (k − 1) ratio − k c^k ratio^(1−k) t^k, as of a Weibull density of shape k and scale 1/c. Towards e, in 1/u, the ratio is 1 and the
  /// signs are the other ones.
  func growth(_ end: End) -> Growth? {
    if shape == 0 { return gumbel.growth(end) }
    let (point, rate, exponent) = constants(end.reading)
    let (k, isPower) = (exponent.ball, shape > 0)
    // Of the power of w in the exponent, and that of the others.
    let (power, constant) = (isPower ? -exponent : exponent, isPower ? -(k + Ball(1)) : k - Ball(1))
    let height = k * .pow(rate.ball, power)
    let signed = isPower ? height : -height
    if !end.isTail {
      return end.isAt(oneOf: [point]) ? Growth(from: end.start, [(.power(-power), -signed), (.power(0), -constant)]) : nil
    }
    let m = end.position(of: point)
    let ratio = Ball(1) / (Ball(1) - m * end.inverse)
    guard ratio.isFinite, ratio.isPositive else { return nil }
    let bend = m.isZero ? Ball(1) : Ball.exp((Ball(1) - power.ball) * .log(ratio))
    return Growth(from: end.start, [(.power(power), signed * bend), (.power(0), constant), (.power(-1), constant * m * ratio)])
  }

  /// F = exp(−w^(−1/ξ)).
  func distribution(at x: Position) -> (below: Node, above: Node)? {
    if shape == 0 { return gumbel.distribution(at: x) }
    let (end, rate, exponent) = constants(x.reading)
    let (zero, one) = (x.program.constant(Ball(0)), x.program.constant(Ball(1)))
    guard isInside(x, end), !(x.isAbove(end) && x.isBelow(end)) else { return shape > 0 ? (zero, one) : (one, zero) }
    let power = (shape > 0 ? -exponent : exponent).ball
    let size = Node.exp(power * logW(x, end, rate))
    return (.exp(-size), -.expMinusOne(-size))
  }
}
