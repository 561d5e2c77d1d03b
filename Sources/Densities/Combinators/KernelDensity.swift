import Calculus
import RealModule
package import Scalars

/// A kernel density estimate with the Gaussian kernel, p(x) = Σᵢ φ((x − xᵢ)/h)/(n h), with h the bandwidth.
public struct KernelDensity: AnalyticDensity {
  /// The bandwidth h: the standard deviation of the kernel.
  package let bandwidth: Double
  /// The distinct points in increasing order.
  package let points: [Double]
  package let text: String
  package let landmarks: [Landmark]
  /// The share of the data at each point.
  package let weights: [Double]
  package let termCount: Int
  /// The share of the data strictly before each point; one more entry than points.
  private let before: [Double]
  private let logNormalizer: Double
  private let boxes: [KernelBox]
  /// The boxes of many points, and the points of the others, for sums at the nodes of a panel.
  private let bells: (boxes: GaussianSum, points: GaussianSum)

  /// The estimate from data, with Silverman's bandwidth if none is given; throws unless two numbers are distinct.
  ///
  /// The source is where the data came from, for the description that the grammar reads back.
  public init(_ data: [Double], bandwidth: Double? = nil, source: String = "data") throws(DensityError) {
    try self.init(data, bandwidth: bandwidth.map { .fixed($0) } ?? .silverman, source: source)
  }

