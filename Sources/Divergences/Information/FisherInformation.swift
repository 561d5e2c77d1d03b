package import Densities
import RealModule
import Scalars

/// A Fisher information for the location of a pair of densities, in units of 1/x².
package enum FisherInformation: String, CaseIterable, Sendable {
  /// I(P) = E_P[(∂ₓ log p)²]; +∞ unless p is absolutely continuous (Huber 1981, theorem 4.2), so at every jump.
  case ofP = "fisher_p"
  /// I(Q) = E_Q[(∂ₓ log q)²].
  case ofQ = "fisher_q"
  /// I(P‖Q) = E_P[(∂ₓ log p/q)²], the relative Fisher information: the rate at which KL falls along the heat flow (de Bruijn; Barron 1986).
  case relative = "relative_fisher_pq"
}

extension Comparison {
  /// Fisher informations of P and Q, on one mesh.
  ///
  /// +∞ is decided from the ends: a jump, or a density that rises from zero no faster than linearly, has no finite information.
  package func measure(_ informations: [FisherInformation]) -> [Measurement] {
    var results = informations.map { known($0) }
    let open = results.indices.filter { results[$0] == nil }
    if !open.isEmpty {
      for (index, measurement) in zip(open, integrated(open.map { informations[$0] })) { results[index] = measurement }
    }
    return results.compactMap { $0 }
  }

  /// What is known without integrating: +∞, or that the scores are the same.
  private func known(_ information: FisherInformation) -> Measurement? {
    let densities = information == .ofP ? [p] : information == .ofQ ? [q] : [p, q]
    if let density = densities.first(where: { !$0.hasExactSlope }) {
      let reason = "the derivative of \(density) is not known"
      return Measurement(
        measure: information.rawValue, outcome: .unresolved(estimate: 0, error: .infinity, reason: reason), route: .quadrature)
    }
    if let reason = reasonForInfinity(information) {
      return Measurement(measure: information.rawValue, outcome: .infinite(reason: reason), route: .asymptotics)
    }
    guard information == .relative, p.isIdentical(to: q) else { return nil }
    return Measurement(measure: information.rawValue, outcome: .finite(value: 0, error: 0), route: .closedForm)
  }

  private func reasonForInfinity(_ information: FisherInformation) -> String? {
    switch information {
    case .ofP: Roughness(of: p, named: "p").reasonForInfinity
    case .ofQ: Roughness(of: q, named: "q").reasonForInfinity
    case .relative:
      massOutside(p, of: q).map { "P puts mass \($0.mass) on \($0.interval), where q = 0" }
        ?? Roughness(of: p, against: q).reasonForInfinity
    }
  }

  private func integrated(_ informations: [FisherInformation]) -> [Measurement] {
    let isSingle = informations.allSatisfy { $0 == .ofP }
    let masses: [any Integrand<SlopeSample>] = [SlopeMassIntegrand(isP: true), SlopeMassIntegrand(isP: false)]
    let integrands = informations.map { FisherIntegrand(information: $0, logUnit: .log(unit($0))) }
    let (sums, evaluations) = integrals(
      of: integrands + masses.prefix(isSingle ? 1 : 2), on: Partition(isSingle ? [p] : [p, q]), SlopeSampler(p, isSingle ? nil : q))
    let defect = sums.dropFirst(informations.count).reduce(0) { $0 + abs($1.value - 1) + $1.error }
    return zip(integrands, sums).map { integrand, sum in
      // Scores cancel in a relative information, and what they leave is known to rounding.
      // A bound without a value is a result only where it is small both beside 1/unit² and in the units of x.
      let zero = min(1e-24, 1e-14 * .exp(2 * integrand.logUnit))
      let outcome = sum.signedOutcome(massDefect: defect, floor: 1e-14, zero: zero).scaled(byLog: -2 * integrand.logUnit)
      return Measurement(
        measure: integrand.information.rawValue, outcome: outcome, route: route(.quadrature), evaluations: evaluations, remark: sum.remark)
    }
  }

  /// The smallest length over which a score changes.
  private func unit(_ information: FisherInformation) -> Double {
    let densities: [any AnalyticDensity] = information == .ofP ? [p] : information == .ofQ ? [q] : [p, q]
    return densities.flatMap(\.landmarks).map(\.scale).min() ?? 1
  }
}

/// I(P) = E_P[(∂ₓ log p)²], the Fisher information for location.
package func fisherInformation(_ p: any AnalyticDensity) -> Measurement { Comparison(p, p).measure([FisherInformation.ofP])[0] }

/// E_P[(∂ₓ log p/q)²], the relative Fisher information.
package func relativeFisherInformation(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Measurement {
  Comparison(p, q).measure([FisherInformation.relative])[0]
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

private struct SlopeMassIntegrand: Integrand {
  let isP: Bool

  func value(_ s: SlopeSample, shift: Double) -> Double { .exp(isP ? s.p.logDensity : s.q.logDensity) }
  func rounding(_ s: SlopeSample, value: Double) -> Double { value == 0 ? 0 : value * (isP ? s.p.rounding : s.q.rounding) }
}

extension Outcome {
  /// The same times e^log, which may lead out of the range of the doubles.
  fileprivate func scaled(byLog log: Double) -> Outcome {
    let (root, least) = (Double.exp(0.5 * log), Double.leastNonzeroMagnitude)
    if case .unresolved(let estimate, let error, let reason) = self {
      return .unresolved(
        estimate: estimate == 0 ? 0 : min(estimate * root * root, .greatestFiniteMagnitude), error: error * root * root, reason: reason)
    }
    guard case .finite(let value, let error) = self else { return self }
    let scaled = value * root * root
    if scaled == .infinity { return .overflow(logValue: .log(value) + log) }
    return .finite(value: scaled, error: error * root * root + 4 * .ulpOfOne * scaled + least)
  }
}
