package import Calculus
package import Densities
import RealModule
import Scalars

/// A Fisher information for the location of a pair of densities, in units of 1/x².
package enum FisherInformation: String, CaseIterable, Sendable {
  /// I(P) = E_P[(∂ₓ log p)²]; +∞ unless p is absolutely continuous (Huber 1981, theorem 4.2), so at every jump.
  case ofP = "fisher_p"
  /// I(Q) = E_Q[(∂ₓ log q)²].
  case ofQ = "fisher_q"
  /// I(P‖Q) = E_P[(∂ₓ log p/q)²], the relative one: the rate at which KL falls along the heat flow (Barron 1986).
  case relative = "relative_fisher_pq"
}

extension DensityPair {
  /// Fisher informations of P and Q, on one mesh.
  ///
  /// +∞ is decided from the ends: a jump, or a rise from zero that is no faster than linear, has no finite information.
  package func measure(_ informations: [FisherInformation]) -> [Estimate] {
    results(of: informations, known: known, integrated: integrated)
  }

  /// What is known without integrating: +∞, or that the scores are the same.
  private func known(_ information: FisherInformation) -> Estimate? {
    let densities = information == .ofP ? [p] : information == .ofQ ? [q] : [p, q]
    if let density = densities.first(where: { !$0.hasExactSlope }) {
      let reason = "the derivative of \(density) is not known"
      return Estimate.unresolved(reason: reason).named(information.rawValue, by: .quadrature)
    }
    if let reason = reasonForInfinity(information) {
      return Estimate.infinite(reason: reason).named(information.rawValue, by: .asymptotics)
    }
    guard information == .relative, isOne else { return nil }
    return Estimate.finite(value: 0, error: 0).named(information.rawValue, by: .closedForm)
  }

  private func reasonForInfinity(_ information: FisherInformation) -> String? {
    switch information {
    case .ofP: Roughness(of: p, named: "p").reasonForInfinity
    case .ofQ: Roughness(of: q, named: "q").reasonForInfinity
    case .relative:
      massOutside(p, of: q, named: ("P", "q")) ?? Roughness(of: p, against: q).reasonForInfinity
    }
  }

  private func integrated(_ informations: [FisherInformation]) -> [Estimate] {
    if informations.allSatisfy({ $0 == .ofP }), !isOne {
      return DensityPair(p, p, by: quadrature, within: limit).integrated(informations)
    }
    let logUnits = informations.map { Double.log(unit($0)) }
    let integrals = integrals(
      of: zip(informations, logUnits).map { FisherIntegrand(information: $0, logUnit: $1) },
      on: Partition([p, q]), SlopeSampler(p, q))
    return integrals.results(named: informations.map(\.rawValue)) { sum, index in
      // Scores cancel in a relative information, and what they leave is known to rounding.
      // A bound without a value is a result only where it is small both beside 1/unit² and in the units of x.
      let zero = min(1e-24, 1e-14 * .exp(2 * logUnits[index]))
      return sum.signedResult(logUnit: -2 * logUnits[index], floor: 1e-14, zero: zero)
    }
  }

  /// The smallest length over which a score changes.
  private func unit(_ information: FisherInformation) -> Double {
    let densities: [any AnalyticDensity] = information == .ofP ? [p] : information == .ofQ ? [q] : [p, q]
    return densities.flatMap(\.landmarks).map(\.scale).min() ?? 1
  }
}

/// I(P) = E_P[(∂ₓ log p)²], the Fisher information for location.
package func fisherInformation(_ p: any AnalyticDensity) -> Estimate { DensityPair(p, p).measure([FisherInformation.ofP])[0] }

/// E_P[(∂ₓ log p/q)²], the relative Fisher information.
package func relativeFisherInformation(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate {
  DensityPair(p, q).measure([FisherInformation.relative])[0]
}

/// A squared score, weighted by its density.
private struct FisherIntegrand: Integrand {
  let information: FisherInformation
  let logUnit: Double

  func value(_ s: SlopeSample, shift: Double) -> Double {
    let (slope, noise, weight) = terms(s)
    // A difference that is nothing but rounding counts as none.
    return information == .relative && abs(slope) <= noise ? 0 : s.square(slope, logWeight: weight.logDensity, logUnit: logUnit)
  }

  func rounding(_ s: SlopeSample, value: Double) -> Double {
    let (slope, noise, weight) = terms(s)
    let square = s.square(abs(slope) + noise, logWeight: weight.logDensity, logUnit: logUnit)
    if value == 0 || slope == 0 { return square }
    let relative = noise / abs(slope)
    return value * (weight.rounding + (2 + relative) * relative)
  }

  /// The slope with its noise, and the density that weights it.
  private func terms(_ s: SlopeSample) -> (slope: Double, noise: Double, weight: SlopeSide.Value) {
    switch information {
    case .ofP: (s.p.slope.value, s.p.noise + .ulpOfOne * abs(s.p.slope.pole), s.p)
    case .ofQ: (s.q.slope.value, s.q.noise + .ulpOfOne * abs(s.q.slope.pole), s.q)
    case .relative: (s.difference.slope, s.difference.noise, s.p)
    }
  }
}
