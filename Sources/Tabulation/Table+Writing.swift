extension Table {
  /// The table as CSV: a header row, `.` decimals, shortest digits, `\n` ends, and RFC 4180 quotes where a cell needs
  /// them.
  package var csv: String {
    ([columns[...]] + (0..<rowCount).map { self[row: $0].map(\.text)[...] }).map(csvLine).joined()
  }

  /// The table for the eye: aligned columns, numbers to the right, rounded to `digits` significant digits.
  ///
  /// Where it would be wider than `width` characters, columns are left for a further table below, which begins with the
  /// first column again.
  package func aligned(digits: Int = 6, width: Int = .max) -> String {
    let shown = shown(digits: digits)
    return folded(shown.widths, within: width).map { block in
      shown.lines.map { line in
        var text = block.map { line[$0] }.joined(separator: gap)
        while text.last == " " { text.removeLast() }
        return text + "\n"
      }.joined()
    }.joined(separator: "\n")
  }

  /// The header and the rows for the eye, padded to columns of equal width, numbers to the right, and rounded to so many
  /// significant digits.
  ///
  /// - Parameters:
  ///   - digits: how many digits numbers keep.
  ///   - least: the width of the narrowest column.
  ///   - escaped: what is made of texts.
  package func shown(
    digits: Int, least: Int = 0, escaped: (String) -> String = { $0 }
  ) -> (lines: [[String]], widths: [Int], isNumeric: [Bool]) {
    let rows = (0..<rowCount).map { row in self[row: row].map { rounded($0, digits: digits) ?? escaped($0.text) } }
    let lines = [columns.map(escaped)] + rows
    let widths = columns.indices.map { column in max(least, lines.map { $0[column].count }.max() ?? 0) }
    let isNumeric = columns.map { cells(inColumn: $0).contains { if case .text = $0 { false } else { true } } }
    let padded = lines.map { line in
      line.indices.map { column in
        let padding = String(repeating: " ", count: widths[column] - line[column].count)
        return isNumeric[column] ? padding + line[column] : line[column] + padding
      }
    }
    return (padded, widths, isNumeric)
  }
}

/// What stands between two columns.
private let gap = "  "

/// The columns, in blocks that are no wider than asked for if they can be; each begins with the first column.
private func folded(_ widths: [Int], within width: Int) -> [[Int]] {
  guard let first = widths.first else { return [[]] }
  var (blocks, used) = ([[0]], first)
  for (column, own) in widths.enumerated().dropFirst() {
    if used + gap.count + own > width, blocks[blocks.count - 1].count > 1 {
      blocks.append([0])
      used = first
    }
    blocks[blocks.count - 1].append(column)
    used += gap.count + own
  }
  return blocks
}

/// A line of CSV. A lone empty cell is quoted, since a reader passes over blank lines at the end of a file.
private func csvLine(_ cells: ArraySlice<String>) -> String {
  cells.count == 1 && cells.first == "" ? "\"\"\n" : cells.map(quotedIfNeeded).joined(separator: ",") + "\n"
}

/// A cell between quotation marks if it has a comma, a quotation mark, a line end, or spaces at an end that a reader
/// might trim.
private func quotedIfNeeded(_ text: String) -> String {
  let mustQuote = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
  guard mustQuote || text.first == " " || text.last == " " else { return text }
  // By scalars: a mark that is followed by a combining accent is one character with it, and must still be doubled.
  let quotes = text.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false).map { String($0) }
  return "\"" + quotes.joined(separator: "\"\"") + "\""
}

/// A number other than 0 rounded to so many significant digits; nil for other cells.
private func rounded(_ cell: Cell, digits: Int) -> String? {
  guard case .number(let value) = cell, value.isFinite, value != 0 else { return nil }
  return significant(value, digits: digits)
}
