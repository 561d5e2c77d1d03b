import Tabulation

/// What a request is answered with: tables to read and tables to draw, and the command that gives the same.
struct Answer: Sendable {
  /// The command line that repeats it; empty where there is none.
  var command = ""
  /// 1 where a value is unresolved or a verdict was not the expected one, as the exit status of the command.
  var status = 0
  /// Tables whose cells are shown.
  var tables: [(name: String, table: Table)] = []
  /// Tables whose columns are drawn.
  var curves: [(name: String, table: Table)] = []
  /// What else there is.
  var more: [(name: String, value: JSON)] = []

  var json: JSON {
    .object(
      [
        ("command", .text(command)), ("status", .whole(status)),
        ("tables", .object(tables.map { ($0.name, JSON(textsOf: $0.table)) })),
        ("curves", .object(curves.map { ($0.name, JSON(columnsOf: $0.table)) })),
      ] + more)
  }

  /// The first table as CSV, the bytes that the command prints.
  var csv: String { (tables.first ?? curves.first)?.table.csv ?? "" }
}
