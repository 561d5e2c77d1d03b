import Calculus
import Densities
import RealModule
import Scalars

extension SkewNormal: HasLikelihoodMaximum {
  /// The highest local maximum that is found, or the limit of a half normal where that is higher.
  ///
  /// For a given shape the likelihood is log-concave in location/scale and 1/scale, so that its maximum is the only one.
  /// The normal is a stationary point of every likelihood, with a singular information (Azzalini 1985), which is left
  /// along either sign of the shape.
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    try sample.checkNotConstant()
    let data = Standardized(sample.sorted)
    let normal = try Normal.likelihoodMaximum(Sample(data.values)).parameters
    let (mean, deviation) = (normal[0].value, normal[1].value)
    let skewness = data.values.mean { .pow(($0 - mean) / deviation, 3) }.value
    let search = ShapedMaxima(values: data.values, term: Self.term, slopes: Self.slopes)
    let branches = [1.0, -1].map { sign in (0...48).map { sign * 0.02 * .exp(0.3 * Double($0)) } }
    // By the moments, which are better than a part of the data where these are nearly normal.
    func guess(_ shape: Double) -> ShapedMaxima.Member {
      let delta = shape / Double.hypot(1, shape)
      let scale = deviation / .sqrt(1 - 2 * delta * delta / .pi)
      return ShapedMaxima.Member(location: mean - scale * delta * .sqrt(2 / .pi), scale: scale, shape: shape)
    }
    let best = search.highest(branches, near: [guess(Self.shape(ofSkewness: skewness))], guess: guess)
    let limits = [halfNormal(data, isUpper: true), halfNormal(data, isUpper: false)]
    let highest = limits[0].value >= limits[1].value ? 0 : 1
    let (count, logUnit) = (sample.count, Double.log(data.unit))
    if let best, best.value - best.valueError > limits[highest].value { return best.maximum(data) }
    let flat = search.logLikelihood(ShapedMaxima.Member(location: mean, scale: deviation, shape: 0))
    if best == nil, flat.value > limits[highest].value {
      return .limit(
        count * (flat.value - logUnit), error: count * flat.error,
        reason: "no local maximum was found beside the normal, shape = 0, where the likelihood is flat in the shape")
    }
    var limit = LikelihoodMaximum.limit(
      count * (limits[highest].value - logUnit), error: count * limits[highest].error,
      reason: "the likelihood rises as shape runs to \(highest == 0 ? "" : "-")inf, towards that of this half normal")
    let end = highest == 0 ? sample.lowest : sample.highest
    limit.parameters = [
      .init((end, 0)), .init(data.length(limits[highest].scale, error: 16 * .ulpOfOne * limits[highest].scale)),
      .init((highest == 0 ? .infinity : -.infinity, 0)),
    ]
    return limit
  }

  /// The shape of a member with this skewness, or with the largest that is not that of a half normal.
  private static func shape(ofSkewness skewness: Double) -> Double {
    // ½(4 − π) (δ√(2/π))³/(1 − 2δ²/π)^(3/2), where the quotient of the cubes is known.
    let root = Double.root(2 * min(abs(skewness), 0.99) / (4 - .pi), 3)
    let delta = min(.sqrt(.pi / 2 * root * root / (1 + root * root)), 0.999)
    return (skewness < 0 ? -1 : 1) * delta / .sqrt(1 - delta * delta)
  }

  /// The half normal that begins at the least value, or ends at the greatest, with its mean log-likelihood.
  private static func halfNormal(_ data: Standardized, isUpper: Bool) -> (scale: Double, value: Double, error: Double) {
    let end = isUpper ? data.values[0] : data.values[data.values.count - 1]
    let reach = data.values[data.values.count - 1] - data.values[0]
    let square = data.values.mean { (($0 - end) / reach) * (($0 - end) / reach) }.value
    let logScale = .log(reach) + 0.5 * .log(square)
    let value = .log(2) - 0.5 * .log(2 * .pi) - logScale - 0.5
    return (reach * .sqrt(square), value, 16 * .ulpOfOne * (2 + abs(.log(reach)) + abs(logScale)))
  }

  /// g = log 2φ(z) + log Φ(αz).
  private static func term(_ z: Double, _ shape: Double) -> (value: Double, size: Double) {
    let logCumulative: Double = SpecialFunctions.logNormalCumulative(shape * z)
    return (.log(2) - 0.5 * .log(2 * .pi) - 0.5 * z * z + logCumulative, 1 + 0.5 * z * z + abs(logCumulative))
  }

  /// With h = φ/Φ at w = αz: (log Φ)′ = h and h′ = −h (w + h).
  private static func slopes(_ z: Double, _ shape: Double) -> ShapedSlopes {
    let w = shape * z
    let hazard = SpecialFunctions.normalHazard(w)
    let excess = w < 0 ? SpecialFunctions.normalHazardExcess(-w) : w + hazard
    let bend = -hazard * excess
    return ShapedSlopes(
      byZ: shape * hazard - z, byZZ: shape * shape * bend - 1, byZShape: hazard + w * bend, byShape: z * hazard,
      byShapeShape: z * z * bend, shapeSize: abs(z) * hazard * (1 + abs(w * excess)))
  }
}
