import Densities
import RealModule
import Scalars

extension GeneralizedExtremeValue: HasLikelihoodMaximum {
  /// The highest local maximum that is found, with a shape above −1.
  ///
  /// There is no other: for a shape below −1 the likelihood grows without bound as the upper end comes down to the
  /// greatest value (Smith 1985). Maxima are sought outwards from the shape 0.
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    try sample.checkNotConstant()
    let unbounded = "for a shape below -1 it grows without end as the upper end approaches the greatest value"
    let data = Standardized(sample.sorted)
    let search = ShapedMaxima(values: data.values, term: Self.term, slopes: Self.slopes)
    // Steps of 0.05 about 0, which grow to 0.15 at the largest shape.
    let above = (0...50).map { step in 0.05 * Double(step) * (1 + 0.02 * Double(step)) }
    let below = (0...19).map { step in -0.05 * Double(step) }
    guard let best = search.highest([above, below], guess: { byQuartiles(data.values, shape: $0) }) else {
      return .unbounded("\(unbounded), and no local maximum was found beside that")
    }
    return best.maximum(data, note: "the likelihood is unbounded: \(unbounded); this is the best local maximum found")
  }

  /// The member whose quartiles are those of the data, or one that is wide enough to hold them all.
  private static func byQuartiles(_ sorted: [Double], shape: Double) -> ShapedMaxima.Member {
    let standard = GeneralizedExtremeValue(location: 0, scale: 1, shape: shape)
    let quartiles = [0.25, 0.5, 0.75].map { (data: sorted[Int($0 * Double(sorted.count - 1))], own: standard.quantile($0)) }
    let distance = quartiles[2].data - quartiles[0].data
    let scale = (distance > 0 ? distance : sorted[sorted.count - 1] - sorted[0]) / (quartiles[2].own - quartiles[0].own)
    let location = quartiles[1].data - scale * quartiles[1].own
    // So far goes the end that is nearest.
    let most = shape > 0 ? shape * (location - sorted[0]) : -shape * (sorted[sorted.count - 1] - location)
    return ShapedMaxima.Member(location: location, scale: max(scale, 1.1 * most), shape: shape)
  }

  /// g = −(1 + ξ) y − e^(−y) with the Gumbel variable y = log(1 + ξz)/ξ; infinite outside the support.
  private static func term(_ z: Double, _ shape: Double) -> (value: Double, size: Double) {
    guard 1 + shape * z > 0 else { return (-.infinity, .infinity) }
    let y = z * LogarithmQuotient(shape * z).value
    let e = Double.exp(-y)
    return (-(1 + shape) * y - e, (1 + abs(shape)) * abs(y) + e * (1 + abs(y)))
  }

  private static func slopes(_ z: Double, _ shape: Double) -> ShapedSlopes {
    let u = shape * z
    let w = 1 + u
    guard w > 0, shape > -1, shape <= 5 else { return .none }
    let quotient = LogarithmQuotient(u)
    let y = z * quotient.value
    let e = Double.exp(-y)
    // The derivatives of y by z and ξ, and of g by y.
    let (byZ, byShape) = (1 / w, z * z * quotient.slope)
    let (byZZ, byZShape, byShapeShape) = (-shape / w / w, -z / w / w, z * z * z * quotient.curvature)
    let slope = e - (1 + shape)
    return ShapedSlopes(
      byZ: slope * byZ, byZZ: slope * byZZ - e * byZ * byZ, byZShape: slope * byZShape - byZ * (1 + e * byShape),
      byShape: slope * byShape - y, byShapeShape: slope * byShapeShape - byShape * (2 + e * byShape),
      shapeSize: abs(y) + (e * (1 + abs(y)) + 1 + abs(shape)) * abs(byShape))
  }
}

/// log(1 + u)/u with its first two derivatives, also near u = 0.
private struct LogarithmQuotient {
  let value, slope, curvature: Double

  init(_ u: Double) {
    guard abs(u) < 0.1 else {
      let w = 1 + u
      value = .log(onePlus: u) / u
      slope = (1 / w - value) / u
      curvature = -(1 / (w * w) + 2 * slope) / u
      return
    }
    // Σ (−u)^k/(k + 1) by Horner's rule.
    var (sum, first, second) = (0.0, 0.0, 0.0)
    for k in stride(from: 18, through: 0, by: -1) {
      second = first - u * second
      first = sum - u * first
      sum = 1 / Double(k + 1) - u * sum
    }
    (value, slope, curvature) = (sum, -first, 2 * second)
  }
}
