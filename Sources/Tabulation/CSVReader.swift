/// The cells of a CSV file, row by row.
///
/// Own reader: SwiftCSV 0.10 takes an open quotation mark to the end of the file, drops an empty last cell, trims, and
/// names no line; TabularData, which reads dialects, is Apple's alone.
struct CSVReader {
  let bytes: [UInt8]
  let name: String
  private let delimiter: UInt8
  /// Whether cells are divided by blanks, of which any number is one delimiter.
  private let joinsBlanks: Bool
  private let skipsComments: Bool
  private var position: Int
  private let end: Int
  private var line = 1
  /// How many lines that begin with `#` were passed over, and the last of them before the first row.
  private(set) var comments = 0
  private(set) var commentAboveRows: Range<Int>?

  /// What a cell holds, which is text in UTF-8.
  enum Content {
    /// The bytes of the file in this range.
    case plain(Range<Int>)
    /// The bytes between quotation marks, with doubled marks made single.
    case quoted([UInt8])
  }

  /// The longest line that is read, 1 MiB.
  static let longestLine = 1 << 20

  private static let quote = UInt8(ascii: "\"")
  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// A reader of UTF-8 with or without a mark, of lines from one on.
  init(bytes: [UInt8], name: String, delimiter: Delimiter = .comma, skipsComments: Bool = false, firstLine: Int = 1) {
    self.bytes = bytes
    self.name = name
    self.skipsComments = skipsComments
    self.delimiter = delimiter.byte
    joinsBlanks = delimiter == .blanks
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let last = bytes.lastIndex { $0 != Self.newline && $0 != Self.carriageReturn }
    end = max(position, last.map { $0 + 1 } ?? 0)
    while line < firstLine, position < bytes.count {
      let isPair = bytes[position] == Self.carriageReturn && position + 1 < bytes.count && bytes[position + 1] == Self.newline
      if isAtLineEnd, !isPair { line += 1 }
      position += 1
    }
  }

  /// The names of the columns, which all differ; to be asked for before the rows.
  mutating func header() throws(TableError) -> [String] {
    var columns: [String] = []
    guard try nextRow({ columns.append($1) }) != nil else { throw .empty(file: name) }
    return columns
  }

  /// Throws where two columns have one name.
  func checkDiffer(_ columns: [String]) throws(TableError) {
    var seen: Set<String> = []
    for column in columns where !seen.insert(column).inserted { throw .duplicateColumn(file: name, column: column) }
  }

  /// Hands on the texts of the next row's cells; returns the line on which it starts, or nil after the last row.
  mutating func nextRow(of columns: Int? = nil, _ take: (_ column: Int, _ text: String) -> Void) throws(TableError) -> Int? {
    try nextRow(of: columns) { (bytes, _, column, content) throws(TableError) in
      switch content {
      case .plain(let range): take(column, String(decoding: bytes[range], as: UTF8.self))
      case .quoted(let bytes): take(column, String(decoding: bytes, as: UTF8.self))
      }
    }
  }

  /// Hands on the next row's cells, with the bytes of the file and the line; returns the line on which it starts, or nil
  /// after the last row. Throws where there are not as many as columns.
  mutating func nextRow(
    of columns: Int? = nil,
    _ take: (_ bytes: [UInt8], _ line: Int, _ column: Int, _ content: Content) throws(TableError) -> Void
  ) throws(TableError) -> Int? {
    if skipsComments { skipComments() }
    if joinsBlanks { skipBlanks() }
    guard position < end else { return nil }
    let (start, firstByte) = (line, position)
    var count = 0
    while true {
      try take(bytes, start, count, try nextCell(inLineFrom: firstByte))
      count += 1
      if joinsBlanks { skipBlanks() }
      guard position < end, joinsBlanks ? !isAtLineEnd : bytes[position] == delimiter else { break }
      if !joinsBlanks { position += 1 }
    }
    hasBegun = true
    if position < end, bytes[position] == Self.carriageReturn { position += 1 }
    if position < end, bytes[position] == Self.newline { position += 1 }
    line += 1
    if let columns, count != columns { throw .raggedRow(file: name, line: start, cells: count, columns: columns) }
    return start
  }

  private var hasBegun = false

  /// Moves past lines that begin with `#`.
  private mutating func skipComments() {
    while position < end, bytes[position] == UInt8(ascii: "#") {
      let start = position
      while position < end, !isAtLineEnd { position += 1 }
      if !hasBegun { commentAboveRows = start + 1..<position }
      if position < end, bytes[position] == Self.carriageReturn { position += 1 }
      if position < end, bytes[position] == Self.newline { position += 1 }
      line += 1
      comments += 1
    }
  }

  private mutating func skipBlanks() {
    while position < end, bytes[position] == delimiter || bytes[position] == Delimiter.tab.byte { position += 1 }
  }

  /// The cell at the position, which moves to the delimiter or line end after it.
  private mutating func nextCell(inLineFrom firstByte: Int) throws(TableError) -> Content {
    if position < end, bytes[position] == Self.quote { return .quoted(try quotedCell(inLineFrom: firstByte)) }
    let start = position
    var seen: UInt8 = 0
    while position < end {
      let byte = bytes[position]
      if byte == delimiter || byte == Self.newline || byte == Self.carriageReturn { break }
      if joinsBlanks, byte == Delimiter.tab.byte { break }
      if byte == Self.quote { throw .strayQuote(file: name, line: line) }
      seen |= byte
      position += 1
    }
    try checkLength(from: firstByte)
    if seen >= 0x80 { try checkUTF8(bytes[start..<position]) }
    return .plain(start..<position)
  }

  /// Throws where a line is so long that it is no row of a table.
  private func checkLength(from firstByte: Int) throws(TableError) {
    if position - firstByte > Self.longestLine { throw .lineTooLong(file: name, line: line, most: Self.longestLine) }
  }

  private mutating func quotedCell(inLineFrom firstByte: Int) throws(TableError) -> [UInt8] {
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
    guard isAtCellEnd else { throw .strayQuote(file: name, line: line) }
    try checkLength(from: firstByte)
    try checkUTF8(content[...])
    return content
  }

  /// Whether a line ends here: at `\n`, `\r\n`, or a lone `\r`, which old files use.
  private var isAtLineEnd: Bool { bytes[position] == Self.newline || bytes[position] == Self.carriageReturn }

  private var isAtCellEnd: Bool {
    position == end || bytes[position] == delimiter || isAtLineEnd || joinsBlanks && bytes[position] == Delimiter.tab.byte
  }

  private func checkUTF8(_ content: ArraySlice<UInt8>) throws(TableError) {
    if String(validating: content, as: UTF8.self) == nil { throw .notUTF8(file: name, line: line) }
  }
}
