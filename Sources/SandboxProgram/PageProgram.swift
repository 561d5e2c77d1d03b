import CommandLineTool
import Foundation
import Sandbox
import Synchronization
import Tabulation

/// The page as the options of `sandbox` ask for it: served until Ctrl-C, or written as a copy.
struct PageProgram {
  let options: SandboxTool
  let console: Console

  /// The data that the package comes with, where it is in the folder that the user is in.
  private static var example: [String] {
    let file = "Examples/data/old-faithful.csv"
    return FileManager.default.fileExists(atPath: file) ? ["waiting", "eruptions"].map { "\(file):\($0)" } : []
  }

  /// The folder that the page is read from at each request, for whoever writes it.
  private static let folderVariable = "DIVERGENCES_PAGE"

  /// Serves or writes, and returns the exit status.
  func run() throws -> Int32 {
    let columns = try (options.data.isEmpty ? Self.example : options.data).map { try ColumnReference(parsing: $0) }
    let server = try PageServer(data: columns, folder: ProcessInfo.processInfo.environment[Self.folderVariable])
    if !server.hasDrawings {
      console.fail("D3 is missing, and the page draws nothing: install it with 'apt-get install node-d3', or run make sandbox.")
    }
    if !server.hasFormulas {
      console.fail(
        "KaTeX is missing, and formulas are shown as plain text: install it with 'apt-get install libjs-katex', or run make sandbox.")
    }
    if let folder = options.export { return try write(server, to: folder) }
    return try serve(server)
  }

  private func serve(_ server: PageServer) throws -> Int32 {
    let interrupt = Interrupt()
    let service = Service()
    let serving = Task { [port = options.port] in
      do {
        try await server.run(port: UInt16(port)) { port in service.port.withLock { $0 = port } }
      } catch { service.failure.withLock { $0 = error } }
    }
    while service.failure.withLock({ $0 == nil }), !interrupt.isRequested {
      if let port = service.port.withLock({ $0.take() }) {
        let address = "http://127.0.0.1:\(port)/"
        try console.write("The sandbox is at \(address) until Ctrl-C.\n")
        if !options.noOpen { Self.open(address) }
      }
      Thread.sleep(forTimeInterval: 0.02)
    }
    serving.cancel()
    if let failure = service.failure.withLock({ $0 }) { throw failure }
    return interrupt.status
  }

  /// Writes the copy that needs no server.
  private func write(_ server: PageServer, to folder: String) throws -> Int32 {
    let manager = FileManager.default
    let found = try? manager.contentsOfDirectory(atPath: folder)
    guard found?.isEmpty ?? !manager.fileExists(atPath: folder) else {
      throw OptionError("--export '\(folder)' must be a folder that is new or empty: name another, or remove what is there.")
    }
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
