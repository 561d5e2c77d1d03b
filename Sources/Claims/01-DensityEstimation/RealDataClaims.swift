import Calculus
import Densities
import Divergences
import RealModule
import Scalars

/// What is claimed about fits to data, and the pairs of densities that a column of data gives for all other claims.
package enum RealDataClaims {
  /// The pairs that data give: their kernel density estimate against the maximum-likelihood normal, and their histogram
  /// against the maximum-likelihood mixture of two normals.
  ///
  /// - Parameters:
  ///   - data: the numbers.
  ///   - source: where the data came from, such as `FILE:COLUMN`.
  ///   - seed: of the search for the mixture.
  /// - Throws: a `DensityError` or `FitError` of one sentence where the data have no two different finite numbers.
  package static func pairs(from data: [Double], source: String, seed: UInt64 = 1) throws -> [Pair] {
    let fits = try DataFits(data, source: source, seed: seed)
    return [Pair(fits.kernels, fits.normal)] + (fits.mixture.map { [Pair(fits.histogram, $0.density)] } ?? [])
  }

  /// The claims about the fits themselves: that maximum likelihood is minimum KL, to the error bound.
  ///
  /// - Throws: as `pairs(from:source:seed:)`.
  package static func claims(from data: [Double], source: String, seed: UInt64 = 1) throws -> [Claim] {
    let fits = try DataFits(data, source: source, seed: seed)
    return [
      Claim(
        "R1", "Maximum likelihood is minimum KL.", source: "the lecture; Akaike 1973; on \(source)",
        readings: crossEntropies(fits) + projections(fits)),
      Claim(
        "R2", "A mixture of two normals is fitted by expectation and maximisation.", source: "Dempster, Laird & Rubin 1977; on \(source)",
        readings: mixtures(fits)),
    ]
  }

  private static func crossEntropies(_ fits: DataFits) -> [Reading] {
    let bins = ([fits.normal] + fits.mixtureDensities).map { Pair(fits.histogram, $0) }
    let kernels = ([fits.normal] + fits.mixtureDensities).map { Pair(fits.kernels, $0) }
    return [
      Reading("in bins: −(1/n) log likelihood = H(data) + KL(data‖Q)", on: bins) { fits.binned($0.q) }
        .noting("the left side goes over the data, the right over the bins of the histogram"),
      Reading("smoothed: E_P[−log q] = h(P) + KL(P‖Q)", on: kernels) { [Sides(crossEntropyByExpectation($0), entropy($0.p) + $0.klPQ)] }
        .noting("P is the kernel density estimate"),
      Reading("smoothed, for a normal: the data's own −(1/n) log likelihood + b²/2σ²", on: [kernels[0]]) {
        let rise = 0.5 * fits.squaredBandwidth / Estimate(fits.normal.sd * fits.normal.sd)
        return [Sides(crossEntropyByExpectation($0), fits.negativeLogLikelihood(fits.normal) + rise)]
      }
      .noting("b is the bandwidth: the kernel adds its variance"),
      Reading("smoothed: the data's own −(1/n) log likelihood", on: [kernels[0]]) {
        [Sides(crossEntropyByExpectation($0), fits.negativeLogLikelihood(fits.normal))]
      }
      .refuted("smoothing adds the kernel's variance: the cross entropy of the estimate is larger by b²/2σ²"),
    ]
  }

  private static func crossEntropyByExpectation(_ pair: Pair) -> Estimate {
    let q = pair.q
    return Estimate.expectation(under: pair.p) { -q.logDensity(at: $0) }
  }

  private static func projections(_ fits: DataFits) -> [Reading] {
    let pair = [Pair(fits.kernels, fits.normal)]
    return [
      Reading("the likeliest normal has the data's moments", precision: 1e-7) {
        zip(fits.normalParameters, [fits.mean, sqrt(fits.variance)]).map { Sides($0.value, $1, component: $0.name) }
      }
      .noting("the search knows nothing of them"),
      Reading("no normal is likelier", .atMost) {
        let normal = fits.normal
        let neighbours = [(0.01, 0.0), (-0.01, 0), (0, 0.01), (0, -0.01)].map {
          Normal(mean: normal.mean + $0.0 * normal.sd, sd: normal.sd * (1 + $0.1))
        }
        return neighbours.map { Sides(fits.negativeLogLikelihood(normal), fits.negativeLogLikelihood($0)) }
      }
      .noting("against neighbours 1 % of σ away"),
      Reading("the closest normal to the estimate: √(s² + b²)", precision: 1e-7, on: pair) {
        guard let fit = fits.closestToKernels($0.p) else { return [] }
        return zip(fit, [fits.mean, sqrt(fits.variance + fits.squaredBandwidth)]).map { Sides($0.value, $1, component: $0.name) }
      }
      .noting("b is the bandwidth, s the deviation of the data"),
      Reading("the likeliest normal is the closest to the estimate", precision: 1e-7, on: pair) {
        guard let fit = fits.closestToKernels($0.p) else { return [] }
        return zip(fit, fits.normalParameters).map { Sides($0.value, $1.value, component: $0.name) }
      }
      .refuted("it is the closest to the data, not to their smoothed density, whose deviation is √(s² + b²)"),
    ]
  }

  private static func mixtures(_ fits: DataFits) -> [Reading] {
    guard let mixture = fits.mixture else { return [] }
    return [
      Reading("it is likelier than the normal", .atMost) {
        [Sides(fits.negativeLogLikelihood(mixture.density), fits.negativeLogLikelihood(fits.normal))]
      }
      .noting("−(1/n) log likelihood"),
      Reading("it has the mean and the variance of the data", precision: 1e-6) {
        mixture.isInterior
          ? [Sides(mixture.mean, fits.mean, component: "mean"), Sides(mixture.variance, fits.variance, component: "variance")] : []
      }
      .noting("as every stationary point of the likelihood"),
    ]
  }
}
