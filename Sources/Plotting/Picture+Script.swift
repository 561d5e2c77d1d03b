import Foundation
import Tabulation

extension Picture {
  /// The gnuplot script that draws the picture, to be run in the folder of its data.
  ///
  /// - Parameters:
  ///   - format: what it is drawn as.
  ///   - style: how large and how bold it is drawn.
  ///   - data: the name of the table as a CSV file.
  ///   - output: the name of the picture.
  package func script(
    as format: PictureFormat, _ style: PictureStyle = PictureStyle(), data: String, output: String
  ) throws(PictureError) -> String {
    let picture = drawable
    guard picture.hasSeries else { throw .nothingToDraw(title: title) }
    let (panels, rowCount) = picture.extent(as: format, Sheet(panels: 1, rows: 1, as: format, style))
    let sheet = Sheet(panels: panels, rows: rowCount, as: format, style)
    let body =
      switch picture.chart {
      case .curves(let column, let axis, let panels): curves(against: column, axis, panels, from: data, as: format, sheet)
      case .plane(let column, let axis, let panel):
        ["set size ratio -1"] + curves(against: column, axis, [panel], from: data, as: format, sheet)
      case .rows(let names, let axis, let series, let notes): rows(named: names, axis, series, notes: notes, from: data, as: format, sheet)
      case .maps(let cells, let x, let y, let shadings): maps(cells, x, y, shadings, from: data, as: format, sheet)
      case .facets(let rows): facets(rows, from: data, as: format, sheet)
      }
    let lines =
      ["# Draws \(oneLine(output)) from \(oneLine(data)): run gnuplot on this file in its folder."]
      + format.prologue(sheet) + ["set output \(file(output))"] + body + ["set output"]
    return lines.joined(separator: "\n") + "\n"
  }

  /// How many panels are above each other, or rows; on a sheet of this width.
  private func extent(as format: PictureFormat, _ sheet: Sheet) -> (panels: Int, rows: Int) {
    switch chart {
    case .curves(_, _, let panels): return (panels.count, 0)
    case .plane: return (2, 0)
    case .rows(let names, _, _, _): return (0, table.rowCount * (rowNames(names, as: format, sheet).map(\.count).max() ?? 1))
    case .maps(_, _, _, let shadings):
      let columns = Self.mapsInARow(shadings.count, as: format)
      return ((shadings.count + columns - 1) / columns, 0)
    case .facets(let rows): return (rows.count, 0)
    }
  }

  private func curves(
    against column: String, _ x: Axis, _ panels: [Panel], from data: String, as format: PictureFormat, _ sheet: Sheet
  ) -> [String] {
    let isStack = panels.count > 1
    var lines = ["set multiplot layout \(panels.count),1 title \(heading(as: format, sheet))"]
    // Labels of two lines need room; the panels of a stack begin at one place.
    let isWrapped = panels.contains { upward($0.axis, as: format, sheet).count > 1 }
    if isStack { lines.append("set lmargin \(isWrapped ? 13 : 11)") }
    lines += scale("x", x, over: panels.flatMap(\.series).map { $0.abscissae ?? column }, sheet)
    for (index, panel) in panels.enumerated() {
      lines += scale("y", panel.axis, over: panel.series.flatMap(\.columns), sheet)
      // Characters do not turn, so what goes up is said above the panel.
      if format == .text { lines += ["unset ylabel", "set title \(text("upward: " + panel.axis.label))"] }
      // Panels above each other share the label below the last.
      lines.append("set xlabel " + (index == panels.count - 1 ? below(x, as: format, sheet) : "''"))
      lines.append(plot(panel, against: column, from: data, as: format))
    }
    return lines + ["unset multiplot"]
  }

