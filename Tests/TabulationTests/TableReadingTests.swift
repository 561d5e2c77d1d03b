import Tabulation
import Testing

@Suite struct TableReadingTests {
  private func table(_ text: String) throws(TableError) -> Table { try Table(parsingCSV: Array(text.utf8), name: "a.csv") }

  private func cells(_ text: String) throws -> [[String]] {
    let table = try table(text)
    return [table.columns] + (0..<table.rowCount).map { table[row: $0].map(\.text) }
  }

  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    ("\u{FEFF}a,b\n1,2\n\n\r\n", [["a", "b"], ["1", "2"]]),
    ("\u{FEFF}\"a\",b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\n\"x,y\",\"say \"\"so\"\"\"\n", [["a", "b"], ["x,y", "say \"so\""]]),
    ("a,b\n\"two\nlines\",\"\"\n", [["a", "b"], ["two\nlines", ""]]),
    ("a,b\n1,\n", [["a", "b"], ["1", ""]]),
    ("a,b\n1,", [["a", "b"], ["1", ""]]),
    ("a,b\n,\n", [["a", "b"], ["", ""]]),
    (",b\n1,2\n", [["", "b"], ["1", "2"]]),
    ("a\n1\n\n3\n", [["a"], ["1"], [""], ["3"]]),
    ("a,b\n 1 ,é\u{301}\n", [["a", "b"], [" 1 ", "é\u{301}"]]),
    ("a,b\n", [["a", "b"]]),
  ])
  func readsWhatRFC4180Describes(text: String, expected: [[String]]) throws {
    #expect(try cells(text) == expected)
  }

  @Test(arguments: [
    ("", "'a.csv' is empty: a header row with the names of the columns is needed."),
    ("\n\r\n", "'a.csv' is empty: a header row with the names of the columns is needed."),
    ("\u{FEFF}", "'a.csv' is empty: a header row with the names of the columns is needed."),
    ("a,b\n1,2\n3\n", "'a.csv', line 3, has 1 cell where the header has 2."),
    ("a,b\n\"x\ny\",2\n3,4,5\n", "'a.csv', line 4, has 3 cells where the header has 2."),
    ("a,b\n1,2\n\n3,4\n", "'a.csv', line 3, has 1 cell where the header has 2."),
    ("a,a\n1,2\n", "'a.csv' has two columns named 'a'."),
    ("a,b\n1,\"2\n", "'a.csv', line 2, opens a quotation mark that is never closed."),
    ("a,b\n1,2\"\n", "'a.csv', line 2, has a quotation mark inside a cell: quote the whole cell and double the mark."),
    ("a,b\n1,\"2\"3\n", "'a.csv', line 2, has a quotation mark inside a cell: quote the whole cell and double the mark."),
  ])
  func aBadFileIsOneSentence(text: String, sentence: String) {
    let error = #expect(throws: TableError.self) { try table(text) }
    #expect(error?.description == sentence)
  }

  @Test func bytesThatAreNotUTF8NameTheirLine() {
    let error = #expect(throws: TableError.self) { try Table(parsingCSV: Array("a\n".utf8) + [0xFF, 0xFE], name: "a.csv") }
    #expect(error?.description == "'a.csv', line 2, is not text in UTF-8.")
  }

  @Test func readsNumbers() throws {
    let table = try table("x\n1\n -2.5e-3 \n\"+7\"\n.5\n1e-400\n")
    #expect(try table.numbers(inColumn: "x") == [1, -2.5e-3, 7, 0.5, 0])
  }

  @Test(arguments: [
    ("y", "1", "'a.csv' has no column 'y': it has 'x', 'z'."),
    ("x", "", "'a.csv', line 3, column 'x': the cell is empty."),
    ("x", "  ", "'a.csv', line 3, column 'x': the cell is empty."),
    ("x", "abc", "'a.csv', line 3, column 'x': 'abc' is not a number."),
    ("x", "1.2.3", "'a.csv', line 3, column 'x': '1.2.3' is not a number."),
    ("x", "0x10", "'a.csv', line 3, column 'x': '0x10' is not a number."),
    ("x", "NaN", "'a.csv', line 3, column 'x': 'NaN' is not a finite number."),
    ("x", "-inf", "'a.csv', line 3, column 'x': '-inf' is not a finite number."),
    ("x", "1e400", "'a.csv', line 3, column 'x': '1e400' is not a finite number."),
    ("x", "\u{1B}[2J\u{202E}", "'a.csv', line 3, column 'x': '\\u{1B}[2J\\u{202E}' is not a number."),
  ])
  func aBadCellIsOneSentence(column: String, cell: String, sentence: String) throws {
    let table = try table("x,z\n1,2\n\(cell),3\n")
    let error = #expect(throws: TableError.self) { try table.numbers(inColumn: column) }
    #expect(error?.description == sentence)
  }

  @Test func aLongValueIsShortened() throws {
    let table = try table("x\n" + String(repeating: "é", count: 100_000))
    let error = #expect(throws: TableError.self) { try table.numbers(inColumn: "x") }
    #expect((error?.description.count ?? .max) < 200)
  }

  @Test func aHeaderAloneHasNoNumbers() {
    let error = #expect(throws: TableError.self) { try table("x\n").numbers(inColumn: "x") }
    #expect(error?.description == "'a.csv' has a header but no rows.")
  }

  /// Bytes that matter to the reader come up often, so that the corners are met.
  @Test func arbitraryBytesNeverTrap() throws {
    var generator = SplitMix(state: 20_260_101)
    let telling = Array("\",\n\r\t 1e.-x\u{301}é\0".unicodeScalars)
    var outcomes = (read: 0, refused: 0)
    for _ in 0..<20_000 {
      let bytes: [UInt8] = (0..<Int.random(in: 0..<12, using: &generator)).flatMap { _ in
        Int.random(in: 0..<20, using: &generator) > 0
          ? Array((telling.randomElement(using: &generator) ?? "x").utf8) : [UInt8.random(in: 0 ... .max, using: &generator)]
      }
      guard let table = try? Table(parsingCSV: bytes, name: "fuzz") else {
        outcomes.refused += 1
        continue
      }
      outcomes.read += 1
      for column in table.columns { _ = try? table.numbers(inColumn: column) }
      // What is written reads back as the same cells.
      let again = try Table(parsingCSV: Array(table.csv.utf8), name: "fuzz")
      #expect(again.csv == table.csv)
    }
    #expect(outcomes.read > 1000 && outcomes.refused > 1000)
  }
}

/// A small seeded generator, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
