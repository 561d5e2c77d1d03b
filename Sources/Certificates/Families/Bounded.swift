import Densities
import Scalars

extension Uniform: Enclosable {
  var cuts: [Ball] { [Ball(lower), Ball(upper)] }
  private var length: Ball { .exactDifference(Ball(upper), Ball(lower)) }

  func logDensity(at x: Position) -> Node? { x.isInside(lower, upper) ? x.program.constant(-.log(length)) : nil }

  /// The density is constant.
  func growth(_ end: End) -> Growth? { Growth(from: end.start, []) }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    if x.isAbove(upper) { return (x.program.constant(Ball(1)), x.program.constant(Ball(0))) }
    if x.isBelow(lower) { return (x.program.constant(Ball(0)), x.program.constant(Ball(1))) }
    return (x.distance(from: lower) / length, -x.distance(from: upper) / length)
  }
}

extension Beta: Enclosable {
  var cuts: [Ball] { [Ball(0), Ball(1)] }
  var singularities: [Ball] { cuts }

  func logDensity(at x: Position) -> Node? {
    guard x.isInside(0, 1) else { return nil }
    let (a, b) = (Ball(alpha), Ball(beta))
    let normalizer = Ball.logGamma(a + b) - .logGamma(a) - .logGamma(b)
    return (a - Ball(1)) * x.logDistance(from: 0) + (b - Ball(1)) * x.logDistance(from: 1) + normalizer
  }

  /// With t the distance from an end, of exponent a there and b at the other: −(a − 1) + (b − 1)/(1 − t)·w⁻¹ in w = 1/t.
  func growth(_ end: End) -> Growth? {
    guard end.isAt(0) || end.isAt(1) else { return nil }
    let (here, there) = end.isAt(0) ? (alpha, beta) : (beta, alpha)
    let rest = Ball(1) - end.inverse
    guard rest.isPositive else { return nil }
    return Growth(from: end.start, [(.power(0), Ball(1) - Ball(here)), (.power(-1), (Ball(there) - Ball(1)) / rest)])
  }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    if x.isAbove(1) { return (x.program.constant(Ball(1)), x.program.constant(Ball(0))) }
    if x.isBelow(0) { return (x.program.constant(Ball(0)), x.program.constant(Ball(1))) }
    let (a, b) = (Ball(alpha), Ball(beta))
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
  var cuts: [Ball] { (lower < mode && mode < upper ? [lower, mode, upper] : [lower, upper]).map { Ball($0) } }
  var singularities: [Ball] { (lower < mode ? [Ball(lower)] : []) + (mode < upper ? [Ball(upper)] : []) }
  private var length: Ball { .exactDifference(Ball(upper), Ball(lower)) }

  func logDensity(at x: Position) -> Node? {
    guard x.isInside(lower, upper) else { return nil }
    let end = x.isBelow(mode) ? lower : upper
    let side = Ball.exactDifference(Ball(mode), Ball(end)).magnitude
    return x.logDistance(from: end) + .log(Ball(2) / (length * side))
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
      let below = x.distance(from: lower).squared / (length * .exactDifference(Ball(mode), Ball(lower)))
      return (below, Ball(1) - below)
    }
    let above = x.distance(from: upper).squared / (length * .exactDifference(Ball(upper), Ball(mode)))
    return (Ball(1) - above, above)
  }
}
