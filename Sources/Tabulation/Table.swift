/// Rows of cells under named columns: what a CSV file holds.
///
/// ```swift
/// let waiting = try Table(readingCSV: "Examples/data/old-faithful.csv").numbers(inColumn: "waiting")
/// ```
package struct Table: Hashable, Sendable {
  /// The names of the columns, all different.
  package let columns: [String]
  private(set) var cells: [Cell]
  /// Where a table that was read came from; errors name it.
  let origin: Origin

  /// The file of a table, and the line on which each row starts.
  struct Origin: Hashable, Sendable {
    var name = "the table"
    var lines: [Int] = []
  }

  /// An empty table with the given columns, whose names must differ.
  package init(columns: [String]) {
    precondition(Set(columns).count == columns.count, "two columns of a table have one name")
    self.init(columns: columns, cells: [], origin: Origin())
  }

  /// A table from the reader, which has checked the names and that every row has a cell for each.
  init(columns: [String], cells: [Cell], origin: Origin) {
    self.columns = columns
    self.cells = cells
    self.origin = origin
  }

  /// How many rows there are.
  package var rowCount: Int { columns.isEmpty ? 0 : cells.count / columns.count }

  /// The cells of one row, which counts from 0.
  package subscript(row row: Int) -> ArraySlice<Cell> {
    cells[row * columns.count..<(row + 1) * columns.count]
  }

  /// The cells of a column, in the order of the rows; none where there is no such column.
  package func cells(inColumn name: String) -> [Cell] {
    guard let column = columns.firstIndex(of: name) else { return [] }
    return (0..<rowCount).map { cells[$0 * columns.count + column] }
  }

  /// Adds a row, which must have a cell for every column.
  package mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "a row of \(row.count) cells in a table of \(columns.count) columns")
    cells += row
  }

  /// The numbers in a column, every one of them finite, in the order of the rows.
  ///
  /// Spaces around a number are passed over. Throws where the column is missing or has no rows, and at the first cell
  /// that is empty, not a decimal number, or not finite.
  package func numbers(inColumn name: String) throws(TableError) -> [Double] {
    guard columns.contains(name) else { throw .missingColumn(file: origin.name, column: name, columns: columns) }
    guard rowCount > 0 else { throw .noRows(file: origin.name) }
    var numbers: [Double] = []
    numbers.reserveCapacity(rowCount)
    for (row, cell) in cells(inColumn: name).enumerated() {
      switch finiteNumber(cell) {
      case .success(let number): numbers.append(number)
      case .failure(let condition):
        let line = row < origin.lines.count ? origin.lines[row] : row + 2
        throw .cell(file: origin.name, line: line, column: name, condition)
      }
    }
    return numbers
  }
}

/// The finite number that a cell holds, or why it holds none.
private func finiteNumber(_ cell: Cell) -> Result<Double, TableError.CellCondition> {
  switch cell {
  case .integer(let value): return .success(Double(value))
  case .number(let value): return value.isFinite ? .success(value) : .failure(.notFinite(cell.text))
  case .text(let text):
    let blanks: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t")]
    let bytes = text.utf8.drop { blanks.contains($0) }
    guard let last = bytes.lastIndex(where: { !blanks.contains($0) }) else { return .failure(.empty) }
    guard let number = Double(Substring(bytes[...last])) else { return .failure(.notNumeric(text)) }
    // `Double` would also read `0x1p3`; a letter other than an exponent's is taken for a mistake.
    guard number.isFinite else { return .failure(.notFinite(text)) }
    let isHexadecimal = bytes[...last].contains { $0 == UInt8(ascii: "x") || $0 == UInt8(ascii: "X") }
    return isHexadecimal ? .failure(.notNumeric(text)) : .success(number)
  }
}