  /// Facets beside each other, each with its own abscissa, in rows above each other; characters have room for the last
  /// of a row alone.
  private func facets(_ rows: [[Facet]], from data: String, as format: PictureFormat, _ sheet: Sheet) -> [String] {
    let rows = rows.map { format == .text ? $0.suffix(1) : $0[...] }
    let titleLines = Double(headingLines(as: format, sheet).count + (caption.isEmpty ? 0 : 1))
    let top = 1 - (format == .text ? titleLines : (1.3 * titleLines + 0.9) * sheet.fontSize) / sheet.height
    // The caption of many narrow facets has its room below the title.
    let title = headingLines(as: format, sheet) + (caption.isEmpty ? [] : [caption])
    var lines = ["set multiplot title \(text(title))", "set key samplen 2"]
    for (place, row) in rows.enumerated() {
      let height = top / Double(rows.count)
      for (index, facet) in row.enumerated() {
        let width = 1 / Double(row.count)
        lines += [
          "set origin \(width * Double(index)),\(top - height * Double(place + 1))", "set size \(width),\(height)",
          "set lmargin \(row.count == 1 ? 11 : index == 0 ? 9 : 6)",
          "set xtics "
            + (row.count > 1 ? facet.x.range.map { "\(Self.step(over: $0.upperBound - $0.lowerBound, 3))" } ?? "autofreq" : "autofreq"),
        ]
        lines += scale("x", facet.x, over: [facet.column], sheet)
        lines += scale("y", facet.panel.axis, over: facet.panel.series.flatMap(\.columns), sheet)
        if index > 0 { lines.append("set ylabel ''") }
        let title = format == .text ? [facet.title, "upward: " + facet.panel.axis.label].filter { !$0.isEmpty } : [facet.title]
        if format == .text { lines.append("unset ylabel") }
        lines.append("set title \(text(title.joined(separator: "; ")))")
        // Only the lowest of narrow facets have room for the label.
        lines.append("set xlabel " + (row.count == 1 || place == rows.count - 1 ? text(facet.x.label) : "''"))
        lines.append(plot(facet.panel, against: facet.column, from: data, as: format))
      }
    }
    return lines + ["unset multiplot"]
  }

  /// The command that draws the series and guides of a panel.
  private func plot(_ panel: Panel, against column: String, from data: String, as format: PictureFormat) -> String {
    let series = panel.series.map { one in
      let place = one.abscissae ?? column
      return "\(columns([place, one.column], one.form)) with \(one.form.gnuplot(as: format)) linetype \(one.ink.lineType) "
        + (one.label.isEmpty ? "notitle" : "title \(text(one.label))")
    }
    let guides = panel.guides.map { "\($0.formula) with lines linetype \(Ink.guide) title \(text($0.label))" }
    return plot(series, from: data, guides)
  }

  private func rows(
    named names: String, _ x: Axis, _ series: [Series], notes: String?, from data: String, as format: PictureFormat, _ sheet: Sheet
  ) -> [String] {
    // The notes of points stand in a column of their own at the right, for which there must be a right end.
    let areBars = series.contains { $0.form == .bars }
    var x = x
    if notes != nil, !areBars { x.range = x.range ?? span(x, series.flatMap(\.columns)) }
    var lines = ["set multiplot layout 1,1 title \(heading(as: format, sheet))"] + scale("x", x, over: series.flatMap(\.columns), sheet)
    // Half a row beyond the first and the last; of characters a whole one, for the frame would hide them.
    let margin = format == .text ? 1 : 0.5
    // Nor may the frame hide the marks at its sides.
    if format == .text { lines.append("set offsets graph 0.02, graph 0.02") }
    lines += ["set xlabel \(below(x, as: format, sheet))", "set yrange [\(Double(table.rowCount - 1) + margin):\(-margin)]"]
    // By hand, since gnuplot would cut a name from the file at a comma. A tic before a note would be read as its minus.
    let ticks = rowNames(names, as: format, sheet).enumerated().map { "\(text($1)) \($0)" }
    lines.append("set ytics scale 0 (" + ticks.joined(separator: ", ") + ")")
    // Bars of a logarithmic axis begin at its lower end, for which there is no name where gnuplot chooses it.
    let start = x.isLogarithmic ? (x.range?.lowerBound ?? 1) : 0
    let height = format == .text ? 0 : 0.35
    var sources = series.map { one -> String in
      let ink = "linetype \(one.ink.lineType) " + (series.count == 1 || one.label.isEmpty ? "notitle" : "title \(text(one.label))")
      switch one.form {
      case .bars: return "(\(start)):0:(\(start)):\(column(one.column)):($0-\(height)):($0+\(height)) with boxxyerror \(ink)"
      case .intervals(let lower, let upper):
        return "\(column(one.column)):0:\(column(lower)):\(column(upper)) with xerrorbars pointsize 1.2 \(ink)"
      default: return "\(column(one.column)):0 with points pointsize 1.5 \(ink)"
      }
    }
    if let notes, let first = series.first {
      let place = areBars ? column(first.column) : x.range.map { "(\($0.upperBound))" } ?? column(first.column)
      sources.append("\(place):0:\(column(notes)) with labels left offset character 1,0 notitle")
      if !areBars {
        let longest = table.cells(inColumn: notes).map(\.text.count).max() ?? 0
        // A column of the margin is a digit wide, and a letter of a note somewhat less.
        lines.append("set rmargin \(format == .text ? longest + 2 : longest * 8 / 10 + 3)")
      }
    }
    return lines + [plot(sources, from: data), "unset multiplot"]
  }

