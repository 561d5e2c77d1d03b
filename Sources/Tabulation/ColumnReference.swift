import Foundation

/// A column of a file, written `FILE:COLUMN`; the file `-` is standard input.
package struct ColumnReference: Hashable, Sendable, CustomStringConvertible {
  /// The path of the file.
  package let file: String
  /// The name of the column, or its number from 1 on.
  package let column: String

  /// Reads `FILE:COLUMN`. The last colon divides, so that a path may have colons of its own, unless only the part before
  /// an earlier one is a file; a name in quotation marks, `FILE:"a:b"`, may have every character, its own quotation
  /// marks doubled. The whole may be in quotation marks too.
  package init(parsing quoted: String) throws(TableError) {
    let text = Self.isQuoted(quoted[...], by: "\"") || Self.isQuoted(quoted[...], by: "'") ? String(quoted.dropFirst().dropLast()) : quoted
    guard let colon = Self.divider(of: text) else { throw .notAReference(text) }
    file = String(text[..<colon])
    let name = text[text.index(after: colon)...]
    column = Self.isQuoted(name) ? String(name.dropFirst().dropLast()).replacing("\"\"", with: "\"") : String(name)
  }

  /// Whether a text that may also be a density, which ends in a parenthesis, stands for a column: the name of one may
  /// end so too, but then its file is there.
  package static func isMeant(by text: String) -> Bool {
    guard let colon = divider(of: text) else { return false }
    return text.last != ")" || isFile(text[..<colon])
  }

  /// The colon between the file and the column; nil where a text has not both.
  private static func divider(of text: String) -> String.Index? {
    let colons = text.indices.filter { text[$0] == ":" && $0 != text.startIndex && text.index(after: $0) != text.endIndex }
    // The first mark that opens a name which the text ends with.
    if text.last == "\"", let quoted = colons.first(where: { isQuoted(text[text.index(after: $0)...]) }) { return quoted }
    return colons.last.flatMap { last in isFile(text[..<last]) ? last : colons.last { isFile(text[..<$0]) } ?? last }
  }

  /// Whether a text is one name in quotation marks, in which every other mark is doubled.
  private static func isQuoted(_ text: Substring, by mark: Character = "\"") -> Bool {
    guard text.count > 2, text.first == mark, text.last == mark else { return false }
    return !text.dropFirst().dropLast().replacing("\(mark)\(mark)", with: "").contains(mark)
  }

  private static func isFile(_ path: Substring) -> Bool {
    if path == WholeFile.standardInput { return true }
    return WholeFile.inputs.map { $0[String(path)] != nil } ?? FileManager.default.fileExists(atPath: String(path))
  }

  package var description: String { file + ":" + (column.contains(":") ? "\"" + column.replacing("\"", with: "\"\"") + "\"" : column) }

  /// Reads the column: at least one number, all of them finite, and missing values left out.
  package func numbers() throws(TableError) -> [Double] {
    try Table.numbers(inColumn: column, ofCSV: file)
  }

  /// Reads the column beside another one of its file, such as that of weights, row by row.
  package func numbers(beside other: String) throws(TableError) -> (own: [Double], other: [Double]) {
    let columns = try Table.numbers(inColumns: [column, other], ofCSV: file)
    return (columns[0], columns[1])
  }
}
