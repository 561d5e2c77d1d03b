package import ArgumentParser
import Tabulation

/// A subcommand of the tool.
package protocol ToolCommand: ParsableCommand {
  /// What has no effect beside the options that were given, by default nothing.
  var idle: [IdleOptions] { get }
  /// Does the work, and returns the exit status.
  func execute(_ arguments: [String], on console: Console) throws -> Int32
}

/// A subcommand whose result is a table.
package protocol ReportingCommand: ToolCommand {
  /// Where the result goes.
  var output: OutputOptions { get }
  /// Computes the result.
  func report() throws -> Report
}

/// Options that another one leaves without effect.
package struct IdleOptions {
  /// With their dashes.
  let names: [String]
  /// What follows “has no effect”.
  let reason: String

  init(_ names: String..., reason: String) { (self.names, self.reason) = (names, reason) }
}

extension ToolCommand {
  package var idle: [IdleOptions] { [] }

  /// A sentence about the first option that has no effect: whoever gave it expects one.
  func idleSentence(among arguments: [String]) -> String? {
    for (name, reason) in idle.flatMap({ group in group.names.map { ($0, group.reason) } })
    where arguments.contains(where: { $0 == name || $0.hasPrefix(name + "=") }) {
      return "\(name) has no effect \(reason): leave it out."
    }
    return nil
  }
}

extension ReportingCommand {
  package func execute(_ arguments: [String], on console: Console) throws -> Int32 {
    try output.check()
    let report = try WholeFile.withOutputs(output.paths) { try self.report() }
    try output.deliver(report, arguments: arguments, on: console)
    return report.isAsExpected ? 0 : 1
  }
}
