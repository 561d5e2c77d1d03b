import Foundation
import TestSupport
import Testing

/// The command: it prints its address, serves, and ends when it is asked to.
@Suite struct SandboxCommandTests {
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/share/nodejs/d3/dist/d3.min.js"), "D3 is not installed"))
  func itServesUntilItIsInterrupted() throws {
    let process = Process()
    process.executableURL = builtProgram("divergences")
    process.arguments = ["sandbox", "--port", "0", "--no-open"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let port = try #require(line.firstMatch(of: /http:\/\/127\.0\.0\.1:(\d+)\//).flatMap { UInt16($0.1) }, "\(line)")
    let connection = try Connection(to: port)
    connection.write(Array("GET / HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n".utf8))
    #expect(try connection.response().status == 200)

    let second = try runTool(["sandbox", "--port", "\(port)", "--no-open"])
    #expect(second.status == 2 && second.errors.contains("port \(port) is taken"))
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test(arguments: [["--port", "70000"], ["--port", "x"], ["--data", "nothing"], ["--data", "/no/such:x"]])
  func badOptionsAreRefusedInOneSentence(options: [String]) throws {
    let outcome = try runTool(["sandbox", "--no-open"] + options)
    #expect((outcome.status == 2 || outcome.status == 64) && outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
  }
}
