/// What counts as a duplicate: two numbers at most a tolerance apart; with tolerance 0, equal ones.
///
/// Distances are those of binary doubles: 0.8 − 0.7 is above 0.1. For decimals allow a little more than the distance
/// that is meant.
package struct Duplicates: Sendable, Hashable {
  /// How far apart duplicates may be.
  package let tolerance: Double

  /// Duplicates up to this tolerance, which must be finite and at least 0.
  package init(within tolerance: Double = 0) {
    precondition(tolerance >= 0 && tolerance.isFinite, "a tolerance must be finite and at least 0, not \(tolerance)")
    self.tolerance = tolerance
  }

  /// How many pairs of a sample, of all n(n−1)/2, are duplicates. In n log n steps, however many there are.
  package func pairs(in sample: [Double]) -> Int {
    let sorted = sample.sorted()
    var (count, first) = (0, 0)
    for index in sorted.indices {
      while first < index, !isPair(sorted[first], sorted[index]) { first += 1 }
      count += index - first
    }
    return count
  }

  /// The least n for which the first n numbers hold a duplicate; nil if there is none. In n log n steps.
  package func first(in sample: [Double]) -> Int? {
    let sorted = sample.enumerated().map { (value: $1, index: $0) }.sorted { $0.value < $1.value }
    /// Whether the first `count` numbers hold a duplicate: they stay sorted when the others are passed over.
    func occur(among count: Int) -> Bool {
      var last: Double?
      for entry in sorted where entry.index < count {
        if let last, isPair(last, entry.value) { return true }
        last = entry.value
      }
      return false
    }
    guard occur(among: sample.count) else { return nil }
    var (without, with) = (1, sample.count)
    while with - without > 1 {
      let middle = without + (with - without) / 2
      if occur(among: middle) { with = middle } else { without = middle }
    }
    return with
  }

  // Not met by two infinities: samples beyond the largest double are not known to be equal.
  private func isPair(_ lower: Double, _ upper: Double) -> Bool { upper - lower <= tolerance }
}
