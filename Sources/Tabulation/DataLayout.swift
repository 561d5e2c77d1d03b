/// The first rows of a file of columns under one delimiter, and what they say about names and units.
struct DataLayout {
  let delimiter: Delimiter
  private let dialect: Dialect
  private let rows: [(line: Int, cells: [String])]
  /// The last comment above the rows, cut as they are: some files have the names there.
  private let comment: [String]
  let commentsAbove: Int
  /// The line of the first row.
  var firstLine: Int { rows[0].line }

  /// How many rows are looked at.
  private static let mostRows = 100

  /// Throws where the first rows cannot be read with this delimiter.
  init(_ start: CSVReader, _ delimiter: Delimiter, _ dialect: Dialect) throws(TableError) {
    (self.delimiter, self.dialect) = (delimiter, dialect)
    var (reader, rows, cells) = (start, [(line: Int, cells: [String])](), [String]())
    var commentsAbove = 0
    while rows.count < Self.mostRows, let line = try reader.nextRow({ cells.append($1) }) {
      // Empty lines above the table say nothing.
      if !rows.isEmpty || cells.contains(where: { !$0.isEmpty }) || cells.count > 1 {
        if rows.isEmpty { commentsAbove = reader.comments }
        rows.append((line, cells))
      }
      cells = []
    }
    guard !rows.isEmpty else { throw .empty(file: start.name) }
    self.rows = rows
    self.commentsAbove = commentsAbove
    comment =
      try reader.commentAboveRows.map { range throws(TableError) in
        var names: [String] = []
        var line = CSVReader(bytes: Array(start.bytes[range]), name: start.name, delimiter: delimiter)
        _ = try line.nextRow { names.append($1.trimmingBlanks) }
        return names
      } ?? []
  }

  var names: [String] { rows[0].cells }
  var count: Int { names.count }
  var numberedNames: [String] { (1...count).map(String.init) }

  /// Whether every row has as many cells, and more than one.
  var isTable: Bool { count > 1 && rows.allSatisfy { $0.cells.count == count } }
  /// Whether a lone point is a decimal one without a sign of it.
  var isPointUsual: Bool { delimiter != .semicolon }

  private func isNumber(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let cell = withoutBlanks(bytes, bytes.indices)
    return DecimalMark.allCases.contains { number(bytes, cell, mark: $0) != nil }
  }
  private func isNumberOrMissing(_ text: String) -> Bool { dialect.isMissing(text) || isNumber(text) }

  /// Whether the first row has a number and nothing else.
  var isFirstRowOfNumbers: Bool { names.allSatisfy(isNumberOrMissing) && names.contains(where: isNumber) }

  /// The rows below the names and the units.
  private var body: ArraySlice<(line: Int, cells: [String])> {
    isFirstRowOfNumbers ? rows[...] : rows.dropFirst(units(hasHeader: true) == nil ? 1 : 2)
  }

  /// Whether every cell below the names is a number or missing.
  var isOfNumbers: Bool { !body.isEmpty && body.allSatisfy { $0.cells.allSatisfy(isNumberOrMissing) } }

  /// Whether the parts before the commas of single cells count the rows, as a column of row numbers does.
  var looksNumbered: Bool {
    let firsts = body.map { $0.cells[0].split(separator: ",", omittingEmptySubsequences: false) }
    guard firsts.allSatisfy({ $0.count == 2 }) else { return false }
    let counts = firsts.compactMap { Int($0[0]) }
    return counts.count == firsts.count && zip(counts, counts.dropFirst()).allSatisfy { $1 == $0 + 1 } && [0, 1].contains(counts[0])
  }

  /// The row below the names where it has texts alone, none of which begins like a number.
  private func units(hasHeader: Bool) -> (line: Int, texts: [String])? {
    guard hasHeader, rows.count > 2 else { return nil }
    let texts = rows[1].cells.map(\.trimmingBlanks)
    let isText = texts.allSatisfy { text in
      dialect.isMissing(text) || text.first.map { !$0.isNumber && !"+-.,−".contains($0) } ?? true && Double(text) == nil
    }
    return isText && texts.contains { !dialect.isMissing($0) } ? (rows[1].line, texts) : nil
  }
}

extension DataLayout {
  /// Where the wanted columns are, and what stands above them.
  struct Columns {
    let columns: [Int]
    let names: [String]
    let hasHeader: Bool
    var units: (line: Int, texts: [String])?
    /// Whether the first row is read as data because it is of numbers.
    var isFirstRowTaken = false

    var hasUnits: Bool { units != nil }
  }

  /// The columns by their names, or where none has the name by their numbers.
  func columns(_ wanted: [String], name file: String, dialect: Dialect) throws(TableError) -> Columns {
    func numbered(_ text: String) -> Int? { Int(text).flatMap { (1...count).contains($0) ? $0 - 1 : nil } }
    func missing(_ text: String, _ names: [String]) -> TableError { .missingColumn(file: file, column: text, columns: names) }
    func places(_ names: [String], isNamed: Bool = true) throws(TableError) -> [Int] {
      try wanted.map { text throws(TableError) in
        for form in [{ $0 }, \.trimmingBlanks] as [(String) -> String] where isNamed {
          let matches = names.indices.filter { form(names[$0]) == text }
          if matches.count > 1 { throw .duplicateColumn(file: file, column: text) }
          if let only = matches.first { return only }
        }
        guard let index = numbered(text) else { throw missing(text, isNamed ? names : numberedNames) }
        // A number above a column that is asked for by its place may be the first value of it.
        if isNamed, names == self.names, dialect.hasHeader == nil, isNumber(names[index]) { throw .ambiguousHeader(file, text) }
        return index
      }
    }
    if dialect.hasHeader == false { return Columns(columns: try places([], isNamed: false), names: wanted, hasHeader: false) }
    guard isFirstRowOfNumbers, dialect.hasHeader == nil else {
      return Columns(columns: try places(names), names: wanted, hasHeader: true, units: units(hasHeader: true))
    }
    if comment.count == count, wanted.contains(where: comment.contains) {
      return Columns(columns: try places(comment), names: wanted, hasHeader: false)
    }
    let texts = names.map(\.trimmingBlanks)
    let (named, numbers) = (wanted.filter(texts.contains), wanted.filter { numbered($0) != nil })
    if !named.isEmpty, !numbers.isEmpty { throw .ambiguousHeader(file, named[0]) }
    if !named.isEmpty { return Columns(columns: try places(names), names: wanted, hasHeader: true, units: units(hasHeader: true)) }
    return Columns(columns: try places([], isNamed: false), names: wanted, hasHeader: false, isFirstRowTaken: comment.count != count)
  }

  /// Whether the wanted columns are there and of numbers.
  func hasNumbers(inColumns wanted: [String], name: String, _ dialect: Dialect) -> Bool {
    guard let columns = try? columns(wanted, name: name, dialect: dialect).columns else { return false }
    return body.allSatisfy { row in columns.allSatisfy { isNumberOrMissing(row.cells[$0]) } }
  }

  /// The cells of the wanted columns, by which two delimiters are told apart; of all columns where none is wanted.
  func texts(inColumns wanted: [String], name: String, _ dialect: Dialect) -> [[String]] {
    let columns = wanted.isEmpty ? Array(0..<count) : (try? columns(wanted, name: name, dialect: dialect).columns) ?? []
    return body.map { row in columns.map { row.cells[$0] } }
  }
}
