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
    // Of a file of data an empty cell is a missing value.
    let isEmpty = cell.allSatisfy { $0 == " " } && column == "x"
    func read() throws -> [Double] {
      try Table.numbers(inColumn: column, parsingCSV: Array("x,z\n1,2\n\(cell),3\n".utf8), name: "a.csv")
    }
    if isEmpty {
      #expect(try read() == [1])
    } else {
      let direct = #expect(throws: TableError.self) { try read() }
      #expect(direct?.description == sentence)
    }
  }

  @Test(arguments: [
    ("", "'a.csv' is empty: a header row with the names of the columns is needed."), ("x\n", "'a.csv' has a header but no rows."),
    ("x,x\n1,2\n", "'a.csv' has two columns named 'x'."), ("x,y\n1,2\n3\n", "'a.csv', line 3, has 1 cell where the header has 2."),
    ("y,x\n\"a\nb\",2\n3,z\n", "'a.csv', line 4, column 'x': 'z' is not a number."),
    ("x\n1\n2\"\n", "'a.csv', line 3, has a quotation mark inside a cell: quote the whole cell and double the mark."),
  ])
  func aColumnThatCannotBeReadIsOneSentence(text: String, sentence: String) {
    let error = #expect(throws: TableError.self) { try Table.numbers(inColumn: "x", parsingCSV: Array(text.utf8), name: "a.csv") }
    #expect(error?.description == sentence)
  }

  /// Decimal numerals are read to the nearest number, as the standard library reads them.
  @Test func numeralsAreReadToTheNearestNumber() throws {
    var generator = SplitMix(state: 7)
    func digits(_ most: Int) -> String {
      String((0..<Int.random(in: 0...most, using: &generator)).map { _ in Character("\(Int.random(in: 0...9, using: &generator))") })
    }
    var numerals = [
      "-5.213413097772714", "8650034803164632060e-12", "9007199254740993", "9007199254740992.5", "1e23", "8.5e22", "0.3", "5e-324",
      "18446744073709551615", "18446744073709551616",
      "9999999999999999999e27", "1e-27", "1e-28", "0", "-0.0", "00000000000000000000001", "0.00000000000000000000000000001", "1.", ".5",
      "9007199254740993.0000000000000000000001", "1e+5", "+1E5",
    ]
    for index in 0..<20_000 {
      switch index % 3 {
      case 0: numerals.append("\(Double(bitPattern: UInt64.random(in: 0 ..< 0x7FF0 << 48, using: &generator)))")
      case 1: numerals.append("\(Double.random(in: -10...10, using: &generator))")
      default:
        let sign = ["", "-", "+"][index % 9 / 3]
        let exponent = Bool.random(using: &generator) ? "e\(Int.random(in: -40...40, using: &generator))" : ""
        numerals.append(sign + "\(Int.random(in: 0...9, using: &generator))" + digits(12) + "." + digits(12) + exponent)
      }
    }
    let bytes = Array(("x\n" + numerals.joined(separator: "\n") + "\n").utf8)
    let numbers = try Table.numbers(inColumn: "x", parsingCSV: bytes, name: "a.csv")
    for (numeral, number) in zip(numerals, numbers) {
      let same = number.bitPattern == Double(numeral)?.bitPattern
      #expect(same, "\(numeral)")
    }
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
