import RealModule
package import Scalars

/// A density that is linear between points, and zero outside them.
///
/// Where it falls to zero at a point it does so linearly, which decides what is infinite: ∫ q²/p diverges there, ∫ q log p
/// does not. The heights need not have an integral of 1: they are divided by it.
public struct PiecewiseLinear: AnalyticDensity {
  /// The places of the points, in increasing order.
  package let points: [Double]
  /// The density at the points.
  package let heights: [Double]
  package let support: [Interval]
  package let text: String
  private let logHeights: [Double]
  /// The mass before and after each point.
  private let before, after: [Double]

  /// The most points there may be: each is a break point of every integral.
  package static let mostPoints = 10_000

  /// The density through (points, heights), in any order; throws one sentence unless there are two points with places
  /// that differ and heights of 0 or more, not all of them 0.
  ///
  /// The source is where the points came from, for the description that the grammar reads back.
  public init(points: [Double], heights: [Double], source: String = "data") throws(DensityError) {
    guard points.count == heights.count else {
      throw DensityError("\(source) must have a height for each point, not \(heights.count) heights for \(points.count) points")
    }
    guard (2...Self.mostPoints).contains(points.count) else {
      throw DensityError("\(source) must have from 2 to \(Self.mostPoints) points, not \(points.count)")
    }
    for (x, y) in zip(points, heights) {
      guard abs(x) <= 1e300, y >= 0, y <= 1e300 else {
        throw DensityError("\(source): a point must be finite, with a height of 0 or more, not (\(x), \(y))")
      }
    }
    let order = points.indices.sorted { points[$0] < points[$1] }
    let sorted = order.map { points[$0] }
    if let twin = zip(sorted, sorted.dropFirst()).first(where: { $0 == $1 }) {
      throw DensityError("\(source) must have one height a place, and has two at \(twin.0): a jump is two places that are close")
    }
    let raw = order.map { heights[$0] }
    guard let largest = raw.max(), largest > 0 else { throw DensityError("\(source) must have a height above 0, and all are 0") }
    // Relative to the largest, so that neither a sum nor a product overflows.
    let masses = sorted.indices.dropLast().map {
      (sorted[$0 + 1] - sorted[$0]) * (0.5 * (raw[$0] / largest) + 0.5 * (raw[$0 + 1] / largest))
    }
    let total = masses.compensatedSum()
    guard total.isNormal else { throw DensityError("\(source) must enclose an area that a double can hold") }
    self.points = sorted
    self.heights = raw.map { $0 / largest / total }
    logHeights = self.heights.map { .log($0) }
    before = masses.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1 / total) }.map { min($0, 1) }
    after = masses.reversed().reduce(into: [0]) { $0.append($0[$0.count - 1] + $1 / total) }.reversed().map { min($0, 1) }
    support = Interval.union(masses.indices.filter { masses[$0] > 0 }.map { Interval(sorted[$0], sorted[$0 + 1]) })
    text = "points(\(source))"
  }

  package var breakpoints: [Double] { points }
  package var termCount: Int { 2 }
  package var landmarks: [Landmark] {
    [Landmark(location: 0.5 * hull.lower + 0.5 * hull.upper, scale: 0.5 * hull.upper - 0.5 * hull.lower)]
  }
  /// The segment that x is in; an inner point belongs to the one above it.
  private func segment(of x: Double) -> Int {
    min(max(SortedData.partitionPoint(points.count) { points[$0] <= x } - 1, 0), points.count - 2)
  }
  private func segment(at place: Place) -> Int? {
    if place.isBelow(points[0]) || place.isAbove(points[points.count - 1]) { return nil }
    let index = segment(of: place.x)
    // Close to a point the rounded place may have ended on its other side.
    if place.isBelow(points[index]), index > 0 { return index - 1 }
    return place.isAbove(points[index + 1]) && index < points.count - 2 ? index + 1 : index
  }

  package func logDensity<S: Scalar>(at x: S) -> S {
    guard hull.contains(x.primal) else { return S(-.infinity) }
    let index = segment(of: x.primal)
    let (a, b) = (points[index], points[index + 1])
    let share: S = (x - S(a)) / S(b - a)
    let height: S = S(heights[index]) * (1 - share) + S(heights[index + 1]) * share
    return height.primal > 0 ? .log(height) : S(-.infinity)
  }
  package func logDensity(at place: Place) -> Double {
    guard let index = segment(at: place) else { return -.infinity }
    let (a, b) = (points[index], points[index + 1])
    let (low, high) = (heights[index], heights[index + 1])
    if low == 0 || high == 0 {
      // In proportion to the distance from the zero, however small.
      if low == high { return -.infinity }
      let zero = low == 0 ? a : b
      let distance = place.logDistance(from: zero)
      return max(logHeights[index], logHeights[index + 1]) - .log(b - a) + (distance + place.logJacobian)
    }
    let share = min(max(place.distance(from: a) / (b - a), 0), 1)
    return .log(low + (high - low) * share) + place.logJacobian
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    guard let index = segment(at: place) else { return 0 }
    let (a, b) = (points[index], points[index + 1])
    let sizes = abs(value - place.logJacobian) + abs(.log(b - a))
    if heights[index] == 0 || heights[index + 1] == 0 {
      let zero = heights[index] == 0 ? a : b
      return place.logDistanceError(place.logDistance(from: zero), from: zero) + 4 * .ulpOfOne * (2 + sizes)
    }
    // A rounding of the place moves the density by its slope.
    let (low, high) = (min(heights[index], heights[index + 1]), max(heights[index], heights[index + 1]))
    let here = low + (high - low) * min(max(.exp(value - place.logJacobian) - low, 0) / max(high - low, .leastNormalMagnitude), 1)
    return .ulpOfOne * (8 + 2 * sizes + 4 * (high - low) / here)
  }
  package func isIdentical(to other: any AnalyticDensity) -> Bool {
    guard let other = other as? PiecewiseLinear else { return false }
    return points == other.points && heights == other.heights
  }
  package func slope(at place: Place) -> Slope {
    guard let index = segment(at: place) else { return Slope(rest: 0) }
    let (a, b) = (points[index], points[index + 1])
    let (low, high) = (heights[index], heights[index + 1])
    if low == high { return Slope(rest: 0) }
    // By the distance from where the line through both points is zero.
    if low == 0 || high == 0 {
      let zero = low == 0 ? a : b
      return place.isNear(zero) ? Slope(pole: 1, rest: 0) : Slope(rest: place.quotient(from: zero))
    }
    let share = min(max(place.distance(from: a) / (b - a), 0), 1)
    return Slope(rest: (high - low) / (low + (high - low) * share) * (place.yardstick / (b - a)))
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .point(let point, let side, let unit) = approach else { return .zero }
    let isInside = side < 0 ? hull.lower < point && point <= hull.upper : hull.lower <= point && point < hull.upper
    guard isInside else { return .zero }
    let index = segment(of: side < 0 ? point.nextDown : point)
    guard let knot = [index, index + 1].first(where: { points[$0] == point }), heights[knot] == 0 else {
      let value = logDensity(at: Place(anchor: point, offset: 0))
      return value == -.infinity ? .zero : .constant(value)
    }
    let other = max(logHeights[index], logHeights[index + 1])
    return other == -.infinity
      ? .zero : Asymptote([.log: -1, .constant: other - .log(points[index + 1] - points[index]) + .log(unit)])
  }

  package func cumulative(_ x: Double) -> Double {
    if x <= points[0] { return 0 }
    if x >= points[points.count - 1] { return 1 }
    let index = segment(of: x)
    return min(before[index] + mass(within: x - points[index], from: index, to: index + 1), 1)
  }
  package func survival(_ x: Double) -> Double {
    if x <= points[0] { return 1 }
    if x >= points[points.count - 1] { return 0 }
    let index = segment(of: x)
    return min(after[index + 1] + mass(within: points[index + 1] - x, from: index + 1, to: index), 1)
  }
  package func quantile(_ p: Double) -> Double {
    if p <= 0 || p >= 1 { return p <= 0 ? hull.lower : hull.upper }
    if p > 0.5 { return upperQuantile(1 - p) }
    let index = min(max(SortedData.partitionPoint(points.count) { before[$0] < p } - 1, 0), points.count - 2)
    return points[index] + reach(p - before[index], from: index, to: index + 1)
  }
  package func upperQuantile(_ p: Double) -> Double {
    if p <= 0 || p >= 1 { return p <= 0 ? hull.upper : hull.lower }
    if p > 0.5 { return quantile(1 - p) }
    let index = min(max(SortedData.partitionPoint(points.count) { after[$0] >= p } - 1, 0), points.count - 2)
    return points[index + 1] - reach(p - after[index + 1], from: index + 1, to: index)
  }

  /// The mass within a distance of a point, on the segment to a neighbour.
  private func mass(within distance: Double, from start: Int, to end: Int) -> Double {
    let length = abs(points[end] - points[start])
    return distance * (heights[start] + 0.5 * (heights[end] - heights[start]) * (distance / length))
  }
  /// The distance from a point, on the segment to a neighbour, within which the mass is p: a root of a quadratic.
  private func reach(_ p: Double, from start: Int, to end: Int) -> Double {
    let length = abs(points[end] - points[start])
    // In shares of the segment, where no square of a height leaves the doubles.
    let most = max(heights[start], heights[end])
    let (low, high) = (heights[start] / most, heights[end] / most)
    let mass = max(p, 0) / (length * most)
    let root = Double.sqrt(max(low * low + 2 * (high - low) * mass, 0))
    return min(length * (2 * mass / (low + root)), length)
  }
}
