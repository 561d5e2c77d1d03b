import Calculus
import Divergences
import RealModule
import Scalars

/// What is claimed about fits to data, and the pairs of densities that a column of data gives for all other claims.
package enum RealDataClaims {
  /// The pairs that data give: their kernel density estimate against the maximum-likelihood normal, and their histogram
  /// against the maximum-likelihood mixture of two normals.
  ///
  /// The source, such as `FILE:COLUMN`, is where the data came from, the seed that of the search for the mixture. Throws
  /// one sentence where the data have no two different finite numbers.
  package static func pairs(from data: [Double], source: String, seed: UInt64 = 1) throws -> [Pair] {
    let fits = try DataFits(data, source: source, seed: seed)
    return [Pair(fits.kernels, fits.normal)] + (fits.mixture.map { [Pair(fits.histogram, $0.density)] } ?? [])
  }

  /// The claims about the fits themselves: that maximum likelihood is minimum KL, to the error bound. Throws likewise.
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

/// Data with the densities that are fitted to them.
struct DataFits: Sendable {
  let kernels: KernelDensity
  let histogram: Histogram
  /// The maximum-likelihood normal, with the errors of the search.
  let normal: Normal
  let normalParameters: [(name: String, value: Estimate)]
  /// The maximum-likelihood mixture of two normals, where the search ended with one.
  let mixture: FittedMixture?
  /// The mean and the mean squared distance from it.
  let mean: Estimate
  let variance: Estimate
  private let data: [Double]

  /// The fits; throws one sentence where the data have no two different finite numbers.
  init(_ data: [Double], source: String, seed: UInt64) throws {
    self.data = data
    kernels = try KernelDensity(data, source: source)
    histogram = try Histogram(data, source: source)
    let fit = try maximumLikelihoodFit(of: Normal.self, to: data)
    normalParameters = fit.parameters.map { ($0.name, $0.estimate) }
    normal = fit.density as? Normal ?? Normal(mean: kernels.quantile(0.5), sd: kernels.bandwidth)
    var random = CounterRandom(seed: seed)
    mixture = FittedMixture(try normalMixtureFit(to: data, using: &random))
    let count = Double(data.count)
    let mean = data.compensatedSum() / count
    let variance = data.map { ($0 - mean) * ($0 - mean) }.compensatedSum() / count
    self.mean = Estimate(mean, error: 2 * .ulpOfOne * (data.map { abs($0) }.max() ?? 0))
    self.variance = Estimate(variance, error: 16 * .ulpOfOne * variance)
  }

  /// The mixture, if there is one.
  var mixtureDensities: [any AnalyticDensity] { mixture.map { [$0.density] } ?? [] }

  /// The square of the kernel's deviation.
  var squaredBandwidth: Estimate { Estimate(kernels.bandwidth * kernels.bandwidth) }

  /// −(1/n) Σ log q(xᵢ).
  func negativeLogLikelihood(_ q: any AnalyticDensity) -> Estimate { negativeMean { q.logDensity(at: $0) } }

  /// −(1/n) Σ g(xᵢ).
  private func negativeMean(_ g: (Double) -> Double) -> Estimate {
    let terms = data.map(g)
    let count = Double(data.count)
    let size = terms.reduce(0) { $0 + abs($1) } / count
    return Estimate(-terms.compensatedSum() / count, error: 16 * .ulpOfOne * size, scale: size)
  }

  /// The likelihood of the bins that the data lie in, beside the entropy of the bins plus KL from their shares to q's.
  func binned(_ q: any AnalyticDensity) -> [Sides] {
    let edges = histogram.edges
    let masses = zip(edges, edges.dropFirst()).map { q.probability(of: Interval($0, $1)) }
    // A datum at the upper end belongs to the last bin.
    let overData = negativeMean { x in .log(masses[(edges.dropFirst().firstIndex { $0 > x } ?? masses.count) - 1]) }
    let occupied = zip(histogram.weights, masses).filter { $0.0 > 0 }
    let entropy = occupied.reduce(Estimate(0)) { $0 - Estimate($1.0) * log(Estimate($1.0)) }
    let divergence = occupied.reduce(Estimate(0)) { $0 + Estimate($1.0) * log(Estimate($1.0) / Estimate($1.1)) }
    return [Sides(overData, entropy + divergence)]
  }

  /// The normal with the least KL from the kernel density estimate.
  func closestToKernels(_ p: any AnalyticDensity) -> [(name: String, value: Estimate)]? {
    let fit = minimumDivergenceFit(of: Normal.self, to: p, minimizing: KullbackLeibler())
    return fit.density == nil ? nil : fit.parameters.map { ($0.name, $0.estimate) }
  }
}

/// A maximum-likelihood mixture of two normals.
struct FittedMixture: Sendable {
  let density: any AnalyticDensity
  /// Whether the likelihood has a maximum there, so that its derivatives vanish, and not an edge.
  let isInterior: Bool
  let mean: Estimate
  let variance: Estimate

  init?(_ fit: Fit) {
    guard let density = fit.density, fit.parameters.count == 5 else { return nil }
    self.density = density
    isInterior = fit.parameters.allSatisfy { $0.standardError != nil && $0.error < 1e-6 * max(1, abs($0.value)) }
    let values = fit.parameters.map(\.estimate)
    let weights = [values[0], 1 - values[0]]
    let (means, deviations) = ([values[1], values[3]], [values[2], values[4]])
    let mean = weights[0] * means[0] + weights[1] * means[1]
    self.mean = mean
    variance = [0, 1].reduce(Estimate(0)) { sum, i in
      sum + weights[i] * (deviations[i] * deviations[i] + (means[i] - mean) * (means[i] - mean))
    }
  }
}
