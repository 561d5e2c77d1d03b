import Densities
import Plotting
import Tabulation

/// A density in a picture of several.
struct DensityCurve {
  let column: String
  /// What the key calls it.
  let label: String
  let ink: Ink
  let density: any AnalyticDensity
}

extension Picture {
  /// A density and others beside it, over where the first has all but a thousandth of its mass at each end.
  init(_ title: String, of target: DensityCurve, beside others: [DensityCurve]) {
    let curves = [target] + others
    let x = grid(from: target.density.quantile(0.001), to: target.density.upperQuantile(0.001), count: 601)
    let table = Table(of: x, [Column("x") { $0 }] + curves.map { curve in Column(curve.column) { curve.density.density(at: $0) } })
    let panel = Panel(Axis("density (1 / unit of x)"), curves.map { Series($0.column, $0.label, $0.ink) })
    self.init(title, of: table, .curves(against: "x", Axis("x"), [panel]))
  }
}
