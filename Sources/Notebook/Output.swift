package import Tabulation

/// Something that a script shows, and the line that shows it.
package struct Output {
  /// The line of the script that made it.
  package let line: Int
  /// What it shows.
  package let content: Content

  /// What an output shows.
  package enum Content {
    /// Printed text.
    case text(String)
    /// A table, its CSV file, and the digits of its numbers.
    case table(Table, file: String, digits: Int)
    /// A picture and its file.
    case picture(title: String, file: String)
  }

  /// An output of a line of the script.
  package init(line: Int, content: Content) {
    self.line = line
    self.content = content
  }

  /// The output for the eye.
  var terminalText: String {
    switch content {
    case .text(let text): text
    case .table(let table, _, let digits): table.aligned(digits: digits)
    case .picture(let title, let file): "[\(file): \(title)]"
    }
  }
}

extension Table {
  /// The table in Markdown, aligned: numbers to the right.
  func markdown(digits: Int) -> String {
    let lines = aligned(cells: digits)
    let widths = columns.indices.map { column in max(3, lines.map { $0[column].count }.max() ?? 0) }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    let rule = columns.indices.map {
      isNumeric($0) ? String(repeating: "-", count: widths[$0] - 1) + ":" : String(repeating: "-", count: widths[$0])
    }
    let padded = lines.map { cells in
      cells.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - cells[column].count)
        return isNumeric(column) ? padding + cells[column] : cells[column] + padding
      }
    }
    return line(padded[0]) + line(rule) + padded.dropFirst().map(line).joined()
  }

  /// The header and the rows as they are shown, escaped for Markdown.
  private func aligned(cells digits: Int) -> [[String]] {
    let rows = (0..<rowCount).map { row in
      self[row: row].map { cell -> String in
        if case .number(let value) = cell, value.isFinite, value != 0 { return significant(value, digits: digits) }
        return escaped(cell.text)
      }
    }
    return [columns.map(escaped)] + rows
  }

  private func isNumeric(_ column: Int) -> Bool {
    (0..<rowCount).contains { row in
      let cells = self[row: row]
      if case .text = cells[cells.startIndex + column] { return false }
      return true
    }
  }

  private func escaped(_ text: String) -> String {
    text.map { "\\`*_|<>$[]~^".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
