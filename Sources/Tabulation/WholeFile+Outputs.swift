import Foundation

/// An output never replaces an input: whoever has outputs names them while the inputs are read.
extension WholeFile {
  /// The outputs of the work under way, by what they lead to.
  @TaskLocal private static var outputs: [FileIdentity: String] = [:]

  /// Carries out work that may read anything but these files, which are written afterwards.
  ///
  /// `read` throws one sentence where it is led to one of them, by whatever path or link. Files that do not exist yet,
  /// devices and pipes can be neither lost nor replaced. The outputs are known to this thread alone: work that reads on
  /// another one is not watched.
  package static func withOutputs<Result>(_ paths: [String], _ work: () throws -> Result) rethrows -> Result {
    let named = paths.filter { !isDevice($0) }.compactMap { path in FileIdentity(of: path).map { ($0, path) } }
    return try $outputs.withValue(outputs.merging(named) { $1 }, operation: work)
  }

  /// Throws what `read` would throw if these inputs are outputs too; those that do not exist are passed over.
  package static func checkInputs(_ paths: [String]) throws(FileError) {
    for path in paths {
      if let identity = FileIdentity(of: path) { try checkInput(identity, path: path) }
    }
  }

  static func checkInput(_ identity: FileIdentity, path: String) throws(FileError) {
    guard let output = outputs[identity] else { return }
    throw FileError(action: .read, path: path, condition: "the output \(shown(output)) would replace it, so name another output")
  }

  /// The first two of these outputs that are one file, by whatever path or link; nil where all differ.
  package static func firstSharedFile(among paths: [String]) -> (String, String)? {
    var places: [FilePlace: String] = [:]
    for path in paths where !isDevice(path) {
      guard let place = FilePlace(path) else { continue }
      if let other = places.updateValue(path, forKey: place) { return (other, path) }
    }
    return nil
  }
}

/// Which file a path leads to: two paths with one identity are the same file, whatever links lie between.
struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let inode: UInt64

  /// That of an open or a named file.
  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }

  /// That of the file which a path leads to; nil where there is none.
  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }
}

/// Where a file is or would be: by its identity, or while it does not exist by its folder's and its own name.
enum FilePlace: Hashable {
  case file(FileIdentity)
  case name(String, in: FileIdentity)

  /// Nil where there is neither the file nor its folder.
  init?(_ path: String) {
    if let identity = FileIdentity(of: path) {
      self = .file(identity)
      return
    }
    let start = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    guard let folder = FileIdentity(of: start == path.startIndex ? "." : String(path[..<start])) else { return nil }
    self = .name(String(path[start...]), in: folder)
  }
}
