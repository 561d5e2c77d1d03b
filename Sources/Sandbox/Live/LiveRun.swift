import Dispatch
import Foundation
import Synchronization

/// A training that a page looks at: what the page asks of it, and what it shows.
///
/// It trains on a thread of its own until `end`.
final class LiveRun: Sendable {
  /// What a page may ask for.
  enum Command: Sendable {
    case run, pause, step, stepDiscriminator, stepGenerator, rewind
    /// Steps a second; 0 for as many as there can be.
    case rate(Double)
    /// The running averages, or the players as they are.
    case players(isAverage: Bool)
    case set(name: String, value: String)
  }

  /// How the training stands after a command.
  struct Reply: Sendable {
    let state: String
    let step: Int
    var sentence = ""
  }

  let name: String
  let channel = EventChannel()

  private typealias Letter = (command: Command, reply: @Sendable (Result<Reply, Refusal>) -> Void)
  private struct Mail {
    var letters: [Letter] = []
    var hasEnded = false
  }
  private let mail = Mutex(Mail())
  private let bell = DispatchSemaphore(value: 0)

  init(name: String) { self.name = name }

  /// Begins to train.
  func begin(_ settings: LiveSettings, _ view: LiveSession.View, whenEnded: @escaping @Sendable () -> Void) {
    let thread = Thread { [self] in
      let session = LiveSession(name, settings, view, channel)
      while !hasEnded, channel.idleTime < .seconds(60) {
        for letter in takeLetters() { letter.reply(session.carryOut(letter.command)) }
        if let pause = session.proceed() { _ = bell.wait(timeout: .now() + pause) }
      }
      end()
      for letter in takeLetters() { letter.reply(.failure(Self.gone)) }
      channel.close()
      whenEnded()
    }
    // Networks are traced by recursion.
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Ends the training after the step that is under way.
  func end() {
    mail.withLock { $0.hasEnded = true }
    bell.signal()
  }

  /// Has a command carried out between two steps.
  func perform(_ command: Command) async throws -> Reply {
    try await withCheckedThrowingContinuation { continuation in
      let isTaken = mail.withLock { mail -> Bool in
        guard !mail.hasEnded, mail.letters.count < 64 else { return false }
        mail.letters.append((command, { continuation.resume(with: $0.mapError { $0 as any Error }) }))
        return true
      }
      if isTaken { bell.signal() } else { continuation.resume(throwing: Self.gone) }
    }
  }

  private var hasEnded: Bool { mail.withLock { $0.hasEnded } }

  private func takeLetters() -> [Letter] {
    mail.withLock { mail in
      defer { mail.letters.removeAll() }
      return mail.letters
    }
  }

  private static let gone = Refusal(status: 404, sentence: "this training has ended, or too much is asked of it at once", parameter: "run")
}

/// What ends a run when it is let go.
final class LiveLease: Sendable {
  private let run: LiveRun

  init(_ run: LiveRun) { self.run = run }
  deinit { run.end() }
}
