import Foundation

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
