package import Calculus
import Densities
import RealModule
import Scalars

extension DensityPair {
  /// R_α(P‖Q) = log(∫ p^α q^(1−α)) / (α − 1) for α ≥ 0, in nats (Rényi 1961; van Erven & Harremoës 2014).
  ///
  /// KL(P‖Q) at α = 1, −log Q(p > 0) at α = 0. It is finite also where the α-divergence is beyond the largest double.
  package func renyi(order: Double) -> Estimate {
    precondition(order >= 0 && order.isFinite, "a Rényi divergence needs a finite order of at least 0, not \(order)")
    if order == 0 { return supportOverlap().named(Self.renyiName(order), by: .asymptotics) }
    let divergence: any FDivergence = order == 1 ? KullbackLeibler() : AlphaDivergence(order: order)
    return renyi(order: order, from: measure([divergence])[0])
  }

  /// The same from the α-divergence of that order (KL for order 1), where it is known already.
  func renyi(order: Double, from divergence: Estimate) -> Estimate {
    let name = Self.renyiName(order)
    // Below order 1 the α-divergence is at most 1/(α(1−α)), near which nothing is left of its integral; one that has
    // overflowed has its logarithm without a bound.
    let isSmall = 0 < order && order < 1 && order * (1 - order) * divergence.value > 0.5
    let isOverflow = if case .overflow = divergence.status { divergence.route != .closedForm } else { false }
    if isSmall || order > 1 && isOverflow {
      if let reason = disjointness() { return Estimate.infinite(reason: reason).named(name, by: .asymptotics) }
      let integrals = withoutCommonMap().pair.integrals(of: [AffinityIntegrand(order: order)])
      return integrals.results(named: [name]) { sum, _ in sum.renyi(order: order) }[0]
    }
    let result = order == 1 ? divergence : divergence.renyi(order: order)
    return result.named(name, by: divergence.route, evaluations: divergence.evaluations, remark: divergence.reason)
  }

  /// The name of a Rényi divergence, such as `renyi_0.5`.
  static func renyiName(_ order: Double) -> String {
    "renyi_" + (order == order.rounded() && order < 1e15 ? String(Int(order)) : String(order))
  }

  /// The parts on which both densities are positive.
  private var overlap: [Interval] { p.support.flatMap { a in q.support.compactMap { a.intersection($0) } } }

  private func disjointness() -> String? { overlap.isEmpty ? "p and q are nowhere positive together" : nil }

  private func supportOverlap() -> Estimate {
    if let reason = disjointness() { return .infinite(reason: reason) }
    if massOutside(q, of: p, named: ("Q", "p")) == nil { return .finite(value: 0, error: 0) }
    let outside = slivers(of: q, outside: p).reduce(0) { $0 + $1.mass }
    let mass = overlap.map { q.probability(of: $0) }.compensatedSum() - outside
    return .finite(value: -.log(mass), error: 1e-14 / mass)
  }
}

/// p^α q^(1−α) for α > 0.
private struct AffinityIntegrand: PairIntegrand {
  let order: Double

  var isShifted: Bool { true }
  var smoothness: Smoothness { .entire }
  func exponent(_ s: PairSample) -> Double {
    // Above order 1 a q that has underflowed even in its logarithm is no zero: the sum is not finite, and unresolved.
    s.logP == -.infinity || (s.logQ == -.infinity && order < 1) ? -.infinity : order * s.logP + (1 - order) * s.logQ
  }
  func value(_ s: PairSample, shift: Double) -> Double { .exp(exponent(s) - shift) }
  func rounding(_ s: PairSample, value: Double) -> Double { value * (order * s.roundingP + abs(1 - order) * s.roundingQ + .ulpOfOne) }
}

extension Estimate {
  /// R_α from the α-divergence D: ∫ p^α q^(1−α) = 1 + α(α−1) D.
  fileprivate func renyi(order: Double) -> Estimate {
    let factor = order * (order - 1)
    if case .overflow(let logValue) = status {
      // A formula that overflows has the logarithm to its rounding.
      return .finite(value: (.log(factor) + logValue) / (order - 1), error: (1e-7 + 16 * .ulpOfOne * logValue) / (order - 1))
    }
    let slope = abs(order / (1 + factor * value))
    let image = image(.log(onePlus: factor * value) / (order - 1), error: slope * error, slope: slope, rounding: 4 * .ulpOfOne)
    // The α-divergence is a difference that cancels as α → 0 or 1.
    return image.status == .finite
      ? image.widened(by: 8 * .ulpOfOne / min(order, abs(order - 1), 1) * abs(image.value)) : image
  }
}

extension MeshSum {
  /// R_α from the integral of p^α q^(1−α).
  fileprivate func renyi(order: Double) -> Estimate {
    guard value > 0 else { return .unresolved(reason: "the overlap of p and q was not found") }
    let result = (shift + .log(value)) / (order - 1)
    // An error as large as the integral leaves no bound of its logarithm.
    let ofIntegral = error < value ? -Double.log(onePlus: -error / value) : .infinity
    let error = (ofIntegral + 4 * .ulpOfOne * abs(shift)) / abs(1 - order)
    return .judged(value: result, error: error, otherwise: "the error bound is \(Float(error)): quadrature did not converge")
  }
}
