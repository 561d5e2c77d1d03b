import Densities
import Scalars

/// The output of a network of one input, as polynomials on an interval and evaluated directly elsewhere.
///
/// A quadrature asks for thousands of outputs one by one, and a polynomial costs a hundredth of a network. On the interval the polynomials are the
/// network to some 10⁻¹¹ of the larger of 1 and its output.
struct TabulatedNetwork: Sendable {
  private let map: NetworkMap
  private var pieces: [(lower: Double, upper: Double, series: ChebyshevSeries)] = []

  /// Tabulates a network over an interval of its input.
  init(_ map: NetworkMap, over interval: Interval) {
    self.map = map
    let (lower, upper) = (interval.lower, interval.upper)
    let kinks = map.kinks.filter { lower < $0 && $0 < upper }
    let steps = (0...8).map { lower + (upper - lower) * Double($0) / 8 }
    let cuts = Set(kinks + steps).sorted()
    for (a, b) in zip(cuts, cuts.dropFirst()) { tabulate(a, b, depth: 0) }
  }

  private mutating func tabulate(_ a: Double, _ b: Double, depth: Int) {
    let series = ChebyshevSeries(values: map.evaluated(at: ChebyshevSeries.nodes.map { 0.5 * (a + b) + 0.5 * (b - a) * $0 }).values)
    if series.residue <= 1e-11 * max(1, series.largest) || depth > 16 {
      pieces.append((a, b, series))
      return
    }
    tabulate(a, 0.5 * (a + b), depth: depth + 1)
    tabulate(0.5 * (a + b), b, depth: depth + 1)
  }

  /// The output at y.
  func callAsFunction(_ y: Double) -> Double {
    guard let first = pieces.first, let last = pieces.last, first.lower <= y, y <= last.upper else { return map(y) }
    var (low, high) = (0, pieces.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if pieces[middle].lower <= y { low = middle } else { high = middle - 1 }
    }
    let piece = pieces[low]
    return piece.series((2 * y - piece.lower - piece.upper) / (piece.upper - piece.lower))
  }
}

/// Where densities have all of their mass but 10⁻⁹ on either side: here a network is asked for most of its outputs.
func core(of densities: [any Density]) -> Interval {
  let tail = 1e-9
  let ends = densities.flatMap { [$0.quantile(tail), $0.upperQuantile(tail)] }
  return Interval(ends.min() ?? 0, ends.max() ?? 0)
}
