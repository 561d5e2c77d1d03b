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
      do { numbers.append(try finiteNumber(cell)) } catch {
        let line = row < origin.lines.count ? origin.lines[row] : row + 2
        throw .cell(file: origin.name, line: line, column: name, error)
      }
    }
    return numbers
  }
}

/// The finite number that a cell holds; throws why it holds none.
private func finiteNumber(_ cell: Cell) throws(TableError.CellCondition) -> Double {
  switch cell {
  case .integer(let value): return Double(value)
  case .number(let value):
    guard value.isFinite else { throw .notFinite(cell.text) }
    return value
  case .text(let text): return try finiteNumber(Array(text.utf8), 0..<text.utf8.count)
  }
}
