package import Autodiff
import RealModule
package import Scalars

/// The α-divergence, f(u) = (u^α − 1 − α(u − 1)) / (α(α − 1)), for α other than 0 and 1 (Cressie & Read 1984).
///
/// Its limits are KL(P‖Q) at α = 1 and KL(Q‖P) at α = 0; α = 2 is ½ χ²(P‖Q), α = ½ is 4 H², α = −1 is ½ χ²(Q‖P).
package struct AlphaDivergence: FDivergence {
  /// The order α.
  package let order: Double
  package let name: String

  /// The divergence of this order, which must be finite and neither 0 nor 1.
  package init(order: Double) {
    precondition(order.isFinite && order != 0 && order != 1, "an α-divergence needs a finite order other than 0 and 1, not \(order)")
    self.order = order
    name = "alpha_\(order)"
  }

  package var growthAtZero: GrowthOrder { .power(min(0, order)) }
  package var growthAtInfinity: GrowthOrder { .power(min(0, 1 - order)) }
  package var smoothness: Smoothness { .entire }
  package var parts: [(factor: Double, divergence: any FDivergence)] { order == 0.5 ? [(4, SquaredHellinger())] : [] }

  package func atRatio(_ w: LogRatio) -> Double { Self.value(order, w) }
  // The dual of order α is the divergence of order 1 − α.
  package func dualAtRatio(_ w: LogRatio) -> Double { Self.value(1 - order, w) }

  /// f(w) w^(−min(0, α)).
  private static func value(_ order: Double, _ w: LogRatio) -> Double {
    let scale = 1 / (order * (order - 1))
    // Near w = 1, e^y − 1 − y = expRemainder(−y) keeps the digits that the three terms would cancel.
    let isNear = w.log > -0.25 / max(1, abs(order))
    if isNear { return scale * (expRemainder(-order * w.log) - order * expRemainder(-w.log)) * .exp(-min(0, order) * w.log) }
    let power: Double = order < 0 ? 1 : .exp(order * w.log)
    let line = 1 + order * w.minusOne
    return scale * (power - (order < 0 ? line * .exp(-order * w.log) : line))
  }
}

extension AlphaDivergence: VariationalForm {
  package var title: String { "α-divergence, α = \(order)" }
  package var gameName: String { "f-alpha(\(order))" }
  package var domain: Interval { order > 1 ? Interval(-1 / (order - 1), .infinity) : Interval(-.infinity, 1 / (1 - order)) }

  package func f<S: Scalar>(_ u: S) -> S {
    let power: S = order > 0 && u.primal == 0 ? 0 : .exp(S(order) * .log(u))
    return (power - 1 - S(order) * (u - 1)) / S(order * (order - 1))
  }
  package func conjugateOnDomain<E: Expression>(_ t: E) -> E {
    let base = (order - 1) * t + 1
    // For α > 1 the activation does not keep v from what is below the domain, where u = 0.
    return conjugate(base: order > 1 ? .atLeast(0, base) : base)
  }
  package func activation<E: Expression>(_ v: E) -> E { order > 1 ? v : 1 / (1 - order) - E.softplus(-v) }
  package func conjugateOfActivation<E: Expression>(_ v: E) -> E {
    order > 1 ? conjugateOnDomain(v) : conjugate(base: (1 - order) * E.softplus(-v))
  }
  package func critic<S: Scalar>(logRatio: S) -> S { .expMinusOne(S(order - 1) * logRatio) / S(order - 1) }
  package func optimalOutput(logRatio: Double) -> Double {
    // For α < 1, log(1 + e^−v) = u^{α−1}/(1 − α).
    order > 1 ? critic(logRatio: logRatio) : -softplusInverse(.exp((order - 1) * logRatio) / (1 - order))
  }

  /// (z^{α/(α−1)} − 1)/α with z = (α − 1) t + 1 = u^{α−1} ≥ 0.
  private func conjugate<E: Expression>(base z: E) -> E { (1 / order) * (E.power(z, order / (order - 1)) - 1) }
}
