import Dispatch
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Whether the user has asked to stop, by Ctrl-C or a request to terminate.
final class Interrupt: @unchecked Sendable {
  // Guarded by the lock.
  private var requested = false
  private let lock = NSLock()
  private var sources: [any DispatchSourceSignal] = []

  var isRequested: Bool { lock.withLock { requested } }

  init() {
    for code in [SIGINT, SIGTERM] {
      // The default action would end the process before the folder is whole.
      signal(code, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: code, queue: .global())
      source.setEventHandler { [weak self] in
        self?.request()
        // A second request does not wait: every file is whole at any moment.
        signal(code, SIG_DFL)
      }
      source.activate()
      sources.append(source)
    }
  }

  private func request() { lock.withLock { requested = true } }
}
