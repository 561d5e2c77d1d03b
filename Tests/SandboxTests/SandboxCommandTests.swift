import Foundation
import TestSupport
import Testing

/// The command: it prints its address, serves, and ends when it is asked to.
@Suite(.waitsForPrograms) struct SandboxCommandTests {
  @Test func aPortIsTakenOnce() throws {
    let server = try RunningServer()
    #expect(try server.get("/").status == 200)
    let second = try runTool(["sandbox", "--port", "\(server.port)", "--no-open"])
    #expect(second.status == 2 && second.errors.contains("port \(server.port) is taken"))
  }

  /// Every file of the page is in the program, as it is in the folder.
  @Test func thePageIsBuiltIn() throws {
    let server = try RunningServer()
    let folder = packagePath("Sources/Sandbox/Page")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.contains(".") }
    #expect(!names.isEmpty)
    for name in names {
      let answer = try server.get("/" + name)
      #expect(answer.status == 200, "\(name) is missing in PageFiles.builtIn")
      #expect(answer.body == Array(FileManager.default.contents(atPath: folder + "/" + name) ?? Data()), "\(name)")
    }
  }

  @Test func aCopyNeedsNoServer() throws {
    try withTemporaryFolder { folder in
      let outcome = try runTool(["sandbox", "--export", folder + "/copy"])
      // Where D3 or KaTeX is not installed, that is said.
      let isClean = outcome.errors.split(separator: "\n").allSatisfy { $0.contains(" is missing") }
      #expect(outcome.status == 0 && isClean, "\(outcome)")
      let page = try String(contentsOfFile: folder + "/copy/index.html", encoding: .utf8)
      #expect(page.contains("./recorded.js") && !page.contains("type=\"module\"") && !page.contains("=\"/"))
      let recorded = try String(contentsOfFile: folder + "/copy/recorded.js", encoding: .utf8)
      #expect(recorded.hasPrefix("window.recorded = {\"about\":"))
      let script = try String(contentsOfFile: folder + "/copy/page.js", encoding: .utf8)
      #expect(script.firstMatch(of: /(?m)^\s*(import|export)\b/) == nil)
      let again = try runTool(["sandbox", "--export", folder + "/copy"])
      #expect(again.status == 2 && again.errors.contains("new or empty"))
    }
  }

  @Test(arguments: [["--port", "70000"], ["--port", "x"], ["--data", "nothing"], ["--data", "/no/such:x"]])
  func badOptionsAreRefusedInOneSentence(options: [String]) throws {
    let outcome = try runTool(["sandbox", "--no-open"] + options)
    #expect((outcome.status == 2 || outcome.status == 64) && outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
  }
}
