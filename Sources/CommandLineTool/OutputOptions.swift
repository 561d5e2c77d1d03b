import ArgumentParser
import Tabulation

/// Where a result goes and in what form: the same for every subcommand.
package struct OutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "Write the CSV to this file, whole or not at all, and what it cannot say itself to FILE.json.")
  var output: String?

  @Option(help: "Print csv, or a table for the eye (default: table on a terminal, else csv; with --output nothing).")
  var format: Format?

  /// The form of a result on standard output.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv
    case table
  }

  package init() {}

  /// Throws if the file cannot be written, before any time is spent on its contents.
  func check() throws(FileError) { if let output { try WholeFile.checkWritable(output) } }

  /// Writes a report to the file, if there is one, and to standard output.
  func deliver(_ report: Report, arguments: [String], on console: Console) throws {
    if let output {
      var metadata = report.metadata
      metadata.command = arguments
      metadata.columns = report.table.columns
      metadata.rows = report.table.rowCount
      let description = WholeFile.isDevice(output) ? [] : [(output + ".json", try metadata.json())]
      try WholeFile.write([(output, report.table.csv)] + description)
    }
    switch format ?? (output != nil ? nil : console.isTerminal ? .table : .csv) {
    case .csv: try console.write(report.table.csv)
    case .table: try console.write(report.text ?? report.table.aligned())
    case nil: break
    }
  }
}
