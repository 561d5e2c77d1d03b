package import Foundation

/// What one run of a program left behind.
package struct ProcessOutcome: Sendable {
  /// The status that it ended with.
  package let status: Int32
  /// What it wrote on standard output.
  package let output: String
  /// What it wrote on standard error.
  package let errors: String
  /// Whether a signal ended it, as a trap does.
  package let wasKilled: Bool

  /// What a run has left behind.
  package init(status: Int32, output: String, errors: String, wasKilled: Bool) {
    (self.status, self.output, self.errors, self.wasKilled) = (status, output, errors, wasKilled)
  }

  /// Lines on standard error.
  package var sentences: [Substring] { errors.split(separator: "\n") }
}

/// Runs a program, in the package's folder unless in another, and does something `during` the run.
package func runProcess(
  _ executable: URL, _ arguments: [String], in folder: URL = packageFolder, during: (Process) throws -> Void = { _ in }
) throws -> ProcessOutcome {
  let process = Process()
  process.executableURL = executable
  process.currentDirectoryURL = folder
  process.arguments = arguments
  let (output, errors) = (Pipe(), Pipe())
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = output
  process.standardError = errors
  // A child inherits what its parent ignores, and tests may themselves run under nohup.
  for code in [SIGINT, SIGTERM, SIGHUP] { signal(code, SIG_DFL) }
  // `waitUntilExit` looks only now and then on some threads.
  let hasEnded = DispatchSemaphore(value: 0)
  process.terminationHandler = { _ in hasEnded.signal() }
  try process.run()
  let failure: (any Error)?
  do {
    try during(process)
    failure = nil
  } catch {
    failure = error
  }
  // What our programs write on standard error is short, so reading one pipe after the other cannot block them.
  let text = output.fileHandleForReading.readDataToEndOfFile()
  let sentences = errors.fileHandleForReading.readDataToEndOfFile()
  hasEnded.wait()
  if let failure { throw failure }
  return ProcessOutcome(
    status: process.terminationStatus, output: String(decoding: text, as: UTF8.self), errors: String(decoding: sentences, as: UTF8.self),
    wasKilled: process.terminationReason == .uncaughtSignal)
}

/// Runs a program that is found by its name, as in a shell.
package func runProcess(named name: String, _ arguments: [String]) throws -> ProcessOutcome {
  try runProcess(URL(filePath: "/usr/bin/env"), [name] + arguments)
}

/// A program of this package: those are built beside the tests.
package func builtProgram(_ name: String) -> URL {
  URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: name)
}
