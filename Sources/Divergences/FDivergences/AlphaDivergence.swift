import RealModule
import Scalars

/// The α-divergence, f(u) = (u^α − 1 − α(u − 1)) / (α(α − 1)), for α other than 0 and 1 (Cressie & Read 1984; Amari 1985).
///
/// Its limits are KL(P‖Q) at α = 1 and KL(Q‖P) at α = 0; α = 2 is ½ χ²(P‖Q), α = ½ is 4 H², α = −1 is ½ χ²(Q‖P).
public struct AlphaDivergence: FDivergence {
  /// The order α.
  public let order: Double
  public let name: String

  /// The divergence of this order, which must be finite and neither 0 nor 1.
  public init(order: Double, name: String? = nil) {
    precondition(order.isFinite && order != 0 && order != 1, "an α-divergence needs a finite order other than 0 and 1, not \(order)")
    self.order = order
    self.name = name ?? "alpha_\(order)"
  }

  public var growthAtZero: Growth { .power(min(0, order)) }
  public var growthAtInfinity: Growth { .power(min(0, 1 - order)) }

  public func atRatio(_ w: LogRatio) -> Double { Self.value(order, w) }
  // The dual of order α is the divergence of order 1 − α.
  public func dualAtRatio(_ w: LogRatio) -> Double { Self.value(1 - order, w) }

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
