import Tabulation

/// Tables for the page.
extension JSON {
  /// A table as the page shows it: every cell is the text of its CSV.
  init(textsOf table: Table) {
    self = .object([
      ("columns", .list(table.columns.map { .text($0) })),
      ("rows", .list((0..<table.rowCount).map { row in .list(table[row: row].map { .text($0.text) }) })),
    ])
  }

  /// A table as the page draws it: its columns.
  init(columnsOf table: Table) {
    self = .object(
      table.columns.map { name in
        (
          name,
          .list(
            table.cells(inColumn: name).map { cell in
              switch cell {
              case .number(let value): .number(value)
              case .integer(let value): .whole(value)
              case .text(let text): .text(text)
              }
            })
        )
      })
  }
}
