/// TV(P, Q) = ½ ∫ |p − q|, with f(u) = ½ |u − 1|; at most 1.
public struct TotalVariation: FDivergence {
  /// The divergence, which has no parameters.
  public init() {}

  public var name: String { "tv" }
  public var hasKinkAtOne: Bool { true }

  public func atRatio(_ w: LogRatio) -> Double { -0.5 * w.minusOne }
  public func dualAtRatio(_ w: LogRatio) -> Double { -0.5 * w.minusOne }
}
