package import Foundation
import Tabulation

/// The folder of this package, in which tests find its sources, tables and examples.
package let packageFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// The path of a file of this package.
package func packagePath(_ path: String) -> String { packageFolder.appending(path: path).path(percentEncoded: false) }

/// The rows of a table in `Tests/References`, without its header. Throws where it is missing or has no rows, so that no
/// test runs on nothing.
package func references(_ name: String) throws -> [[String]] {
  let table = try Table(readingCSV: packagePath("Tests/References/" + name))
  guard table.rowCount > 0 else { throw MissingReferences(name: name) }
  return (0..<table.rowCount).map { table[row: $0].map(\.text) }
}

/// A table of references that has no rows.
package struct MissingReferences: Error {
  /// The file.
  package let name: String
}

/// How many times more than usual a random test tries, from the environment: `TEST_MULTIPLIER=20 swift test …`.
package let testMultiplier = ProcessInfo.processInfo.environment["TEST_MULTIPLIER"].flatMap { Int($0) } ?? 1

/// The members of a catalogue that a slow test takes: one in so many, or more with `TEST_MULTIPLIER`, which `make test-all`
/// sets so that it is all.
package func share<Member>(of members: [Member], oneIn step: Int) -> [Member] {
  let step = max(1, step / testMultiplier)
  return members.enumerated().filter { $0.offset.isMultiple(of: step) }.map(\.element)
}

/// A folder of its own for a test, removed at the end of `body`.
package func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = NSTemporaryDirectory() + "divergences-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

/// The files of a folder, by name.
package func contents(_ folder: String) throws -> [String: Data] {
  var contents: [String: Data] = [:]
  for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
    contents[name] = try Data(contentsOf: URL(filePath: folder + "/" + name))
  }
  return contents
}
