import Densities
import Plotting
import Scalars
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
  /// A density, called `name` in the caption, and others beside it, over the central part of the first.
  init(_ title: String, of target: DensityCurve, named name: String, beside others: [DensityCurve]) {
    let curves = [target] + others
    let ends = (target.density.quantile(0.001), target.density.upperQuantile(0.001))
    let part = target.density.centralPart
    let x = grid(from: part?.interval.lower ?? ends.0, to: part?.interval.upper ?? ends.1, count: 601)
    let view = DensityView(of: [target.density], named: [name], at: x)
    let table = Table(of: x, [Column("x") { $0 }] + curves.map { curve in Column(curve.column) { curve.density.density(at: $0) } })
    let heights = curves.flatMap { curve in x.map { curve.density.density(at: $0) } }.filter(\.isFinite)
    // A member that is higher than what it was fitted to is seen, too, up to three times that.
    let top = view.y.map { 0...min(3 * $0.upperBound, max($0.upperBound, 1.05 * (heights.max() ?? 0))) }
    let isHistogram = target.density is Histogram
    let panel = Panel(
      Axis("density (1 / unit of x)", range: top),
      curves.map { Series($0.column, $0.label, $0.ink, isHistogram && $0.column == target.column ? .area : .line) })
    self.init(title, of: table, .curves(against: "x", Axis("x", range: view.x), [panel]), caption: view.caption)
  }
}
