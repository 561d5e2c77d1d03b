package import Plotting
import Tabulation

/// A curve of a picture: a function, the column that holds its values, and how it is drawn.
package struct Curve {
  let series: Series
  let value: (Double) -> Double?

  /// A curve; where the function is nil there is a gap.
  package init(_ column: String, _ label: String, _ ink: Ink, _ form: Series.Form = .line, _ value: @escaping (Double) -> Double?) {
    (series, self.value) = (Series(column, label, ink, form), value)
  }
}

extension Picture {
  /// Curves of functions on a grid, in panels above each other. Columns of one name are the same column.
  package init(_ title: String, against variable: Axis, over grid: [Double], _ panels: [(axis: Axis, curves: [Curve])]) {
    var curves: [Curve] = []
    for curve in panels.flatMap(\.curves) where !curves.contains(where: { $0.series.column == curve.series.column }) {
      curves.append(curve)
    }
    var table = Table(columns: ["x"] + curves.map(\.series.column))
    for x in grid { table.append([.number(x)] + curves.map { $0.value(x).map(Cell.number) ?? "" }) }
    self.init(title, of: table, .curves(against: "x", variable, panels.map { Panel($0.axis, $0.curves.map(\.series)) }))
  }
}
