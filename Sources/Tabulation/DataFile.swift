/// A file of columns as people have it: with commas, semicolons, tabs or blanks, with a decimal point or comma, with
/// comments, units and missing values, in UTF-8 or UTF-16, also compressed by gzip.
///
/// What the file leaves open is not guessed: it is an error that names the option which says it. What was assumed
/// beyond plain CSV is noted in the `DataReading` under way.
struct DataFile {
  private let bytes: [UInt8]
  private let name: String
  private let dialect: Dialect
  private let forms: [String]
  /// The line below a line such as `sep=;`, with which some programs begin.
  private let firstLine: Int
  private let delimiter: Delimiter?

  /// Looks at the bytes of a file; errors call it `name`.
  init(_ file: [UInt8], name: String) throws(TableError) {
    let text = try PlainText(file, name: name)
    self.name = name
    (bytes, forms) = (text.bytes, text.forms)
    dialect = DataReading.current?.dialect ?? Dialect()
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let mark = Array("sep=".utf8)
    var (named, firstLine) = (Delimiter?.none, 1)
    if bytes[start...].starts(with: mark), bytes.count > start + 5, [0x0A, 0x0D].contains(bytes[start + 5]) {
      (named, firstLine) = (.character(bytes[start + 4]), 2)
    }
    (delimiter, self.firstLine) = (dialect.delimiter ?? named, firstLine)
  }

  /// The numbers in some columns, those of a row at one place in each; a row without a value in one of them is left out.
  ///
  /// A column is given by its name, or by its number from 1 on.
  func numbers(inColumns wanted: [String]) throws(TableError) -> [[Double]] {
    let layout = try layout(for: wanted)
    let places = try layout.columns(wanted, name: name, dialect: dialect)
    var (marks, undecided) = (wanted.map { _ in dialect.decimal }, [Int]())
    var comments = layout.commentsAbove
    var columns = try read(layout, places, marks, &undecided, &comments)
    if !undecided.isEmpty {
      for index in undecided { marks[index] = try mark(ofColumn: places.columns[index], layout, places, wanted[index]) }
      comments = layout.commentsAbove
      columns = try read(layout, places, marks, &undecided, &comments)
    }
    noteForm(layout, places, marks, wanted, comments)
    return try complete(columns, wanted)
  }

  /// The names of the columns, or their numbers where the first row is of numbers alone, and how many rows there are.
  func columns() throws(TableError) -> (names: [String], rows: Int) {
    let layout = try layout(for: [])
    let isNamed = dialect.hasHeader ?? !layout.isFirstRowOfNumbers
    let names = isNamed ? layout.names : layout.numberedNames
    var (reader, rows) = (reader(layout.delimiter, from: layout.firstLine), 0)
    while try reader.nextRow(of: layout.count, { _, _ in }) != nil { rows += 1 }
    return (names, rows - (isNamed ? 1 : 0))
  }

  private func reader(_ delimiter: Delimiter, from line: Int? = nil) -> CSVReader {
    CSVReader(bytes: bytes, name: name, delimiter: delimiter, skipsComments: true, firstLine: line ?? firstLine)
  }
}

extension DataFile {
  /// The only way to divide the rows, or the only one under which the wanted columns are numbers.
  private func layout(for wanted: [String]) throws(TableError) -> DataLayout {
    func layout(_ delimiter: Delimiter) throws(TableError) -> DataLayout { try DataLayout(reader(delimiter), delimiter, dialect) }
    if let delimiter { return try layout(delimiter) }
    let usual = [Delimiter.tab, .semicolon, .comma].compactMap { try? layout($0) }.filter(\.isTable)
    let byBlanks = [try? layout(.blanks)].compactMap { $0 }.filter(\.isTable)
    var candidates = usual
    if usual.isEmpty { candidates = byBlanks }
    let clean = usual.filter(\.isOfNumbers)
    if clean.count == 1 {
      candidates = clean
    } else if clean.isEmpty, !usual.isEmpty, byBlanks.contains(where: \.isOfNumbers) {
      candidates += byBlanks
    }
    if candidates.count > 1 {
      let fitting = candidates.filter { $0.hasNumbers(inColumns: wanted, name: name, dialect) }
      if !fitting.isEmpty { candidates = fitting }
      let texts = candidates.map { $0.texts(inColumns: wanted, name: name, dialect) }
      if fitting.count > 1 || wanted.isEmpty, Set(texts).count > 1 {
        throw divided(by: candidates.map(\.delimiter))
      }
    }
    if let only = candidates.first {
      // Without names, 1,5 is a row of two cells or one number.
      guard only.delimiter == .comma, only.isFirstRowOfNumbers, dialect.decimal != .point, let whole = try? layout(.none),
        whole.isOfNumbers, wanted.isEmpty || whole.hasNumbers(inColumns: wanted, name: name, dialect)
      else { return only }
      if dialect.decimal == .comma { return whole }
      throw divided(by: [.comma, .none])
    }
    let whole = try layout(.none)
    // What is divided somewhere is no table of one column, unless its commas stand in numbers.
    let isColumn = whole.isFirstRowOfNumbers && whole.isOfNumbers
    for delimiter in [Delimiter.comma, .semicolon, .tab] where !isColumn && whole.names[0].utf8.contains(delimiter.byte) {
      return try layout(delimiter)
    }
    guard whole.isOfNumbers else { return try layout(.comma) }
    if dialect.decimal == nil, whole.looksNumbered {
      throw .leftOpen(
        name, "may have decimals behind its commas, or row numbers before them", give: ["--decimal ,", "names to both columns"])
    }
    return whole
  }

