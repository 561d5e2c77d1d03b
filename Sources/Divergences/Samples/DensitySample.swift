import Calculus
public import Densities
import RealModule
import Scalars

/// A sample against a density Q, which is known: how far the distribution P of the sample is from it.
///
/// ```swift
/// for row in try DensitySample(waiting, against: Normal(mean: 70, sd: 13)).table() { print(row.measure, row.value ?? .nan) }
/// ```
/// The rows must be independent draws of P. Where an estimator needs rows of both, draws of Q stand for Q: the rows of
/// the table with `secondCount`.
public struct DensitySample: Sendable {
  /// The level of the intervals, the number of simulations, and the seed.
  public let settings: SampleSettings
  /// The sample and draws of Q.
  package let pair: SamplePair
  /// The sample in increasing order.
  let sample: [Double]
  let density: any AnalyticDensity

  /// A sample of at least two distinct numbers against a density; throws one sentence otherwise.
  ///
  /// The source is where the data came from, for the sentence.
  public init(
    _ sample: [Double], against density: any Density, settings: SampleSettings = SampleSettings(), source: String = "the sample"
  ) throws(DensityError) {
    (self.settings, self.density) = (settings, density.model.analytic)
    self.sample = try SortedData.validated(sample, source)
    var random = CounterRandom(seed: settings.seed, stream: SampleStream.draws.rawValue)
    let draws = (0..<min(max(sample.count, 1000), 20_000)).map { _ in density.sample(using: &random) }
    pair = try SamplePair(sample, draws, settings: settings, sources: (source, "the draws of \(density)"))
  }

  /// Every measure.
  public func table() -> [SampleEstimate] {
    let drawn = (pair.neighborDivergences() + pair.kernelDivergences()).filter { $0.measure != "kl_pq" }
    return empiricalDistances() + [neighborKL(), kernelKL()] + drawn + [pair.binnedBound("kl_pq"), pair.swapped.binnedBound("kl_qp")]
  }

  /// The number of rows; Q has none.
  var counts: (first: Int, second: Int?) { (sample.count, nil) }
}

extension DensitySample {
  /// W1, W2, energy and Kolmogorov–Smirnov distance from the density itself.
  private func empiricalDistances() -> [SampleEstimate] {
    let deviation = EmpiricalDeviation(sample, density)
    let simulated = SimulatedDeviation(of: density, rows: sample.count, settings)
    let wasserstein1 = NullDistribution(simulated.wasserstein1)
    func rows(_ sum: EmpiricalDeviation.Sum, of what: String = "") -> EmpiricalRows {
      EmpiricalRows(
        settings: settings, counts: counts, error: sum.error,
        remark: "the error of the quadrature\(what) is at most \(sum.error.rough(.up))")
    }
    let distances: [SampleEstimate] = [
      finite("w1", deviation.wasserstein1, "the mean of Q does not exist") {
        rows($0).wasserstein1($0.value, $0.variance, wasserstein1)
      },
      finite("w2", deviation.squaredWasserstein2, "the variance of Q does not exist") {
        rows($0, of: " of its square").wasserstein2($0.value, $0.variance, isClose: deviation.wasserstein1.value < 2 * wasserstein1.mean)
      },
      finite("energy", deviation.energy, "the mean of √|Y| does not exist for Q") {
        rows($0).energy($0.value, bias: deviation.energyBias, $0.variance, NullDistribution(simulated.energy))
      },
    ]
    let whole = EmpiricalRows(settings: settings, counts: counts)
    return distances + [whole.kolmogorov(deviation.kolmogorov, NullDistribution(simulated.kolmogorov))]
  }

  /// The row of a distance, or that it is infinite.
  private func finite(
    _ measure: String, _ sum: EmpiricalDeviation.Sum, _ reason: String, _ row: (EmpiricalDeviation.Sum) -> SampleEstimate
  ) -> SampleEstimate {
    guard sum.isInfinite else { return row(sum) }
    return SampleEstimate(
      measure, .empirical, value: .infinity, lower: .infinity, upper: .infinity, .guaranteed, counts: counts,
      note: "infinite for every sample: " + reason)
  }

  /// KL by log q itself and the entropy of P from nearest neighbours: no tail of Q is guessed.
  private func neighborKL() -> SampleEstimate {
    if let obstacle = Neighbors.obstacle(in: sample, least: sample.count, repeated: Neighbors.repeatedRows(sample)) {
      return SampleEstimate("kl_pq", .nearestNeighbors, value: nil, counts: counts, note: obstacle)
    }
    let logs = Dictionary(uniqueKeysWithValues: sample.map { ($0, density.logDensity(at: $0)) })
    if let outside = outside(Array(logs.values), .nearestNeighbors) { return outside }
    let k = Neighbors.count(for: sample.count)
    func terms(_ xs: [Double]) -> [Double] { zip(Neighbors.logDensities(at: xs, k), xs).map { $0 - (logs[$1] ?? 0) } }
    let (all, error) = (terms(sample), RandomHalves.standardErrors(of: [sample], settings) { [terms($0[0]).mean { $0 }.value] }[0])
    var variance = InfluenceVariance()
    variance.add(all)
    return .halves(
      "kl_pq", all.mean { $0 }.value, error, isDoubtful: variance.doubt != nil, settings, counts,
      remarks: [SampleEstimate.noUpperBound, variance.doubt ?? ""])
  }

  /// KL by log q itself and a kernel estimate of p.
  private func kernelKL() -> SampleEstimate {
    if let tooFew = Neighbors.tooFewRows(sample.count) { return SampleEstimate("kl_pq", .kernel, value: nil, counts: counts, note: tooFew) }
    let logs = sample.map { density.logDensity(at: $0) }
    if let outside = outside(logs, .kernel) { return outside }
    func value(widening: Double) throws(DensityError) -> KernelRatios.Value {
      let estimate = try KernelDensity(sample, bandwidth: widening * Bandwidth.ruleOfThumb(sample))
      let ratios = zip(KernelRatios.leavingOneOut(estimate, sample), logs).map { $0 - $1 }
      var variance = InfluenceVariance()
      variance.add(ratios)
      return (ratios.mean { $0 }.value, variance)
    }
    do throws(DensityError) {
      return .kernel("kl_pq", try value(widening: 1), wide: try value(widening: 1.5).value, settings, counts)
    } catch {
      return SampleEstimate("kl_pq", .kernel, value: nil, counts: counts, note: error.description)
    }
  }

  /// KL where rows lie outside the support of Q, or so far out that log q is no double; nil where neither is so.
  private func outside(_ logs: [Double], _ estimator: SampleEstimate.Estimator) -> SampleEstimate? {
    let count = sample.count { row in !density.support.contains { $0.lower <= row && row <= $0.upper } }
    if count > 0 {
      return SampleEstimate(
        "kl_pq", estimator, value: .infinity, lower: .infinity, upper: .infinity, .guaranteed, counts: counts,
        note: "\(count) of the \(sample.count) rows \(count == 1 ? "lies" : "lie") outside the support of Q: KL is infinite")
    }
    let lost = logs.count { $0 == -.infinity }
    guard lost > 0 else { return nil }
    return SampleEstimate(
      "kl_pq", estimator, value: nil, counts: counts,
      note: "at \(lost) of the \(sample.count) rows the log density of Q is -inf or below the least double: no mean of it is known")
  }
}
