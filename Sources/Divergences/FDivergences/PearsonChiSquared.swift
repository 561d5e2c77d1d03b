/// Pearson's χ²(P‖Q) = ∫ (p − q)²/q, with f(u) = (u − 1)² (Pearson 1900). Neyman's is the same with P and Q exchanged.
public struct PearsonChiSquared: FDivergence {
  /// The divergence, which has no parameters.
  public init() {}

  public var name: String { "chi2_pq" }
  public var growthAtInfinity: Growth { .power(-1) }

  public func atRatio(_ w: LogRatio) -> Double { w.minusOne * w.minusOne }
  public func dualAtRatio(_ w: LogRatio) -> Double { w.minusOne * w.minusOne }
}
