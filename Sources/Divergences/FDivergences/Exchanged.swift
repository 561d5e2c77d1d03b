/// A divergence with its arguments exchanged: its f is the dual f°(u) = u f(1/u), D_f°(P‖Q) = D_f(Q‖P).
public struct Exchanged<Base: FDivergence>: FDivergence {
  private let base: Base
  public let name: String

  /// The exchanged divergence, under a name of its own.
  public init(_ base: Base, name: String) {
    self.base = base
    self.name = name
  }

  public func atRatio(_ w: LogRatio) -> Double { base.dualAtRatio(w) }
  public func dualAtRatio(_ w: LogRatio) -> Double { base.atRatio(w) }
  public var growthAtZero: Growth { base.growthAtInfinity }
  public var growthAtInfinity: Growth { base.growthAtZero }
  public var hasKinkAtOne: Bool { base.hasKinkAtOne }
  public func panelSum(_ panel: PairPanel) -> PanelSum { base.panelSum(panel.exchanged) }
}
