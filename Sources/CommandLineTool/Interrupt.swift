import Dispatch
import Foundation
import Synchronization

/// Whether the user has asked to stop: by Ctrl-C, a request to terminate, or by leaving the terminal.
package final class Interrupt: @unchecked Sendable {
  private let received = Mutex<Int32?>(nil)
  private var sources: [any DispatchSourceSignal] = []

  package var isRequested: Bool { received.withLock { $0 != nil } }

  /// The exit status of what was stopped, as shells count it: 128 and the signal.
  package var status: Int32 { 128 + received.withLock { $0 ?? SIGINT } }

  package init() {
    for code in [SIGINT, SIGTERM, SIGHUP] {
      // The default action would end the process before the folder is whole.
      let before = signal(code, SIG_IGN)
      // Under `nohup` the work goes on when the terminal is left.
      if code == SIGHUP, unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { continue }
      let source = DispatchSource.makeSignalSource(signal: code, queue: .global())
      source.setEventHandler { [weak self] in
        self?.received.withLock { $0 = $0 ?? code }
        // A second request does not wait: every file is whole at any moment.
        signal(code, SIG_DFL)
      }
      source.activate()
      sources.append(source)
    }
  }
}
