import RealModule
import Scalars

/// Why data cannot be fitted: one sentence that names the value and the condition.
package struct FitError: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String

  /// Throws unless the data are finite numbers that differ by more than underflows and less than overflows, if they
  /// differ.
  static func check(_ data: [Double]) throws(FitError) {
    if let bad = data.first(where: { !$0.isFinite }) { throw FitError(description: "a fit needs finite numbers, and one is \(bad)") }
    guard let lowest = data.min(), let highest = data.max() else { throw FitError(description: "a fit needs data, and there are none") }
    let width = highest - lowest
    guard width == 0 || width < 1e300 && width > 1e-290 else {
      throw FitError(description: "a fit needs data between 1e-290 and 1e300 wide, and these go from \(lowest) to \(highest)")
    }
  }
}

/// The mean and the standard deviation, the square root of the mean squared distance from it: the maximum-likelihood
/// normal.
func moments(_ data: [Double]) -> (mean: Double, deviation: Double) {
  let count = Double(data.count)
  // By parts of n, so that no sum overflows, and about a datum, so that the squares do not cancel.
  let mean = data.map { $0 / count }.compensatedSum()
  let scale = data.map { abs($0 - mean) }.max() ?? 0
  guard scale > 0 else { return (mean, 0) }
  let variance = data.map { ($0 - mean) / scale * (($0 - mean) / scale) }.compensatedSum() / count
  return (mean, scale * .sqrt(variance))
}
