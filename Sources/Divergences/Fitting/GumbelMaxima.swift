import Densities
import RealModule
import Scalars

// The logarithm of a Weibull variable is a Gumbel variable upside down, so that both have one equation.

extension Gumbel: HasLikelihoodMaximum {
  /// β = x̄ − Σ x e^(−x/β) / Σ e^(−x/β), and −β log mean e^(−x/β) for the location (Kimball 1946).
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    try sample.checkNotConstant()
    let data = Standardized(sample.sorted)
    guard let solution = ExtremeValueSolution(data.values.map { -$0 }) else { return .notFound }
    let rate = solution.rate
    let scale = data.length(1 / rate, error: solution.relativeError / rate)
    let count = sample.count
    let standard = solution.standardErrors(count)
    let logUnit = Double.log(data.unit)
    return LikelihoodMaximum(
      [
        .init(data.place(-solution.place, error: solution.placeError), standardError: scale.value * standard.place),
        .init(scale, standardError: scale.value * standard.scale),
      ], logLikelihood: count * (solution.logLikelihood - logUnit),
      error: count * (solution.logLikelihoodError + 2 * .ulpOfOne * abs(logUnit)))
  }
}

extension Weibull: HasLikelihoodMaximum {
  /// Σ xᵏ log x / Σ xᵏ − 1/k = mean log x, and (mean xᵏ)^(1/k) for the scale (Cohen 1965).
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    if let reason = sample.reasonBelowZero(name) { return reason }
    if sample.lowest == 0 { return .unbounded("one value is 0, where the density is infinite for every shape below 1") }
    if sample.isConstant { return .unbounded("\(sample.constantReason), and it grows without end with the shape") }
    let reference = sample.sorted[sample.sorted.count / 2]
    guard let solution = ExtremeValueSolution(sample.logRatios(to: reference)) else { return .notFound }
    let shape = solution.rate
    let scale = reference * Double.exp(solution.place)
    let relative = solution.placeError + 2 * .ulpOfOne * (1 + abs(solution.place))
    let (count, logarithms) = (sample.count, sample.sumOfLogarithms)
    let standard = solution.standardErrors(count)
    return LikelihoodMaximum(
      [
        .init((shape, shape * solution.relativeError), standardError: shape * standard.scale),
        .init((scale, scale * relative), standardError: scale / shape * standard.place),
      ], logLikelihood: count * solution.logLikelihood - logarithms.value, error: count * solution.logLikelihoodError + logarithms.error)
  }
}

/// The maximum-likelihood density κ exp(κ(t − τ) − e^(κ(t − τ))) of numbers t, of which each is known to a few units in
/// the last place.
private struct ExtremeValueSolution {
  /// κ, and a bound on its relative error.
  let rate, relativeError: Double
  /// τ = log mean e^(κt) / κ.
  let place, placeError: Double
  /// The mean log-likelihood of t.
  let logLikelihood, logLikelihoodError: Double
  /// The means of z w and z² w with z = −κ(t − τ) and the weights w = e^(κ(t − τ)), which are the information.
  private let moments: (first: Double, second: Double)

  init?(_ values: [Double]) {
    let mean = values.mean { $0 }
    let largest = values.lazy.map { $0 - mean.value }.max() ?? 0
    let deviation = 1.25 * values.mean { $0 - mean.value }.size
    guard deviation > 0 else { return nil }
    let distances = values.map { $0 - mean.value }
    let rest = distances.mean { $0 }.value
    /// The weighted mean and variance of the distances from the mean, the mean weight, and the rounding of the weighted
    /// mean.
    func weighted(_ rate: Double) -> (mean: Double, variance: Double, weight: Double, error: Double) {
      var (weights, first, second) = (CompensatedSum(), CompensatedSum(), 0.0)
      for distance in distances {
        let weight = Double.exp(rate * (distance - largest))
        weights.add(weight)
        first.add(weight * distance)
        second += weight * distance * distance
      }
      let (total, center) = (weights.value, first.value / weights.value)
      var (variance, error) = (0.0, 0.0)
      for distance in distances {
        let weight = Double.exp(rate * (distance - largest))
        variance += weight * (distance - center) * (distance - center)
        let size = abs(distance) + abs(mean.value)
        error += weight * (size + abs(distance - center) * (2 + 2 * rate * (size + abs(largest))))
      }
      return (center - rest, variance / total, total / Double(values.count), 2 * .ulpOfOne * (error / total + mean.size))
    }
    let root = increasingRoot(from: .log(1.28 / deviation)) { x in
      let rate = Double.exp(x)
      let here = weighted(rate)
      return (rate * here.mean - 1, rate * here.mean + rate * rate * here.variance)
    }
    guard let root else { return nil }
    rate = .exp(root)
    let here = weighted(rate)
    let residual = abs(rate * here.mean - 1)
    relativeError = 2 * (rate * here.error + residual) / (1 + rate * rate * here.variance) + 4 * .ulpOfOne * (1 + abs(root))
    // log mean e^(κ(t − t̄)), and what κ is off by moves τ − t̄ = that over κ by the difference of the weighted mean
    // and τ.
    let growth = Double.log(here.weight) + rate * largest
    place = mean.value + growth / rate
    placeError =
      relativeError * abs(here.mean - growth / rate) + relativeError * relativeError * abs(growth / rate)
      + 4 * .ulpOfOne * (mean.size + abs(largest) + (1 + abs(.log(here.weight))) / rate + abs(place)) + here.error
    logLikelihood = root - growth - 1
    logLikelihoodError =
      4 * .ulpOfOne * (abs(root) + abs(.log(here.weight)) + rate * abs(largest) + 2) + rate * here.error
      + relativeError * relativeError * (1 + rate * rate * here.variance)
    // E_w z and E_w z² from the weighted mean and variance of t.
    let first = growth - rate * here.mean
    moments = (first, first * first + rate * rate * here.variance)
  }

  /// Of the place in units of 1/κ, and of log κ, for so many data.
  func standardErrors(_ count: Double) -> (place: Double, scale: Double) {
    let determinant = 1 + moments.second - moments.first * moments.first
    return (.sqrt((1 + moments.second) / determinant / count), .sqrt(1 / determinant / count))
  }
}
