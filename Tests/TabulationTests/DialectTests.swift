import Foundation
import Tabulation
import TestSupport
import Testing

/// Files of columns as people have them: read as they are meant, or refused with the option that decides.
@Suite struct DialectTests {
  private func numbers(_ text: String, _ column: String, _ dialect: Dialect? = nil) throws -> [Double] {
    try numbers(Array(text.utf8), column, dialect).numbers
  }

  /// The numbers of a column, and what is to be said of them.
  private func numbers(
    _ bytes: [UInt8], _ column: String, _ dialect: Dialect? = nil
  ) throws -> (numbers: [Double], notes: [DataReading.Note]) {
    let reading = DataReading(dialect ?? Dialect())
    let numbers = try DataReading.$current.withValue(reading) { try Table.numbers(inColumn: column, parsingCSV: bytes, name: "a.csv") }
    return (numbers, reading.notes)
  }

  private func refusal(_ text: String, _ column: String, _ dialect: Dialect? = nil) -> String {
    do { return "read: \(try numbers(text, column, dialect))" } catch { return "\(error)" }
  }

  @Test(arguments: [
    // Delimiters.
    ("x,y\n1.5,2\n3,4\n", "x", [1.5, 3]), ("x;y\n1.5;2\n3;4\n", "y", [2, 4]), ("x\ty\n1.5\t2\n3\t4\n", "x", [1.5, 3]),
    ("x  y\n 1.5  2\n3\t4\n", "y", [2, 4]), ("x, y\n1.5, 2\n3, 4\n", "y", [2, 4]), ("sep=;\nx;y\n1;2\n3;4\n", "y", [2, 4]),
    ("first name,x\nBob Smith,1\nAnn Lee,2\n", "x", [1, 2]), ("x y\n1\n2\n", "x y", [1, 2]),
    ("name, first;x\nLee, Ann;1\nDoe, Joe;2\n", "x", [1, 2]), ("x;note\n1;a,b\n2;c,d\n", "x", [1, 2]),
    // Decimal commas.
    ("x;y\n1,5;2\n3;4\n", "x", [1.5, 3]), ("x\ty\n0,125\t2\n-3,25e-1\t4\n", "x", [0.125, -0.325]), ("x\n2,5\n1,25\n", "x", [2.5, 1.25]),
    ("x y\n1,5 2\n3 4,5\n", "y", [2, 4.5]), ("x,y\n\"1,5\",2\n\"3,25\",4\n", "x", [1.5, 3.25]), ("1,5;2,5\n3,5;4,5\n", "1", [1.5, 3.5]),
    ("x;y\n1,5;0.5\n3,25;1.5\n", "y", [0.5, 1.5]),
    // Thousands.
    ("x;y\n1.234,5;2\n12.345.678;4\n1.000;4\n", "x", [1234.5, 12_345_678, 1000]),
    ("x\ty\n1,234,567\t2\n1,000.25\t4\n", "x", [1_234_567, 1000.25]),
    ("x;y\n1.234;2\n1.5;4\n", "x", [1.234, 1.5]), ("x\n1.234\n2.345\n", "x", [1.234, 2.345]),
    ("x;y\n0,123;2\n1,234;4\n", "x", [0.123, 1.234]),
    // Missing values.
    ("x,y\n1,2\nNA,4\n,6\n-,8\n?,1\nN/A,1\nnull,1\n . ,1\n9,7\n", "x", [1, 9]), ("x\n1\n\n3\n", "x", [1, 3]),
    // Comments, names in one, units, empty lines above.
    ("# taken on Monday\n\nx,y\n1,2\n# a pause\n3,4\n# end\n", "y", [2, 4]), ("# x y\n1 2\n3 4\n", "y", [2, 4]),
    ("#x\ty\n1\t2\n3\t4\n", "x", [1, 3]), ("time,voltage\ns,V\n0.1,2\n0.2,3\n", "voltage", [2, 3]), ("r,t\n-,s\n1,2\n3,4\n", "r", [1, 3]),
    // Columns by number.
    ("x,y\n1,2\n3,4\n", "2", [2, 4]), ("1.5,2.5\n3.5,4.5\n", "2", [2.5, 4.5]), ("x,x\n1,2\n3,4\n", "2", [2, 4]),
    ("b,1,2\n1,5,6\n3,7,8\n", "2", [6, 8]),
    ("2019,2020\n1,5\n2,7\n", "2020", [5, 7]), (",x\n0,5\n1,7\n", "1", [0, 1]),
  ])
  func isReadAsItIsMeant(text: String, column: String, expected: [Double]) throws {
    #expect(try numbers(text, column) == expected)
    // The same with the line ends of other systems.
    #expect(try numbers(text.replacing("\n", with: "\r\n"), column) == expected)
    #expect(try numbers("\u{FEFF}" + text.replacing("\n", with: "\r"), column) == expected)
  }

