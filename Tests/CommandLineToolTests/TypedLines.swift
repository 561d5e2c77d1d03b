import CommandLineTool
import Tabulation
import TestSupport
import Testing

/// What the tool answers to what is typed, without the start of a process: it takes longer than most answers.
///
/// With `TEST_MULTIPLIER` it is a process after all, as for the program of the page. A trap would end these tests.
func typed(_ arguments: [String]) throws -> ProcessOutcome {
  if testMultiplier > 1 || arguments.first == "sandbox" { return try runTool(arguments) }
  var (output, errors) = ("", "")
  let status = Tool.run(arguments, on: Console(isTerminal: false, output: { output += $0 }, errors: { errors += $0 }))
  return ProcessOutcome(status: status, output: output, errors: errors, wasKilled: false)
}

/// The table that a command prints, which must end with this status and without a word on standard error.
func typedTable(_ command: String, _ arguments: [String], status: Int32 = 0) throws -> Table {
  let outcome = try typed([command] + arguments)
  #expect(outcome.status == status && outcome.errors == "", "\(command) \(arguments): \(outcome.status), \(outcome.errors)")
  return try Table(parsingCSV: Array(outcome.output.utf8), name: command)
}

/// The same with the arguments one by one.
func typedTable(_ command: String, _ arguments: String...) throws -> Table { try typedTable(command, arguments) }
