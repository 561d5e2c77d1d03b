import Densities
import Scalars

extension Affine: Enclosable {
  private func image(_ points: [Rational], _ reading: Reading) -> [Rational] {
    let (shift, scale) = (reading.number(shift), reading.number(scale))
    return points.map { shift + scale * $0 }
  }
  private var inner: (any Enclosable)? { base as? any Enclosable }

  func hasFormulas(_ reading: Reading) -> Bool { inner?.hasFormulas(reading) ?? false }
  func cuts(_ reading: Reading) -> [Rational] { image(inner?.cuts(reading) ?? [], reading) }
  func singularities(_ reading: Reading) -> [Rational] { image(inner?.singularities(reading) ?? [], reading) }

  func logDensity(at x: Position) -> Node? {
    inner?.logDensity(at: x.preimage(shift: shift, scale: scale)).map { $0 - .log(x.ball(abs(scale))) }
  }

  func growth(_ end: End) -> Growth? {
    let (image, factor) = end.preimage(shift: shift, scale: scale)
    return inner?.behaviour(image)?.rescaled(by: factor, from: end.start)
  }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    inner?.distribution(at: x.preimage(shift: shift, scale: scale)).map { scale > 0 ? $0 : (below: $0.above, above: $0.below) }
  }
}

extension Truncated: Enclosable {
  private var inner: (any Enclosable)? { base as? any Enclosable }

  func hasFormulas(_ reading: Reading) -> Bool { inner?.hasFormulas(reading) ?? false && masses(reading) != nil }
  func cuts(_ reading: Reading) -> [Rational] {
    let ends = (
      lower: interval.lower.isFinite ? reading.number(interval.lower) : nil,
      upper: interval.upper.isFinite ? reading.number(interval.upper) : nil
    )
    func isInside(_ point: Rational) -> Bool { (ends.lower?.isBelow(point) ?? true) && (ends.upper.map(point.isBelow) ?? true) }
    return (inner?.cuts(reading) ?? []).filter(isInside) + [ends.lower, ends.upper].compactMap(\.self)
  }
  func singularities(_ reading: Reading) -> [Rational] { inner?.singularities(reading) ?? [] }

  /// What the base has below the interval and above it, and in it.
  private func masses(_ reading: Reading) -> (below: Ball, above: Ball, inside: Ball)? {
    let low = interval.lower == -.infinity ? (below: Ball(0), above: Ball(1)) : inner?.distribution(atPoint: interval.lower, reading)
    let high = interval.upper == .infinity ? (below: Ball(1), above: Ball(0)) : inner?.distribution(atPoint: interval.upper, reading)
    guard let low, let high else { return nil }
    // The difference of the smaller two, which keeps more digits.
    let mass = low.below.approximate < 0.5 ? high.below - low.below : low.above - high.above
    return mass.isPositive && mass.isFinite ? (low.below, high.above, mass) : nil
  }

  func logDensity(at x: Position) -> Node? {
    guard x.isInside(interval.lower, interval.upper), let value = inner?.logDensity(at: x), let mass = masses(x.reading)?.inside else {
      return nil
    }
    return value - .log(mass)
  }

  func growth(_ end: End) -> Growth? { inner?.behaviour(end) }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    if x.isBelow(interval.lower) { return (x.program.constant(Ball(0)), x.program.constant(Ball(1))) }
    if x.isAbove(interval.upper) { return (x.program.constant(Ball(1)), x.program.constant(Ball(0))) }
    guard let (below, above, mass) = masses(x.reading), let whole = inner?.distribution(at: x) else { return nil }
    return ((whole.below - below) / mass, (whole.above - above) / mass)
  }
}

extension Mixture: Enclosable, Composed {
  private var parts: [any Enclosable] { components.compactMap { $0 as? any Enclosable } }
  /// With the weights over their exact sum.
  func summands(_ reading: Reading) -> Summands {
    let exact = givenWeights.map(reading.number)
    let sum = exact.dropFirst().reduce(exact[0], +)
    return Summands(zip(parts, exact).map { ($0, ($1 / sum).ball) })
  }

  func hasFormulas(_ reading: Reading) -> Bool { parts.count == components.count && parts.allSatisfy { $0.hasFormulas(reading) } }
  func cuts(_ reading: Reading) -> [Rational] { parts.flatMap { $0.cuts(reading) } }
  func singularities(_ reading: Reading) -> [Rational] { parts.flatMap { $0.singularities(reading) } }

  func logDensity(at x: Position) -> Node? { summands(x.reading).logDensity(at: x) }
  func growth(_ end: End) -> Growth? { summands(end.reading).behaviour(end) }
  func distribution(at x: Position) -> (below: Node, above: Node)? { summands(x.reading).distribution(at: x) }
}

