import Tabulation

/// A column of a table: its name, and what a record has in it.
struct Column<Record> {
  let name: String
  let cell: (Record) -> Cell

  init(_ name: String, _ value: @escaping (Record) -> some CellValue) {
    self.name = name
    cell = { value($0).cell }
  }
}

extension Table {
  /// A row for each record; the header and the rows are of the same columns.
  init<Record>(of records: some Sequence<Record>, _ columns: [Column<Record>]) {
    self.init(columns: columns.map(\.name))
    for record in records { append(columns.map { $0.cell(record) }) }
  }

  /// The rows, by the names of the columns.
  var rows: [[String: Cell]] { (0..<rowCount).map { Dictionary(uniqueKeysWithValues: zip(columns, self[row: $0])) } }
}

/// What a cell can hold.
protocol CellValue {
  var cell: Cell { get }
}

extension Cell: CellValue {
  var cell: Cell { self }
}

extension Double: CellValue {
  var cell: Cell { .number(self) }
}

extension Int: CellValue {
  var cell: Cell { .integer(self) }
}

extension String: CellValue {
  var cell: Cell { .text(self) }
}

/// Seeds, which may be beyond `Int`.
extension UInt64: CellValue {
  var cell: Cell { .text("\(self)") }
}

extension Bool: CellValue {
  var cell: Cell { .text(self ? "true" : "false") }
}

/// An empty cell where there is nothing.
extension Optional: CellValue where Wrapped: CellValue {
  var cell: Cell { map(\.cell) ?? "" }
}
