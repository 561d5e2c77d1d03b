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

  /// The numbers in one column of a file as people have it, in one pass over its bytes: every one of them finite, and
  /// missing values left out, which the `DataReading` under way notes.
  ///
  /// The file may have any `Dialect`; what it leaves open is an error that names the option which says it.
  package static func numbers(inColumn column: String, ofCSV path: String) throws(TableError) -> [Double] {
    try numbers(inColumns: [column], ofCSV: path)[0]
  }

  /// The numbers in several columns, those of a row at one place in each: a row without a value in one of the columns
  /// is left out of all.
  package static func numbers(inColumns columns: [String], ofCSV path: String) throws(TableError) -> [[Double]] {
    try DataFile(bytes(of: path), name: path).numbers(inColumns: columns)
  }

  /// The numbers in one column of the bytes of a file; errors call it `name`.
  package static func numbers(inColumn column: String, parsingCSV bytes: [UInt8], name: String) throws(TableError) -> [Double] {
    try DataFile(bytes, name: name).numbers(inColumns: [column])[0]
  }

  /// The columns of a file as people have it, by name or by number, and how many rows it has.
  package static func columns(ofData bytes: [UInt8], name: String) throws(TableError) -> (names: [String], rows: Int) {
    try DataFile(bytes, name: name).columns()
  }

  private static func bytes(of path: String) throws(TableError) -> [UInt8] {
    do { return try WholeFile.read(path) } catch { throw .file(error) }
  }
}
