import Foundation
import Tabulation
import Testing

@Suite struct WholeFileTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "tabulation-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func text(_ name: String) throws -> String { try String(decoding: WholeFile.read(folder + "/" + name), as: UTF8.self) }

  private var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } }

  @Test func writesAndReplaces() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try WholeFile.write([(folder + "/a", "one"), (folder + "/b", "")])
    try WholeFile.write([(folder + "/a", String(repeating: "x", count: 3_000_000))])
    #expect(try text("a").count == 3_000_000)
    #expect(try text("b") == "")
    #expect(try names == ["a", "b"])
  }

  @Test func aFailureLeavesEveryOldFileAndNothingNew() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try WholeFile.write([(folder + "/a", "old")])
    try FileManager.default.createDirectory(atPath: folder + "/taken", withIntermediateDirectories: true)
    let error = #expect(throws: FileError.self) { try WholeFile.write([(folder + "/a", "new"), (folder + "/taken", "new")]) }
    #expect(error?.description == "Cannot write '\(folder)/taken': it is a folder.")
    #expect(try text("a") == "old")
    #expect(try names == ["a", "taken"])
  }

  /// Work for somebody who may not read the disk reads what is named, under that name, and nothing else.
  @Test func workReadsTheNamedInputsAlone() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try WholeFile.write([(folder + "/a", "on the disk")])
    try WholeFile.withInputs(["b": Array("in memory".utf8)]) { () throws in
      #expect(try String(decoding: WholeFile.read("b"), as: UTF8.self) == "in memory")
      for path in [folder + "/a", "./b", "B"] {
        let error = #expect(throws: FileError.self) { try WholeFile.read(path) }
        #expect(error?.description.contains("not among the data that are offered here") == true)
      }
      WholeFile.withInputs([:]) { _ = #expect(throws: FileError.self) { try WholeFile.read("b") } }
    }
    #expect(try text("a") == "on the disk")
  }

  @Test func keepsPermissionsAndFollowsLinks() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try WholeFile.write([(folder + "/a", "old")])
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder + "/a")
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/a")
    try WholeFile.write([(folder + "/link", "new")])
    #expect(try text("a") == "new")
    #expect(try FileManager.default.attributesOfItem(atPath: folder + "/a")[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == folder + "/a")
  }

  @Test func aDeviceIsWrittenTo() throws {
    try WholeFile.write([("/dev/null", "gone")])
  }

  @Test(arguments: [
    ("", "Cannot write '': this is not the name of a file."),
    ("a\0b", "Cannot write 'a\\0b': this is not the name of a file."),
    ("/no/such/folder/a.csv", "Cannot write '/no/such/folder/a.csv': there is no such folder."),
    ("/", "Cannot write '/': it is a folder."),
    ("/dev/null/a", "Cannot write '/dev/null/a': not a directory."),
    ("/dev/full", "Cannot write '/dev/full': no space left on device."),
    ("/proc/a.csv", "Cannot write '/proc/a.csv': there is no such folder."),
  ])
  func aBadOutputIsOneSentence(path: String, sentence: String) {
    let error = #expect(throws: FileError.self) { try WholeFile.write([(path, "x")]) }
    #expect(error?.description == sentence)
  }

  @Test(arguments: [
    ("/no/such/file", "Cannot read '/no/such/file': there is no such file."),
    ("/tmp", "Cannot read '/tmp': it is a folder."),
    ("", "Cannot read '': this is not the name of a file."),
  ])
  func aBadInputIsOneSentence(path: String, sentence: String) {
    let error = #expect(throws: TableError.self) { try Table(readingCSV: path) }
    #expect(error?.description == sentence)
  }

  /// Permissions bind everyone but the superuser.
  @Test(.enabled(if: geteuid() != 0)) func forbiddenFilesAreOneSentence() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try WholeFile.write([(folder + "/a", "old")])
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder + "/a")
    #expect(throws: FileError(action: .read, path: folder + "/a", condition: "permission denied")) { try WholeFile.read(folder + "/a") }
    #expect(throws: FileError(action: .write, path: folder + "/a", condition: "permission denied")) {
      try WholeFile.write([(folder + "/a", "new")])
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder)
    #expect(throws: FileError(action: .write, path: folder + "/b", condition: "its folder is closed to writing")) {
      try WholeFile.write([(folder + "/b", "new")])
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
  }

  @Test func columnReferencesDivideAtTheLastColon() throws {
    let reference = try ColumnReference(parsing: "C:/data/a.csv:waiting")
    #expect(reference.file == "C:/data/a.csv" && reference.column == "waiting")
    for text in ["", ":", "a.csv", "a.csv:", ":waiting"] {
      #expect(throws: TableError.notAReference(text)) { try ColumnReference(parsing: text) }
    }
  }
}
