package import Calculus
package import Densities
import RealModule
import Scalars

extension GeneratorLoss {
  /// ∂/∂θ E_{Q_θ}[h(D*)] with D* frozen at the member q: what backpropagation gives the generator at the optimal
  /// discriminator.
  ///
  /// ∫ h(p/q) ∂_θ q dx = E_Q[h(p/q) ∂_θ log q], one estimate a parameter, in the order of the grammar; ∂_θ log q by
  /// forward mode. The support must not depend on the parameter, else a boundary term is missing: see
  /// `Family.movesSupport`.
  package func frozenGradient<Q: Family>(_ p: any AnalyticDensity, _ q: Q) -> [Estimate] {
    let integrands = q.values.indices.map { ScoreIntegrand(loss: integrand, parameter: $0) }
    return DensityPair(p, q).integrals(of: integrands, on: Partition([p, q]), ScoreSampler(p, q)).estimates
  }
}

/// ∂/∂θ of any function of a member of a family, by extrapolated central differences in each parameter: a route to
/// gradients independent of `frozenGradient`.
package func gradientByDifferences<Q: Family>(at q: Q, of f: (Q) -> Estimate) -> [Estimate] {
  let scale = q.landmarks.map(\.scale).min() ?? 1
  return q.values.indices.map { k in
    // A positive parameter changes over its own size, a real one over the width of the density.
    let size = Q.parameters[k].domain == .positive ? q.values[k] : scale
    // A step that leaves the region where f is finite, or smooth, shows in the error; a smaller one may not.
    let estimates = [0.1, 0.01].map { step in
      difference(at: q.values[k], step: step * size) { value in
        var values = q.values
        values[k] = value
        return f(Q(values))
      }
    }
    return estimates.min { $0.error < $1.error } ?? estimates[0]
  }
}

/// Both densities at a node, and the derivative of log q by each parameter.
private struct ScoreSample: PairedSample {
  fileprivate struct Mass: MassIntegrand {
    typealias Sample = ScoreSample
    let isP: Bool
  }

  let pair: PairSample
  let scores: [Double]
}

private struct ScoreSampler<Q: Family>: Sampler {
  private var pairs: PairSampler
  private var samples: [PairSample] = []
  private let q: Q

  init(_ p: any AnalyticDensity, _ q: Q) {
    pairs = PairSampler(p, q)
    self.q = q
  }

  var cost: Int { 2 * pairs.cost }

  mutating func sample(_ places: [Place], into output: inout [ScoreSample], at start: Int) {
    pairs.sample(places, into: &samples, at: 0)
    for i in places.indices {
      let scores = gradient(at: q.values) { Q.logDensity(at: places[i], parameters: $0) }
      let sample = ScoreSample(pair: samples[i], scores: scores)
      if start + i < output.count { output[start + i] = sample } else { output.append(sample) }
    }
  }

  func kink(at place: Place) -> Double { pairs.kink(at: place) }
  func kink(_ sample: ScoreSample) -> Double { pairs.kink(sample.pair) }
}

private struct ScoreIntegrand: Integrand {
  let loss: CustomFDivergence
  let parameter: Int

  func value(_ s: ScoreSample, shift: Double) -> Double {
    let value = loss.integrand(s.pair, shift: shift)
    return value == 0 ? 0 : value * s.scores[parameter]
  }
  func rounding(_ s: ScoreSample, value: Double) -> Double {
    let own = loss.rounding(s.pair, value: loss.integrand(s.pair, shift: 0), shift: 0)
    // Where q underflows its score may be infinite.
    return (own == 0 ? 0 : own * abs(s.scores[parameter])) + 4 * Double.ulpOfOne * abs(value)
  }
}
