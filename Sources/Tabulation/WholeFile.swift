import Foundation
import Synchronization

/// Files read whole and written whole: a reader never sees half of one.
package enum WholeFile {
  /// The largest file that is read, 1 GiB: it also ends the reading of a pipe that never ends.
  static let largest = 1 << 30
  /// The name of standard input.
  static let standardInput = "-"
  private static let inputRead = Mutex<[UInt8]?>(nil)

  /// The bytes of a file; throws one sentence, also where `withOutputs` has named it or `withInputs` has not.
  package static func read(_ path: String) throws(FileError) -> [UInt8] {
    func failure(_ condition: String) -> FileError { FileError(action: .read, path: path, condition: condition) }
    guard isPath(path) else { throw failure("this is not the name of a file") }
    if let inputs {
      guard let bytes = inputs[path] else { throw failure("it is not among the data that are offered here") }
      return bytes
    }
    if path == standardInput || path == "/dev/stdin" {
      // What has been read from it cannot be read again, and a second column may be in it.
      if let bytes = inputRead.withLock({ $0 }) { return bytes }
    }
    let file = open(path == standardInput ? "/dev/stdin" : path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(reason(errno)) }
    defer { close(file) }
    let opened = status(of: file)
    if isFolder(opened) { throw failure("it is a folder") }
    // A terminal ends when its user says so; other devices never end, or are no data.
    if isDeviceFile(opened), isatty(file) == 0 { throw failure("it is a device, and a file or a pipe is needed") }
    if let opened { try checkInput(FileIdentity(opened), path: path) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = readSome(file, into: &chunk)
      guard count >= 0 else { throw failure(reason(errno)) }
      if count == 0 {
        if path == standardInput || path == "/dev/stdin" { inputRead.withLock { $0 = bytes } }
        return bytes
      }
      guard bytes.count + count <= largest else { throw failure("it is larger than 1 GiB") }
      bytes += chunk[..<count]
    }
  }

  /// Writes files so that each appears whole or not at all, and none changes before all are on the disk.
  ///
  /// Each goes to a temporary file in its own folder, is flushed to the disk, and takes its final name only once all
  /// are written; what was there before stays until then. The names are taken one after the other: whoever is killed
  /// between two leaves the earlier files new. A device or a pipe is written to directly. Throws with a sentence if a
  /// path is a folder, its folder is missing or closed to writing, or the disk is full.
  package static func write(_ files: [(path: String, contents: String)]) throws(FileError) {
    try write(files.map { ($0.path, Array($0.contents.utf8)) })
  }

  /// The same for contents that are not text.
  package static func write(_ files: [(path: String, bytes: [UInt8])]) throws(FileError) {
    var staged: [StagedFile] = []
    defer { for file in staged { file.discard() } }
    for file in files { staged.append(try StagedFile(path: file.path, contents: file.bytes)) }
    for file in staged { try file.commit() }
  }
}

extension WholeFile {
  /// Removes the temporary files that a killed `write` may have left beside these.
  package static func removeLeftovers(of names: [String], inFolder folder: String) {
    for entry in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      let parts = entry.split(separator: ".", omittingEmptySubsequences: false)
      if parts.count > 2, parts.last == "partial", names.contains(parts.dropLast(2).joined(separator: ".")) {
        try? FileManager.default.removeItem(atPath: folder + "/" + entry)
      }
    }
  }

  /// Throws what `write` would throw for this path before there is anything to write; nothing is left behind.
  package static func checkWritable(_ path: String) throws(FileError) {
    if !isDevice(path) { try StagedFile(path: path, contents: []).discard() }
  }

  /// Whether a path names a device or a pipe, which has no folder for a file beside it.
  package static func isDevice(_ path: String) -> Bool {
    status(of: resolved(path)).map { $0.st_mode & S_IFMT != S_IFREG && $0.st_mode & S_IFMT != S_IFDIR } ?? false
  }
}

