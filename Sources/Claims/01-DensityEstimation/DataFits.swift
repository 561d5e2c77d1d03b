import Calculus
import Densities
import Divergences
import RealModule
import Scalars

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

  /// The likelihood of the bins that the data lie in, beside the entropy of the bins plus KL from their shares to those
  /// of q.
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
  /// Whether the likelihood has a maximum there, so that its derivatives vanish, rather than an edge of what is
  /// searched.
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
