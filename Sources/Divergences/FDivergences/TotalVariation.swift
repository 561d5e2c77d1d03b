public import Autodiff
import RealModule
public import Scalars

/// TV(P, Q) = ½ ∫ |p − q|, with f(u) = ½ |u − 1|; at most 1.
public struct TotalVariation: FDivergence {
  /// The divergence, which has no parameters.
  public init() {}

  public var name: String { "tv" }
  public var hasKinkAtOne: Bool { true }

  public func atRatio(_ w: LogRatio) -> Double { -0.5 * w.minusOne }
  public func dualAtRatio(_ w: LogRatio) -> Double { -0.5 * w.minusOne }
}

extension TotalVariation: VariationalForm {
  public var title: String { "total variation" }
  public var gameName: String { "f-tv" }
  public var domain: Interval { Interval(-0.5, 0.5) }

  public func f<S: Scalar>(_ u: S) -> S { 0.5 * (u - 1).magnitude }
  public func conjugateOnDomain<E: Expression>(_ t: E) -> E { t }
  public func activation<E: Expression>(_ v: E) -> E { 0.5 * E.tanh(v) }
  public func critic<S: Scalar>(logRatio: S) -> S { S(logRatio.primal > 0 ? 0.5 : logRatio.primal < 0 ? -0.5 : 0) }
  public func optimalOutput(logRatio: Double) -> Double { logRatio == 0 ? 0 : logRatio > 0 ? .infinity : -.infinity }
}
