extension Table {
  /// Reads a CSV file as RFC 4180 describes it: a header row, commas, quoted cells, `\n` or `\r\n` ends, UTF-8 with or
  /// without a mark.
  ///
  /// Blank lines at the end are passed over. Anything that would have to be guessed (a row that is longer or shorter
  /// than the header, an open quotation mark, two columns of one name) is an error that names the line.
  package init(readingCSV path: String) throws(TableError) {
    let bytes: [UInt8]
    do { bytes = try WholeFile.read(path) } catch { throw .file(error) }
    try self.init(parsingCSV: bytes, name: path)
  }

  /// Reads the bytes of a CSV file; errors call it `name`.
  package init(parsingCSV bytes: [UInt8], name: String) throws(TableError) {
    var reader = CSVReader(bytes: bytes, name: name)
    var lines: [Int] = []
    var header: [Cell]?
    var cells: [Cell] = []
    while let row = try reader.nextRow(into: &cells) {
      guard let header else {
        header = cells
        cells = []
        continue
      }
      guard row.count == header.count else {
        throw .raggedRow(file: name, line: row.line, cells: row.count, columns: header.count)
      }
      lines.append(row.line)
    }
    guard let header else { throw .empty(file: name) }
    let columns = header.map(\.text)
    var seen: Set<String> = []
    for column in columns where !seen.insert(column).inserted { throw .duplicateColumn(file: name, column: column) }
    self.init(columns: columns, cells: cells, origin: Origin(name: name, lines: lines))
  }
}

/// Own reader: SwiftCSV 0.10 takes an open quotation mark to the end of the file, drops an empty last cell, trims, and
/// names no line.
private struct CSVReader {
  let bytes: [UInt8]
  let name: String
  private var position: Int
  private let end: Int
  private var line = 1

  /// The longest line that is read, 1 MiB.
  static let longestLine = 1 << 20

  private static let comma = UInt8(ascii: ",")
  private static let quote = UInt8(ascii: "\"")
  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  init(bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let last = bytes.lastIndex { $0 != Self.newline && $0 != Self.carriageReturn }
    end = max(position, last.map { $0 + 1 } ?? 0)
  }

  /// Adds the next row's cells; returns how many there were and the line on which they start, or nil after the last
  /// row.
  mutating func nextRow(into cells: inout [Cell]) throws(TableError) -> (count: Int, line: Int)? {
    guard position < end else { return nil }
    let (start, firstByte) = (line, position)
    var count = 0
    while true {
      cells.append(.text(try nextCell(inLineFrom: firstByte)))
      count += 1
      guard position < end, bytes[position] == Self.comma else { break }
      position += 1
    }
    if position < end, bytes[position] == Self.carriageReturn { position += 1 }
    if position < end, bytes[position] == Self.newline { position += 1 }
    line += 1
    return (count, start)
  }

  /// The cell at the position, which moves to the comma or line end after it.
  private mutating func nextCell(inLineFrom firstByte: Int) throws(TableError) -> String {
    if position < end, bytes[position] == Self.quote { return try quotedCell(inLineFrom: firstByte) }
    let start = position
    while position < end, bytes[position] != Self.comma, !isAtLineEnd {
      if bytes[position] == Self.quote { throw .strayQuote(file: name, line: line) }
      position += 1
    }
    try checkLength(from: firstByte)
    return try text(bytes[start..<position])
  }

  /// Throws where a line is so long that it is no row of a table.
  private func checkLength(from firstByte: Int) throws(TableError) {
    if position - firstByte > Self.longestLine { throw .lineTooLong(file: name, line: line, most: Self.longestLine) }
  }

  private mutating func quotedCell(inLineFrom firstByte: Int) throws(TableError) -> String {
    let firstLine = line
    position += 1
    var start = position
    var content: [UInt8] = []
    while true {
      guard position < end else { throw .unclosedQuote(file: name, line: firstLine) }
      let byte = bytes[position]
      position += 1
      if byte == Self.newline { line += 1 }
      guard byte == Self.quote else { continue }
      content += bytes[start..<position - 1]
      guard position < end, bytes[position] == Self.quote else { break }
      start = position
      position += 1
    }
    guard position == end || bytes[position] == Self.comma || isAtLineEnd else { throw .strayQuote(file: name, line: line) }
    try checkLength(from: firstByte)
    return try text(content[...])
  }

  /// Whether a line ends here: at `\n`, `\r\n`, or a lone `\r`, which old files use.
  private var isAtLineEnd: Bool { bytes[position] == Self.newline || bytes[position] == Self.carriageReturn }

  private func text(_ content: ArraySlice<UInt8>) throws(TableError) -> String {
    guard let text = String(validating: content, as: UTF8.self) else { throw .notUTF8(file: name, line: line) }
    return text
  }
}
