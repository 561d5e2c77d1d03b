import Foundation
import Tabulation
import Testing

/// What is read while outputs are known, and who may write to a folder.
@Suite struct OutputTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "tabulation-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder + "/inner", withIntermediateDirectories: true)
    try WholeFile.write([(folder + "/data.csv", "x\n1\n"), (folder + "/other.csv", "x\n2\n")])
  }

  /// Every way to name one file.
  @Test func anOutputIsNoInputByWhateverPath() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let files = FileManager.default
    try files.createSymbolicLink(atPath: folder + "/soft.csv", withDestinationPath: "data.csv")
    try files.createSymbolicLink(atPath: folder + "/folder", withDestinationPath: folder)
    try files.linkItem(atPath: folder + "/data.csv", toPath: folder + "/hard.csv")
    let names = ["data.csv", "soft.csv", "hard.csv", "folder/data.csv", "inner/../data.csv", ".//data.csv", "folder/soft.csv"].map {
      folder + "/" + $0
    }
    for output in names {
      for input in names {
        let error = #expect(throws: FileError.self) {
          try WholeFile.withOutputs([folder + "/new.csv", output]) { try WholeFile.read(input) }
        }
        #expect(error?.description == "Cannot read '\(input)': the output '\(output)' would replace it, so name another output.")
        #expect(throws: FileError.self) { try WholeFile.withOutputs([output]) { try WholeFile.checkInputs([folder + "/none", input]) } }
        #expect(WholeFile.firstSharedFile(among: [output, folder + "/other.csv", input]) != nil)
      }
      // Other files can be read, also beside outputs of work around this; and nothing is left of it afterwards.
      try WholeFile.withOutputs([output]) { () throws in
        WholeFile.withOutputs([folder + "/other.csv"]) {
          #expect(throws: FileError.self) { try WholeFile.read(folder + "/data.csv") }
          #expect(throws: FileError.self) { try WholeFile.read(folder + "/other.csv") }
        }
        let other = try WholeFile.read(folder + "/other.csv")
        #expect(other == Array("x\n2\n".utf8))
      }
      #expect(try WholeFile.read(output) == Array("x\n1\n".utf8))
    }
    #expect(WholeFile.firstSharedFile(among: [folder + "/new", folder + "/inner/../new"]) != nil)
    #expect(
      WholeFile.firstSharedFile(among: [folder + "/new", folder + "/inner/new", folder + "/data.csv", "/dev/null", "/dev/null"]) == nil)
  }

  @Test func aFolderHasOneWriter() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let first = try #require(try FolderLock(folder))
    #expect(try FolderLock(folder) == nil)
    #expect(try FolderLock(folder + "/inner") != nil)
    first.release()
    do { #expect(try FolderLock(folder) != nil) }
    // The second one's right has ended with it, and nothing is left in the folder.
    #expect(try FolderLock(folder) != nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["data.csv", "inner", "other.csv"])
    #expect(throws: FileError.self) { try FolderLock(folder + "/none") }
    #expect(throws: FileError.self) { try FolderLock(folder + "/data.csv") }
  }

  /// Of many threads that ask at once, one has the right at any time.
  @Test func threadsTakeTurns() async throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let holders = await withTaskGroup(of: FolderLock?.self) { [folder] group in
      for _ in 0..<16 { group.addTask { try? FolderLock(folder) } }
      return await group.reduce(into: [FolderLock]()) { if let lock = $1 { $0.append(lock) } }
    }
    #expect(holders.count == 1)
  }
}