  @Test(arguments: [
    ("x\n1,234\n5,678\n", "x", ["'1,234'", "--decimal ,", "--decimal ."]), ("x;y\n1.234;2\n5.678;4\n", "x", ["'1.234'", "--decimal ,"]),
    ("x;y\n1,234;2\n0.5;4\n", "x", ["'1,234'", "--decimal"]), ("x;y\n0,5;2\n1.234;4\n", "x", ["'1.234'", "--decimal"]),
    ("x,y\n\"1,234\",2\n\"5,678\",4\n", "x", ["--decimal"]), ("x\n1,5\n2,7\n3,1\n", "x", ["--decimal ,"]),
    ("1,5\n2,7\n3,1\n", "1", ["--delimiter comma", "--delimiter none"]), ("1,5 2,5\n3,5 4,5\n", "1", ["--delimiter"]),
    ("2,3\n4,5 \n6,7\n1,1\n", "2", ["--"]), ("2;3\n4;5\n", "2", ["--header yes", "--header no"]),
    ("Bob,1.5\nAnn,2.5\n", "2", ["--header yes", "--header no"]), ("x,y\nNaN,1\n2,2\n", "x", ["'NaN'", "--missing 'NaN'"]),
    ("x,y\n1,1\nabc,2\n", "x", ["line 3", "'abc'", "--missing 'abc'"]), ("x,y\n1,5,2,5\n2,5,3,5\n", "x", ["line 2", "4 cells"]),
    ("x;y\n1,5;2\n2.5;2\n", "x", ["is not a number"]), ("x\tz\n1 234\t1\n5 678\t2\n", "x", ["'1 234' is not a number"]),
    ("x,y\nNA,1\n-,2\n", "x", ["2 values is missing"]),
  ])
  func whatIsLeftOpenIsRefused(text: String, column: String, parts: [String]) {
    let sentence = refusal(text, column)
    for part in parts { #expect(sentence.contains(part), "\(sentence)") }
    #expect(!sentence.hasPrefix("read") && !sentence.contains("\n") && sentence.hasSuffix("."), "\(sentence)")
  }

  /// The options that a refusal names lead to the numbers.
  @Test func optionsDecide() throws {
    func dialect(_ change: (inout Dialect) -> Void) -> Dialect {
      var dialect = Dialect()
      change(&dialect)
      return dialect
    }
    let comma = dialect { $0.decimal = .comma }
    let point = dialect { $0.decimal = .point }
    #expect(try numbers("x\n1,234\n5,678\n", "x", comma) == [1.234, 5.678])
    #expect(try numbers("x\n1,234\n5,678\n", "x", point) == [1234, 5678])
    #expect(try numbers("x;y\n1.234;2\n5.678;4\n", "x", comma) == [1234, 5678])
    #expect(try numbers("x\n1,5\n2,7\n3,1\n", "x", comma) == [1.5, 2.7, 3.1])
    #expect(try numbers("2,5\n3,7\n4,1\n", "1", dialect { $0.delimiter = .comma }) == [2, 3, 4])
    #expect(try numbers("1,5\n2,7\n3,1\n", "1", dialect { $0.delimiter = Delimiter(named: "none") }) == [1.5, 2.7, 3.1])
    #expect(try numbers("1,5 2,5\n3,5 4,5\n", "1", dialect { $0.delimiter = .blanks }) == [1.5, 3.5])
    #expect(try numbers("2;3\n4;5\n", "2", dialect { $0.hasHeader = true }) == [4])
    #expect(try numbers("2;3\n4;5\n", "2", dialect { $0.hasHeader = false }) == [3, 5])
    #expect(try numbers("Bob,1.5\nAnn,2.5\n", "2", dialect { $0.hasHeader = false }) == [1.5, 2.5])
    #expect(try numbers("x,y\nNaN,1\n2,2\n-999,3\n", "x", dialect { $0.missing = ["NaN", "-999"] }) == [2])
    #expect(try numbers("x|y\n1|2\n3|4\n", "y", dialect { $0.delimiter = Delimiter(named: "|") }) == [2, 4])
    #expect(["5", ".", "\"", "ab", "", "é"].allSatisfy { Delimiter(named: $0) == nil })
  }

  @Test func otherEncodingsAreRead() throws {
    let text = "größe;y\n1,5;2\n𝄞;4\n3,25;4\n".replacing("𝄞", with: "NA")
    let units = Array(text.utf16)
    let little = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    let big = units.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    for bytes in [[0xFF, 0xFE] + little, [0xFE, 0xFF] + big] { #expect(try numbers(bytes, "größe").numbers == [1.5, 3.25]) }
    // Without a mark the first characters must be of ASCII.
    let plain = Array("xy;y\n1,5;2\n".utf16)
    #expect(try numbers(plain.flatMap { [UInt8($0), 0] }, "xy").numbers == [1.5])
    #expect(try numbers(plain.flatMap { [0, UInt8($0)] }, "xy").numbers == [1.5])
    let odd = #expect(throws: TableError.self) { try numbers([0xFF, 0xFE, 0x78], "x") }
    #expect(odd?.description.contains("save it in UTF-8") == true)
    let half = #expect(throws: TableError.self) { try numbers([0xFF, 0xFE, 0x78, 0, 0x0A, 0, 0x00, 0xD8], "x") }
    #expect(half?.description.contains("half a character") == true)
  }

  @Test func compressedFilesAreRead() throws {
    let path = NSTemporaryDirectory() + "dialect-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path + ".gz") }
    try WholeFile.write([(path, "x;y\n1,5;2\n3,25;4\n")])
    let gzip = Process()
    (gzip.executableURL, gzip.arguments) = (URL(filePath: "/usr/bin/env"), ["gzip", path])
    try gzip.run()
    gzip.waitUntilExit()
    #expect(try Table.numbers(inColumn: "x", ofCSV: path + ".gz") == [1.5, 3.25])
    let whole = try WholeFile.read(path + ".gz")
    let error = #expect(throws: TableError.self) { try Table.numbers(inColumn: "x", parsingCSV: Array(whole.dropLast(9)), name: "a.gz") }
    #expect(error?.description == "Cannot read 'a.gz': it begins like a file of gzip, and gzip finds it damaged.")
  }

  @Test func whatIsAssumedIsNoted() throws {
    func notes(_ text: String, _ column: String) throws -> [String] {
      try numbers(Array(text.utf8), column).notes.map { ($0.isSaid ? "! " : "") + $0.text }
    }
    #expect(try notes("x,y\n1,2\n", "x") == [])
    #expect(
      try notes("# a\nx;y\nm;s\n1,5;2\nNA;3\n", "x") == [
        "'a.csv' is read with: delimiter semicolon, decimal comma in 'x', 1 line of comments",
        "! 'a.csv', line 3: 'm', 's' are taken for units", "! 'a.csv': 1 of 2 rows have no value in 'x' and are left out",
      ])
    #expect(try notes("1,2.5\n3,4\n", "2").first?.hasPrefix("! 'a.csv' has a first row of numbers, which is read as data") == true)
  }

  @Test func columnsStayInStep() throws {
    let path = NSTemporaryDirectory() + "dialect-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try WholeFile.write([(path, "x;y;w\n1;2,5;1\n;3;1\n4;NA;1\n5;6;\n7;8;2\n")])
    #expect(try Table.numbers(inColumns: ["w", "x", "y"], ofCSV: path) == [[1, 2], [1, 7], [2.5, 8]])
    let reference = try ColumnReference(parsing: path + ":x")
    #expect(try reference.numbers(beside: "y").other == [2.5, 6, 8])
  }

  @Test func namesMayHaveEveryCharacter() throws {
    let path = NSTemporaryDirectory() + "dialect-\(UUID().uuidString).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try WholeFile.write([(path, "\"a:b\",\"say \"\"so\"\"\",f(x),\"c,d\"\n1,2,3,4\n5,6,7,8\n")])
    for (column, number) in [
      ("\"a:b\"", 1.0), ("a:b", 1), ("\"say \"\"so\"\"\"", 2), ("say \"so\"", 2), ("f(x)", 3), ("\"c,d\"", 4), ("4", 4),
    ] {
      let reference = try ColumnReference(parsing: path + ":" + column)
      #expect(ColumnReference.isMeant(by: path + ":" + column))
      #expect(try reference.numbers() == [number, number + 4], "\(column)")
      #expect(try ColumnReference(parsing: reference.description) == reference)
    }
  }

  /// Random tables in random dialects: read as they are meant, or refused, and never anything else.
  @Test func randomDialectsAreNeverMisread() throws {
    var generator = SplitMix(state: 11)
    var outcomes = (read: 0, refused: 0)
    for _ in 0..<6000 {
      let file = RandomFile(using: &generator)
      do {
        let (numbers, _) = try numbers(file.bytes, file.wanted)
        outcomes.read += 1
        #expect(numbers == file.numbers, "\(file.text.debugDescription) \(file.wanted)")
      } catch let error as TableError {
        outcomes.refused += 1
        let sentence = error.description
        let hasRemedy = sentence.contains("--") || sentence.contains("is missing") || sentence.contains("has no rows")
        #expect(hasRemedy || sentence.contains("no column"), "\(sentence) \(file.text.debugDescription) \(file.wanted)")
      }
      // With its dialect said, every file is read.
      let (said, _) = try numbers(file.bytes, file.wanted, file.dialect)
      #expect(said == file.numbers, "\(file.text.debugDescription) \(file.wanted) \(file.dialect)")
    }
    #expect(outcomes.read > 4 * outcomes.refused, "\(outcomes)")
  }

  @Test(.timeLimit(.minutes(1))) func arbitraryBytesNeverTrap() {
    var generator = SplitMix(state: 12)
    let telling = Array("\",;\n\r\t 1e.-x#é\0NA".unicodeScalars)
    for _ in 0..<5_000 * testMultiplier {
      let bytes: [UInt8] = (0..<Int.random(in: 0..<16, using: &generator)).flatMap { _ in
        Int.random(in: 0..<20, using: &generator) > 0
          ? Array(String(telling.randomElement(using: &generator) ?? "x").utf8) : [UInt8.random(in: 0 ... .max, using: &generator)]
      }
      for column in ["1", "x", "2", ""] {
        let numbers = try? Table.numbers(inColumn: column, parsingCSV: bytes, name: "fuzz")
        #expect(numbers?.isEmpty != true && numbers?.allSatisfy(\.isFinite) != false, "\(bytes)")
      }
      _ = try? Table.columns(ofData: bytes, name: "fuzz")
    }
  }
}

