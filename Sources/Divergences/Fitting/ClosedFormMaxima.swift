import Calculus
import Densities
import RealModule
import Scalars

// Maxima of likelihoods in closed form (Johnson, Kotz & Balakrishnan 1994, chapters 13, 14, 19, 20, 24 and 26). The
// bounds are those of rounding.

extension Normal: HasLikelihoodMaximum {
  /// The mean, and the root of the mean squared distance from it.
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    try sample.checkNotConstant()
    let data = Standardized(sample.sorted)
    let moments = NormalMoments(data.values)
    let logScale = Double.log(data.unit) + .log(moments.deviation)
    return moments.maximum(
      mean: data.place(moments.mean, error: moments.meanError), deviation: data.length(moments.deviation, error: moments.deviationError),
      logScale: logScale, unit: data.unit, count: sample.count)
  }
}

extension LogNormal: HasLikelihoodMaximum {
  /// The normal of the logarithms.
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    if let reason = sample.reasonBelowZero(name, zeroIsAllowed: false) { return reason }
    if sample.isConstant { return .unbounded("\(sample.constantReason), and it grows without end as sigma shrinks") }
    let reference = sample.sorted[sample.sorted.count / 2]
    let moments = NormalMoments(sample.logRatios(to: reference))
    let (mu, logReference) = (Double.log(reference) + moments.mean, Double.log(reference))
    let normal = moments.maximum(
      mean: (mu, moments.meanError + .ulpOfOne * (abs(logReference) + abs(mu))), deviation: (moments.deviation, moments.deviationError),
      logScale: .log(moments.deviation), unit: 1, count: sample.count)
    // The density of x is that of log x over x.
    let logarithms = sample.sumOfLogarithms
    return LikelihoodMaximum(
      normal.parameters, logLikelihood: normal.outcome.value - logarithms.value, error: normal.outcome.error + logarithms.error)
  }
}

/// The mean and the deviation of numbers that are known to two units in the last place, with bounds.
private struct NormalMoments {
  let mean, meanError, deviation, deviationError: Double

  init(_ values: [Double]) {
    let first = values.mean { $0 }
    mean = first.value
    meanError = 4 * .ulpOfOne * first.size
    let (mean, meanError) = (first.value, 4 * .ulpOfOne * first.size)
    // The squares of numbers far from 1 would leave the doubles.
    let largest = max(abs(values[0] - mean), abs(values[values.count - 1] - mean))
    let square = values.mean { (($0 - mean) / largest) * (($0 - mean) / largest) }.value
    deviation = largest * .sqrt(square)
    // Each distance d is off by a few units of |x| + |mean|, and the variance by 2 d times that.
    let slope = values.mean { abs($0 - mean) / largest * (abs($0) + abs(mean)) / largest }.value
    deviationError = largest * (4 * .ulpOfOne * slope / .sqrt(square) + 4 * .ulpOfOne * .sqrt(square)) + meanError * meanError / deviation
  }

  /// The maximum, whose log-likelihood is −n (log σ + ½ log 2πe).
  func maximum(
    mean: (value: Double, error: Double), deviation: (value: Double, error: Double), logScale: Double, unit: Double, count: Double
  ) -> LikelihoodMaximum {
    let rounding = deviationError / self.deviation + 2 * .ulpOfOne * (abs(.log(unit)) + abs(logScale) + 2)
    return LikelihoodMaximum(
      [
        .init(mean, standardError: deviation.value / .sqrt(count)), .init(deviation, standardError: deviation.value / .sqrt(2 * count)),
      ], logLikelihood: -count * (logScale + 0.5 * .log(2 * .pi) + 0.5), error: count * rounding)
  }
}

extension Laplace: HasLikelihoodMaximum {
  /// The median, and the mean distance from it; of an even number of data every point between the middle two is a
  /// maximum.
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    try sample.checkNotConstant()
    let data = Standardized(sample.sorted)
    let half = sample.sorted.count / 2
    // Σ |x − m| is the sum of the upper half less that of the lower one, whichever median m is taken.
    let (lower, upper) = (data.values.prefix(half), data.values.suffix(half))
    let distance = zip(lower, upper.reversed()).map { ($1 - $0) / sample.count }.compensatedSum()
    let size = zip(lower, upper).map { (abs($1) + abs($0)) / sample.count }.reduce(0, +)
    let scale = data.length(distance, error: 4 * .ulpOfOne * size)
    let (below, above) = (sample.sorted[sample.sorted.count - 1 - half], sample.sorted[half])
    let isInterval = sample.sorted.count.isMultiple(of: 2) && below < above
    let location = below + 0.5 * (above - below)
    let logScale = Double.log(distance) + .log(data.unit)
    let rounding = 4 * .ulpOfOne * (size / distance + abs(.log(data.unit)) + abs(logScale) + 1)
    // The information is the expected one: the likelihood has a kink at each datum.
    let standardError = scale.value / .sqrt(sample.count)
    return LikelihoodMaximum(
      [
        .init((location, isInterval ? location.ulp : 0), standardError: standardError), .init(scale, standardError: standardError),
      ], logLikelihood: -sample.count * (logScale + .log(2) + 1), error: sample.count * rounding,
      note: isInterval ? "every location from \(below) to \(above) is a maximum; this is their middle" : "")
  }
}

