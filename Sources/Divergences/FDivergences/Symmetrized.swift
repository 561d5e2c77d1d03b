import RealModule

/// D_f(P‖Q) + D_f(Q‖P): its f is f + f°.
public struct Symmetrized<Base: FDivergence>: FDivergence {
  private let base: Base
  public let name: String

  /// The sum of a divergence and the exchanged one, under a name of its own.
  public init(_ base: Base, name: String) {
    self.base = base
    self.name = name
  }

  public var growthAtZero: Growth { growth }
  public var growthAtInfinity: Growth { growth }
  public var hasKinkAtOne: Bool { base.hasKinkAtOne }

  public func atRatio(_ w: LogRatio) -> Double {
    base.atRatio(w) * lift(w, base.growthAtZero) + base.dualAtRatio(w) * lift(w, base.growthAtInfinity)
  }
  public func dualAtRatio(_ w: LogRatio) -> Double { atRatio(w) }
  public func panelSum(_ panel: PairPanel) -> PanelSum { base.panelSum(panel) + base.panelSum(panel.exchanged) }

  /// The faster of the two growths.
  private var growth: Growth {
    let (zero, infinity) = (base.growthAtZero, base.growthAtInfinity)
    if zero.power != infinity.power { return zero.power < infinity.power ? zero : infinity }
    return zero.isLogarithmic ? zero : infinity
  }

  private func lift(_ w: LogRatio, _ part: Growth) -> Double {
    part.power == growth.power ? 1 : .exp((part.power - growth.power) * w.log)
  }
}
