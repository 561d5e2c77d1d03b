import FlyingFox
import FlyingSocks
import Foundation
import Synchronization
package import Tabulation

/// The server of the page to play with the theory: on the loopback alone, for its own page alone.
package final class PageServer: Sendable {
  let files: PageFiles
  let data: OfferedData
  let desk = Desk()
  let runs = LiveRuns()
  private let gate = Mutex(Gate(port: 0))

  /// The largest body of a request.
  package static let mostBytes = 4 << 20

  /// A server whose scenes take their numbers from the subcommands; throws one sentence where data cannot be read.
  ///
  /// - Parameters:
  ///   - data: columns of files that the page may use.
  ///   - folder: where the page is read from at each request, while it is written; nil for the page that is built in.
  package init(data: [ColumnReference] = [], folder: String? = nil) throws {
    self.data = try OfferedData(data)
    files = PageFiles(folder: folder)
  }

  /// Whether there is D3, without which the page draws nothing.
  package var hasDrawings: Bool { files.hasDrawings }

  /// Whether there is KaTeX, without which formulas are plain text.
  package var hasFormulas: Bool { files.hasFormulas }

  /// Serves on a port of the loopback until the task is cancelled; throws one sentence where the port is taken.
  ///
  /// - Parameter isListening: called with the port, which is a free one where 0 was asked for.
  package func run(port: UInt16, isListening: @escaping @Sendable (UInt16) -> Void) async throws {
    allowManyConnections()
    defer { runs.endAll() }
    if port != 0 { try checkFree(port) }
    var port = port
    var hasListened = false
    while !Task.isCancelled {
      // No answer is cut off: what takes long has limits of its own.
      let server = HTTPServer(
        address: try .inet(ip4: "127.0.0.1", port: port), timeout: 3600, pool: PromptPool(base: HTTPServer.defaultPool()),
        logger: .disabled, handler: ClosureHTTPHandler { await self.respond(to: $0) })
      let serving = Task { try await server.run() }
      try? await server.waitUntilListening(timeout: 5)
      if case .ip4(_, let own) = await server.listeningAddress {
        port = own
        gate.withLock { $0 = Gate(port: own) }
        if !hasListened { isListening(own) }
        hasListened = true
      }
      // Where a connection cannot be accepted, such as for want of file descriptors, a server ends: it begins anew.
      await withTaskCancellationHandler {
        _ = await serving.result
      } onCancel: {
        serving.cancel()
      }
      if !hasListened, !Task.isCancelled { throw PageServerError.taken(port) }
      try? await Task.sleep(for: .milliseconds(100))
    }
  }

  /// Throws where somebody listens on the port already.
  private func checkFree(_ port: UInt16) throws {
    do {
      let socket = try Socket(domain: Int32(sa_family_t(AF_INET)))
      try socket.setValue(true, for: .localAddressReuse)
      defer { try? socket.close() }
      try socket.bind(to: try sockaddr_in.inet(ip4: "127.0.0.1", port: port))
      try socket.listen()
    } catch { throw PageServerError.taken(port) }
  }

  private func respond(to request: HTTPRequest) async -> HTTPResponse {
    if let refusal = gate.withLock({ $0 }).refusal(of: request) { return response(refusal) }
    do { return try await answer(request) } catch { return response(Refusal(error)) }
  }
}

/// Each page holds some connections, and pages that were closed hold theirs until that is noticed.
private func allowManyConnections() {
  var limit = rlimit()
  guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
  limit.rlim_cur = min(limit.rlim_max, 1 << 16)
  setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}

/// Why there is no server: one sentence, without its full stop.
package struct PageServerError: Error, CustomStringConvertible, Sendable {
  package let description: String

  static func taken(_ port: UInt16) -> PageServerError {
    PageServerError(description: "port \(port) is taken, or may not be used: name another with --port, or 0 for a free one")
  }
}
