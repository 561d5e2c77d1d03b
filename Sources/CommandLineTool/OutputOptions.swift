import ArgumentParser
import Plotting
import Tabulation

/// Where a result goes and in what form: the same for every subcommand.
package struct OutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "Write the CSV to this file, whole or not at all, and what it cannot say itself to FILE.json.")
  var output: String?

  @Option(help: "Print csv, or a table for the eye (default: table on a terminal, else csv; with --output or --plot - nothing).")
  var format: Format?

  @OptionGroup var plotting: PlotOption

  /// The form of a result on standard output.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv
    case table
  }

  package init() {}

  /// The files that a result is written to.
  var paths: [String] { (output.map { WholeFile.isDevice($0) ? [$0] : [$0, $0 + ".json"] } ?? []) + plotting.paths }

  /// Throws if a folder has the name by which other tools mean standard output.
  static func checkFolder(_ output: String) throws(OptionError) {
    if output == "-" { throw OptionError("--output takes a folder, and is '-': write ./- for a folder of that name.") }
  }

  /// Throws if a file cannot be written, before any time is spent on its contents.
  func check() throws {
    if output == "-" { throw OptionError("--output takes a file, and is '-': without it the CSV goes to standard output.") }
    if let output {
      try WholeFile.checkWritable(output)
      if !WholeFile.isDevice(output) { try WholeFile.checkWritable(output + ".json") }
    }
    try plotting.check()
    if let (first, second) = WholeFile.firstSharedFile(among: paths) {
      throw OptionError("--output and --plot \(plotting.plot ?? "") would write one file, '\(first)' and '\(second)': name another.")
    }
  }

  /// Writes a report to its files, if there are any, all of them or none, and to standard output.
  func deliver(_ report: Report, arguments: [String], on console: Console) throws {
    var provenance = report.provenance
    provenance.command = arguments
    var files = try plotting.files(for: report.picture, provenance)
    let text = plotting.isText ? try report.picture?.text() : nil
    if let output {
      files.append((output, Array(report.table.csv.utf8)))
      if !WholeFile.isDevice(output) { files.append((output + ".json", Array(try provenance.description(of: report.table).utf8))) }
    }
    try WholeFile.write(files)
    if let text { try console.write(text) }
    switch format ?? (output != nil || text != nil ? nil : console.isTerminal ? .table : .csv) {
    case .csv: try console.write(report.table.csv)
    case .table: try console.write((report.text ?? report.table.aligned(width: console.width)) + report.remark)
    case nil: break
    }
  }
}
