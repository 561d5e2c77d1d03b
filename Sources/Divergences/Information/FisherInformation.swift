public import Densities

import RealModule
import Scalars

/// A Fisher information for the location of a pair of densities, in units of 1/x².
public enum FisherInformation: String, CaseIterable, Sendable {
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
  public func measure(_ informations: [FisherInformation]) -> [Measurement] {
    let reasons = informations.map { reasonForInfinity($0) }
    let open = informations.indices.filter { reasons[$0] == nil }
    var integrated = (open.isEmpty ? [] : integrated(open.map { informations[$0] }))[...]
    return zip(informations, reasons).map { information, reason in
      guard let reason else { return integrated.removeFirst() }
      return Measurement(measure: information.rawValue, outcome: .infinite(reason: reason), route: .asymptotics)
    }
  }

  private func reasonForInfinity(_ information: FisherInformation) -> String? {
    switch information {
    case .ofP: Roughness(of: p, named: "p").reasonForInfinity
    case .ofQ: Roughness(of: q, named: "q").reasonForInfinity
    case .relative:
      massOutside(p, of: q).map { "P puts mass \($0.mass) on \($0.interval), where q = 0" } ?? Roughness(of: p, against: q).reasonForInfinity
    }
  }

  private func integrated(_ informations: [FisherInformation]) -> [Measurement] {
    let isSingle = informations.allSatisfy { $0 == .ofP }
    var mesh = Mesh(Partition(isSingle ? [p] : [p, q]), SlopeSampler(p, isSingle ? nil : q))
    let masses: [any Integrand<SlopeSample>] = [SlopeMassIntegrand(isP: true), SlopeMassIntegrand(isP: false)]
    let sums = mesh.integrate(informations.map { FisherIntegrand(information: $0) } + masses.prefix(isSingle ? 1 : 2))
    let defect = sums.dropFirst(informations.count).reduce(0) { $0 + abs($1.value - 1) + $1.error }
    return zip(informations, sums).map { information, sum in
      Measurement(
        measure: information.rawValue, outcome: sum.signedOutcome(massDefect: defect, floor: 0), route: .quadrature, evaluations: mesh.evaluations)
    }
  }
}

/// I(P) = E_P[(∂ₓ log p)²], the Fisher information for location.
public func fisherInformation(_ p: any Density) -> Measurement { Comparison(p, p).measure([FisherInformation.ofP])[0] }

/// E_P[(∂ₓ log p/q)²], the relative Fisher information.
public func relativeFisherInformation(_ p: any Density, _ q: any Density) -> Measurement {
  Comparison(p, q).measure([FisherInformation.relative])[0]
}

/// A squared score, weighted by its density.
private struct FisherIntegrand: Integrand {
  let information: FisherInformation

  func value(_ s: SlopeSample, shift: Double) -> Double {
    switch information {
    case .ofP: s.square(s.slopeP, logWeight: s.logP)
    case .ofQ: s.square(s.slopeQ, logWeight: s.logQ)
    case .relative: s.square(s.slopeP - s.slopeQ, logWeight: s.logP)
    }
  }

  func rounding(_ s: SlopeSample, value: Double) -> Double {
    if value == 0 { return 0 }
    let (slope, noise, rounding) =
      switch information {
      case .ofP: (s.slopeP, s.noiseP, s.roundingP)
      case .ofQ: (s.slopeQ, s.noiseQ, s.roundingQ)
      case .relative: (s.slopeP - s.slopeQ, s.noiseP + s.noiseQ, s.roundingP)
      }
    return value * (rounding + (2 + noise / abs(slope)) * noise / abs(slope))
  }
}

private struct SlopeMassIntegrand: Integrand {
  let isP: Bool

  func value(_ s: SlopeSample, shift: Double) -> Double { .exp(isP ? s.logP : s.logQ) }
  func rounding(_ s: SlopeSample, value: Double) -> Double { value == 0 ? 0 : value * (isP ? s.roundingP : s.roundingQ) }
}
