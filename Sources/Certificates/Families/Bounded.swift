import Densities
import Scalars

extension Uniform: Enclosable {
  func cuts(_ reading: Reading) -> [Rational] { [lower, upper].map(reading.number) }

  func logDensity(at x: Position) -> Node? { x.isInside(lower, upper) ? x.program.constant(-.log(x.length(lower, upper))) : nil }

  /// The density is constant.
  func growth(_ end: End) -> Growth? { Growth(from: end.start, []) }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    if x.isAbove(upper) { return (x.program.constant(Ball(1)), x.program.constant(Ball(0))) }
    if x.isBelow(lower) { return (x.program.constant(Ball(0)), x.program.constant(Ball(1))) }
    let length = x.length(lower, upper)
    return (x.distance(from: lower) / length, -x.distance(from: upper) / length)
  }
}

extension Beta: Enclosable {
  func cuts(_ reading: Reading) -> [Rational] { [.zero, .one] }
  func singularities(_ reading: Reading) -> [Rational] { [.zero, .one] }

  func logDensity(at x: Position) -> Node? {
    guard x.isInside(0, 1) else { return nil }
    let (a, b) = (x.ball(alpha), x.ball(beta))
    let normalizer = Ball.logGamma(a + b) - .logGamma(a) - .logGamma(b)
    return (a - Ball(1)) * x.logDistance(from: 0) + (b - Ball(1)) * x.logDistance(from: 1) + normalizer
  }

  /// With t the distance from an end, of exponent a there and b at the other: −(a − 1) + (b − 1)/(1 − t)·w⁻¹ in w = 1/t.
  func growth(_ end: End) -> Growth? {
    guard end.isAt(0) || end.isAt(1) else { return nil }
    let (here, there) = end.isAt(0) ? (alpha, beta) : (beta, alpha)
    let rest = Ball(1) - end.inverse
    guard rest.isPositive else { return nil }
    return Growth(from: end.start, [(.power(0), Ball(1) - end.ball(here)), (.power(-1), (end.ball(there) - Ball(1)) / rest)])
  }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    if x.isAbove(1) { return (x.program.constant(Ball(1)), x.program.constant(Ball(0))) }
    if x.isBelow(0) { return (x.program.constant(Ball(0)), x.program.constant(Ball(1))) }
    let (a, b) = (x.ball(alpha), x.ball(beta))
    // From the nearer end: close to 1 the series in x have no digits.
    if x.isAbove(0.5) {
      let above = Node.betaLower(b, a, -x.distance(from: 1))
      return (Ball(1) - above, above)
    }
    let below = Node.betaLower(a, b, x.distance(from: 0))
    return (below, x.isBelow(0.5) ? Ball(1) - below : .betaLower(b, a, -x.distance(from: 1)))
  }
}

extension Triangular: Enclosable {
  func cuts(_ reading: Reading) -> [Rational] {
    (lower < mode && mode < upper ? [lower, mode, upper] : [lower, upper]).map(reading.number)
  }
  func singularities(_ reading: Reading) -> [Rational] {
    ((lower < mode ? [lower] : []) + (mode < upper ? [upper] : [])).map(reading.number)
  }

  func logDensity(at x: Position) -> Node? {
    guard x.isInside(lower, upper) else { return nil }
    let end = x.isBelow(mode) ? lower : upper
    let side = x.isBelow(mode) ? x.length(lower, mode) : x.length(mode, upper)
    return x.logDistance(from: end) + .log(Ball(2) / (x.length(lower, upper) * side))
  }

  /// p = c·t towards an end at which it vanishes: −1 in w = 1/t.
  func growth(_ end: End) -> Growth? {
    guard end.isAt(lower) && lower < mode || end.isAt(upper) && mode < upper else { return nil }
    return Growth(from: end.start, [(.power(0), Ball(-1))])
  }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    if x.isAbove(upper) { return (x.program.constant(Ball(1)), x.program.constant(Ball(0))) }
    if x.isBelow(lower) { return (x.program.constant(Ball(0)), x.program.constant(Ball(1))) }
    if x.isBelow(mode) {
      let below = x.distance(from: lower).squared / (x.length(lower, upper) * x.length(lower, mode))
      return (below, Ball(1) - below)
    }
    let above = x.distance(from: upper).squared / (x.length(lower, upper) * x.length(mode, upper))
    return (Ball(1) - above, above)
  }
}
