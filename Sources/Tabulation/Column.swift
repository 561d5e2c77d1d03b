/// A column of a table: its name, and what a record has in it.
package struct Column<Record> {
  let name: String
  let cell: (Record) -> Cell
  /// Puts what a cell's text says into a record, and whether it could; nil in a column that is only written.
  private(set) var read: ((inout Record, String) -> Bool)?

  /// A column of this name.
  package init(_ name: String, _ value: @escaping (Record) -> some CellValue) {
    self.name = name
    cell = { value($0).cell }
  }

  /// A column that is read back as it is written.
  package init<Value: CellValue>(_ name: String, at path: WritableKeyPath<Record, Value>) {
    self.init(name) { $0[keyPath: path] }
    read = { record, text in
      guard let value = Value(cell: text) else { return false }
      record[keyPath: path] = value
      return true
    }
  }

  /// The same column of records that hold this one.
  package func of<Whole>(_ part: @escaping (Whole) -> Record) -> Column<Whole> { Column<Whole>(name) { cell(part($0)) } }
}

/// A record that is a row of a table: it names the columns, and what it has in each.
package protocol TableRow {
  /// The columns, in their order.
  static var columns: [Column<Self>] { get }
}

extension Table {
  /// A row for each record; the header and the rows are of the same columns.
  package init<Record>(of records: some Sequence<Record>, _ columns: [Column<Record>]) {
    self.init(columns: columns.map(\.name))
    for record in records { append(columns.map { $0.cell(record) }) }
  }

  /// A row for each record.
  package init<Record: TableRow>(of records: some Sequence<Record>) { self.init(of: records, Record.columns) }

  /// The records that were written by these columns, each made from an empty one; nil where the header is another, or a
  /// cell has no value of its column's kind.
  package func records<Record>(_ columns: [Column<Record>], from empty: Record) -> [Record]? {
    guard self.columns == columns.map(\.name) else { return nil }
    var records: [Record] = []
    for row in 0..<rowCount {
      var record = empty
      guard zip(columns, self[row: row]).allSatisfy({ $0.read?(&record, $1.text) ?? true }) else { return nil }
      records.append(record)
    }
    return records
  }
}

/// What a cell can hold.
package protocol CellValue {
  /// The cell that holds it.
  var cell: Cell { get }
  /// The value that a cell's text is of; nil where it is of none.
  init?(cell text: String)
}

extension Cell: CellValue {
  package var cell: Cell { self }
  package init?(cell text: String) { self = .text(text) }
}

extension CellValue where Self: LosslessStringConvertible {
  package init?(cell text: String) { self.init(text) }
}

extension CellValue where Self: RawRepresentable, RawValue == String {
  package var cell: Cell { .text(rawValue) }
  package init?(cell text: String) { self.init(rawValue: text) }
}

extension Double: CellValue { package var cell: Cell { .number(self) } }
extension Int: CellValue { package var cell: Cell { .integer(self) } }
extension String: CellValue { package var cell: Cell { .text(self) } }
extension Bool: CellValue { package var cell: Cell { .text(self ? "true" : "false") } }
// A seed may be beyond the numbers of `Int`.
extension UInt64: CellValue { package var cell: Cell { .text("\(self)") } }

// An empty cell where there is nothing.
extension Optional: CellValue where Wrapped: CellValue {
  package var cell: Cell { map(\.cell) ?? "" }
  package init?(cell text: String) {
    if text.isEmpty {
      self = .none
    } else {
      guard let value = Wrapped(cell: text) else { return nil }
      self = value
    }
  }
}
