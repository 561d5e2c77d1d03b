package import Foundation
package import Tabulation
import Testing

/// Runs the tool as a process of its own.
package func runTool(_ arguments: [String], in folder: URL = packageFolder) throws -> ProcessOutcome {
  try runProcess(toolURL, arguments, in: folder)
}

/// Runs a line of shell in which `divergences` is the built tool.
package func runShell(_ line: String) throws -> ProcessOutcome {
  let folder = toolURL.deletingLastPathComponent().path(percentEncoded: false)
  return try runProcess(URL(filePath: "/bin/sh"), ["-c", "PATH=\"$1:$PATH\"; " + line, "sh", folder])
}

/// Starts the tool and sends it a signal after a while. It must still run then: a test of what is left behind by an
/// interruption has interrupted something.
@discardableResult package func kill(_ arguments: [String], _ code: Int32, after milliseconds: Int) throws -> ProcessOutcome {
  let outcome = try runProcess(toolURL, arguments) { process in
    Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
    #expect(process.isRunning, "it ended by itself within \(milliseconds) ms: \(arguments)")
    kill(process.processIdentifier, code)
  }
  #expect(outcome.wasKilled || code != SIGKILL, "it was not interrupted: \(outcome)")
  return outcome
}

/// Starts the tool, waits at most a minute until `isReady`, does something beside it, and ends it by a signal. It must
/// still run then.
@discardableResult package func runTool(
  _ arguments: [String], until isReady: () -> Bool, end code: Int32 = SIGKILL, _ body: () throws -> Void = {}
) throws -> ProcessOutcome {
  try runProcess(toolURL, arguments) { process in
    let latest = ContinuousClock.now + .seconds(60)
    while process.isRunning, !isReady(), ContinuousClock.now < latest { Thread.sleep(forTimeInterval: 0.002) }
    defer { if process.isRunning { kill(process.processIdentifier, code) } }
    #expect(isReady(), "what was waited for did not come: \(arguments)")
    try body()
    // Signal 0 lets it end by itself.
    #expect(process.isRunning || code == 0, "it ended by itself before it was interrupted: \(arguments)")
  }
}

extension Table {
  /// The rows as texts.
  package var texts: [[String]] { (0..<rowCount).map { self[row: $0].map(\.text) } }

  /// The rows as texts by their columns.
  package var rowsByColumn: [[String: String]] { texts.map { Dictionary(uniqueKeysWithValues: zip(columns, $0)) } }

  /// The texts of a column, which must be there.
  package func texts(inColumn name: String) throws -> [String] {
    let index = try #require(columns.firstIndex(of: name), "no column \(name)")
    return texts.map { $0[index] }
  }

  /// The numbers of a column, infinities and NaN among them.
  package func values(inColumn name: String) throws -> [Double] {
    try texts(inColumn: name).map { try #require(Double($0), "'\($0)' in \(name)") }
  }
}

extension [String: String] {
  /// The number in a column of a row.
  package func number(_ name: String) throws -> Double { try #require(self[name].flatMap(Double.init), "\(name)") }
}

private let toolURL = builtProgram("divergences")
