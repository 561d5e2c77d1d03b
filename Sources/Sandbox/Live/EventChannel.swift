import FlyingFox
import FlyingSocks
import Synchronization
import Tabulation

/// Events on their way to a page (the event streams of HTML, `text/event-stream`).
///
/// Whoever sends never waits: of frames the newest few are kept, and a page that is slow misses the others.
final class EventChannel: Sendable {
  private struct State {
    var events: [(name: String, bytes: [UInt8])] = []
    var isClosed = false
    var lastTaken = ContinuousClock.now
  }

  private let state = Mutex(State())

  /// How many frames wait at most.
  static let mostFrames = 3

  /// Adds an event; a frame takes the place of the oldest that waits where there are too many.
  func send(_ name: String, _ json: JSON) {
    let bytes = Array("event: \(name)\ndata: ".utf8) + json.bytes + Array("\n\n".utf8)
    state.withLock { state in
      if name == "frame", state.events.count(where: { $0.name == "frame" }) >= Self.mostFrames,
        let oldest = state.events.firstIndex(where: { $0.name == "frame" })
      {
        state.events.remove(at: oldest)
      }
      state.events.append((name, bytes))
    }
  }

  /// Ends the stream after what waits.
  func close() { state.withLock { $0.isClosed = true } }

  /// How long nobody has asked for an event.
  var idleTime: Duration { state.withLock { $0.lastTaken.duration(to: .now) } }

  /// Whether a frame that is sent now would wait behind others.
  var isBehind: Bool { state.withLock { $0.events.count(where: { $0.name == "frame" }) >= 2 } }

  /// What waits, or after a quarter of a second a comment, so that a page that has gone is noticed; nil at the end.
  fileprivate func next() async throws -> [UInt8]? {
    for _ in 0..<50 {
      let (bytes, isClosed) = state.withLock { state -> ([UInt8], Bool) in
        state.lastTaken = .now
        defer { state.events.removeAll() }
        return (state.events.flatMap(\.bytes), state.isClosed)
      }
      if !bytes.isEmpty { return bytes }
      if isClosed { return nil }
      try await Task.sleep(for: .milliseconds(5))
    }
    return Array(": \n\n".utf8)
  }
}

/// The body of an answer that is a stream of events. When it is let go, because the page has gone or the stream has
/// ended, so is what sends.
struct EventBody: AsyncBufferedSequence {
  typealias Element = UInt8

  let channel: EventChannel
  /// What lives as long as the body.
  let sender: any AnyObject & Sendable

  func makeAsyncIterator() -> Iterator { Iterator(body: self) }

  struct Iterator: AsyncBufferedIteratorProtocol {
    let body: EventBody

    mutating func next() async throws -> UInt8? { preconditionFailure("a body is read by buffers") }

    mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? { try await body.channel.next() }
  }
}
