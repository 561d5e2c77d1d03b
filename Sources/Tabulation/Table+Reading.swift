extension Table {
  /// Reads a CSV file as RFC 4180 describes it: a header row, commas, quoted cells, `\n` or `\r\n` ends, UTF-8 with or
  /// without a mark.
  ///
  /// Blank lines at the end are passed over. Anything that would have to be guessed (a row that is longer or shorter
  /// than the header, an open quotation mark, two columns of one name) is an error that names the line.
  package init(readingCSV path: String) throws(TableError) {
    try self.init(parsingCSV: Self.bytes(of: path), name: path)
  }

  /// Reads the bytes of a CSV file; errors call it `name`.
  package init(parsingCSV bytes: [UInt8], name: String) throws(TableError) {
    var reader = CSVReader(bytes: bytes, name: name)
    let columns = try reader.header()
    var (lines, cells) = ([Int](), [Cell]())
    while let line = try reader.nextRow(of: columns.count, { cells.append(.text($1)) }) { lines.append(line) }
    try reader.checkDiffer(columns)
    self.init(columns: columns, cells: cells, origin: Origin(name: name, lines: lines))
  }

  /// The numbers in one column of a CSV file, every one of them finite: what `numbers(inColumn:)` of its table gives,
  /// in one pass over the bytes.
  package static func numbers(inColumn column: String, ofCSV path: String) throws(TableError) -> [Double] {
    try numbers(inColumn: column, parsingCSV: bytes(of: path), name: path)
  }

  /// The numbers in one column of the bytes of a CSV file; errors call it `name`.
  package static func numbers(inColumn column: String, parsingCSV bytes: [UInt8], name: String) throws(TableError) -> [Double] {
    var reader = CSVReader(bytes: bytes, name: name)
    let columns = try reader.header()
    try reader.checkDiffer(columns)
    guard let wanted = columns.firstIndex(of: column) else { throw .missingColumn(file: name, column: column, columns: columns) }
    var numbers: [Double] = []
    func take(_ bytes: [UInt8], _ line: Int, _ index: Int, _ content: CSVReader.Content) throws(TableError) {
      guard index == wanted else { return }
      do {
        switch content {
        case .plain(let range): numbers.append(try finiteNumber(bytes, range))
        case .quoted(let bytes): numbers.append(try finiteNumber(bytes, bytes.indices))
        }
      } catch { throw .cell(file: name, line: line, column: column, error) }
    }
    while try reader.nextRow(of: columns.count, take) != nil {}
    guard !numbers.isEmpty else { throw .noRows(file: name) }
    return numbers
  }

  private static func bytes(of path: String) throws(TableError) -> [UInt8] {
    do { return try WholeFile.read(path) } catch { throw .file(error) }
  }
}
