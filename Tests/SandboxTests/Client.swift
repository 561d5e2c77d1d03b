import Foundation
import Synchronization
import TestSupport
import Testing

/// `divergences sandbox` on a free port, until it is let go: a process of its own, so that nothing ends it unseen.
final class RunningServer: Sendable {
  let port: UInt16
  private let process = Process()
  private let hasEnded = DispatchSemaphore(value: 0)

  init(data: [String] = [], folder: String? = nil) throws {
    process.executableURL = builtProgram("divergences")
    process.arguments = ["sandbox", "--port", "0", "--no-open"] + data.flatMap { ["--data", $0] }
    var environment = ProcessInfo.processInfo.environment
    environment["DIVERGENCES_PAGE"] = folder
    process.environment = environment
    let output = Pipe()
    (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
    process.terminationHandler = { [hasEnded] _ in hasEnded.signal() }
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    port = try #require(line.firstMatch(of: /http:\/\/127\.0\.0\.1:(\d+)\//).flatMap { UInt16($0.1) }, "\(line)")
  }

  /// One of these columns for all tests that only ask it, which ends with the tests: a start takes longer than most answers.
  static func shared(data: [String] = [], folder: String? = nil) throws -> RunningServer {
    try servers.withLock { servers in
      if let server = servers[data + [folder ?? ""]] { return server }
      if servers.isEmpty { atexit { RunningServer.servers.withLock { $0.removeAll() } } }
      let server = try RunningServer(data: data, folder: folder)
      servers[data + [folder ?? ""]] = server
      return server
    }
  }

  private static let servers = Mutex<[[String]: RunningServer]>([:])

  deinit {
    process.interrupt()
    // Whatever a test has done, it ends as it should.
    if hasEnded.wait(timeout: .now() + 20) == .timedOut {
      kill(process.processIdentifier, SIGKILL)
      Issue.record("the server goes on after Ctrl-C")
    } else if process.terminationReason != .exit || process.terminationStatus != 130 {
      Issue.record("the server has ended with \(process.terminationStatus)")
    }
  }

  /// A request on a connection of its own.
  func get(_ target: String, headers: [String] = []) throws -> Response { try send("GET", target, headers: headers) }

  func send(_ method: String, _ target: String, headers: [String] = [], body: [UInt8] = []) throws -> Response {
    let connection = try Connection(to: port)
    connection.write(request(method, target, headers: headers, body: body))
    return try connection.response()
  }

  /// The bytes of a request as a browser sends it.
  func request(_ method: String, _ target: String, headers: [String] = [], body: [UInt8] = []) -> [UInt8] {
    let host = headers.contains { $0.lowercased().hasPrefix("host:") } ? [] : ["Host: 127.0.0.1:\(port)"]
    let length = body.isEmpty ? [] : ["Content-Length: \(body.count)"]
    return Array(
      (["\(method) \(target) HTTP/1.1"] + host + headers + length + ["Connection: close", "", ""]).joined(separator: "\r\n").utf8) + body
  }

  /// A stream of events.
  func stream(_ target: String) throws -> Connection {
    let connection = try Connection(to: port)
    connection.write(request("GET", target))
    return connection
  }
}

/// An answer, taken apart.
struct Response {
  let status: Int
  let headers: [String: String]
  let body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The object that the body is.
  var object: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:] }

  var sentence: String { object["sentence"] as? String ?? "" }
  var parameter: String { object["parameter"] as? String ?? "" }

  /// The rows of a table, by the names of its columns.
  func rows(_ table: String) -> [[String: String]] {
    guard let tables = object["tables"] as? [String: [String: Any]], let columns = tables[table]?["columns"] as? [String],
      let rows = tables[table]?["rows"] as? [[String]]
    else { return [] }
    return rows.map { Dictionary(uniqueKeysWithValues: zip(columns, $0)) }
  }

  /// A column of curves.
  func curve(_ curves: String, _ column: String) -> [Double] {
    ((object["curves"] as? [String: [String: [Any]]])?[curves]?[column] ?? []).map { ($0 as? NSNumber)?.doubleValue ?? .nan }
  }
}

/// A connection on a plain socket: a test sends what no browser would.
final class Connection {
  private let file: Int32
  private var buffer: [UInt8] = []

  struct Failure: Error { let what: String }

  init(to port: UInt16, receiveBuffer: Int32? = nil) throws {
    file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var size = receiveBuffer { setsockopt(file, SOL_SOCKET, SO_RCVBUF, &size, 4) }
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    guard status == 0 else { throw Failure(what: "no connection: \(errno)") }
  }

  deinit { close(file) }

  /// Sends bytes; false where the other side does not take them.
  @discardableResult func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Reads more; false at the end.
  private func fill() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let count = recv(file, &chunk, chunk.count, 0)
    guard count > 0 else { return false }
    buffer += chunk[..<count]
    return true
  }

  private func line() -> String? {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        let line = String(decoding: buffer[..<end], as: UTF8.self)
        buffer.removeFirst(end + 1)
        return line.hasSuffix("\r") ? String(line.dropLast()) : line
      }
      guard fill() else { return nil }
    }
  }

  private func bytes(_ count: Int) -> [UInt8]? {
    while buffer.count < count { guard fill() else { return nil } }
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }

  /// The status and the headers.
  func head() throws -> (status: Int, headers: [String: String]) {
    guard let first = line(), let status = first.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
      throw Failure(what: "no answer")
    }
    var headers: [String: String] = [:]
    while let line = line(), !line.isEmpty {
      let sides = line.split(separator: ":", maxSplits: 1)
      headers[sides[0].lowercased()] = sides.count > 1 ? sides[1].trimmingCharacters(in: .whitespaces) : ""
    }
    return (status, headers)
  }

  func response() throws -> Response {
    let (status, headers) = try head()
    guard let count = headers["content-length"].flatMap({ Int($0) }), let body = bytes(count) else {
      throw Failure(what: "status \(status) with no whole body")
    }
    return Response(status: status, headers: headers, body: body)
  }

  private var events = ""

  /// The next event of a stream; nil at its end.
  func event() -> (name: String, data: [String: Any])? {
    while true {
      if let end = events.range(of: "\n\n") {
        let text = String(events[..<end.lowerBound])
        events = String(events[end.upperBound...])
        let lines = text.split(separator: "\n")
        guard let name = lines.first(where: { $0.hasPrefix("event: ") })?.dropFirst(7),
          let data = lines.first(where: { $0.hasPrefix("data: ") })?.dropFirst(6)
        else { continue }
        let object = (try? JSONSerialization.jsonObject(with: Data(data.utf8))) as? [String: Any]
        return (String(name), object ?? [:])
      }
      guard let size = line().flatMap({ Int($0, radix: 16) }), size > 0, let chunk = bytes(size) else { return nil }
      _ = bytes(2)
      events += String(decoding: chunk, as: UTF8.self)
    }
  }

  /// The next event of a name.
  func event(_ name: String) throws -> [String: Any] {
    while let event = event() { if event.name == name { return event.data } }
    throw Failure(what: "no \(name)")
  }
}
