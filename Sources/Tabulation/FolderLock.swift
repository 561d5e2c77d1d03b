import Foundation
import Synchronization

/// The right to write to a folder, which one holder at a time has on a machine.
///
/// The lock is on the open folder itself (`flock`), so that nothing is left in it: it ends with `release`, with its
/// holder, or with the process, however that ends.
package final class FolderLock: Sendable {
  // Below 0 once it is released.
  private let file: Mutex<Int32>

  /// Takes the right; nil where another process or another holder in this one has it. Throws where the folder cannot be
  /// opened or locked.
  package init?(_ path: String) throws(FileError) {
    func failure() -> FileError { FileError(action: .write, path: path, condition: "the folder cannot be locked: \(reason(errno))") }
    let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw failure() }
    var result: Int32
    repeat { result = flock(folder, LOCK_EX | LOCK_NB) } while result != 0 && errno == EINTR
    if result != 0 {
      let isTaken = errno == EWOULDBLOCK
      let error = failure()
      close(folder)
      if isTaken { return nil }
      throw error
    }
    file = Mutex(folder)
  }

  /// Gives the right back.
  package func release() {
    file.withLock { file in
      if file >= 0 { close(file) }
      file = -1
    }
  }

  deinit { release() }
}
