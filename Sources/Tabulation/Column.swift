/// A column of a table: its name, and what a record has in it.
package struct Column<Record> {
  let name: String
  let cell: (Record) -> Cell

  /// A column of this name.
  package init(_ name: String, _ value: @escaping (Record) -> some CellValue) {
    self.name = name
    cell = { value($0).cell }
  }

  /// The same column of records that hold this one.
  package func of<Whole>(_ part: @escaping (Whole) -> Record) -> Column<Whole> { Column<Whole>(name) { cell(part($0)) } }
}

extension Table {
  /// A row for each record; the header and the rows are of the same columns.
  package init<Record>(of records: some Sequence<Record>, _ columns: [Column<Record>]) {
    self.init(columns: columns.map(\.name))
    for record in records { append(columns.map { $0.cell(record) }) }
  }

  /// The rows, by the names of the columns.
  package var rows: [[String: Cell]] { (0..<rowCount).map { Dictionary(uniqueKeysWithValues: zip(columns, self[row: $0])) } }
}

/// A record that is a row of a table: it names the columns, and what it has in each.
package protocol TableRow {
  /// The columns, in their order.
  static var columns: [Column<Self>] { get }
}

extension Table {
  /// A row for each record.
  package init<Record: TableRow>(of records: some Sequence<Record>) { self.init(of: records, Record.columns) }
}

/// What a cell can hold.
package protocol CellValue {
  /// The cell that holds it.
  var cell: Cell { get }
}

extension Cell: CellValue { package var cell: Cell { self } }
extension Double: CellValue { package var cell: Cell { .number(self) } }
extension Int: CellValue { package var cell: Cell { .integer(self) } }
extension String: CellValue { package var cell: Cell { .text(self) } }
extension Bool: CellValue { package var cell: Cell { .text(self ? "true" : "false") } }
// A seed may be beyond the numbers of `Int`.
extension UInt64: CellValue { package var cell: Cell { .text("\(self)") } }
// An empty cell where there is nothing.
extension Optional: CellValue where Wrapped: CellValue { package var cell: Cell { map(\.cell) ?? "" } }
