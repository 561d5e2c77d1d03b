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

extension Comparison {
  /// Entropies of P and Q, on one mesh.
  ///
  /// Their integrands change sign, so the error is relative to the integral of their magnitude. The cross entropy is infinite where KL(P‖Q)
  /// is.
  package func measure(_ entropies: [Entropy]) -> [Measurement] {
    let reason = entropies.contains(.cross) ? Finiteness(p, q).reasonForInfinity(KullbackLeibler()) : nil
    let open = entropies.filter { $0 != .cross || reason == nil }
    var integrated = (open.isEmpty ? [] : integrated(open))[...]
    return entropies.map { entropy in
      guard entropy == .cross, let reason else { return integrated.removeFirst() }
      return Measurement(measure: entropy.rawValue, outcome: .infinite(reason: reason), route: .asymptotics)
    }
  }

  private func integrated(_ entropies: [Entropy]) -> [Measurement] {
    let (inner, logScale) = withoutCommonMap()
    let masses: [any Integrand<PairSample>] = [MassIntegrand(isP: true), MassIntegrand(isP: false)]
    let (sums, evaluations) = integrals(
      of: entropies.map { EntropyIntegrand(entropy: $0) } + masses, on: Partition([inner.p, inner.q]), PairSampler(inner.p, inner.q))
    let defect = sums.suffix(2).reduce(0) { $0 + abs($1.value - 1) + $1.error }
    return zip(entropies, sums).map { entropy, sum in
      // An affine map adds log |scale| to every entropy.
      let outcome = sum.signedOutcome(massDefect: defect, floor: 1e-12).map({ $0 + logScale }, slope: { _ in 1 })
      return Measurement(
        measure: entropy.rawValue, outcome: outcome, route: route(.quadrature), evaluations: evaluations, remark: sum.remark)
    }
  }
}

/// h(P) = −∫ p log p, the differential entropy in nats.
package func entropy(_ p: any AnalyticDensity) -> Measurement { Comparison(p, p).measure([Entropy.ofP])[0] }

/// −∫ p log q, the cross entropy in nats; +∞ where KL(P‖Q) is.
package func crossEntropy(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Measurement {
  Comparison(p, q).measure([Entropy.cross])[0]
}

private struct EntropyIntegrand: Integrand {
  let entropy: Entropy

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
  /// The integral of a function that may change sign, as a result; errors below the floor are none, unless another size counts as zero.
  func signedOutcome(massDefect: Double, floor: Double, zero: Double? = nil) -> Outcome {
    if let badSpan {
      let x = badSpan.chart.place(at: badSpan.midpoint).x
      return .unresolved(estimate: 0, error: .infinity, reason: "the integrand is not finite near x = \(x)")
    }
    if massDefect > 1e-6 {
      return .unresolved(
        estimate: value, error: .infinity,
        reason: Self.unseen(massDefect: massDefect))
    }
    let error = error + massDefect * magnitude
    // Where values of either sign cancel, 0 is a number like any other.
    let floor = max(Outcome.resolution * magnitude, floor)
    return .judged(
      value: value, error: error, floor: floor, zero: zero ?? floor,
      otherwise: "the error bound is \(Float(error / magnitude)) of the integral's magnitude: quadrature did not converge")
  }
}
