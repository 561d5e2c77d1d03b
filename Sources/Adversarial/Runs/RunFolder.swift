import Foundation
import Tabulation

/// The folder of a run: `run.json`, `checkpoint.json`, and `history.csv`, `discriminator.csv` and `samples.csv`, each with its
/// provenance beside it; all are written whole or not at all.
struct RunFolder: Sendable {
  let path: String

  /// The folder, made if it is not there; throws one sentence where it cannot be written to, or holds a run and `resume` is false.
  init(_ path: String, resume: Bool) throws {
    self.path = path
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      guard isFolder.boolValue else { throw FileError(action: .write, path: path, condition: "it is not a folder") }
      guard resume || !FileManager.default.fileExists(atPath: file("run.json")) else {
        throw RunError("'\(path)' holds a run: continue it with --resume, or name another folder")
      }
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
    let tables = ["history.csv", "discriminator.csv", "samples.csv"]
    WholeFile.removeLeftovers(of: ["run.json", "checkpoint.json"] + tables.flatMap { [$0, $0 + ".json"] }, inFolder: path)
  }

  /// A folder that is only read.
  init(reading path: String) { self.path = path }

  func file(_ name: String) -> String { path + (path.hasSuffix("/") ? "" : "/") + name }

  /// Writes files so that all appear whole.
  func write(_ files: [(name: String, contents: String)]) throws { try WholeFile.write(files.map { (file($0.name), $0.contents) }) }

  /// Reads a file that `StableJSON` wrote; throws one sentence.
  func read<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> Value {
    let bytes = try WholeFile.read(file(name))
    do { return try StableJSON.decode(type, from: bytes) } catch {
      throw RunError("'\(file(name))' is damaged: it is not what a run writes")
    }
  }
}
