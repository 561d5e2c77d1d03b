import Dispatch
import Foundation
import Synchronization
import Tabulation

/// The pairs of densities in a CSV file, and what is made of each.
struct PairList {
  /// What is made of one pair, with the pair as the file has it.
  struct Row {
    let p: String
    let q: String
    let compared: ComparedRoutes
  }

  private let pairs: [(p: String, q: String)]

  /// The pairs in the columns `p` and `q`, or the one density P beside each of the column `q`.
  ///
  /// The commas of a density need no quotation marks. A file without a header has the columns p and q, or q beside P.
  init(readingCSV file: String, p: String?) throws {
    if let lines = Self.lines(of: file), let columns = Self.columns(lines, p) {
      pairs = columns
      return
    }
    let table = try Table(readingCSV: file)
    for column in p == nil ? ["p", "q"] : ["q"] where !table.columns.contains(column) {
      throw TableError.missingColumn(file: file, column: column, columns: table.columns)
    }
    let isClear = p == nil || !table.columns.contains("p")
    try require(isClear, else: "'\(file)' has a column p beside the P that is given ('\(p ?? "")'): leave one of them out.")
    let qs = table.cells(inColumn: "q").map(\.text)
    pairs = Array(zip(p.map { [String](repeating: $0, count: qs.count) } ?? table.cells(inColumn: "p").map(\.text), qs))
  }

  /// The cells of a file's lines, where commas inside densities need no quotation marks; nil for a file without densities,
  /// or where quotation marks stay open.
  private static func lines(of file: String) -> [[String]]? {
    guard let bytes = try? WholeFile.read(file), let text = String(validating: bytes, as: UTF8.self), text.contains("(") else { return nil }
    let content = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
    let lines = content.split(whereSeparator: \.isNewline).map { cells(String($0)) }
    guard lines.allSatisfy({ $0 != nil }) else { return nil }
    return lines.compactMap(\.self).filter { $0 != [""] && !$0[0].hasPrefix("#") }
  }

  /// The cells of a line, cut at the commas outside of parentheses and of quotation marks; nil where these stay open.
  ///
  /// A cell that begins with a quotation mark is quoted as in any CSV file; within another, as in formula("x"), they are
  /// the density's own.
  private static func cells(_ line: String) -> [String]? {
    var (cells, depth, isOpen, isQuoted) = ([""], 0, false, false)
    for character in line {
      let last = cells.count - 1
      switch character {
      case "\"":
        let begins = !isOpen && !isQuoted && cells[last].allSatisfy(\.isWhitespace)
        isQuoted = isQuoted || begins
        // Of two in a quoted cell the second opens it again.
        if !isQuoted || !isOpen && !begins { cells[last].append(character) }
        isOpen.toggle()
      case "," where !isOpen && depth <= 0:
        cells.append("")
        (depth, isQuoted) = (0, false)
      default:
        if !isOpen { depth += character == "(" ? 1 : character == ")" ? -1 : 0 }
        cells[last].append(character)
      }
    }
    return isOpen ? nil : cells.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// The pairs in such lines; nil where a column is missing, or a line has more or fewer cells than the header.
  private static func columns(_ lines: [[String]], _ p: String?) -> [(p: String, q: String)]? {
    guard let first = lines.first else { return nil }
    let hasHeader = !first.contains { $0.contains("(") }
    let header = hasHeader ? first : p == nil ? ["p", "q"] : ["q"]
    let rows = lines.dropFirst(hasHeader ? 1 : 0)
    guard let q = header.firstIndex(of: "q"), Set(header).count == header.count, rows.allSatisfy({ $0.count == header.count }) else {
      return nil
    }
    if let p { return header.contains("p") ? nil : rows.map { (p, $0[q]) } }
    return header.firstIndex(of: "p").map { place in rows.map { ($0[place], $0[q]) } }
  }

  /// The rows of all pairs, in the order of the file; the pairs are shared out among the processors.
  func rows(_ compared: @Sendable (_ p: String, _ q: String) -> [ComparedRoutes]) -> [Row] {
    let results = Mutex([[ComparedRoutes]](repeating: [], count: pairs.count))
    let pairs = pairs
    let reading = DataReading.current
    DispatchQueue.concurrentPerform(iterations: pairs.count) { index in
      let rows = DataReading.$current.withValue(reading) { compared(pairs[index].p, pairs[index].q) }
      results.withLock { $0[index] = rows }
    }
    return zip(pairs, results.withLock { $0 }).flatMap { pair, rows in rows.map { Row(p: pair.p, q: pair.q, compared: $0) } }
  }
}
