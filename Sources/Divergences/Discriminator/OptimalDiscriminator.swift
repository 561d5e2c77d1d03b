public import Calculus
public import Densities
import RealModule
import Scalars

/// The optimal discriminator D*(x) = p(x)/(p(x) + q(x)) (Goodfellow et al. 2014, proposition 1).
///
/// It is computed from its logit, log p − log q, so that 1 − D* keeps its digits where D* rounds to 1.
///
/// Where both densities vanish, no D is better than another and D* is undefined: the logit, the value and its
/// complement are NaN there. So they are where both log densities leave the range of doubles, 1e154 deviations out.
public struct OptimalDiscriminator: Sendable {
  /// The data density.
  package let p: any AnalyticDensity
  /// The generator's density.
  package let q: any AnalyticDensity
  /// The share π of real samples among those shown to D; 1/2 in the lecture.
  package let realShare: Double

  /// The optimal discriminator of P against Q: π p/(π p + (1−π) q), for a share 0 < π < 1 of real samples.
  public init(_ p: any Density, _ q: any Density, realShare: Double = 0.5) {
    precondition(0 < realShare && realShare < 1, "the share of real samples lies between 0 and 1, not \(realShare)")
    self.p = p.model.analytic
    self.q = q.model.analytic
    self.realShare = realShare
  }

  /// log D*/(1 − D*) = log p − log q + log π/(1−π); ±∞ where one density vanishes, NaN where both do.
  public func logit(at x: Double) -> Double {
    // By a place: the formula on any scalar is slow where the type of a density is not known.
    logit(at: Place(anchor: x, offset: 0))
  }

  /// The same at many points; faster than one by one.
  package func logits(at points: [Double]) -> [Double] {
    zip(p.logDensities(at: points), q.logDensities(at: points)).map { logit($0, $1) }
  }

  /// The same at a place, which may be closer to a singular end than the rounding of x.
  package func logit(at place: Place) -> Double {
    logit(p.logDensity(at: place), q.logDensity(at: place))
  }

  private func logit(_ logP: Double, _ logQ: Double) -> Double {
    if logP == -.infinity, logQ == -.infinity { return .nan }
    // Both may be +∞ at a common singular point.
    return (logP == logQ ? 0 : logP - logQ) + .log(realShare / (1 - realShare))
  }

  /// D*(x), between 0 and 1; NaN where both densities vanish.
  public func value(at x: Double) -> Double { logistic(logit(at: x)) }

  /// 1 − D*(x), which does not underflow before q/p does.
  public func complement(at x: Double) -> Double { logistic(-logit(at: x)) }

  /// V(D*) = E_P[log D*] + E_Q[log(1 − D*)] = 2 JS(P, Q) − log 4, for equal shares (Goodfellow et al. 2014, theorem 1).
  public func value() -> Estimate {
    let js = js(p, q)
    return (2 * js - 2 * .log2).named("value_optimal", by: js.route, evaluations: js.evaluations)
  }
}

extension AnalyticDensity {
  /// log p at many points; faster than one by one.
  package func logDensities(at points: [Double]) -> [Double] {
    // A panel has a place.
    if points.isEmpty { return [] }
    var places = Places(count: points.count)
    places.move(to: points, middle: 0, half: 1, anchor: 0)
    var (values, roundings) = ([Double](repeating: 0, count: points.count), [Double](repeating: 0, count: points.count))
    logDensities(at: places, into: &values, roundings: &roundings)
    return values
  }
}
