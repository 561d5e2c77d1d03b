import Densities

// Towards a tail, t is the distance from the end's anchor and m the t of the lower end 0, so that x = t − m; towards the
// point 0, x = t = 1/w.

extension Exponential: Enclosable {
  func cuts(_ reading: Reading) -> [Rational] { [.zero] }

  func logDensity(at x: Position) -> Node? { x.isAbove(0) ? -(x.ball(rate) * x.distance(from: 0)) + .log(x.ball(rate)) : nil }

  /// log p = −λ(t − m) + log λ; towards 0 it is d log p/d log w = λ/w.
  func growth(_ end: End) -> Growth? { Growth(from: end.start, [end.isTail ? (.power(1), -end.ball(rate)) : (.power(-1), end.ball(rate))]) }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    guard x.isAbove(0) else { return (x.program.constant(Ball(0)), x.program.constant(Ball(1))) }
    let size = x.ball(rate) * x.distance(from: 0)
    return (-.expMinusOne(-size), .exp(-size))
  }
}

/// t/x = 1/(1 − m/t), as 1 + m/(1 − m v)·v with v = 1/t; nil where the end starts at the lower end or before it.
private func tailRatio(_ end: End) -> (m: Ball, ratio: Ball, excess: Ball)? {
  let m = end.position(of: 0)
  let ratio = Ball(1) / (Ball(1) - m * end.inverse)
  guard ratio.isFinite, ratio.isPositive else { return nil }
  return (m, ratio, m * ratio)
}

extension Gamma: Enclosable {
  func cuts(_ reading: Reading) -> [Rational] { [.zero] }
  func singularities(_ reading: Reading) -> [Rational] { [.zero] }

  func logDensity(at x: Position) -> Node? {
    guard x.isAbove(0) else { return nil }
    let (k, rate) = (x.ball(shape), x.ball(rate))
    return (k - Ball(1)) * x.logDistance(from: 0) - rate * x.distance(from: 0) + (k * .log(rate) - .logGamma(k))
  }

  /// In a tail (k − 1) t/x − λ t, with t/x = 1 + excess/t; towards 0 the growth in w is −(k − 1) + λ/w.
  func growth(_ end: End) -> Growth? {
    let (power, rate) = (end.ball(shape) - Ball(1), end.ball(rate))
    if !end.isTail { return end.isAt(0) ? Growth(from: end.start, [(.power(0), -power), (.power(-1), rate)]) : nil }
    return tailRatio(end).map { Growth(from: end.start, [(.power(1), -rate), (.power(0), power), (.power(-1), power * $0.excess)]) }
  }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    guard x.isAbove(0), !(x.isBelow(0)) else { return (x.program.constant(Ball(0)), x.program.constant(Ball(1))) }
    let product = x.ball(rate) * x.distance(from: 0)
    return (.gammaLower(x.ball(shape), product), .gammaUpper(x.ball(shape), product))
  }
}

extension Weibull: Enclosable {
  func cuts(_ reading: Reading) -> [Rational] { [.zero] }
  func singularities(_ reading: Reading) -> [Rational] { [.zero] }

  func logDensity(at x: Position) -> Node? {
    guard x.isAbove(0) else { return nil }
    let (k, logScale) = (x.ball(shape), Ball.log(x.ball(scale)))
    let logRatio = x.logDistance(from: 0) - logScale
    return (k - Ball(1)) * logRatio - .exp(k * logRatio) + (.log(k) - logScale)
  }

  /// In a tail (k − 1) t/x − k s^(−k) (x/t)^(k−1) t^k; towards 0 the growth in w is −(k − 1) + k s^(−k) w^(−k).
  func growth(_ end: End) -> Growth? {
    let (power, rate) = (end.ball(shape) - Ball(1), end.ball(shape) / .pow(end.ball(scale), end.number(shape)))
    if !end.isTail { return end.isAt(0) ? Growth(from: end.start, [(.power(0), -power), (.power(-end.number(shape)), rate)]) : nil }
    guard let (m, ratio, excess) = tailRatio(end) else { return nil }
    let bend = m.isZero ? Ball(1) : Ball.exp(-(power * .log(ratio)))
    return Growth(from: end.start, [(.power(end.number(shape)), -(rate * bend)), (.power(0), power), (.power(-1), power * excess)])
  }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    guard x.isAbove(0), !(x.isBelow(0)) else { return (x.program.constant(Ball(0)), x.program.constant(Ball(1))) }
    let size = Node.exp(x.ball(shape) * (x.logDistance(from: 0) - .log(x.ball(scale))))
    return (-.expMinusOne(-size), .exp(-size))
  }
}

extension LogNormal: Enclosable {
  func cuts(_ reading: Reading) -> [Rational] { [.zero] }
  func singularities(_ reading: Reading) -> [Rational] { [.zero] }

