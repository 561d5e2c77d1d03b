import Foundation
import Tabulation

extension Picture {
  /// The gnuplot script that draws the picture, to be run in the folder of its data.
  ///
  /// - Parameters:
  ///   - format: what it is drawn as.
  ///   - data: the name of the table as a CSV file.
  ///   - output: the name of the picture.
  package func script(as format: PictureFormat, data: String, output: String) throws(PictureError) -> String {
    let picture = drawable
    guard picture.hasSeries else { throw .nothingToDraw(title: title) }
    let body =
      switch picture.chart {
      case .curves(let column, let axis, let panels): curves(against: column, axis, panels, from: data, as: format)
      case .plane(let column, let axis, let panel): ["set size ratio -1"] + curves(against: column, axis, [panel], from: data, as: format)
      case .rows(let names, let axis, let series, let notes): rows(named: names, axis, series, notes: notes, from: data, as: format)
      case .maps(let cells, let x, let y, let shadings): maps(cells, x, y, shadings, from: data, as: format)
      }
    let (panels, rows) = picture.extent(as: format)
    let lines =
      ["# Draws \(oneLine(output)) from \(oneLine(data)): run gnuplot on this file in its folder."]
      + format.prologue(panels: panels, rows: rows) + ["set output \(file(output))"] + body + ["set output"]
    return lines.joined(separator: "\n") + "\n"
  }

  private func extent(as format: PictureFormat) -> (panels: Int, rows: Int) {
    switch chart {
    case .curves(_, _, let panels): return (panels.count, 0)
    case .plane: return (2, 0)
    case .rows: return (0, table.rowCount)
    case .maps(_, _, _, let shadings):
      let columns = Self.mapsInARow(shadings.count, as: format)
      return ((shadings.count + columns - 1) / columns, 0)
    }
  }

  private func curves(
    against column: String, _ x: Axis, _ panels: [Panel], from data: String, as format: PictureFormat
  ) -> [String] {
    let isStack = panels.count > 1
    var lines = ["set multiplot layout \(panels.count),1 title \(heading(as: format))"] + (isStack ? ["set lmargin 11"] : [])
    lines += scale("x", x, over: panels.flatMap(\.series).map { $0.abscissae ?? column })
    for (index, panel) in panels.enumerated() {
      lines += scale("y", panel.axis, over: panel.series.map(\.column))
      // Characters do not turn, so what goes up is said above the panel.
      if format == .text { lines += ["unset ylabel", "set title \(text("upward: " + panel.axis.label))"] }
      // Panels above each other share the label below the last.
      lines.append("set xlabel \(text(index == panels.count - 1 ? x.label : ""))")
      let series = panel.series.map { one in
        let place = one.abscissae ?? column
        return "\(columns([place, one.column], one.form)) with \(one.form.gnuplot) linetype \(one.ink.lineType) title \(text(one.label))"
      }
      let guides = panel.guides.map { "\($0.formula) with lines linetype \(Ink.guide) title \(text($0.label))" }
      lines.append(plot(series, from: data, guides))
    }
    return lines + ["unset multiplot"]
  }

  private func rows(
    named names: String, _ x: Axis, _ series: [Series], notes: String?, from data: String, as format: PictureFormat
  ) -> [String] {
    var lines = ["set multiplot layout 1,1 title \(heading(as: format))"] + scale("x", x, over: series.map(\.column))
    // Half a row beyond the first and the last; of characters a whole one, for the frame would hide them.
    let margin = format == .text ? 1 : 0.5
    // Nor may the frame hide the marks at its sides.
    if format == .text { lines.append("set offsets graph 0.02, graph 0.02") }
    lines += ["set xlabel \(text(x.label))", "set yrange [\(Double(table.rowCount - 1) + margin):\(-margin)]"]
    // By hand, since gnuplot would cut a name from the file at a comma.
    let ticks = table.cells(inColumn: names).enumerated().map { "\(text($1.text)) \($0)" }
    lines.append("set ytics (" + ticks.joined(separator: ", ") + ")")
    // Bars of a logarithmic axis begin at its lower end, for which there is no name where gnuplot chooses it.
    let start = x.isLogarithmic ? (x.range?.lowerBound ?? 1) : 0
    let height = format == .text ? 0 : 0.35
    var sources = series.map { one -> String in
      let ink = "linetype \(one.ink.lineType) " + (series.count == 1 ? "notitle" : "title \(text(one.label))")
      return one.form == .bars
        ? "(\(start)):0:(\(start)):\(column(one.column)):($0-\(height)):($0+\(height)) with boxxyerror \(ink)"
        : "\(column(one.column)):0 with points pointsize 1.5 \(ink)"
    }
    if let notes, let first = series.first {
      sources.append("\(column(first.column)):0:\(column(notes)) with labels left offset character 1,0 notitle")
    }
    return lines + [plot(sources, from: data), "unset multiplot"]
  }

