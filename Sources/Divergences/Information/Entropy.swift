package import Calculus
package import Densities
import RealModule
import Scalars

/// An entropy of a pair of densities, in nats; it may be negative.
package enum Entropy: String, CaseIterable, Sendable {
  /// h(P) = −∫ p log p, the differential entropy (Shannon 1948).
  case ofP = "entropy_p"
  /// h(Q) = −∫ q log q.
  case ofQ = "entropy_q"
  /// −∫ p log q = h(P) + KL(P‖Q): what Q's code costs on P's data, and the negative expected log likelihood.
  case cross = "cross_entropy_pq"
}

extension DensityPair {
  /// Entropies of P and Q, on one mesh.
  ///
  /// Errors are relative to the integral of the magnitude. The cross entropy is infinite where KL(P‖Q) is.
  package func measure(_ entropies: [Entropy]) -> [Estimate] {
    let reason = entropies.contains(.cross) ? Finiteness(p, q).reasonForInfinity(atInfinity: .logarithmic, atZero: .bounded) : nil
    return results(
      of: entropies,
      known: { entropy in
        entropy == .cross ? reason.map { Estimate.infinite(reason: $0).named(entropy.rawValue, by: .asymptotics) } : nil
      },
      integrated: integrated)
  }

  private func integrated(_ entropies: [Entropy]) -> [Estimate] {
    let (inner, logScale) = withoutCommonMap()
    let integrals = inner.integrals(of: entropies.map { EntropyIntegrand(entropy: $0) })
    return integrals.results(named: entropies.map(\.rawValue)) { sum, _ in
      let inner = sum.signedResult(floor: 1e-12)
      // An affine map adds log |scale| to every entropy.
      return inner.image(inner.value + logScale, error: inner.error, slope: 1, rounding: 4 * .ulpOfOne)
    }
  }
}

/// h(P) = −∫ p log p, the differential entropy in nats.
package func entropy(_ p: any AnalyticDensity) -> Estimate { DensityPair(p, p).measure([Entropy.ofP])[0] }

/// −∫ p log q, the cross entropy in nats; +∞ where KL(P‖Q) is.
package func crossEntropy(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate {
  DensityPair(p, q).measure([Entropy.cross])[0]
}

private struct EntropyIntegrand: PairIntegrand {
  let entropy: Entropy
  var smoothness: Smoothness { .entire }

  func value(_ s: PairSample, shift: Double) -> Double {
    let (weight, log) =
      switch entropy {
      case .ofP: (s.p, s.logP)
      case .ofQ: (s.q, s.logQ)
      case .cross: (s.p, s.logQ)
      }
    return weight == 0 ? 0 : weight * (s.logJacobian - log)
  }

  func rounding(_ s: PairSample, value: Double) -> Double {
    let (weight, ofWeight, ofLog) =
      switch entropy {
      case .ofP: (s.p, s.roundingP, s.roundingP)
      case .ofQ: (s.q, s.roundingQ, s.roundingQ)
      case .cross: (s.p, s.roundingP, s.roundingQ)
      }
    return weight == 0 ? 0 : ofWeight * abs(value) + ofLog * weight
  }
}

extension MeshSum {
  /// The integral of a function that may change sign; errors below the floor are none.
  func signedResult(logUnit: Double = 0, floor: Double, zero: Double? = nil) -> Estimate {
    // Where values of either sign cancel, 0 is a number like any other.
    let floor = max(Estimate.resolution * magnitude, floor)
    return result(error: error + masses.defect * magnitude, logUnit: logUnit, floor: floor, zero: zero ?? floor)
  }
}

/// ∫ q², the density of X − X′ at 0 for two draws; e^−(collision entropy), the Rényi entropy of order 2 (Rényi 1961).
///
/// For N(μ, σ) it is 1/(2σ√π). Infinite where q is singular like |x|^(−1/2) or worse; decided from asymptotes.
package func squareIntegral(_ q: any AnalyticDensity) -> Estimate {
  let name = "square_integral"
  for way in approaches(q, q) {
    let log = way.asymptote(of: q)
    if !log.isZero, !Asymptote.combine(log, 1, log, 1).isIntegrable(way.approach) {
      return Estimate.infinite(reason: "q² is not integrable \(way.approach.phrase)").named(name, by: .asymptotics)
    }
  }
  // In units of the narrowest feature nothing underflows, however wide the density.
  let unit = q.landmarks.map(\.scale).min() ?? 1
  let integrals = DensityPair(q, q).integrals(
    of: [SquareIntegrand(logUnit: .log(unit))], on: Partition([q]), PairSampler(q, q))
  return integrals.results(named: [name]) { sum, _ in
    sum.signedResult(logUnit: -.log(unit), floor: 0)
  }[0]
}

private struct SquareIntegrand: PairIntegrand {
  let logUnit: Double

  func value(_ s: PairSample, shift: Double) -> Double { s.p == 0 ? 0 : s.p * .exp(s.logP - s.logJacobian + logUnit) }
  func rounding(_ s: PairSample, value: Double) -> Double { 2 * value * (s.roundingP + .ulpOfOne * abs(logUnit)) }
}