  func logDensity(at x: Position) -> Node? {
    guard x.isAbove(0) else { return nil }
    let logX = x.logDistance(from: 0)
    let z = (logX - x.ball(mu)) / x.ball(sigma)
    return -logX - z.squared / Ball(2) - (.log(x.ball(sigma)) + .log(Ball(2) * .pi) / Ball(2))
  }

  /// In a tail −(t/x)(1 + (log x − μ)/σ²) with log x = log t − log(t/x); towards 0 the growth in w is
  /// 1 + (log x − μ)/σ² with log x = −log w.
  func growth(_ end: End) -> Growth? {
    let (rate, mu) = (Ball(1) / (end.ball(sigma) * end.ball(sigma)), end.ball(mu))
    if !end.isTail { return end.isAt(0) ? Growth(from: end.start, [(.logarithm, -rate), (.power(0), Ball(1) - mu * rate)]) : nil }
    guard let (m, ratio, _) = tailRatio(end) else { return nil }
    let lost = m.isZero ? Ball(0) : Ball.log(ratio)
    return Growth(from: end.start, [(.logarithm, -(ratio * rate)), (.power(0), -(ratio * (Ball(1) - (lost + mu) * rate)))])
  }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    guard x.isAbove(0), !(x.isBelow(0)) else { return (x.program.constant(Ball(0)), x.program.constant(Ball(1))) }
    let z = (x.logDistance(from: 0) - x.ball(mu)) / (x.ball(sigma) * .pow(Ball(2), 0.5))
    return (.erfc(-z) / Ball(2), .erfc(z) / Ball(2))
  }
}

extension InverseGaussian: Enclosable {
  func cuts(_ reading: Reading) -> [Rational] { [.zero] }
  func singularities(_ reading: Reading) -> [Rational] { [.zero] }

  func logDensity(at x: Position) -> Node? {
    guard x.isAbove(0) else { return nil }
    let (m, k) = (x.ball(mean), x.ball(shape))
    let exponent = k / (Ball(2) * m * m) * (x.distance(from: mean).squared / x.distance(from: 0))
    return -exponent - Ball(1.5) * x.logDistance(from: 0) + .log(k / (Ball(2) * .pi)) / Ball(2)
  }

  /// In a tail −(3/2) t/x − (λ/2μ²) t + (λ/2)(t/x)²/t; towards 0 the growth in w is 3/2 + (λ/2μ²)/w − (λ/2) w.
  func growth(_ end: End) -> Growth? {
    let (half, rate) = (end.ball(shape) / Ball(2), end.ball(shape) / (Ball(2) * end.ball(mean) * end.ball(mean)))
    if !end.isTail {
      return end.isAt(0) ? Growth(from: end.start, [(.power(1), -half), (.power(0), Ball(1.5)), (.power(-1), rate)]) : nil
    }
    guard let (_, ratio, excess) = tailRatio(end) else { return nil }
    let rest = half * ratio * ratio - Ball(1.5) * excess
    return Growth(from: end.start, [(.power(1), -rate), (.power(0), Ball(-1.5)), (.power(-1), rest)])
  }

  /// Φ(a) + e^(2λ/μ) Φ(−b) with a = √(λ/x) (x/μ − 1) and b = √(λ/x) (x/μ + 1) (Folks & Chhikara 1978).
  func distribution(at x: Position) -> (below: Node, above: Node)? {
    guard x.isAbove(0), !(x.isBelow(0)) else { return (x.program.constant(Ball(0)), x.program.constant(Ball(1))) }
    let root = Node.exp((.log(x.ball(shape)) - x.logDistance(from: 0)) / Ball(2)) / (x.ball(mean) * .pow(Ball(2), 0.5))
    let (a, b) = (root * x.distance(from: mean), root * x.distance(from: -mean))
    let mirrored = Ball.exp(Ball(2) * x.ball(shape) / x.ball(mean)) / Ball(2) * .erfc(b)
    return (.erfc(-a) / Ball(2) + mirrored, .erfc(a) / Ball(2) - mirrored)
  }
}

extension Pareto: Enclosable {
  func cuts(_ reading: Reading) -> [Rational] { [reading.number(scale)] }

  func logDensity(at x: Position) -> Node? {
    guard x.isAbove(scale) else { return nil }
    let alpha = x.ball(shape)
    return -((alpha + Ball(1)) * .log(x.distance(from: 0))) + (.log(alpha) + alpha * .log(x.ball(scale)))
  }

  /// In a tail −(α + 1) t/x, with t/x = 1 + excess/t.
  func growth(_ end: End) -> Growth? {
    guard end.isTail, let excess = tailRatio(end)?.excess else { return nil }
    let exponent = end.ball(shape) + Ball(1)
    return Growth(from: end.start, [(.power(0), -exponent), (.power(-1), -(exponent * excess))])
  }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    guard x.isAbove(scale) else { return (x.program.constant(Ball(0)), x.program.constant(Ball(1))) }
    let above = Node.exp(-(x.ball(shape) * .log(x.distance(from: 0) / x.ball(scale))))
    return (Ball(1) - above, above)
  }
}
