import RealModule

/// H²(P, Q) = ½ ∫ (√p − √q)² = 1 − ∫ √(pq), with f(u) = ½ (√u − 1)²; at most 1 (Hellinger 1909).
public struct SquaredHellinger: FDivergence {
  /// The divergence, which has no parameters.
  public init() {}

  public var name: String { "hellinger2" }

  public func atRatio(_ w: LogRatio) -> Double {
    let root = w.minusOne / (1 + .sqrt(w.value))
    return 0.5 * root * root
  }
  public func dualAtRatio(_ w: LogRatio) -> Double { atRatio(w) }
}
