import Calculus
import RealModule
import Scalars

/// What a formula for a log density does over an interval, as far as a grid shows: its peaks and its largest value.
struct FormulaScan {
  /// The largest value seen.
  let largest: Double
  /// The peaks that count, with the distances over which the formula falls by ½.
  let landmarks: [Landmark]

  /// How far below the largest value a peak still counts: e^−745 is the smallest double.
  private static let depth = 745.0
  private static let mostPeaks = 200

  /// Evaluates the formula on a grid that is dense around the features of the reference, or at both ends without one.
  init(
    _ formula: (Double) -> Double, on interval: Interval, like reference: (any AnalyticDensity)?, breakpoints: [Double]
  ) throws(DensityError) {
    let points = Self.grid(on: interval, like: reference, breakpoints: breakpoints)
    let values = points.map(formula)
    if let bad = values.firstIndex(where: { $0.isNaN || $0 == .infinity }) {
      throw DensityError("the log density must be a number below +∞ inside \(interval), not \(values[bad]) at x = \(points[bad])")
    }
    let finite = values.indices.filter { values[$0].isFinite }
    guard let first = finite.first, let last = finite.last, let largest = values.max() else {
      throw DensityError("the log density must be finite inside \(interval), and is −∞ at every point of a grid")
    }
    // A gap would be a second support, at whose ends a divergence may be infinite.
    if let gap = (first...last).first(where: { !values[$0].isFinite }) {
      throw DensityError("the log density must be finite inside \(interval), not −∞ at x = \(points[gap]): mix densities on the two sides")
    }
    self.largest = largest
    var peaks = finite.filter { index in
      let (before, after) = (index > 0 ? values[index - 1] : -.infinity, index + 1 < values.count ? values[index + 1] : -.infinity)
      return values[index] > largest - Self.depth && values[index] >= before && values[index] > after
    }
    if peaks.isEmpty, let top = values.firstIndex(of: largest) { peaks = [top] }
    peaks = Array(peaks.sorted { values[$0] > values[$1] }.prefix(Self.mostPeaks))
    let isHeavy = reference?.landmarks.contains(where: \.isHeavy) ?? false
    landmarks =
      peaks.map { peak in
        let fall = [-1, 1].map { Self.fall(from: peak, step: $0, points, values) }.min() ?? 1
        let (location, scale) = Self.refined(peak, fall, points, values, formula)
        return Landmark(location: location, scale: scale, isHeavy: isHeavy)
      } + (reference?.landmarks.filter { interval.contains($0.location) } ?? [])
  }

  /// The top of a peak that is narrower than the grid, by the golden section, and the distance over which it falls by ½.
  private static func refined(
    _ peak: Int, _ fall: Double, _ points: [Double], _ values: [Double], _ formula: (Double) -> Double
  ) -> (location: Double, scale: Double) {
    guard peak > 0, peak + 1 < points.count else { return (points[peak], fall) }
    let neighbors = (points[peak - 1], points[peak + 1])
    guard fall <= max(points[peak] - neighbors.0, neighbors.1 - points[peak]) else { return (points[peak], fall) }
    var (a, b) = neighbors
    for _ in 0..<80 {
      let (c, d) = (a + 0.381966 * (b - a), b - 0.381966 * (b - a))
      if !(a < c && c < d && d < b) { break }
      if formula(c) > formula(d) { b = d } else { a = c }
    }
    let top = 0.5 * a + 0.5 * b
    var scale = fall
    while scale > top.ulp, formula(top - scale) < formula(top) - 0.5, formula(top + scale) < formula(top) - 0.5 { scale *= 0.5 }
    return formula(top) >= values[peak] ? (top, scale) : (points[peak], fall)
  }

  /// The distance from a peak to the point of the grid where the formula has fallen by ½, or to the end of the grid.
  private static func fall(from peak: Int, step: Int, _ points: [Double], _ values: [Double]) -> Double {
    var index = peak + step
    while points.indices.contains(index), values[index] > values[peak] - 0.5 { index += step }
    index = min(max(index, 0), points.count - 1)
    let distance = abs(points[index] - points[peak])
    return distance > 0 ? distance : abs(points[points.count - 1] - points[0])
  }

  private static func grid(on interval: Interval, like reference: (any AnalyticDensity)?, breakpoints: [Double]) -> [Double] {
    var points = Set(breakpoints.flatMap { [$0.nextDown, $0, $0.nextUp] })
    if interval.length.isFinite {
      points.formUnion((1..<2048).map { interval.lower + interval.length * (Double($0) / 2048) })
      for power in 12...40 {
        let distance = interval.length * .exp2(-Double(power))
        points.formUnion([interval.lower + distance, interval.upper - distance])
      }
    }
    // Equal steps near a feature, and equal steps of the logarithm of the distance far from it.
    for landmark in (reference?.landmarks ?? []).prefix(8) {
      points.formUnion(stride(from: -30.0, through: 30, by: 0.02).map { landmark.location + landmark.scale * .sinh($0) })
    }
    return points.filter { interval.lower < $0 && $0 < interval.upper }.sorted()
  }
}