  /// The estimate with a rule for the bandwidth, or from data with weights, p(x) = Σᵢ wᵢ φ((x − xᵢ)/h)/h with Σ wᵢ = 1.
  ///
  /// Throws one sentence unless there is a weight of 0 or more for each datum, and where the rule has no bandwidth.
  package init(_ data: [Double], bandwidth rule: Bandwidth, weights given: [Double]? = nil, source: String = "data") throws(DensityError) {
    var (sorted, shares) = (data, given)
    if let given {
      (sorted, shares) = try SortedData.weighted(data, given, source)
    } else {
      sorted = try SortedData.validated(data, source)
    }
    guard let bandwidth = rule.value(sorted, weights: shares) else {
      throw DensityError("kde: the rule isj finds no bandwidth for \(source): write bandwidth=silverman or bandwidth=NUMBER")
    }
    if let condition = Parameter.Domain.positive.condition(brokenBy: bandwidth) {
      throw DensityError("kde: bandwidth must \(condition), not \(bandwidth)")
    }
    self.bandwidth = bandwidth
    // Counts, whose sums are exact, or weights.
    var (points, counts): ([Double], [Double]) = ([], [])
    for (index, value) in sorted.enumerated() {
      let weight = shares.map { $0[index] } ?? 1
      if value == points.last {
        counts[counts.count - 1] += weight
      } else {
        points.append(value)
        counts.append(weight)
      }
    }
    self.points = points
    let total = shares == nil ? Double(sorted.count) : 1
    weights = counts.map { $0 / total }
    before = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }.map { min($0 / total, 1) }
    logNormalizer = .log(bandwidth) + 0.5 * .log(2 * .pi)
    boxes = KernelBox.gather(points, weights: weights, bandwidth: bandwidth)
    bells = KernelBox.bells(boxes, points, weights: weights, bandwidth: bandwidth)
    termCount = Self.termCount(boxes, reach: 9.5 * bandwidth)
    landmarks = Self.clusters(points, width: 6 * bandwidth).map { Landmark(location: $0, scale: bandwidth) }
    text = "kde(\(source))"
  }

  /// The most terms within reach of one place, in units of a term of another density, of which five take as long.
  private static func termCount(_ boxes: [KernelBox], reach: Double) -> Int {
    var (first, count, most) = (0, 0, 0)
    for box in boxes {
      count += box.termCount
      while box.center - boxes[first].center > 2 * reach {
        count -= boxes[first].termCount
        first += 1
      }
      most = max(most, count)
    }
    return 3 + most / 5
  }

  /// The middles of runs of points no wider than `width`.
  private static func clusters(_ points: [Double], width: Double) -> [Double] {
    var middles: [Double] = []
    var (start, end) = (points[0], points[0])
    for point in points.dropFirst() {
      if point - start > width {
        middles.append(0.5 * start + 0.5 * end)
        start = point
      }
      end = point
    }
    return middles + [0.5 * start + 0.5 * end]
  }

  package var support: [Interval] { [.line] }
  package func logDensity<S: Scalar>(at x: S) -> S { logSum { x - S($0) } }
  package func logDensity(at place: Place) -> Double { logSum { place.distance(from: $0) } + place.logJacobian }
  package func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
    for index in results.indices { results[index] = 0 }
    for start in stride(from: 0, to: places.count, by: 8) { addBells(places, start..<min(start + 8, places.count), to: &results) }
    VectorFunctions.log(&results)
    // More than 8 bandwidths from the nearest point the sum is taken relative to its term.
    evaluate(places, &results, &roundings) { place, logSum, _ in
      let value = logSum > -32 ? logSum - logNormalizer + place.logJacobian : .nan
      return (value, rounding(ofLogDensity: value, at: place))
    }
  }
  /// Adds Σ wᵢ exp(−zᵢ²/2) at neighbouring nodes, over all points in reach of any.
  ///
  /// What is beyond 9.5 bandwidths is below e⁻⁴⁵, less than a rounding of a sum above 5·10⁻⁴. For a smaller one, above
  /// e⁻³², the reach is 12.41 bandwidths: what is beyond is below e⁻⁷⁷.
  private func addBells(_ places: Places, _ nodes: Range<Int>, to sums: inout [Double]) {
    var (left, right) = (nodes.lowerBound, nodes.lowerBound)
    for node in nodes.dropFirst() {
      if places.offsets[node] < places.offsets[left] { left = node }
      if places.offsets[node] > places.offsets[right] { right = node }
    }
    let ends = (left: places[left], right: places[right])
    func members(_ sum: GaussianSum, within reach: Double) -> Range<Int> {
      let start = SortedData.partitionPoint(sum.centers.count) { ends.left.distance(from: sum.centers[$0]) > reach * bandwidth }
      let end = SortedData.partitionPoint(sum.centers.count) { ends.right.distance(from: sum.centers[$0]) >= -reach * bandwidth }
      return start..<max(start, end)
    }
    func add(_ sum: GaussianSum, _ members: Range<Int>) {
      places.add(sum, members, to: &sums, at: nodes)
    }
    let near = [bells.boxes, bells.points].map { (sum: $0, members: members($0, within: 9.5)) }
    for (sum, members) in near { add(sum, members) }
    if sums[nodes].allSatisfy({ $0 > 5e-4 }) { return }
    for (sum, inner) in near {
      let outer = members(sum, within: 12.41)
      add(sum, min(outer.lowerBound, inner.lowerBound)..<inner.lowerBound)
      add(sum, inner.upperBound..<max(outer.upperBound, inner.upperBound))
    }
  }
  package func slope(at place: Place) -> Slope {
    Slope(rest: derivative(at: 0.0) { step in logSum { Dual(place.distance(from: $0)) + step } } * place.yardstick)
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double {
    // A kernel that counts is z bandwidths away with ½ z² little above −log p; a box leaves some tens of roundings.
    let logSum = abs(value - place.logJacobian + logNormalizer)
    return .ulpOfOne * (50 + 8 * logSum + 2 * abs(logNormalizer))
  }
  package func isIdentical(to other: any AnalyticDensity) -> Bool {
    guard let other = other as? KernelDensity else { return false }
    return bandwidth == other.bandwidth && points == other.points && weights == other.weights
  }
  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .tail(let direction, let origin, let unit) = approach else { return regularAsymptote(approach) }
    let outermost = direction < 0 ? 0 : points.count - 1
    return .power(2, coefficient: -0.5 * (unit / bandwidth) * (unit / bandwidth), shift: direction * (origin - points[outermost]) / unit)
      + .constant(.log(weights[outermost]) - logNormalizer)
  }

  /// The sum over the points whose term is above e⁻⁴⁵ of the nearest one's, from their distances to x.
  private func logSum<S: Scalar>(_ distance: (Double) -> S) -> S {
    // Distances fall along the points, so the first that is not positive stands beside the nearest.
    let after = SortedData.partitionPoint(points.count) { distance(points[$0]).primal > 0 }
    let isAfterNearer = after < points.count && (after == 0 || -distance(points[after]).primal < distance(points[after - 1]).primal)
    let nearest = isAfterNearer ? after : after - 1
    let u: S = distance(points[nearest]) / S(bandwidth)
    guard abs(u.primal) < 1e150 else { return S(-.infinity) }
    let reach = bandwidth * (u.primal * u.primal + 90).squareRoot()
    if abs(u.primal) < 8 { return .log(nearSum(distance, reach: reach)) - S(logNormalizer) }
    return -0.5 * u * u + .log(farSum(u, nearest, distance, reach: reach)) - S(logNormalizer)
  }
  /// Σ wᵢ exp(−zᵢ²/2), box by box.
  private func nearSum<S: Scalar>(_ distance: (Double) -> S, reach: Double) -> S {
    var sum = S.zero
    let first = SortedData.partitionPoint(boxes.count) { distance(boxes[$0].center).primal > reach }
    // By their places: a box that is copied out of its array is counted, for longer than it takes.
    for place in first..<boxes.count {
      let d = distance(boxes[place].center)
      if d.primal < -reach { break }
      if boxes[place].isSmall {
        for index in boxes[place].members {
          let z: S = distance(points[index]) / S(bandwidth)
          sum += S(weights[index]) * .exp(-0.5 * z * z)
        }
      } else {
        sum += boxes[place].kernelSum(d / S(bandwidth))
      }
    }
    return sum
  }
  /// Σ wᵢ exp(−δᵢ (u + δᵢ/2)), exact however far out, with u from the nearest point and δᵢ from it to the i-th.
  private func farSum<S: Scalar>(_ u: S, _ nearest: Int, _ distance: (Double) -> S, reach: Double) -> S {
    var sum = S(weights[nearest])
    func add(_ index: Int) -> Bool {
      if abs(distance(points[index]).primal) > reach { return false }
      let delta = (points[nearest] - points[index]) / bandwidth
      sum += S(weights[index]) * .exp(-(S(delta) * (u + S(0.5 * delta))))
      return true
    }
    var index = nearest + 1
    while index < points.count, add(index) { index += 1 }
    index = nearest - 1
    while index >= 0, add(index) { index -= 1 }
    return sum
  }
  package func cumulative(_ x: Double) -> Double { tail(x, isUpper: false) }
  package func survival(_ x: Double) -> Double { tail(x, isUpper: true) }

  /// The mass below x or above it, compiled for each.
  @inline(__always)
  private func tail(_ x: Double, isUpper: Bool) -> Double {
    var sum = CompensatedSum()
    let outermost = isUpper ? points.count - 1 : 0
    if isUpper ? x >= points[outermost] : x <= points[outermost] {
      // The outermost point is the nearest.
      for offset in points.indices {
        let index = isUpper ? outermost - offset : offset
        let term = SpecialFunctions.normalUpper(isUpper ? x - points[index] : points[index] - x, sd: bandwidth)
        sum.add(weights[index] * term)
        if term <= 1e-20 * sum.value { break }
      }
      return min(sum.value, 1)
    }
    // Boxes more than 9 bandwidths on the side count whole, those as far on the other not at all.
    let (first, last) = boxes(from: x - 9 * bandwidth, to: x + 9 * bandwidth)
    let near = boxes[first..<last]
    sum.add(
      isUpper
        ? 1 - before[near.last?.members.upperBound ?? SortedData.partitionPoint(points.count) { points[$0] <= x }]
        : before[near.first?.members.lowerBound ?? SortedData.partitionPoint(points.count) { points[$0] < x }])
    for box in near {
      if box.isSmall {
        for index in box.members {
          sum.add(weights[index] * SpecialFunctions.normalUpper(isUpper ? x - points[index] : points[index] - x, sd: bandwidth))
        }
      } else {
        sum.add(box.mass((x - box.center) / bandwidth, isUpper: isUpper))
      }
    }
    return min(sum.value, 1)
  }
  /// The boxes with their centres in an interval.
  private func boxes(from lower: Double, to upper: Double) -> (first: Int, last: Int) {
    let first = SortedData.partitionPoint(boxes.count) { boxes[$0].center < lower }
    return (first, max(first, SortedData.partitionPoint(boxes.count) { boxes[$0].center <= upper }))
  }
  package func sample(using generator: inout some RandomNumberGenerator) -> Double {
    let level = generator.openUniform()
    let index = min(SortedData.partitionPoint(points.count) { before[$0 + 1] <= level }, points.count - 1)
    return points[index] + bandwidth * SpecialFunctions.normalQuantile(generator.openUniform())
  }
  package func tailQuantile(_ p: Double, isUpper: Bool) -> Double {
    if p <= 0 { return isUpper ? .infinity : -.infinity }
    let z = SpecialFunctions.normalQuantile(p) * bandwidth * (isUpper ? -1 : 1)
    let inversion = Inversion(of: self, isUpper: isUpper)
    let level = isUpper ? 1 - p : p
    let start = points[min(SortedData.partitionPoint(before.count) { before[$0] < level }, points.count - 1)]
    return inversion.solve(level: p, from: points[0] + z, to: points[points.count - 1] + z, start: start)
  }
}