extension Uniform: HasLikelihoodMaximum {
  /// The least and the greatest datum, exactly; the likelihood is not regular there, so that no standard error is
  /// given.
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    try sample.checkNotConstant()
    let logLength = Double.log(sample.highest - sample.lowest)
    return LikelihoodMaximum(
      [.init((sample.lowest, 0)), .init((sample.highest, 0))], logLikelihood: -sample.count * logLength,
      error: sample.count * .ulpOfOne * (1 + abs(logLength)))
  }
}

extension Exponential: HasLikelihoodMaximum {
  /// The inverse of the mean.
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    if let reason = sample.reasonBelowZero(name) { return reason }
    if sample.highest == 0 { return .unbounded("every value is 0, and it grows without end with the rate") }
    let mean = sample.mean { $0 / sample.highest }.value
    // In two steps, since the inverse of a small mean may overflow where it is refused below.
    let rate = 1 / mean / sample.highest
    let logMean = Double.log(mean) + .log(sample.highest)
    return LikelihoodMaximum(
      [.init((rate, 4 * .ulpOfOne * rate), standardError: rate / .sqrt(sample.count))], logLikelihood: -sample.count * (logMean + 1),
      error: sample.count * .ulpOfOne * (8 + 2 * abs(.log(sample.highest)) + abs(logMean)))
  }
}

extension InverseGaussian: HasLikelihoodMaximum {
  /// The mean m, and λ with m/λ = (1/n) Σ e²/(1 + e), e = x/m − 1: Schrödinger's 1/λ = mean(1/x) − 1/m without its
  /// cancellation.
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    if let reason = sample.reasonBelowZero(name, zeroIsAllowed: false) { return reason }
    if sample.isConstant { return .unbounded("\(sample.constantReason), and it grows without end with the shape") }
    let mean = sample.mean { $0 / sample.highest }.value * sample.highest
    let excess = { (x: Double) in (x - mean) / mean }
    let spread = sample.mean { x in excess(x) * (excess(x) / (x / mean)) }.value
    let slope = sample.mean { x in abs(excess(x)) * ((1 + abs(excess(x))) / (x / mean)) }.value
    let relative = 12 * Double.ulpOfOne * (1 + slope / spread)
    let shape = mean / spread
    let logarithms = sample.sumOfLogarithms
    let logShape = Double.log(mean) - .log(spread)
    return LikelihoodMaximum(
      [
        .init((mean, 4 * .ulpOfOne * mean), standardError: mean * .sqrt(spread / sample.count)),
        .init((shape, relative * shape), standardError: shape * .sqrt(2 / sample.count)),
      ], logLikelihood: 0.5 * sample.count * (logShape - .log(2 * .pi) - 1) - 1.5 * logarithms.value,
      error: 0.5 * sample.count * (relative + 4 * .ulpOfOne * (2 + abs(logShape) + abs(.log(mean)))) + 1.5 * logarithms.error)
  }
}

extension Pareto: HasLikelihoodMaximum {
  /// The scale is the least datum, exactly, and the shape the inverse of the mean of log(x/scale).
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    if let reason = sample.reasonBelowZero(name, zeroIsAllowed: false) { return reason }
    if sample.isConstant { return .unbounded("\(sample.constantReason), and it grows without end with the shape") }
    let mean = sample.logRatios(to: sample.lowest).mean { $0 }.value
    let (shape, logScale) = (1 / mean, Double.log(sample.lowest))
    let terms = abs(Double.log(shape)) + abs(logScale) + 2 + mean
    return LikelihoodMaximum(
      [.init((shape, 8 * .ulpOfOne * shape), standardError: shape / .sqrt(sample.count)), .init((sample.lowest, 0))],
      logLikelihood: sample.count * (.log(shape) - logScale - 1 - mean), error: 8 * .ulpOfOne * sample.count * terms)
  }
}
