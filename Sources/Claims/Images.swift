import Calculus
import Densities
import RealModule
import Scalars

/// What becomes of a density when its random variable is mapped or disturbed, where that has a closed form.
enum Image {
  /// X + √variance Z with Z standard normal: for normals and their mixtures, component by component.
  static func withNormalNoise(_ density: any AnalyticDensity, variance: Double) -> (any AnalyticDensity)? {
    if let normal = density as? Normal { return Normal(mean: normal.mean, sd: .sqrt(normal.sd * normal.sd + variance)) }
    guard let mixture = density as? Mixture else { return nil }
    let components = mixture.components.compactMap { withNormalNoise($0, variance: variance) }
    return components.count == mixture.components.count ? try? Mixture(components, weights: mixture.weights) : nil
  }

  /// X + scale · C with C standard Cauchy: for Cauchy densities, whose scales add.
  static func withCauchyNoise(_ density: any AnalyticDensity, scale: Double) -> (any AnalyticDensity)? {
    (density as? Cauchy).map { Cauchy(location: $0.location, scale: $0.scale + scale) }
  }

  /// |X|: the half above 0 of ½ p(x) + ½ p(−x), doubled. For densities on the whole line.
  static func folded(_ density: any AnalyticDensity) -> (any AnalyticDensity)? {
    guard density.support == [.line], let mirrored = try? Affine(density, shift: 0, scale: -1),
      let even = try? Mixture([density, mirrored], weights: [0.5, 0.5])
    else { return nil }
    return try? Truncated(even, lower: 0, upper: .infinity)
  }

  /// −log X, for the families whose logarithm is one of the catalogue.
  static func negativeLogarithm(_ density: any AnalyticDensity) -> (any AnalyticDensity)? {
    switch density {
    case let logNormal as LogNormal: Normal(mean: -logNormal.mu, sd: logNormal.sigma)
    case let exponential as Exponential: Gumbel(location: .log(exponential.rate), scale: 1)
    case let weibull as Weibull: Gumbel(location: -.log(weibull.scale), scale: 1 / weibull.shape)
    default: nil
    }
  }
}
