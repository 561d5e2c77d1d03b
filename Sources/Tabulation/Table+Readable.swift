import Foundation

extension Table {
  /// The table for a reader, on lines of at most `width` characters where words and numbers allow it.
  ///
  /// Long texts, such as reasons, stand below as numbered notes; a column that has one value in all rows is left out, and
  /// said once below; errors have two digits, rounded up. A single row that is too wide stands upright, and of more rows
  /// what is still too wide goes on in a further table below.
  package func readable(digits: Int = 6, width: Int = 80) -> String {
    if rowCount == 1, shown(digits: digits).widths.reduce(0, { $0 + $1 + 2 }) > width + 2 { return upright(digits: digits, width: width) }
    let common = columns.indices.filter { $0 > 0 && rowCount > 1 && Set(cells(inColumn: columns[$0]).map(\.text)).count == 1 }
    let kept = columns.indices.filter { !common.contains($0) }
    let noted = kept.filter { isNoted($0, width: width) }
    var notes: [String] = []
    var rows: [(cells: [Cell], marks: String)] = []
    for row in 0..<rowCount {
      let cells = Array(self[row: row])
      var marks = ""
      for column in noted where !cells[column].text.isEmpty {
        let note = columns[column] + ": " + cells[column].text
        if !notes.contains(note) { notes.append(note) }
        marks += "[\((notes.firstIndex(of: note) ?? 0) + 1)]"
      }
      rows.append((kept.filter { !noted.contains($0) }.map { cells[$0].asBound(inColumn: columns[$0]) }, marks))
    }
    // The marks have a column without a name, after the first.
    let place = noted.contains(0) ? 0 : 1
    var names = kept.filter { !noted.contains($0) }.map { columns[$0] }
    if !notes.isEmpty { names.insert("", at: min(place, names.count)) }
    var shown = Table(columns: names)
    for row in rows {
      var cells = row.cells
      if !notes.isEmpty { cells.insert(.text(row.marks), at: min(place, cells.count)) }
      shown.append(cells)
    }
    let said = common.compactMap { column -> String? in
      let cell = self[row: 0].map { $0 }[column]
      return cell.text.isEmpty ? nil : columns[column] + " " + cell.asBound(inColumn: columns[column]).rounded(to: digits)
    }
    let below =
      (said.isEmpty ? [] : ("In every row: " + said.joined(separator: "; ")).lines(ofAtMost: width, indent: 2))
      + notes.enumerated().flatMap { "[\($0 + 1)] \($1)".lines(ofAtMost: width, indent: 4) }
    return shown.aligned(digits: digits, width: width) + (below.isEmpty ? "" : "\n" + below.joined(separator: "\n") + "\n")
  }

  /// The names and the values of the first row, below each other; what is empty is left out.
  private func upright(digits: Int, width: Int) -> String {
    let names = columns.map(\.count).max() ?? 0
    return zip(columns, self[row: 0]).filter { !$1.text.isEmpty }.map { name, cell in
      let line = name + String(repeating: " ", count: names - name.count + 2) + cell.asBound(inColumn: name).rounded(to: digits)
      return line.lines(ofAtMost: width, indent: names + 2).joined(separator: "\n") + "\n"
    }.joined()
  }

  /// Whether a column holds texts that are too long for a table.
  private func isNoted(_ column: Int, width: Int) -> Bool {
    let cells = cells(inColumn: columns[column])
    let most = column == 0 ? width / 2 : max(8, min(28, width / 3))
    return cells.allSatisfy(\.isText) && (cells.map(\.text.count).max() ?? 0) > most
  }
}

extension Cell {
  fileprivate var isText: Bool { if case .text = self { true } else { false } }

  /// The cell as a text, a number to so many digits.
  fileprivate func rounded(to digits: Int) -> String {
    if case .number(let value) = self, value.isFinite { significant(value, digits: digits) } else { text }
  }

  /// The cell, with two digits, rounded up, where it bounds an error.
  fileprivate func asBound(inColumn name: String) -> Cell {
    guard name == "error" || name.hasSuffix("_error") || name == "tolerance" else { return self }
    guard case .number(let value) = self, value > 0, value.isFinite else { return self }
    let unit = pow(10, floor(log10(value)) - 1)
    guard unit > 0, let rounded = Double(significant((value / unit).rounded(.up) * unit, digits: 2)), rounded.isFinite else { return self }
    return .number(rounded)
  }
}