  /// The names of rows, each on lines that leave more than half of the width to what they name.
  private func rowNames(_ names: String, as format: PictureFormat, _ sheet: Sheet) -> [[String]] {
    let cells = table.cells(inColumn: names).map(\.text)
    return format == .text ? cells.map { [$0] } : cells.map { $0.lines(ofAtMost: sheet.letters(in: 0.4 * sheet.width)) }
  }

  /// From the least to the greatest finite number of columns that an axis can show, with a margin on both sides.
  func span(_ axis: Axis, _ names: [String]) -> ClosedRange<Double>? {
    let numbers = names.flatMap(numbers).filter { $0.isFinite && (!axis.isLogarithmic || $0 > 0) } + (axis.mark.map { [$0] } ?? [])
    guard let low = numbers.min(), let high = numbers.max() else { return nil }
    if axis.isLogarithmic {
      let margin = max((high / low).squareRoot().squareRoot().squareRoot(), 1.3)
      return (low / margin)...min(high * margin, .greatestFiniteMagnitude)
    }
    let margin = max(0.06 * (high - low), 0.01 * max(abs(low), abs(high)), .leastNormalMagnitude)
    return (low - margin)...(high + margin)
  }

  /// The command that draws columns of the data, and formulas.
  func plot(_ columns: [String], from data: String, _ formulas: [String] = []) -> String {
    let sources = columns.enumerated().map { ($0.offset == 0 ? file(data) : "''") + " using " + $0.element }
    return "plot " + (sources + formulas).joined(separator: ", \\\n     ")
  }

  /// The title; where it would not fit, P and Q have a line each, and what is too long for a line is cut in the middle.
  func heading(as format: PictureFormat, _ sheet: Sheet) -> String { text(headingLines(as: format, sheet)) }

  private func headingLines(as format: PictureFormat, _ sheet: Sheet) -> [String] {
    let most = format == .text ? 78 : sheet.letters(in: sheet.width)
    let second = ", Q = "
    var lines = [title]
    if title.count > most, let range = title.range(of: second) {
      lines = [String(title[..<range.lowerBound]), String(title[range.lowerBound...].dropFirst(2))]
    }
    return lines.map { $0.count <= most ? $0 : $0.prefix(most / 2) + "…" + $0.suffix(most / 2 - 1) }
  }

  /// What stands below the lowest panel, one of so many beside each other: the label of its axis, and the caption.
  func below(_ x: Axis, as format: PictureFormat, _ sheet: Sheet, columns: Int = 1) -> String {
    let most = format == .text ? 70 : sheet.letters(in: 0.9 * sheet.width / Double(columns))
    return text([x.label] + (caption.isEmpty ? [] : caption.lines(ofAtMost: most)))
  }

