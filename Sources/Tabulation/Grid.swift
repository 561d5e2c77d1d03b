/// `count` equally spaced numbers from `lower` to `upper`, both ends exact; the lower end alone for a count of 1, none
/// below that.
///
/// The ends may lie further apart than the largest `Double`.
package func grid(from lower: Double, to upper: Double, count: Int) -> [Double] {
  guard count > 1 else { return count == 1 ? [lower] : [] }
  return (0..<count).map { index in
    let fraction = Double(index) / Double(count - 1)
    return index == 0 ? lower : index == count - 1 ? upper : lower * (1 - fraction) + upper * fraction
  }
}