  private func divided(by delimiters: [Delimiter]) -> TableError {
    let names = delimiters.map(\.name)
    return .leftOpen(name, "may be divided by \(names.joined(separator: " or by "))", give: names.map { "--delimiter " + $0 })
  }

  /// The columns as numbers, NaN where a value is missing. A column without a mark is read with points alone, and is
  /// undecided where that does not do.
  private func read(
    _ layout: DataLayout, _ places: DataLayout.Columns, _ marks: [DecimalMark?], _ undecided: inout [Int],
    _ comments: inout Int
  ) throws(TableError) -> [[Double]] {
    var columns = marks.map { _ in [Double]() }
    var isUndecided = marks.map { _ in false }
    // A point in three decimals is known for one by another cell.
    var isShown = marks.map { $0 != nil || layout.isPointUsual }
    var mayBeTwofold = marks.map { _ in false }
    let missing = dialect.missingNumbers
    var wanted = [[Int]](repeating: [], count: layout.count)
    for (index, column) in places.columns.enumerated() { wanted[column].append(index) }
    func take(_ bytes: [UInt8], _ line: Int, _ column: Int, _ range: Range<Int>) throws(TableError) {
      // A row that is too long is refused at its end.
      guard column < wanted.count else { return }
      for index in wanted[column] where !isUndecided[index] {
        let cell = withoutBlanks(bytes, range)
        if let mark = marks[index], let value = number(bytes, cell, mark: mark) {
          columns[index].append(missing.contains(value) ? .nan : value)
        } else if marks[index] == nil, let value = decimalNumber(bytes, cell) {
          columns[index].append(missing.contains(value) ? .nan : value)
          if !isShown[index], bytes[cell].contains(DecimalMark.point.byte) {
            if twofoldMark(bytes, cell) == nil { isShown[index] = true } else { mayBeTwofold[index] = true }
          }
        } else {
          if dialect.isMissing(bytes, cell) {
            columns[index].append(.nan)
          } else if marks[index] == nil, bytes[cell].contains(DecimalMark.comma.byte) || isGrouped(bytes, cell) {
            isUndecided[index] = true
          } else {
            columns[index].append(try value(bytes, cell, marks[index], line, places.names[index]))
          }
        }
      }
    }
    // What is undecided is read again.
    comments += try forEachCell(layout, places, take, until: { !isUndecided.contains(false) })
    for index in marks.indices where mayBeTwofold[index] && !isShown[index] { isUndecided[index] = true }
    undecided = isUndecided.indices.filter { isUndecided[$0] }
    return columns
  }

  /// What a column's cells say of the mark before their decimals.
  private func mark(
    ofColumn column: Int, _ layout: DataLayout, _ places: DataLayout.Columns, _ wanted: String
  ) throws(TableError) -> DecimalMark {
    var marks = DecimalMarks(isPointUsual: layout.isPointUsual)
    func take(_ bytes: [UInt8], _: Int, _ index: Int, _ range: Range<Int>) {
      guard index == column else { return }
      let cell = withoutBlanks(bytes, range)
      if !dialect.isMissing(bytes, cell) { marks.add(bytes, cell) }
    }
    _ = try forEachCell(layout, places, take)
    switch marks.decision {
    case .mark(let mark): return mark
    case .twofold(let cell):
      let bytes = Array(cell.utf8)
      let meanings = DecimalMark.allCases.reversed().map { ($0, number(bytes, bytes.indices, mark: $0) ?? .nan) }
      throw .leftOpen(
        name, "has \(shown(cell)) in its column \(shown(wanted)), which may be \(meanings.map { "\($0.1)" }.joined(separator: " or "))",
        give: meanings.map { "--decimal \($0.0.rawValue) for \($0.1)" })
    // The first cell that is no number with it is named.
    case nil: return marks.likelier
    }
  }

