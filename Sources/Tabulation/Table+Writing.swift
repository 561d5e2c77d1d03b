extension Table {
  /// The table as CSV: a header row, `.` decimals, shortest digits, `\n` ends, and RFC 4180 quotes where a cell needs them.
  public var csv: String {
    ([columns[...]] + (0..<rowCount).map { self[row: $0].map(\.text)[...] }).map(csvLine).joined()
  }

  /// The table for the eye: aligned columns, numbers to the right, rounded to `digits` significant digits.
  public func aligned(digits: Int = 6) -> String {
    let lines = [columns] + (0..<rowCount).map { row in self[row: row].map { rounded($0, digits: digits) } }
    let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    let isNumeric = columns.indices.map { column in
      (0..<rowCount).contains { row in
        if case .text = self[row: row][row * columns.count + column] { false } else { true }
      }
    }
    return lines.map { line in
      var text = ""
      for (column, cell) in line.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        text += (column == 0 ? "" : "  ") + (isNumeric[column] ? padding + cell : cell + padding)
      }
      while text.last == " " { text.removeLast() }
      return text + "\n"
    }.joined()
  }
}

/// A line of CSV. A lone empty cell is quoted, since a reader passes over blank lines at the end of a file.
private func csvLine(_ cells: ArraySlice<String>) -> String {
  cells.count == 1 && cells.first == "" ? "\"\"\n" : cells.map(quotedIfNeeded).joined(separator: ",") + "\n"
}

/// A cell between quotation marks if it has a comma, a quotation mark, a line end, or spaces at an end that a reader might trim.
private func quotedIfNeeded(_ text: String) -> String {
  let mustQuote = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
  guard mustQuote || text.first == " " || text.last == " " else { return text }
  // By scalars: a mark that is followed by a combining accent is one character with it, and must still be doubled.
  let quotes = text.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false).map { String($0) }
  return "\"" + quotes.joined(separator: "\"\"") + "\""
}

/// A cell's text, with a number rounded to so many significant digits.
private func rounded(_ cell: Cell, digits: Int) -> String {
  guard case .number(let value) = cell, value.isFinite, value != 0 else { return cell.text }
  return significant(value, digits: digits)
}