  /// The label of an upward axis, on two lines where its panel is not high enough for one.
  func upward(_ axis: Axis, as format: PictureFormat, _ sheet: Sheet) -> [String] {
    if format == .text { return [axis.label] }
    let lines = axis.label.lines(ofAtMost: sheet.letters(in: sheet.panelHeight))
    // Of lines much the same length: no word alone on the last.
    let even = (0...axis.label.count).first { axis.label.lines(ofAtMost: $0).count <= lines.count }
    return even.map { axis.label.lines(ofAtMost: $0) } ?? lines
  }

  func columns(_ names: [String], _ form: Series.Form) -> String {
    var all = names
    switch form {
    case .intervals(let lower, let upper): all += [lower, upper]
    case .arrows(let dx, let dy): all += [dx, dy]
    case .line, .markedLine, .points, .bars, .area: break
    }
    return all.map(column).joined(separator: ":")
  }

  /// A column by its name, or by its number where gnuplot would not find the name in the header.
  func column(_ name: String) -> String {
    guard name.contains(where: { ",\"".contains($0) }), let place = table.columns.firstIndex(of: name) else { return text(name) }
    return String(place + 1)
  }

  /// A text as gnuplot writes one: between quotation marks, which are doubled within.
  func text(_ words: String) -> String {
    "'" + oneLine(words).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  /// Lines of a text, below each other: only between double quotes does gnuplot know the end of a line.
  func text(_ lines: [String]) -> String { lines.map { text($0) }.joined(separator: " . \"\\n\" . ") }

  /// The name of a file beside the script; gnuplot would take a leading < or | for a command to run.
  func file(_ name: String) -> String { text("./" + name) }

  private func oneLine(_ words: String) -> String { words.split(whereSeparator: \.isNewline).joined(separator: " ") }
}

extension Series {
  /// Its columns of numbers along one axis.
  fileprivate var columns: [String] {
    if case .intervals(let lower, let upper) = form { [column, lower, upper] } else { [column] }
  }
}

extension Series.Form {
  fileprivate func gnuplot(as format: PictureFormat) -> String {
    switch self {
    case .line, .bars: "lines"
    case .markedLine: "linespoints"
    case .points: "points pointsize 1.3"
    case .intervals: "yerrorbars"
    case .area: format == .text ? "lines" : "filledcurves y=0 fillstyle solid 0.3"
    case .arrows: format == .text ? "points" : "vectors head filled size screen 0.02,18 fixed"
    }
  }
}

extension Picture {
  /// The picture, its data and its script as files of one folder: `NAME`, `NAME.csv` and `NAME.gp`.
  package func files(
    named name: String, as format: PictureFormat, _ style: PictureStyle = PictureStyle()
  ) throws -> [(name: String, bytes: [UInt8])] {
    let sources = try sources(named: name, as: format, style)
    return [(name, format.finished(try Gnuplot.run(sources, output: name), title: title))] + sources
  }

  /// The data and the script alone, for which no gnuplot is needed.
  package func sources(
    named name: String, as format: PictureFormat, _ style: PictureStyle = PictureStyle()
  ) throws(PictureError) -> [(name: String, bytes: [UInt8])] {
    let script = try script(as: format, style, data: name + ".csv", output: name)
    return [(name + ".csv", Array(table.csv.utf8)), (name + ".gp", Array(script.utf8))]
  }

  /// The picture in characters, for a terminal.
  package func text() throws -> String {
    let bytes = try Gnuplot.run(sources(named: "picture", as: .text), output: "picture")
    // A form feed stands where a picture begins.
    let characters = String(decoding: bytes, as: UTF8.self).filter { $0 != "\u{0C}" }
    let lines = characters.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.lastIndex { !$0.isWhitespace }.map { line[...$0] } ?? ""
    }
    let body = lines[..<((lines.lastIndex { !$0.isEmpty } ?? -1) + 1)].drop { $0.isEmpty }
    return body.joined(separator: "\n") + "\n"
  }
}
