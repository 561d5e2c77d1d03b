package import Calculus
package import Densities
import RealModule
import Scalars

extension GeneratorLoss {
  /// ∂/∂θ E_{Q_θ}[h(D*)] with D* frozen at the member q: what backpropagation gives the generator at the optimum.
  ///
  /// ∫ h(p/q) ∂_θ q dx = E_Q[h(p/q) ∂_θ log q], one estimate a parameter, ∂_θ log q by forward mode. Where the support
  /// depends on the parameter (`Parameter.movesSupport`) a boundary term is missing.
  package func frozenGradient<Q: Family>(_ p: any AnalyticDensity, _ q: Q) -> [Estimate] {
    let integrands = q.values.indices.map { ScoreIntegrand(loss: integrand, parameter: $0) }
    let sampler = PairedSampler(p, q, costs: 2) { pairs, places in
      places.indices.map { index in
        ScoreSample(pair: pairs[index], scores: gradient(at: q.values) { Q.logDensity(at: places[index], parameters: $0) })
      }
    }
    return DensityPair(p, q).integrals(of: integrands, on: Partition([p, q]), sampler).estimates
  }
}

/// ∂/∂θ of any function of a member, by extrapolated central differences: independent of `frozenGradient`.
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
