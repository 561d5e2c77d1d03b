import RealModule
import Scalars

/// Sorted numbers: what estimates of densities and distances of samples begin with.
package enum SortedData {
  /// The data in order, if a density can be made of them.
  package static func validated(_ data: [Double], _ source: String) throws(DensityError) -> [Double] {
    guard data.count > 1 else { throw DensityError("\(source) must have at least 2 numbers, not \(data.count)") }
    if let bad = data.first(where: { !$0.isFinite }) { throw DensityError("\(source) must have finite numbers only, not \(bad)") }
    let sorted = data.sorted()
    guard sorted[0] < sorted[sorted.count - 1] else { throw DensityError("\(source) must not be constant: every number is \(sorted[0])") }
    guard (sorted[sorted.count - 1] - sorted[0]).isFinite else {
      throw DensityError("\(source) must span less than the largest double, not from \(sorted[0]) to \(sorted[sorted.count - 1])")
    }
    return sorted
  }

  /// The data with a positive weight in order, and their shares of the weight.
  static func weighted(_ data: [Double], _ weights: [Double], _ source: String) throws(DensityError) -> ([Double], [Double]) {
    guard weights.count == data.count else {
      throw DensityError("\(source) must have a weight for each number, not \(weights.count) weights for \(data.count) numbers")
    }
    if let bad = weights.first(where: { !($0 >= 0 && $0 < 1e300) }) {
      throw DensityError("\(source): a weight must be a finite number of 0 or more, not \(bad)")
    }
    let order = data.indices.filter { weights[$0] > 0 }.sorted { data[$0] < data[$1] }
    let sorted = try validated(order.map { data[$0] }, source)
    let largest = weights.max() ?? 1
    let total = order.map { weights[$0] / largest }.compensatedSum()
    return (sorted, order.map { weights[$0] / largest / total })
  }

  /// The sample quantile by linear interpolation (Hyndman & Fan 1996, type 7).
  static func quantile(_ sorted: [Double], _ p: Double) -> Double {
    let position = p * Double(sorted.count - 1)
    let index = min(Int(position), sorted.count - 2)
    return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
  }

  /// The first of so many indices for which the predicate is false.
  package static func partitionPoint(_ count: Int, _ isBefore: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
