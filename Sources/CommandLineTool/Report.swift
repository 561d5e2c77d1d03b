package import Tabulation

/// What a subcommand hands over: a table, and what its reader should know about it.
package struct Report {
  /// The rows.
  package let table: Table
  /// What the tool prints under the table for the eye, a line each.
  package var remarks: [String] = []
  /// False if a verdict was not the expected one or a value stayed unresolved: the exit status is then 1.
  package var isAsExpected = true
  /// Facts for the file beside a CSV file.
  var metadata = Metadata()
}
