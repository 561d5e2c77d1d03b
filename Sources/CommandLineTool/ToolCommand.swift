import ArgumentParser
import Tabulation

/// A subcommand of the tool.
protocol ToolCommand: ParsableCommand {
  /// What has no effect beside the options that were given, by default nothing.
  var withoutEffect: [OptionsWithoutEffect] { get }
  /// Does the work, and returns the exit status.
  func execute(_ arguments: [String], on console: Console) throws -> Int32
}

/// A subcommand whose result is a table.
protocol ReportingCommand: ToolCommand {
  /// Where the result goes.
  var output: OutputOptions { get }
  /// Computes the result.
  func report() throws -> Report
}

/// Options, with their dashes, that another one leaves without effect, and what follows “has no effect”.
typealias OptionsWithoutEffect = (names: [String], reason: String)

extension ToolCommand {
  var withoutEffect: [OptionsWithoutEffect] { [] }

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
  func execute(_ arguments: [String], on console: Console) throws -> Int32 {
    try output.check()
    let report = try WholeFile.withOutputs(output.paths) { try self.report() }
    try output.deliver(report, arguments: arguments, on: console)
    return report.isAsExpected ? 0 : 1
  }
}
