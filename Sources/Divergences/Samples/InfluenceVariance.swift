import RealModule
import Scalars

/// The variance of an estimate by its influence function: Var ψ(X)/n of independent rows, summed over the samples.
struct InfluenceVariance {
  /// The variance of the estimate.
  private(set) var value = 0.0
  /// The variance of that variance.
  private var uncertainty = 0.0

  /// The standard error of the estimate.
  var standardError: Double { .sqrt(value) }

  /// The relative standard error of the variance: of normal rows √(2/n); large where few rows make up the variance.
  var relativeError: Double { value > 0 ? .sqrt(uncertainty) / value : 0 }

  /// Above it the normal law with this standard error does not cover: the variance may be several times as large.
  static let largestRelativeError = 0.5

  /// Adds the values of the influence function at the rows of one sample.
  mutating func add(_ influence: [Double]) {
    let count = Double(influence.count)
    let mean = influence.mean { $0 }.value
    let square = influence.mean { ($0 - mean).squared }.value
    let fourth = influence.mean { ($0 - mean).squared.squared }.value
    value += square / (count - 1)
    uncertainty += max(fourth - square.squared, 0) / (count * count * count)
  }
}
