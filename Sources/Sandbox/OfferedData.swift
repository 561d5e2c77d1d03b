import Synchronization
package import Tabulation

/// The data that the page may use: columns that the command line has named, and files that were dropped on the page.
///
/// They are in memory alone: no request leads to a file.
package final class OfferedData: Sendable {
  private struct Entry {
    let bytes: [UInt8]
    let columns: [String]
    let rows: Int
    let isDropped: Bool
  }

  private let entries = Mutex<[String: Entry]>([:])

  /// How much data may be dropped, and how many files.
  static let (mostBytes, mostFiles) = (32 << 20, 16)

  /// Data that are read now; throws where a column is none of finite numbers.
  package init(_ columns: [ColumnReference] = []) throws {
    for (file, named) in Dictionary(grouping: columns, by: \.file) {
      let own = named.enumerated().filter { index, column in !named[..<index].contains(column) }.map(\.element)
      let columns = try Table.numbers(inColumns: own.map(\.column), ofCSV: file)
      // A number would be a name and a place.
      let names = own.map { Int($0.column) == nil ? $0.column : "column \($0.column)" }
      // What the command line did not name is not offered.
      let offered = Table(of: columns[0].indices, zip(names, columns).map { name, numbers in Column(name) { numbers[$0] } })
      let entry = Entry(bytes: Array(offered.csv.utf8), columns: names, rows: columns[0].count, isDropped: false)
      entries.withLock { $0[file] = entry }
    }
  }

  /// The bytes that work may read, by the names of their files.
  var inputs: [String: [UInt8]] { entries.withLock { $0.mapValues(\.bytes) } }

  /// Takes a file; throws one sentence where it is no CSV, or there is no room.
  func add(_ bytes: [UInt8], named file: String) throws(Refusal) {
    guard !file.contains(where: { $0.isNewline || "(),:\"'".contains($0) }), file.first != "-", file.count <= 100 else {
      throw Refusal(sentence: "the name of a file must have at most 100 characters, and none of ( ) , : or quotes", parameter: "file")
    }
    try Refusal.unless(!bytes.starts(with: [0x1F, 0x8B]), "'\(file)' is compressed: decompress it first")
    let known: (names: [String], rows: Int)
    do { known = try Table.columns(ofData: bytes, name: file) } catch { throw Refusal(error) }
    try Refusal.unless(known.rows > 0, "'\(file)' has no rows")
    try Refusal.unless(Set(known.names).count == known.names.count, "'\(file)' has two columns of one name")
    let entry = Entry(bytes: bytes, columns: known.names, rows: known.rows, isDropped: true)
    let refusal = entries.withLock { entries -> Refusal? in
      if entries[file]?.isDropped == false {
        return Refusal(sentence: "'\(file)' is offered by the command line: give another name", parameter: "file")
      }
      let others = entries.filter { $0.key != file && $0.value.isDropped }
      guard others.count < Self.mostFiles, others.values.reduce(bytes.count, { $0 + $1.bytes.count }) <= Self.mostBytes else {
        return Refusal(
          sentence: "there is room for \(Self.mostFiles) files of together 32 MB: drop less, or reload the page and begin anew")
      }
      entries[file] = entry
      return nil
    }
    if let refusal { throw refusal }
  }

  /// Forgets a dropped file, and says whether there was one.
  func remove(_ file: String) -> Bool {
    entries.withLock { entries in
      guard entries[file]?.isDropped == true else { return false }
      entries[file] = nil
      return true
    }
  }

  var json: JSON {
    let known = entries.withLock { $0.sorted { $0.key < $1.key } }
    return .list(
      known.map { file, entry in
        .object([
          ("file", .text(file)), ("columns", .list(entry.columns.map { .text($0) })), ("rows", .whole(entry.rows)),
          ("dropped", .flag(entry.isDropped)),
        ])
      })
  }

  /// Whether a text stands for a column of these data.
  func hasColumn(_ text: String) -> Bool {
    guard let reference = try? ColumnReference(parsing: text) else { return false }
    return entries.withLock { $0[reference.file]?.columns.contains(reference.column) == true }
  }
}
