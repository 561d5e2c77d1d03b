import ArgumentParser
import Autodiff
import Plotting
import Tabulation
import Training

/// A subcommand of the tool.
protocol ToolCommand: ParsableCommand {
  /// What has no effect beside the options that were given, by default nothing.
  var withoutEffect: [OptionsWithoutEffect] { get }
  /// How the files of data that it reads are written; nil where it takes no options about them.
  var dialect: Dialect? { get }
  /// Does the work, and returns the exit status.
  func execute(_ arguments: [String], on console: Console) throws -> Int32
}

/// A subcommand whose result is a table.
protocol ReportingCommand: ToolCommand {
  associatedtype Width: PictureWidth
  var output: ResultOptions<Width> { get }
  /// The densities, as text, whose divergences are printed; of one that is an estimate from a sample the report says so.
  var densities: [String] { get }
  /// Files that it writes beside those of its output.
  var furtherPaths: [String] { get }
  func report() throws -> Report
}

/// Options, with their dashes, that another one leaves without effect, and what follows “has no effect”.
typealias OptionsWithoutEffect = (names: [String], reason: String)

extension ToolCommand {
  var withoutEffect: [OptionsWithoutEffect] { [] }
  var dialect: Dialect? { nil }

  /// Rejects the first option that has no effect.
  func rejectWithoutEffect(among arguments: [String]) throws(OptionError) {
    for (names, reason) in withoutEffect {
      for name in names {
        let isGiven = arguments.contains { $0 == name || $0.hasPrefix(name + "=") }
        try require(!isGiven, else: "\(name) has no effect \(reason): leave it out.")
      }
    }
  }
}

extension ReportingCommand {
  var densities: [String] { [] }
  var furtherPaths: [String] { [] }

  func execute(_ arguments: [String], on console: Console) throws -> Int32 {
    try output.check(with: furtherPaths)
    var report = try WholeFile.withOutputs(output.paths + furtherPaths) { try self.report() }
    let estimate = (densities + report.densities).first { $0.contains("kde(") || $0.contains("histogram(") }
    let note = estimate.map {
      "\($0) is an estimate from a sample: errors are those of quadrature, without the uncertainty of sampling, for which see "
        + "divergences samples"
    }
    let notes = (note.map { [$0] } ?? []) + (DataReading.current?.notes.map(\.text) ?? [])
    report.provenance.notes = notes.isEmpty ? nil : notes
    try output.deliver(report, arguments: arguments, on: console)
    if let note { console.fail("Note: " + note) }
    return report.isAsExpected ? 0 : 1
  }
}

/// What a subcommand hands over: a table, and what its reader should know about it.
struct Report {
  let table: Table
  /// What the tool prints for the eye, if that is not the aligned table.
  var text: String?
  /// What is printed where no form is asked for, if that is not a table.
  var plain: String?
  /// What the tool says below the table for the eye.
  var remark = ""
  /// What `--plot` draws; nil where there is nothing to see.
  var picture: Picture?
  /// False if a verdict was not the expected one or a value stayed unresolved: the exit status is then 1.
  var isAsExpected = true
  /// Files that are written with the table.
  var files: [(path: String, bytes: [UInt8])] = []
  /// Densities that are not on the command line, as those of a file of pairs.
  var densities: [String] = []
  /// Where the numbers come from, for the file beside a CSV file; the command is added where it is written.
  var provenance = Provenance(command: [])

  /// Notes that networks were trained, with this seed and on the vector width of this process.
  mutating func noteTraining(seed: UInt64) throws(VectorWidthError) {
    provenance.seed = seed
    provenance.vectorWidth = try VectorWidth.chosen().bytes
  }
}
