import Foundation

/// What one run of the built tool left behind.
struct Outcome {
  let status: Int32
  let output: String
  let errors: String
  /// Whether a signal ended it, as a trap does.
  let wasKilled: Bool

  /// Lines on standard error.
  var sentences: [Substring] { errors.split(separator: "\n") }
}

/// Runs the tool as a process of its own, in the package's folder.
func runTool(_ arguments: [String]) throws -> Outcome { try run(toolURL, arguments) }

/// Runs a line of shell in which `divergences` is the built tool.
func runShell(_ line: String) throws -> Outcome {
  let folder = toolURL.deletingLastPathComponent().path(percentEncoded: false)
  return try run(URL(filePath: "/bin/sh"), ["-c", "PATH=\"$1:$PATH\"; " + line, "sh", folder])
}

/// Starts the tool and sends it a signal after a while, if it still runs.
@discardableResult func kill(_ arguments: [String], _ code: Int32, after milliseconds: Int) throws -> Outcome {
  try run(toolURL, arguments) { process in
    Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
    if process.isRunning { kill(process.processIdentifier, code) }
  }
}

/// Starts the tool, waits at most a minute until `isReady`, does something beside it, and ends it by a signal.
@discardableResult func runTool(
  _ arguments: [String], until isReady: () -> Bool, end code: Int32 = SIGKILL, _ body: () throws -> Void = {}
) throws -> Outcome {
  var failure: (any Error)?
  let outcome = try run(toolURL, arguments) { process in
    let latest = ContinuousClock.now + .seconds(60)
    while process.isRunning, !isReady(), ContinuousClock.now < latest { Thread.sleep(forTimeInterval: 0.002) }
    do { try body() } catch { failure = error }
    if process.isRunning { kill(process.processIdentifier, code) }
  }
  if let failure { throw failure }
  return outcome
}

/// The files of a folder, by name.
func contents(_ folder: String) throws -> [String: Data] {
  var contents: [String: Data] = [:]
  for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
    contents[name] = try Data(contentsOf: URL(filePath: folder + "/" + name))
  }
  return contents
}

private func run(_ executable: URL, _ arguments: [String], during: (Process) -> Void = { _ in }) throws -> Outcome {
  let process = Process()
  process.executableURL = executable
  process.currentDirectoryURL = packageFolder
  process.arguments = arguments
  let (output, errors) = (Pipe(), Pipe())
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = output
  process.standardError = errors
  // A child inherits what its parent ignores, and tests may themselves run under nohup.
  for code in [SIGINT, SIGTERM, SIGHUP] { signal(code, SIG_DFL) }
  try process.run()
  during(process)
  // What the tool writes on standard error is short, so reading one pipe after the other cannot block it.
  let text = output.fileHandleForReading.readDataToEndOfFile()
  let sentences = errors.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return Outcome(
    status: process.terminationStatus, output: String(decoding: text, as: UTF8.self), errors: String(decoding: sentences, as: UTF8.self),
    wasKilled: process.terminationReason == .uncaughtSignal)
}

/// The tool is built beside the tests.
private let toolURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "divergences")

let packageFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// A folder of its own for a test, removed at the end of `body`.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
  let folder = NSTemporaryDirectory() + "divergences-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try body(folder)
}