  /// Hands on the cells of the rows below the names and the units; returns how many comments were passed over.
  private func forEachCell(
    _ layout: DataLayout, _ places: DataLayout.Columns,
    _ take: (_ bytes: [UInt8], _ line: Int, _ column: Int, _ range: Range<Int>) throws(TableError) -> Void,
    until isEnough: () -> Bool = { false }
  ) throws(TableError) -> Int {
    var reader = reader(layout.delimiter, from: layout.firstLine)
    for _ in 0..<(places.hasHeader ? 1 : 0) + (places.hasUnits ? 1 : 0) { _ = try reader.nextRow(of: layout.count) { _, _ in } }
    func unfold(_ bytes: [UInt8], _ line: Int, _ column: Int, _ content: CSVReader.Content) throws(TableError) {
      switch content {
      case .plain(let range): try take(bytes, line, column, range)
      case .quoted(let bytes): try take(bytes, line, column, bytes.indices)
      }
    }
    while !isEnough(), try reader.nextRow(of: layout.count, unfold) != nil {}
    return reader.comments
  }

  /// Whether a cell has more than one point.
  private func isGrouped(_ bytes: [UInt8], _ cell: Range<Int>) -> Bool {
    bytes[cell].count { $0 == DecimalMark.point.byte } > 1
  }

  /// The number of a cell that the quick way does not read, or the error that names it.
  private func value(
    _ bytes: [UInt8], _ cell: Range<Int>, _ mark: DecimalMark?, _ line: Int, _ column: String
  ) throws(TableError) -> Double {
    let text = String(decoding: bytes[cell], as: UTF8.self)
    // Beside decimal commas a point does not mark decimals too.
    if mark == .comma, bytes[cell].contains(DecimalMark.point.byte) {
      throw .cell(file: name, line: line, column: column, .notNumeric(text), remedy: "")
    }
    do { return try finiteNumber(bytes, cell) } catch {
      let isWord = !text.contains { $0.isNumber }
      let remedy = isWord ? DataReading.remedy("if it stands for a missing value, give --missing \(shown(text))") : ""
      throw .cell(file: name, line: line, column: column, error, remedy: remedy)
    }
  }

  /// The rows that have a value in every column; throws where there are none.
  private func complete(_ columns: [[Double]], _ wanted: [String]) throws(TableError) -> [[Double]] {
    let count = columns.first?.count ?? 0
    guard count > 0 else { throw .noRows(file: name) }
    guard columns.contains(where: { $0.contains(where: \.isNaN) }) else { return columns }
    let rows = (0..<count).filter { row in columns.allSatisfy { !$0[row].isNaN } }
    guard !rows.isEmpty else { throw .allMissing(file: name, column: wanted.joined(separator: ", "), count: count) }
    let places = wanted.map(shown).joined(separator: " or ")
    DataReading.note("\(shown(name)): \(count - rows.count) of \(count) rows have no value in \(places) and are left out", isSaid: true)
    return columns.map { column in rows.map { column[$0] } }
  }

  /// Notes what of the file is not plain CSV.
  private func noteForm(_ layout: DataLayout, _ places: DataLayout.Columns, _ marks: [DecimalMark?], _ wanted: [String], _ comments: Int) {
    var found = forms
    if layout.delimiter != .comma, layout.delimiter != .none { found.append("delimiter \(layout.delimiter.name)") }
    for (mark, column) in zip(marks, wanted) where mark == .comma { found.append("decimal comma in \(shown(column))") }
    if comments > 0 { found.append("\(comments) \(comments == 1 ? "line" : "lines") of comments") }
    if !found.isEmpty { DataReading.note("\(shown(name)) is read with: \(found.joined(separator: ", "))", isSaid: false) }
    if let units = places.units {
      let texts = units.texts.map(shown).joined(separator: ", ")
      DataReading.note("\(shown(name)), line \(units.line): \(texts) are taken for units", isSaid: true)
    }
    if places.isFirstRowTaken {
      let remedy = DataReading.current?.dialect == nil ? "" : "; if it has the names of the columns, give --header yes"
      DataReading.note("\(shown(name)) has a first row of numbers, which is read as data\(remedy)", isSaid: true)
    }
  }
}
