import Foundation
import Tabulation

/// The folder of a run: `run.json`, `checkpoint.json`, and `history.csv`, `discriminator.csv` and `samples.csv`, each
/// with its provenance beside it; all are written whole or not at all, and by one writer at a time.
struct RunFolder: Sendable {
  let path: String
  private let lock: FolderLock?

  /// What a run writes.
  static let names = ["run.json", "checkpoint.json"] + ["history.csv", "discriminator.csv", "samples.csv"].flatMap { [$0, $0 + ".json"] }

  /// The folder, made if it is not there. Throws one sentence where it cannot be written to or somebody else writes to
  /// it, and, unless a run is continued or what is there may be replaced, where it holds files of a run's names.
  init(_ path: String, resume: Bool, force: Bool) throws {
    self.path = path
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw FileError(action: .write, path: path, condition: "this is not the name of a folder")
    }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      guard isFolder.boolValue else { throw FileError(action: .write, path: path, condition: "it is not a folder") }
    } else {
      guard !resume else { throw RunError("'\(path)' holds no run to resume") }
      do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      } catch {
        throw FileError(action: .write, path: path, condition: "the folder cannot be made")
      }
    }
    guard FileManager.default.isWritableFile(atPath: path) else {
      throw FileError(action: .write, path: path, condition: "the folder is closed to writing")
    }
    lock = try FolderLock(path)
    guard lock != nil else {
      throw RunError("'\(path)' is being written to by another process: wait until that ends, or name another folder")
    }
    if !resume, !force { try refuseWhatIsThere() }
  }

  /// A folder that is only read.
  init(reading path: String) { (self.path, lock) = (path, nil) }

  private func refuseWhatIsThere() throws(RunError) {
    // A link that leads nowhere is there too: attributes are those of the link itself.
    let found = Self.names.first { (try? FileManager.default.attributesOfItem(atPath: file($0))) != nil }
    guard let found else { return }
    let isRun = (try? read(TrainedRun.Description.self, "run.json")) != nil
    throw RunError(
      isRun
        ? "'\(path)' holds a run: continue it with --resume, name another folder, or replace it with --force"
        : "'\(path)' holds '\(found)' but no run: name another folder, or replace what a run writes with --force")
  }

  func file(_ name: String) -> String { path + (path.hasSuffix("/") ? "" : "/") + name }

  /// Everything that a run in a folder writes.
  static func files(in path: String) -> [String] { names.map(RunFolder(reading: path).file) }

  /// Writes files so that all appear whole.
  func write(_ files: [(name: String, contents: String)]) throws { try WholeFile.write(files.map { (file($0.name), $0.contents) }) }

  /// Removes what a killed writer has left half written.
  func removeLeftovers() { WholeFile.removeLeftovers(of: Self.names, inFolder: path) }

  /// Removes what an earlier run has left.
  func remove(_ names: [String]) {
    for name in names { try? FileManager.default.removeItem(atPath: file(name)) }
  }

  /// Lets others write.
  func release() { lock?.release() }

  /// Reads `run.json` or `checkpoint.json`; throws one sentence where it is not, to the last character, what a run has
  /// written.
  func read<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    let name = file(name)
    let bytes = try WholeFile.read(name)
    guard ChecksummedJSON.hasChecksum(bytes) else {
      throw RunError(
        "'\(name)' has no checksum, so that damage would not be seen: it is damaged, or of an earlier version; train anew with --force")
    }
    guard let value = try? ChecksummedJSON.decode(type, from: bytes) else {
      throw RunError("'\(name)' is damaged: its checksum is not that of its contents; train anew with --force")
    }
    return value
  }
}