  /// The command that draws columns of the data, and formulas.
  func plot(_ columns: [String], from data: String, _ formulas: [String] = []) -> String {
    let sources = columns.enumerated().map { ($0.offset == 0 ? file(data) : "''") + " using " + $0.element }
    return "plot " + (sources + formulas).joined(separator: ", \\\n     ")
  }

  /// The title, cut in the middle where it would not fit.
  func heading(as format: PictureFormat) -> String {
    let most = format == .text ? 78 : 92
    return text(title.count <= most ? title : title.prefix(most / 2) + "…" + title.suffix(most / 2 - 1))
  }

  func scale(_ direction: String, _ axis: Axis, over columns: [String]) -> [String] {
    var lines = direction == "y" ? ["set ylabel \(text(axis.label))"] : []
    lines.append(axis.isLogarithmic ? "set logscale \(direction); set format \(direction) '%g'" : "unset logscale \(direction)")
    // Between tics that are some decades apart gnuplot draws the parts of one.
    lines.append(axis.isLogarithmic && decades(axis, columns) > 6 ? "unset m\(direction)tics" : "set m\(direction)tics default")
    lines.append("set \(direction)range [" + (axis.range.map { "\($0.lowerBound):\($0.upperBound)" } ?? "*:*") + "]")
    // An arrow stays for the panels that follow, so each direction has one of its own.
    let arrow = direction == "x" ? 1 : 2
    if let mark = axis.mark {
      let (from, to) = direction == "x" ? ("\(mark), graph 0", "\(mark), graph 1") : ("graph 0, first \(mark)", "graph 1, first \(mark)")
      lines.append("set arrow \(arrow) from \(from) to \(to) nohead linetype \(Ink.guide)")
    } else {
      lines.append("unset arrow \(arrow)")
    }
    return lines
  }

  /// How many decades a logarithmic axis spans.
  private func decades(_ axis: Axis, _ columns: [String]) -> Double {
    let numbers = columns.flatMap(numbers).filter { $0 > 0 && $0.isFinite }
    guard let range = axis.range ?? (numbers.min().flatMap { low in numbers.max().map { low...$0 } }) else { return 0 }
    return log10(range.upperBound / range.lowerBound)
  }

  func columns(_ names: [String], _ form: Series.Form) -> String {
    var all = names
    if case .intervals(let lower, let upper) = form { all += [lower, upper] }
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

  /// The name of a file beside the script; gnuplot would take a leading < or | for a command to run.
  func file(_ name: String) -> String { text("./" + name) }

  private func oneLine(_ words: String) -> String { words.split(whereSeparator: \.isNewline).joined(separator: " ") }
}

extension Series.Form {
  fileprivate var gnuplot: String {
    switch self {
    case .line, .bars: "lines"
    case .markedLine: "linespoints"
    case .points: "points"
    case .intervals: "yerrorbars"
    }
  }
}

extension Picture {
  /// The picture, its data and its script as files of one folder: `NAME`, `NAME.csv` and `NAME.gp`.
  package func files(named name: String, as format: PictureFormat) throws -> [(name: String, bytes: [UInt8])] {
    let sources = try sources(named: name, as: format)
    return [(name, try Gnuplot.run(sources, output: name))] + sources
  }

  /// The data and the script alone, for which no gnuplot is needed.
  package func sources(named name: String, as format: PictureFormat) throws(PictureError) -> [(name: String, bytes: [UInt8])] {
    let script = try script(as: format, data: name + ".csv", output: name)
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
