import ArgumentParser
import Plotting
import Tabulation

/// Where a result goes and in what form: the same for every subcommand that has one table, but that `--width` may be taken.
typealias OutputOptions = ResultOptions<OwnWidth>

/// What a result is printed as.
enum OutputFormat: String, CaseIterable {
  case csv
  /// For the eye.
  case table
  case json
  case markdown
  case latex

  /// A table in this form.
  func text(of table: Table, digits: Int = 6, for console: Console) -> String {
    switch self {
    case .csv: table.csv
    case .table: table.readable(digits: digits, width: console.width)
    case .json: table.json
    case .markdown: table.markdown(digits: digits)
    case .latex: table.latex(digits: digits)
    }
  }
}

/// Where a result goes and in what form.
struct ResultOptions<Width: PictureWidth>: ParsableArguments {
  @Option(
    name: .shortAndLong, help: "Write the CSV to this file, whole or not at all, and its metadata to FILE.json.",
    completion: .file())
  var output: String?

  @Option(.one(), help: "The form of what is printed", default: "table on a terminal, else csv; with --output or --plot - nothing")
  var format: OutputFormat?

  @OptionGroup var plotting: PlotOption<Width>

  func validate() throws {
    try require(output != "-", else: "--output takes a file (got '-'): without it the CSV goes to standard output.")
  }

  /// The files that a result is written to.
  var paths: [String] { ownPaths + plotting.paths }

  /// The CSV file, and the one beside it.
  private var ownPaths: [String] { output.map { WholeFile.isDevice($0) ? [$0] : [$0, $0 + ".json"] } ?? [] }

  /// Throws if a file cannot be written, before any time is spent on its contents.
  func check(with others: [String] = []) throws {
    let paths = ownPaths + others
    for path in paths { try WholeFile.checkWritable(path) }
    if let (first, second) = WholeFile.firstSharedFile(among: paths) {
      throw OptionError("'\(first)' and '\(second)' would be one file: name another.")
    }
    try plotting.check(besides: paths)
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
    try WholeFile.write(files + report.files)
    if let text { try console.write(text) }
    if let plain = report.plain, format == nil, output == nil, text == nil {
      try console.write(plain)
      return
    }
    guard let format = format ?? (output != nil || text != nil ? nil : console.isTerminal ? .table : .csv) else { return }
    guard format == .table else { return try console.write(format.text(of: report.table, for: console)) }
    let body = report.text?.wrapped(to: console.width) ?? format.text(of: report.table, for: console)
    try console.write(console.coloured(body) + report.remark.wrapped(to: console.width))
  }
}

/// What is written to a folder and how: the same for `train` and `sweep`.
struct FolderOptions<Width: PictureWidth>: ParsableArguments {
  @Option(name: .shortAndLong, help: "The folder that receives the files.", completion: .directory) var output: String
  @OptionGroup var plotting: PlotOption<Width>

  @Flag(help: "Replace what is in the folder: an earlier run or sweep, or other files of these names.")
  var force = false

  @Flag(help: "Let a run go on, or runs come together, on several vector widths, to bytes that none gives alone.")
  var allowOtherWidth = false

  @Flag(help: "Nothing on standard error but errors: no progress bar, no estimate.") var quiet = false

  func validate() throws {
    try require(output != "-", else: "--output takes a folder (got '-'): write ./- for a folder of that name.")
  }
}
