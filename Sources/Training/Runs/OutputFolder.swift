import Foundation
import Tabulation

/// A folder with the files of a run or of a sweep: all are written whole or not at all, and by one writer at a time.
struct OutputFolder: Sendable {
  let path: String
  let names: [String]

  /// The folder of a run: `run.json`, `checkpoint.json`, and four CSV files, each with its provenance beside it.
  static func ofRun(_ path: String) -> OutputFolder {
    OutputFolder(
      path: path, names: ["run.json", "checkpoint.json"] + described(["history.csv", "frames.csv", "discriminator.csv", "samples.csv"]))
  }

  /// The folder of a sweep: `plan.json`; `runs.csv`, a row a run in the order of the plan; `summary.csv`; and
  /// `seconds.csv`, which alone depends on the machine.
  static func ofSweep(_ path: String) -> OutputFolder {
    OutputFolder(path: path, names: ["plan.json"] + described(["runs.csv", "seconds.csv", "summary.csv"]))
  }

  private static func described(_ tables: [String]) -> [String] { tables.flatMap { [$0, $0 + ".json"] } }

  func file(_ name: String) -> String { path + (path.hasSuffix("/") ? "" : "/") + name }

  var files: [String] { names.map(file) }

  /// Whether the folder is there; throws one sentence where a file is in its place, or no folder can have its name.
  var exists: Bool {
    get throws(FileError) {
      guard !path.isEmpty, !path.utf8.contains(0) else { throw failure("this is not the name of a folder") }
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return false }
      guard isFolder.boolValue else { throw failure("it is not a folder") }
      return true
    }
  }

  func make() throws(FileError) {
    if try exists { return }
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw failure("the folder cannot be made")
    }
  }

  /// The right to write to the folder; throws one sentence where another process has it.
  func locked(orElse remedy: String) throws -> FolderLock {
    guard let lock = try FolderLock(path) else { throw RunError("'\(path)' is being written to by another process: \(remedy)") }
    return lock
  }

  func failure(_ condition: String) -> FileError { FileError(action: .write, path: path, condition: condition) }

  /// The first of its files that is there.
  var found: String? {
    // A link that leads nowhere is there too: attributes are those of the link itself.
    names.first { (try? FileManager.default.attributesOfItem(atPath: file($0))) != nil }
  }

  /// Writes files so that all appear whole.
  func write(_ files: [(name: String, contents: String)]) throws { try WholeFile.write(files.map { (file($0.name), $0.contents) }) }

  /// Removes what a killed writer has left half written.
  func removeLeftovers() { WholeFile.removeLeftovers(of: names, inFolder: path) }

  /// Removes what an earlier run or sweep has left.
  func remove(allBut kept: [String]) {
    for name in names where !kept.contains(name) { try? FileManager.default.removeItem(atPath: file(name)) }
  }

  /// Reads a JSON file with a checksum; throws one sentence where it is not, to the last character, what was written.
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