/// A table of random numbers in a random dialect.
private struct RandomFile {
  let bytes: [UInt8]
  let text: String
  /// The column that is asked for, and its numbers.
  let wanted: String
  let numbers: [Double]
  let dialect: Dialect

  init(using generator: inout SplitMix) {
    func pick<Value>(_ values: [Value]) -> Value { values.randomElement(using: &generator) ?? values[0] }
    let comma = pick([false, false, true])
    let delimiter = pick(comma ? [Delimiter.semicolon, .tab, .blanks] : [.comma, .semicolon, .tab, .blanks])
    let between =
      delimiter == .semicolon ? ";" : delimiter == .comma ? pick([",", ", "]) : delimiter == .tab ? "\t" : pick([" ", "  ", " \t"])
    let (columns, rows, digits) = (pick([1, 2, 3, 5]), pick([1, 2, 5, 40]), pick([0, 1, 3, 3, 6]))
    let largest = pick([1.0, 10, 1000, 1_000_000])
    let (hasHeader, hasUnits, hasComments) = (pick([true, true, false]), pick([true, false, false, false]), pick([true, false, false]))
    let names = ["length", "mass", "t", "p_1", "v"]
    var lines: [String] = []
    if hasComments { lines.append("# a table, of some numbers; 1,5") }
    if hasHeader { lines.append(names.prefix(columns).joined(separator: between)) }
    if hasHeader, hasUnits, rows > 1 { lines.append(["m", "kg", "s", "Pa", "V"].prefix(columns).joined(separator: between)) }
    let index = Int.random(in: 0..<columns, using: &generator)
    var numbers: [Double] = []
    for row in 0..<rows {
      if hasComments, row == 1 { lines.append("#") }
      let cells = (0..<columns).map { column -> String in
        if row > 0, pick([1, 2, 3, 4, 5, 6, 7, 8]) == 1 { return pick(["NA", "-", "?"]) }
        let scale = [1.0, 10, 100, 1000, 1e4, 1e5, 1e6][digits]
        let value = (Double.random(in: -largest...largest, using: &generator) * scale).rounded() / scale
        let text = digits == 0 ? "\(Int(value))" : String(format: "%.\(digits)f", value)
        if column == index { numbers.append(Double(text) ?? .nan) }
        return comma ? text.replacing(".", with: ",") : text
      }
      lines.append(cells.joined(separator: between))
    }
    let ending = pick(["\n", "\r\n"])
    text = lines.joined(separator: ending) + pick(["", ending])
    let units = Array(text.utf16)
    switch pick([0, 0, 0, 1, 2]) {
    case 1: bytes = [0xFF, 0xFE] + units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    case 2: bytes = [0xFE, 0xFF] + units.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    default: bytes = Array(text.utf8)
    }
    self.numbers = numbers
    wanted = hasHeader && pick([true, false]) ? names[index] : "\(index + 1)"
    var dialect = Dialect()
    (dialect.delimiter, dialect.decimal, dialect.hasHeader) = (
      columns == 1 ? Delimiter(named: "none") : delimiter, comma ? .comma : .point, hasHeader
    )
    self.dialect = dialect
  }
}
