import RealModule
import Scalars

/// W1, W2, the energy distance and the Kolmogorov–Smirnov distance of the empirical distributions, with intervals.
///
/// With the empirical distribution functions F and G the linear terms of the distances are means over the rows of ψ(x)
/// = ∫ˣ sign(F − G) for W1, 4 ∫ˣ (F − G) for the energy distance, and the Kantorovich potentials for W2² (E. del
/// Barrio, J.-M. Loubes, “Central limit theorems for empirical transportation cost in general dimension”, Ann. Probab.
/// 47 (2019)).
extension SamplePair {
  func empiricalDistances() -> [SampleEstimate] {
    let merged = MergedSamples(self)
    let observed = merged.distances()
    let permuted = (0..<settings.repetitions(rows: first.count + second.count)).map { index in
      var random = CounterRandom(seed: settings.seed, stream: SampleStream.permutations.rawValue, step: UInt32(index))
      return merged.distances(permutedBy: &random)
    }
    func null(_ distance: KeyPath<MergedSamples.Distances, Double>) -> NullDistribution {
      NullDistribution(permuted.map { $0[keyPath: distance] })
    }
    let (transport, deviation) = merged.influences()
    let rows = EmpiricalRows(settings: settings, counts: counts, unit: unit)
    return [
      rows.wasserstein1(observed.wasserstein1, transport, null(\.wasserstein1)),
      rows.wasserstein2(observed.squaredWasserstein2, potentials(), null(\.squaredWasserstein2)),
      rows.energy(observed.energy, bias: merged.energyBias, deviation, null(\.energy)),
      rows.kolmogorov(observed.kolmogorov, null(\.kolmogorov)),
    ]
  }

  /// The potentials of W2² at the rows, x² − 2 ∫ˣ T for the optimal map T, and the same for the second sample.
  private func potentials() -> InfluenceVariance {
    var variance = InfluenceVariance()
    variance.add(Self.potential(of: first, against: second))
    variance.add(Self.potential(of: second, against: first))
    return variance
  }

  private static func potential(of xs: [Double], against ys: [Double]) -> [Double] {
    var integral = 0.0
    return xs.indices.map { index in
      if index > 0 {
        // Between two rows T is the quantile of the other sample at the level index/n: of two values the mean.
        let (place, rest) = (index * ys.count).quotientAndRemainder(dividingBy: xs.count)
        let image = rest > 0 ? ys[place] : 0.5 * (ys[place - 1] + ys[place])
        integral += (xs[index] - xs[index - 1]) * image
      }
      return xs[index].squared - 2 * integral
    }
  }
}

extension MergedSamples {
  /// The variances of W1 and of the energy distance by their influence functions ∫ˣ sign(F − G) and 4 ∫ˣ (F − G).
  func influences() -> (transport: InfluenceVariance, deviation: InfluenceVariance) {
    var (transport, deviation) = (0.0, 0.0)
    var (transports, deviations) = ([[Double]](repeating: [], count: 2), [[Double]](repeating: [], count: 2))
    let steps = steps()
    for index in values.indices {
      let sample = isFirst[index] ? 0 : 1
      transports[sample].append(transport)
      deviations[sample].append(deviation)
      guard index < steps.count else { break }
      transport += steps[index].height == 0 ? 0 : steps[index].height < 0 ? -steps[index].gap : steps[index].gap
      deviation += 4 * steps[index].height * steps[index].gap
    }
    var variances = (InfluenceVariance(), InfluenceVariance())
    for sample in 0..<2 {
      variances.0.add(transports[sample])
      variances.1.add(deviations[sample])
    }
    return variances
  }

  /// E 2 ∫ (F̂ − Ĝ)² − 2 ∫ (F − G)², without bias: 2 ∫ F̂(1 − F̂)/(n − 1) and the same for Ĝ.
  var energyBias: Double {
    var (first, bias) = (0, 0.0)
    let (n, m) = (Double(isFirst.lazy.filter { $0 }.count), Double(isFirst.lazy.filter { !$0 }.count))
    for index in values.indices.dropLast() {
      if isFirst[index] { first += 1 }
      let (f, g) = (Double(first) / n, Double(index + 1 - first) / m)
      bias += 2 * (f * (1 - f) / (n - 1) + g * (1 - g) / (m - 1)) * (values[index + 1] - values[index])
    }
    return bias
  }
}
