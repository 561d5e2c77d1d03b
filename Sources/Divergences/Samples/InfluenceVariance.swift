import RealModule
import Scalars

/// The variance of an estimate by its influence function: Var ψ(X)/n of independent rows, summed over the samples.
struct InfluenceVariance {
  /// The variance of the estimate.
  private(set) var value = 0.0
  /// The variance of that variance.
  private var uncertainty = 0.0
  /// The squared variance over its degrees of freedom.
  private var freedom = 0.0

  /// The standard error of the estimate.
  var standardError: Double { .sqrt(value) }

  /// Why the normal law with this standard error may not cover; nil where it does.
  ///
  /// The variance of few rows, or of rows of which a few make it up, may be several times as large: its relative standard
  /// error is above a half. That of normal rows is √(2/f), with f the degrees of freedom (Welch 1947).
  var doubt: String? {
    guard value > 0 else { return nil }
    if .sqrt(2 * freedom) > 0.5 * value {
      return "of so few rows the standard error is not known, so that the interval may be much too short"
    }
    // Of infinite numbers nothing is known.
    guard !(.sqrt(uncertainty) <= 0.5 * value) else { return nil }
    return "a few rows far out make up the standard error, so that the interval may be much too short"
  }

  /// Adds the values of the influence function at the rows of one sample.
  mutating func add(_ influence: [Double]) {
    let count = Double(influence.count)
    let mean = influence.mean { $0 }.value
    let square = influence.mean { ($0 - mean).squared }.value
    let fourth = influence.mean { ($0 - mean).squared.squared }.value
    value += square / (count - 1)
    uncertainty += max(fourth - square.squared, 0) / (count * count * count)
    freedom += (square / (count - 1)).squared / (count - 1)
  }
}