/// A file written under a temporary name, waiting for its own.
private struct StagedFile {
  private let path: String
  private let target: String
  private let temporary: String?

  /// Writes the contents beside the target; an existing file keeps its permissions, and a link is followed rather than
  /// replaced.
  init(path: String, contents: [UInt8]) throws(FileError) {
    func failure(_ condition: String) -> FileError { FileError(action: .write, path: path, condition: condition) }
    guard isPath(path) else { throw failure("this is not the name of a file") }
    self.path = path
    target = resolved(path)
    let existing = status(of: target)
    if isFolder(existing) { throw failure("it is a folder") }
    if existing != nil, access(target, W_OK) != 0 { throw failure(reason(errno)) }
    let isDevice = WholeFile.isDevice(path)
    temporary = isDevice ? nil : target + ".\(String(UInt64.random(in: 0 ... .max), radix: 36)).partial"
    let file = open(temporary ?? target, O_WRONLY | O_CLOEXEC | (isDevice ? 0 : O_CREAT | O_EXCL), 0o666)
    guard file >= 0 else { throw failure(folderReason(errno)) }
    if let existing, !isDevice { _ = fchmod(file, existing.st_mode & 0o777) }
    var condition = writeAll(contents, to: file).map(reason)
    if condition == nil, !isDevice, fsync(file) != 0 { condition = reason(errno) }
    if close(file) != 0, condition == nil { condition = reason(errno) }
    if let condition {
      discard()
      throw failure(condition)
    }
  }

  func commit() throws(FileError) {
    guard let temporary else { return }
    if rename(temporary, target) != 0 { throw FileError(action: .write, path: path, condition: reason(errno)) }
  }

  /// Removes the temporary file, if it is still there.
  func discard() {
    if let temporary { unlink(temporary) }
  }
}

/// Writes all of some bytes to an open file, and returns the error number if that fails.
package func writeAll(_ contents: [UInt8], to file: Int32) -> Int32? {
  contents.withUnsafeBytes { bytes in
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return errno }
      rest = rest.dropFirst(count)
    }
    return nil
  }
}

/// One call of `read`, again after an interruption.
private func readSome(_ file: Int32, into chunk: inout [UInt8]) -> Int {
  chunk.withUnsafeMutableBytes { bytes in
    var count = -1
    repeat { count = read(file, bytes.baseAddress, bytes.count) } while count < 0 && errno == EINTR
    return count
  }
}

/// Whether a text can name a file: C would stop at a zero byte and open another one.
private func isPath(_ path: String) -> Bool { !path.isEmpty && !path.utf8.contains(0) }

private func status(of file: Int32) -> stat? {
  var status = stat()
  return fstat(file, &status) == 0 ? status : nil
}

private func status(of path: String) -> stat? {
  var status = stat()
  return stat(path, &status) == 0 ? status : nil
}

private func isFolder(_ status: stat?) -> Bool { status.map { $0.st_mode & S_IFMT == S_IFDIR } ?? false }

private func isDeviceFile(_ status: stat?) -> Bool { status.map { [S_IFCHR, S_IFBLK].contains($0.st_mode & S_IFMT) } ?? false }

/// The path behind a symbolic link to an existing file, else the path itself.
private func resolved(_ path: String) -> String {
  guard let real = realpath(path, nil) else { return path }
  defer { free(real) }
  return String(cString: real)
}

func reason(_ code: Int32) -> String {
  code == ENOENT ? "there is no such file" : lowercasedFirst(String(cString: strerror(code)))
}

/// Why a new file cannot be made: what is missing then is its folder.
private func folderReason(_ code: Int32) -> String {
  code == ENOENT ? "there is no such folder" : code == EACCES ? "its folder is closed to writing" : reason(code)
}

private func lowercasedFirst(_ text: String) -> String { text.prefix(1).lowercased() + text.dropFirst() }
