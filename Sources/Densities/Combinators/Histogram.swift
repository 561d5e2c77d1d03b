import RealModule
package import Scalars

/// A histogram as a density: constant on bins of equal width, zero on empty ones.
public struct Histogram: AnalyticDensity {
  /// The ends of the bins, one more than there are bins.
  package let edges: [Double]
  /// The share of the data in each bin.
  package let weights: [Double]
  package let support: [Interval]
  package let breakpoints: [Double]
  package let text: String
  private let logDensities: [Double]
  private let logRounding: Double
  /// The share of the data before and after each edge.
  private let before: [Double]
  private let after: [Double]

  /// The most bins there may be: each is a piece of every integral.
  package static let mostBins = 10_000

  /// The histogram of data, with Freedman & Diaconis' number of bins if none is given; throws one sentence without two
  /// distinct numbers or with too many bins.
  ///
  /// The source is where the data came from, for the description that the grammar reads back.
  public init(_ data: [Double], bins: Int? = nil, source: String = "data") throws(DensityError) {
    let sorted = try SortedData.validated(data, source)
    let count = bins ?? Self.freedmanDiaconis(sorted)
    guard (1...Self.mostBins).contains(count) else {
      throw DensityError("histogram: bins must be a whole number from 1 to \(Self.mostBins), not \(count)")
    }
    let (lower, upper) = (sorted[0], sorted[sorted.count - 1])
    let edges = (0...count).map { $0 == count ? upper : lower + (upper - lower) * (Double($0) / Double(count)) }
    guard zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw DensityError("histogram: \(count) bins between \(lower) and \(upper) are narrower than a double can tell")
    }
    var counts = [Int](repeating: 0, count: count)
    var bin = 0
    for value in sorted {
      while bin < count - 1, value >= edges[bin + 1] { bin += 1 }
      counts[bin] += 1
    }
    let total = Double(sorted.count)
    self.edges = edges
    weights = counts.map { Double($0) / total }
    before = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }.map { Double($0) / total }
    after = counts.reduce(into: [sorted.count]) { $0.append($0[$0.count - 1] - $1) }.map { Double($0) / total }
    logDensities = counts.indices.map { .log(Double(counts[$0]) / total) - .log(edges[$0 + 1] - edges[$0]) }
    logRounding = .ulpOfOne * (4 + .log(total) + 2 * abs(.log((upper - lower) / Double(count))))
    support = Interval.union(counts.indices.filter { counts[$0] > 0 }.map { Interval(edges[$0], edges[$0 + 1]) })
    breakpoints = edges.indices.filter { $0 == 0 || $0 == count || counts[$0 - 1] != counts[$0] }.map { edges[$0] }
    text = "histogram(\(source))"
  }

  /// Bins at most 2 IQR n^(−1/3) wide (Freedman & Diaconis 1981); Sturges' log₂ n + 1 where the quartiles coincide.
  package static func freedmanDiaconis(_ sorted: [Double]) -> Int {
    let n = Double(sorted.count)
    let spread = SortedData.quantile(sorted, 0.75) - SortedData.quantile(sorted, 0.25)
    let bins = spread > 0 ? (sorted[sorted.count - 1] - sorted[0]) / (2 * spread * .pow(n, -1.0 / 3)) : .log2(n) + 1
    return Int(min(max(bins.rounded(.up), 1), Double(mostBins)))
  }

  package func logDensity<S: Scalar>(at x: S) -> S {
    let isInside = edges[0] <= x.primal && x.primal <= edges[edges.count - 1]
    return S(isInside ? logDensities[bin(of: x.primal)] : -.infinity)
  }
  package func logDensity(at place: Place) -> Double {
    if place.isBelow(edges[0]) || place.isAbove(edges[edges.count - 1]) { return -.infinity }
    var bin = bin(of: place.x)
    // Close to an edge the rounded place may have ended on its other side.
    if place.isBelow(edges[bin]) { bin -= 1 } else if place.isAbove(edges[bin + 1]) { bin += 1 }
    return logDensities[bin] + place.logJacobian
  }
  package func rounding(ofLogDensity value: Double, at place: Place) -> Double { logRounding }
  package func isIdentical(to other: any AnalyticDensity) -> Bool {
    guard let other = other as? Histogram else { return false }
    return edges == other.edges && weights == other.weights
  }
  package var landmarks: [Landmark] {
    [Landmark(location: 0.5 * hull.lower + 0.5 * hull.upper, scale: 0.5 * hull.upper - 0.5 * hull.lower)]
  }
  package func slope(at place: Place) -> Slope { Slope(rest: 0) }
  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .point(let point, let side, _) = approach else { return .zero }
    let index = side < 0 ? bin(of: point.nextDown) : bin(of: point)
    let isInside = side < 0 ? edges[0] < point && point <= edges[edges.count - 1] : edges[0] <= point && point < edges[edges.count - 1]
    return isInside && weights[index] > 0 ? .constant(logDensities[index]) : .zero
  }

  package func cumulative(_ x: Double) -> Double {
    if x <= edges[0] { return 0 }
    if x >= edges[edges.count - 1] { return 1 }
    let bin = bin(of: x)
    return before[bin] + weights[bin] * ((x - edges[bin]) / (edges[bin + 1] - edges[bin]))
  }
  package func survival(_ x: Double) -> Double {
    if x <= edges[0] { return 1 }
    if x >= edges[edges.count - 1] { return 0 }
    let bin = bin(of: x)
    return after[bin + 1] + weights[bin] * ((edges[bin + 1] - x) / (edges[bin + 1] - edges[bin]))
  }
  package func quantile(_ p: Double) -> Double {
    if p >= 1 { return hull.upper }
    let bin = min(SortedData.partitionPoint(weights.count) { before[$0 + 1] < p || before[$0 + 1] == 0 }, weights.count - 1)
    return edges[bin] + (p - before[bin]) / weights[bin] * (edges[bin + 1] - edges[bin])
  }
  package func upperQuantile(_ p: Double) -> Double {
    if p >= 1 { return hull.lower }
    let bin = max(SortedData.partitionPoint(weights.count) { after[$0] >= p && after[$0] > 0 } - 1, 0)
    return edges[bin + 1] - (p - after[bin + 1]) / weights[bin] * (edges[bin + 1] - edges[bin])
  }

  /// The bin that x is in; an inner edge belongs to the bin above it.
  private func bin(of x: Double) -> Int {
    var (low, high) = (0, weights.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if edges[middle] <= x { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
