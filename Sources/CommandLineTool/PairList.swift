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

  /// A pair as its line has it, or why the line has none.
  private struct Pair {
    let p: String
    let q: String
    var fault: String?
  }

  private let pairs: [Pair]

  /// The pairs in the columns `p` and `q`, or the one density P beside each of the column `q`.
  ///
  /// Commas, semicolons, tabulators or bars divide the cells; those inside a density need no quotation marks. A file without a
  /// header has the columns p and q, or q beside P. A line with more or fewer cells than the header is a pair with a fault.
  init(readingCSV file: String, p: String?) throws {
    let lines = Self.lines(of: file)
    // A quoted cell may go on in the next line.
    let isOpen = lines?.contains { Self.cells($0.text, ",") == nil } ?? false
    let whole = isOpen ? try? Table(readingCSV: file) : nil
    if whole == nil, let pairs = lines.flatMap({ Self.pairs(in: $0, p) }) {
      self.pairs = pairs
    } else if whole == nil, let first = lines?.first, lines?.count ?? 0 > 1 {
      throw Self.reason(against: first, in: file, p)
    } else {
      let table = try whole ?? Table(readingCSV: file)
      for column in p == nil ? ["p", "q"] : ["q"] where !table.columns.contains(column) {
        throw TableError.missingColumn(file: file, column: column, columns: table.columns)
      }
      let isClear = p == nil || !table.columns.contains("p")
      try require(isClear, else: "'\(file)' has a column p beside the P that is given ('\(p ?? "")'): leave one of them out.")
      let qs = table.cells(inColumn: "q").map(\.text)
      let ps = p.map { [String](repeating: $0, count: qs.count) } ?? table.cells(inColumn: "p").map(\.text)
      pairs = zip(ps, qs).map { Pair(p: $0, q: $1) }
    }
    try require(!pairs.isEmpty, else: "'\(file)' has a header and no \(p == nil ? "pair" : "density") below it: write one a line.")
  }

  /// The lines of a file with their numbers, without those that are empty or a comment; nil for a file without densities.
  private static func lines(of file: String) -> [(number: Int, text: String)]? {
    guard let bytes = try? WholeFile.read(file), let plain = try? PlainText(bytes, name: file),
      let text = String(validating: plain.bytes, as: UTF8.self)
    else { return nil }
    let content = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
    let lines = content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
      .map { (number: $0.offset + 1, text: $0.element.trimmingCharacters(in: .whitespaces)) }
      .filter { !$0.text.isEmpty && !$0.text.hasPrefix("#") }
    return lines.dropFirst().isEmpty || lines.contains { $0.text.contains("(") } ? lines : nil
  }

  /// What may divide two cells.
  private static let delimiters: [Character] = [",", ";", "\t", "|"]

  /// Why the first line of a file of densities says nothing of its columns.
  private static func reason(against first: (number: Int, text: String), in file: String, _ p: String?) -> any InputError {
    let needed = p == nil ? ["p", "q"] : ["q"]
    let names = first.text.contains("(") ? nil : delimiters.lazy.compactMap { cells(first.text, $0) }.first { $0.count > 1 }
    if let names, let missing = needed.first(where: { !names.contains($0) }) {
      return TableError.missingColumn(file: file, column: missing, columns: names)
    }
    if let p, names?.contains("p") ?? false {
      return OptionError("'\(file)' has a column p beside the P that is given ('\(p)'): leave one of them out.")
    }
    let (columns, content) = p == nil ? ("the columns p and q", "a pair") : ("the column q", "a density")
    return OptionError(
      "'\(file)', line \(first.number), must name \(columns), or hold \(content), with commas, semicolons or tabulators between cells "
        + "(got '\(first.text.prefix(60))').")
  }

  /// The pairs in such lines, by the first delimiter that the first line fits; nil where it fits none.
  private static func pairs(in lines: [(number: Int, text: String)], _ p: String?) -> [Pair]? {
    for delimiter in delimiters {
      guard let first = lines.first.flatMap({ cells($0.text, delimiter) }) else { continue }
      let hasHeader = !first.contains { $0.contains("(") }
      // Names as the columns have them, or P and Q.
      let header = hasHeader ? first.map { ["P", "Q"].contains($0) ? $0.lowercased() : $0 } : p == nil ? ["p", "q"] : ["q"]
      guard header.count == first.count, Set(header).count == header.count, let q = header.firstIndex(of: "q"),
        (p == nil) == header.contains("p")
      else { continue }
      let place = header.firstIndex(of: "p")
      return lines.dropFirst(hasHeader ? 1 : 0).map { line in
        guard let cells = cells(line.text, delimiter) else {
          return Pair(p: p ?? "", q: line.text, fault: "line \(line.number): a quotation mark has no end")
        }
        guard cells.count == header.count else {
          let count = "\(cells.count) \(cells.count == 1 ? "cell" : "cells")"
          return Pair(
            p: p ?? "", q: line.text,
            fault: "line \(line.number) has \(count), and \(header.joined(separator: " and ")) are \(header.count)")
        }
        return Pair(p: p ?? place.map { cells[$0] } ?? "", q: cells[q])
      }
    }
    return nil
  }

  /// The cells of a line, cut at the delimiters outside of parentheses and of quotation marks; nil where these stay open.
  ///
  /// A cell that begins with a quotation mark is quoted as in any CSV file; within another, as in formula("x"), they are
  /// the density's own.
  private static func cells(_ line: String, _ delimiter: Character) -> [String]? {
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
      case delimiter where !isOpen && depth <= 0:
        cells.append("")
        (depth, isQuoted) = (0, false)
      default:
        if !isOpen { depth += character == "(" ? 1 : character == ")" ? -1 : 0 }
        cells[last].append(character)
      }
    }
    return isOpen ? nil : cells.map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// The rows of all pairs, in the order of the file; the pairs are shared out among the processors.
  func rows(_ compared: @Sendable (_ p: String, _ q: String) -> [ComparedRoutes]) -> [Row] {
    let results = Mutex([[ComparedRoutes]](repeating: [], count: pairs.count))
    let pairs = pairs
    let reading = DataReading.current
    DispatchQueue.concurrentPerform(iterations: pairs.count) { index in
      let pair = pairs[index]
      let rows =
        pair.fault.map { [ComparedRoutes(refusal: $0)] } ?? DataReading.$current.withValue(reading) { compared(pair.p, pair.q) }
      results.withLock { $0[index] = rows }
    }
    return zip(pairs, results.withLock { $0 }).flatMap { pair, rows in rows.map { Row(p: pair.p, q: pair.q, compared: $0) } }
  }
}
