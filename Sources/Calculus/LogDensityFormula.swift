internal import CKernels

/// The log density of a member of a family, with a bound on its rounding, as a formula for the processor's vectors.
///
/// It is that of the family's own file for one place, where formula and bound are derived; the bits are the same on every
/// processor.
package enum LogDensityFormula: Sendable {
  /// A normal distribution, with log sd.
  case normal(mean: Double, sd: Double, logSd: Double)
  /// An exponential distribution, with log rate.
  case exponential(rate: Double, logRate: Double)
  /// A log-normal distribution; at the start the results are log x − mu.
  case logNormal(mu: Double, sigma: Double, logScale: Double)
  /// A gamma distribution; at the start the results are log x.
  case gamma(shape: Double, rate: Double, logShape: Double, logRate: Double, logNormalizer: Double)
  /// A beta distribution; `start` is (α + β) a − α at the anchor a. At the start the results are the logarithms of the
  /// distances from the nearer end, which may be the lower one, and the roundings those from the other.
  case beta(
    alpha: Double, beta: Double, logOdds: (alpha: Double, beta: Double), logNormalizer: Double, start: Double, isNearLower: Bool)

  /// ½ log 2π.
  private static var constant: Double { 0.5 * 1.8378770664093453 }

  /// Puts log (p dx/dt) at some places, NaN outside the support, into an array, and bounds on the rounding into another.
  ///
  /// - Parameters:
  ///   - numbers: the places' offsets x − anchor − rest, the logarithms of their sizes, log dx/dt and bounds on the relative
  ///     errors of the offsets, `count` of each.
  ///   - isLinear: whether dx/dt is 1; the logarithms of the offsets are then not looked at.
  package func evaluate(
    at numbers: [Double], count: Int, anchor: Double, rest: Double, isLinear: Bool, into results: inout [Double], roundings: inout [Double]
  ) {
    precondition(numbers.count == 4 * count && results.count == count && roundings.count == count)
    unsafe numbers.withUnsafeBufferPointer { numbers in
      var places = unsafe ck_places(
        numbers: numbers.baseAddress, count: count, anchor: anchor, rest: rest, is_linear: isLinear ? 1 : 0)
      switch self {
      case .normal(let mean, let sd, let logSd):
        var member = ck_normal(mean: mean, sd: sd, log_sd: logSd, constant: Self.constant)
        unsafe VectorFunctions.kernels.normal_logs(&places, &member, &results, &roundings)
      case .exponential(let rate, let logRate):
        var member = ck_exponential(rate: rate, log_rate: logRate)
        unsafe VectorFunctions.kernels.exponential_logs(&places, &member, &results, &roundings)
      case .logNormal(let mu, let sigma, let logScale):
        var member = ck_log_normal(mu: mu, sigma: sigma, log_scale: logScale, constant: Self.constant)
        unsafe VectorFunctions.kernels.log_normal_logs(&places, &member, &results, &roundings)
      case .gamma(let shape, let rate, let logShape, let logRate, let logNormalizer):
        var member = ck_gamma(shape: shape, rate: rate, log_shape: logShape, log_rate: logRate, log_normalizer: logNormalizer)
        unsafe VectorFunctions.kernels.gamma_logs(&places, &member, &results, &roundings)
      case .beta(let alpha, let beta, let logOdds, let logNormalizer, let start, let isNearLower):
        var member = ck_beta(
          alpha: alpha, beta: beta, log_odds_alpha: logOdds.alpha, log_odds_beta: logOdds.beta, log_normalizer: logNormalizer, start: start,
          is_low: isNearLower ? 1 : 0)
        unsafe VectorFunctions.kernels.beta_logs(&places, &member, &results, &roundings)
      }
    }
  }
}
