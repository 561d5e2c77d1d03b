/// Why a table cannot be read; the description is one sentence that names the file, the place, the value and the
/// condition.
package enum TableError: Error, Hashable, Sendable {
  /// The file cannot be read: it is missing, a folder, forbidden, or too large.
  case file(FileError)
  /// The file has no header row.
  case empty(file: String)
  /// The header row is all there is.
  case noRows(file: String)
  /// A cell is not text in UTF-8.
  case notUTF8(file: String, line: Int)
  /// A quoted cell is still open at the end of the file.
  case unclosedQuote(file: String, line: Int)
  /// A quotation mark stands where RFC 4180 allows none.
  case strayQuote(file: String, line: Int)
  /// A line is longer than any row that is read.
  case lineTooLong(file: String, line: Int, most: Int)
  /// A row has more or fewer cells than the header.
  case raggedRow(file: String, line: Int, cells: Int, columns: Int)
  /// Two columns have one name.
  case duplicateColumn(file: String, column: String)
  /// There is no column of this name.
  case missingColumn(file: String, column: String, columns: [String])
  /// A cell does not hold a finite number; what may be done about it follows.
  case cell(file: String, line: Int, column: String, CellCondition, remedy: String = "")
  /// Every value of a column is missing.
  case allMissing(file: String, column: String, count: Int)
  /// The bytes are text of a kind that is not read.
  case otherText(file: String, String)
  /// The file may be meant in several ways: how, and the options that decide, where there are options.
  case leftOpen(file: String, String, remedy: String)
  /// A text is not of the form FILE:COLUMN.
  case notAReference(String)

  /// What is wrong with a cell that should hold a finite number.
  package enum CellCondition: Error, Hashable, Sendable {
    /// Nothing or only spaces.
    case empty
    /// Text that is not a decimal number.
    case notNumeric(String)
    /// NaN, an infinity, or a number beyond the largest `Double`.
    case notFinite(String)
  }
}

extension TableError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let error): error.description
    case .empty(let file): "\(shown(file)) is empty: a header row with the names of the columns is needed."
    case .noRows(let file): "\(shown(file)) has a header but no rows."
    case .notUTF8(let file, let line): "\(shown(file)), line \(line), is not text in UTF-8."
    case .unclosedQuote(let file, let line): "\(shown(file)), line \(line), opens a quotation mark that is never closed."
    case .strayQuote(let file, let line):
      "\(shown(file)), line \(line), has a quotation mark inside a cell: quote the whole cell and double the mark."
    case .lineTooLong(let file, let line, let most):
      "\(shown(file)), line \(line), is longer than \(most) bytes, the most that a row may have: end each row with a line break."
    case .raggedRow(let file, let line, let cells, let columns):
      "\(shown(file)), line \(line), has \(cells) \(cells == 1 ? "cell" : "cells") where the header has \(columns)."
    case .duplicateColumn(let file, let column): "\(shown(file)) has two columns named \(shown(column))."
    case .missingColumn(let file, let column, let columns):
      "\(shown(file)) has no column \(shown(column)): it has \(list(columns))."
    case .cell(let file, let line, let column, let condition, let remedy):
      "\(shown(file)), line \(line), column \(shown(column)): \(condition)\(remedy)."
    case .allMissing(let file, let column, let count):
      "\(shown(file)), column \(shown(column)), has no number: each of its \(count) values is missing."
    case .otherText(let file, let kind): "\(shown(file)) is \(kind), which is not read: save it in UTF-8."
    case .leftOpen(let file, let reason, let remedy): "\(shown(file)) \(reason)\(remedy)."
    case .notAReference(let text): "\(shown(text)) is not of the form FILE:COLUMN."
    }
  }

  /// A file that may be meant in several ways, with the options that decide.
  static func leftOpen(_ file: String, _ reason: String, give options: [String]) -> TableError {
    // Made here, since the sentence may be asked for when the reading is over.
    .leftOpen(file: file, reason, remedy: DataReading.remedy("give " + options.joined(separator: " or ")))
  }

  /// The first row may have the names of the columns, or values.
  static func ambiguousHeader(_ file: String, _ column: String) -> TableError {
    leftOpen(file, "may have names or values in its first row, where \(shown(column)) stands", give: ["--header yes", "--header no"])
  }

  /// At most twelve names: enough to see a slip, and still one sentence.
  private func list(_ names: [String]) -> String {
    let most = 12
    return names.prefix(most).map(shown).joined(separator: ", ") + (names.count > most ? " and \(names.count - most) more" : "")
  }
}

extension TableError.CellCondition: CustomStringConvertible {
  package var description: String {
    switch self {
    case .empty: "the cell is empty"
    case .notNumeric(let text): "\(shown(text)) is not a number"
    case .notFinite(let text): "\(shown(text)) is not a finite number"
    }
  }
}

/// A value as an error sentence shows it: in quotes, on one line, and short.
func shown(_ text: String) -> String {
  let most = 80
  let line = text.unicodeScalars.prefix(most).map { scalar in
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: scalar.escaped(asASCII: true)
    default: String(Character(scalar))
    }
  }
  return "'" + line.joined() + (text.unicodeScalars.count > most ? "…" : "") + "'"
}
