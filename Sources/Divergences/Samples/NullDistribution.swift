import RealModule
import Scalars

/// What a distance is of samples whose members are drawn anew from the values of both: the distribution of the distance
/// where both samples are from one distribution.
struct NullDistribution {
  private let sorted: [Double]

  init(_ distances: [Double]) { sorted = distances.sorted() }

  var mean: Double { sorted.mean { $0 }.value }
  var variance: Double {
    let mean = mean
    return sorted.mean { ($0 - mean).squared }.value
  }

  /// The share of values at least as large, the observed one among them: it is at most α with probability at most α.
  func pValue(_ observed: Double) -> Double {
    // Equal sets of rows may differ by the rounding of their sums.
    let count = sorted.count - SortedData.partitionPoint(sorted.count) { sorted[$0] < observed * (1 - 1e-12) }
    return Double(count + 1) / Double(sorted.count + 1)
  }

  /// The value that the observed one exceeds with probability at most α; the largest where there are too few values.
  func upperQuantile(_ alpha: Double) -> Double {
    let rank = ((1 - alpha) * Double(sorted.count + 1)).rounded(.up)
    return sorted[min(Int(rank), sorted.count) - 1]
  }
}
