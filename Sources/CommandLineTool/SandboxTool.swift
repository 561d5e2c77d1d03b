import ArgumentParser
import Calculus
import Dispatch
import Foundation
import Sandbox
import Synchronization
import Tabulation

/// `sandbox`: the page to play with the theory.
struct SandboxTool: ReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandbox",
    abstract: "A page to play with the theory, served on this machine alone: every number on it is one of these commands'.",
    discussion: """
      Examples:
        divergences sandbox
        divergences sandbox --data Examples/data/old-faithful.csv:waiting
        divergences sandbox --port 0 --no-open
        divergences sandbox --export page

      It prints the address of the page, opens it in a browser where there is one, and serves it until Ctrl-C. The page \
      is answered to this machine alone, and loads nothing from elsewhere. It reads no files but the columns that --data \
      names, or without it Examples/data/old-faithful.csv where that is there; what is dropped on it stays in memory.

      --export writes a copy of the page that needs no server: the scenes whose states can be listed, with their numbers \
      computed beforehand, and a recorded training. It opens from disk, or from any server of files.

      The page is drawn with D3, and its formulas with KaTeX. make sandbox installs them where it can.
      """)

  /// The port that is bookmarked.
  static let usualPort: UInt16 = 8017

  @Option(.from(0, to: 65535), help: "The port; 0 for a free one") var port = Int(usualPort)
  @Option(help: "A column that the page may use, FILE:COLUMN; may be repeated.") var data: [String] = []
  @OptionGroup var reading: ReadingOptions
  @Flag(help: "Open no browser.") var noOpen = false

  @Option(help: "Write a copy of the page to this folder, which must be new or empty, and serve nothing.") var export: String?

  var withoutEffect: [OptionsWithoutEffect] { export == nil ? [] : [(["--port", "--no-open"], "with --export")] }

  /// The data that the package comes with, where it is in the folder that the user is in.
  private static var example: [String] {
    let file = "Examples/data/old-faithful.csv"
    return FileManager.default.fileExists(atPath: file) ? ["waiting", "eruptions"].map { "\(file):\($0)" } : []
  }

  /// The folder that the page is read from at each request, for whoever writes it.
  private static let folderVariable = "DIVERGENCES_PAGE"

  func execute(_ arguments: [String], on console: Console) throws -> Int32 {
    let columns = try (data.isEmpty ? Self.example : data).map { try ColumnReference(parsing: $0) }
    let server = try PageServer(
      version: Version.package, data: columns, folder: ProcessInfo.processInfo.environment[Self.folderVariable], commands: Tool.report)
    if !server.hasDrawings {
      console.fail("D3 is missing, and the page draws nothing: install it with 'apt-get install node-d3', or run make sandbox.")
    }
    if !server.hasFormulas {
      console.fail(
        "KaTeX is missing, and formulas are shown as plain text: install it with 'apt-get install libjs-katex', or run make sandbox.")
    }
    if let export { return try write(server, to: export) }
    let interrupt = Interrupt()
    let service = Service()
    let serving = Task { [port] in
      do {
        try await server.run(port: UInt16(port)) { port in service.port.withLock { $0 = port } }
      } catch { service.failure.withLock { $0 = error } }
    }
    while service.failure.withLock({ $0 == nil }), !interrupt.isRequested {
      if let port = service.port.withLock({ $0.take() }) {
        let address = "http://127.0.0.1:\(port)/"
        try console.write("The sandbox is at \(address) until Ctrl-C.\n")
        if !noOpen { Self.open(address) }
      }
      Thread.sleep(forTimeInterval: 0.02)
    }
    serving.cancel()
    if let failure = service.failure.withLock({ $0 }) { throw failure }
    return 0
  }

  /// Writes the copy that needs no server.
  private func write(_ server: PageServer, to folder: String) throws -> Int32 {
    let manager = FileManager.default
    let found = try? manager.contentsOfDirectory(atPath: folder)
    try require(
      found?.isEmpty ?? !manager.fileExists(atPath: folder),
      else: "--export '\(folder)' must be a folder that is new or empty: name another, or remove what is there.")
    var bar = ProgressBar.onStandardError()
    let files = try server.export { done, count in bar?.show(done, of: count) { _ in "answers" } }
    bar?.erase()
    for path in Set(files.map { folder + "/" + $0.path.split(separator: "/").dropLast().joined(separator: "/") }) {
      do { try manager.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
        throw OptionError("--export '\(folder)' cannot be written: it is no folder, or its folder is closed to writing.")
      }
    }
    try WholeFile.write(files.map { (folder + "/" + $0.path, $0.bytes) })
    return 0
  }

  /// Shows the page in a browser; without a screen there is none.
  private static func open(_ address: String) {
    let environment = ProcessInfo.processInfo.environment
    let openers = ["/usr/bin/xdg-open", "/usr/bin/open"].filter { FileManager.default.isExecutableFile(atPath: $0) }
    guard let opener = openers.first, opener == "/usr/bin/open" || environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil
    else { return }
    let process = Process()
    process.executableURL = URL(filePath: opener)
    process.arguments = [address]
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try? process.run()
  }
}

/// How the server stands, as the main thread learns it.
private final class Service: Sendable {
  /// Its port, once it listens.
  let port = Mutex<UInt16?>(nil)
  /// Why it has ended.
  let failure = Mutex<(any Error)?>(nil)
}