extension Histogram: Enclosable {
  /// All edges: also bins with the same count differ in width by rounding.
  func cuts(_ reading: Reading) -> [Rational] { edges.map(reading.number) }

  /// The bins' shares over their exact sum.
  private var total: Ball { weights.reduce(Ball(0)) { .exactSum($0, Ball($1)) } }

  /// The bin in which a part of the line lies.
  private func bin(_ x: Position) -> Int? {
    guard x.isInside(edges[0], edges[edges.count - 1]) else { return nil }
    // Every edge is a cut, so that a part lies in one bin.
    var (low, high) = (0, weights.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if x.isAbove(edges[middle]) { low = middle } else { high = middle }
    }
    return low
  }

  func logDensity(at x: Position) -> Node? {
    guard let bin = bin(x), weights[bin] > 0 else { return nil }
    return x.program.constant(.log(Ball(weights[bin]) / (total * x.length(edges[bin], edges[bin + 1]))))
  }

  /// The density is constant.
  func growth(_ end: End) -> Growth? { Growth(from: end.start, []) }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    if x.isBelow(edges[0]) { return (x.program.constant(Ball(0)), x.program.constant(Ball(1))) }
    guard let bin = bin(x) else { return (x.program.constant(Ball(1)), x.program.constant(Ball(0))) }
    let before = weights[..<bin].reduce(Ball(0)) { .exactSum($0, Ball($1)) }
    let height = Ball(weights[bin]) / (total * x.length(edges[bin], edges[bin + 1]))
    let below = height * x.distance(from: edges[bin]) + before / total
    return (below, Ball(1) - below)
  }
}

extension KernelDensity: Enclosable {
  /// The shares of the points over their exact sum.
  private var total: Ball { weights.reduce(Ball(0)) { .exactSum($0, Ball($1)) } }

  /// Points with no gap of more than four bandwidths between them.
  private var clusters: [ClosedRange<Int>] {
    let gaps = points.indices.dropLast().filter { points[$0 + 1] - points[$0] > 4 * bandwidth }
    return zip([0] + gaps.map { $0 + 1 }, gaps + [points.count - 1]).map { $0...$1 }
  }

  /// A double between two clusters.
  private func middle(after cluster: ClosedRange<Int>) -> Double { 0.5 * points[cluster.upperBound] + 0.5 * points[cluster.upperBound + 1] }

  /// The density is holomorphic; it is cut where another kernel is taken out of the sum, at the ends of clusters and between them.
  func cuts(_ reading: Reading) -> [Rational] {
    let clusters = clusters
    return (clusters.flatMap { [points[$0.lowerBound], points[$0.upperBound]] } + clusters.dropLast().map(middle)).map(reading.number)
  }

  /// Over the kernel of a point nearby the others are exponentials of linear functions, which are small or turn little on a panel.
  func logDensity(at x: Position) -> Node? {
    let (h, clusters) = (x.ball(bandwidth), clusters)
    let cluster = clusters.dropLast().first { x.isBelow(middle(after: $0)) } ?? clusters[clusters.count - 1]
    let (first, last) = (points[cluster.lowerBound], points[cluster.upperBound])
    let origin = x.isBelow(first) ? first : x.isAbove(last) ? last : points[(cluster.lowerBound + cluster.upperBound) / 2]
    let (spread, nearest) = (Ball(2) * h * h, x.distance(from: origin))
    let sum = zip(points, weights).map { point, weight in
      Ball(weight) * .exp(x.length(origin, point) / spread * (nearest + x.distance(from: point)))
    }
    return .log(sum.dropFirst().reduce(sum[0], +)) - nearest.squared / spread - .log(total * h * .pow(Ball(2) * .pi, 0.5))
  }

  /// The average of −t²/h² + m t/h² over the points, whose m are between those of the outermost.
  func growth(_ end: End) -> Growth? {
    let rate = Ball(1) / (end.ball(bandwidth) * end.ball(bandwidth))
    let outermost = Ball.hull(end.position(of: points[0]), end.position(of: points[points.count - 1]))
    return Growth(from: end.start, [(.power(2), -rate), (.power(1), outermost * rate)])
  }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    let unit = x.ball(bandwidth) * .pow(Ball(2), 0.5)
    var sum: (below: Node, above: Node)?
    for (point, weight) in zip(points, weights) {
      let (z, share) = (x.distance(from: point) / unit, Ball(weight) / (Ball(2) * total))
      sum = sum.map { ($0.below + share * .erfc(-z), $0.above + share * .erfc(z)) } ?? (share * .erfc(-z), share * .erfc(z))
    }
    return sum
  }
}
