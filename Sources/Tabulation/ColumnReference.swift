import Foundation

/// A column of a CSV file, written `FILE:COLUMN`.
package struct ColumnReference: Hashable, Sendable, CustomStringConvertible {
  /// The path of the file.
  package let file: String
  /// The name of the column.
  package let column: String

  /// Reads `FILE:COLUMN`; the last colon divides, so that a path may have colons of its own.
  package init(parsing text: String) throws(TableError) {
    guard let colon = text.lastIndex(of: ":"), colon != text.startIndex, text.index(after: colon) != text.endIndex else {
      throw .notAReference(text)
    }
    file = String(text[..<colon])
    column = String(text[text.index(after: colon)...])
  }

  /// Whether a text that may also be a density, which ends in a parenthesis, stands for a column: the name of one may
  /// end so too, but then its file is there.
  package static func isMeant(by text: String) -> Bool {
    guard let colon = text.lastIndex(of: ":") else { return false }
    return text.last != ")" || FileManager.default.fileExists(atPath: String(text[..<colon]))
  }

  package var description: String { file + ":" + column }

  /// Reads the column: at least one number, all of them finite.
  package func numbers() throws(TableError) -> [Double] {
    try Table.numbers(inColumn: column, ofCSV: file)
  }
}
