import Tabulation

extension Picture {
  /// The picture without series that no row has finite numbers for, which gnuplot would give up on.
  var drawable: Picture {
    var picture = self
    switch chart {
    case .curves(let column, let x, let panels):
      let kept = panels.map { drawable($0, against: column, x) }.filter { !$0.series.isEmpty }
      picture.chart = .curves(against: column, x, kept)
    case .plane(let column, let x, let panel): picture.chart = .plane(against: column, x, drawable(panel, against: column, x))
    case .rows(let names, let axis, let series, let notes):
      picture.chart = .rows(named: names, axis, series.filter { !isEmpty([$0.column], [axis]) }, notes: notes)
    case .maps(let cells, let x, let y, let shadings):
      let ends = [cells.x.lower, cells.x.upper, cells.y.lower, cells.y.upper]
      picture.chart = .maps(cells, x, y, shadings.filter { !isEmpty(ends + [$0.column], [x, x, y, y, Axis($0.label)]) })
    case .facets(let rows):
      let kept = rows.map { row in
        row.map { facet in
          var facet = facet
          facet.panel = drawable(facet.panel, against: facet.column, facet.x)
          return facet
        }.filter { !$0.panel.series.isEmpty }
      }
      picture.chart = .facets(kept.filter { !$0.isEmpty })
    }
    return picture
  }

  var hasSeries: Bool {
    switch chart {
    case .curves(_, _, let panels): !panels.isEmpty
    case .plane(_, _, let panel): !panel.series.isEmpty
    case .rows(_, _, let series, _): !series.isEmpty
    case .maps(_, _, _, let shadings): !shadings.isEmpty
    case .facets(let rows): !rows.isEmpty
    }
  }

  private func drawable(_ panel: Panel, against column: String, _ x: Axis) -> Panel {
    var panel = panel
    panel.series.removeAll { isEmpty([$0.abscissae ?? column, $0.column], [x, panel.axis]) }
    return panel
  }

  /// The numbers in a column, NaN where a cell has none; empty where there is no such column.
  func numbers(_ column: String) -> [Double] { table.cells(inColumn: column).map { Double($0.text) ?? .nan } }

  /// Whether no row has a finite number in each of these columns that its axis can show.
  private func isEmpty(_ names: [String], _ axes: [Axis]) -> Bool {
    let columns = names.map(numbers)
    return !(0..<table.rowCount).contains { row in
      zip(columns, axes).allSatisfy { column, axis in
        row < column.count && column[row].isFinite && (!axis.isLogarithmic || column[row] > 0)
      }
    }
  }
}
