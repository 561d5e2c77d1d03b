extension Picture {
  /// How many maps stand beside each other; characters have no room for two.
  static func mapsInARow(_ count: Int, as format: PictureFormat) -> Int { format == .text ? 1 : min(count, 2) }

  func maps(
    _ cells: Cells, _ x: Axis, _ y: Axis, _ shadings: [Shading], from data: String, as format: PictureFormat, _ sheet: Sheet
  ) -> [String] {
    let columns = Self.mapsInARow(shadings.count, as: format)
    var lines = [
      "set multiplot layout \((shadings.count + columns - 1) / columns),\(columns) title \(heading(as: format, sheet))", "unset key",
    ]
    lines +=
      scale("x", x, over: [cells.x.lower, cells.x.upper], sheet) + scale("y", y, over: [cells.y.lower, cells.y.upper], sheet)
    // Shades would hide the grid. Characters have neither shades nor a grid, and do not turn: what goes up is said
    // above the map.
    lines += format == .text ? ["unset ylabel"] : [Shading.palette, Shading.nothing, "set style fill solid 1", "set grid front"]
    for (index, shading) in shadings.enumerated() {
      let shades = format == .text ? [] : [colours(of: shading, cells)]
      let sources = shades + (shading.marks.map { [marks($0, cells)] } ?? [])
      // The caption stands once, below the last row's first map.
      let isCaptioned = index == (shadings.count - 1) / columns * columns
      lines.append("set xlabel " + (isCaptioned ? below(x, as: format, sheet, columns: columns) : text(x.label)))
      let title = shading.label + (format == .text ? "; upward: " + y.label : "")
      lines += ["set title \(text(title))", "set cbrange [\(shading.range.lowerBound):\(shading.range.upperBound)]"]
      lines.append(sources.isEmpty ? "set multiplot next" : plot(sources, from: data))
    }
    return lines + ["unset multiplot"]
  }

  /// Where a cell is drawn from is one of its own corners: only its ends count.
  private func colours(of shading: Shading, _ cells: Cells) -> String {
    let names = [cells.x.lower, cells.y.lower, cells.x.lower, cells.x.upper, cells.y.lower, cells.y.upper, shading.column]
    return names.map(column).joined(separator: ":") + " with boxxyerror linecolor palette"
  }

  private func marks(_ series: Series, _ cells: Cells) -> String {
    "\(column(series.abscissae ?? cells.x.lower)):\(column(series.column)) with points pointsize 0.8 linetype \(series.ink.lineType)"
  }
}
