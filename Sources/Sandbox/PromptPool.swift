import FlyingSocks
import Foundation

/// The pool of a server's sockets, which sends each part of an answer at once.
///
/// The server writes the head and the body of an answer apart. The body would wait for the other side to acknowledge
/// the head, 40 ms (Nagle's algorithm, RFC 896, beside delayed acknowledgements). A socket that is accepted has this
/// option from the one that listens.
struct PromptPool: AsyncSocketPool {
  let base: any AsyncSocketPool

  func prepare() async throws { try await base.prepare() }
  func run() async throws { try await base.run() }

  func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
    var isOn: Int32 = 1
    setsockopt(socket.file.rawValue, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
    try await base.suspendSocket(socket, untilReadyFor: events)
  }
}
