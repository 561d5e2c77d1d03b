/// What the cells of a column say about the mark before their decimals.
///
/// A cell such as `1,234` is twofold: 1234 or 1.234. A column is read where only one mark explains all of its cells, and
/// where other cells show what its twofold ones mean.
struct DecimalMarks {
  private struct Evidence {
    /// Whether every cell is a number with this mark.
    var isPossible = true
    /// Whether a cell that has the mark once before other than three digits shows it.
    var isShown = false
    /// Whether a cell shows the other mark between thousands.
    var showsGroups = false

    mutating func add(_ number: Double?, hasMark: Bool, hasOther: Bool) {
      isPossible = number != nil
      isShown = isShown || isPossible && hasMark
      showsGroups = showsGroups || isPossible && hasOther
    }
  }

  private var point = Evidence()
  private var comma = Evidence()
  /// The first twofold cell with each mark.
  private var twofold: [DecimalMark: String] = [:]
  /// The mark that explains a point in cells of three decimals without another sign.
  private let isPointUsual: Bool

  /// - Parameter isPointUsual: whether a lone point is taken for the decimal one, as in all files but those with
  ///   semicolons, which are common where the comma is.
  init(isPointUsual: Bool) { self.isPointUsual = isPointUsual }

  /// Takes a cell without blanks at its ends that is not missing.
  mutating func add(_ bytes: [UInt8], _ range: Range<Int>) {
    if let mark = twofoldMark(bytes, range) {
      if twofold[mark] == nil { twofold[mark] = String(decoding: bytes[range], as: UTF8.self) }
      return
    }
    let (hasPoint, hasComma) = (bytes[range].contains(DecimalMark.point.byte), bytes[range].contains(DecimalMark.comma.byte))
    if point.isPossible { point.add(number(bytes, range, mark: .point), hasMark: hasPoint, hasOther: hasComma) }
    if comma.isPossible { comma.add(number(bytes, range, mark: .comma), hasMark: hasComma, hasOther: hasPoint) }
  }

  /// The mark of the column, or a twofold cell; nil where no mark explains all cells.
  var decision: Decision? {
    let settled = DecimalMark.allCases.filter { mark in
      let evidence = mark == .point ? point : comma
      let isUsual = mark == .point && isPointUsual
      return evidence.isPossible && (twofold[mark] == nil || evidence.isShown || isUsual)
        && (twofold[mark.other] == nil || evidence.showsGroups)
    }
    if let mark = settled.first { return .mark(mark) }
    guard point.isPossible || comma.isPossible, let cell = twofold[.comma] ?? twofold[.point] else { return nil }
    return .twofold(cell)
  }

  /// The mark whose cells are to be named where no mark explains all.
  var likelier: DecimalMark { comma.isShown && !point.isShown ? .comma : .point }

  /// What the cells say.
  enum Decision {
    case mark(DecimalMark)
    /// The cells may mean two numbers each, such as this one.
    case twofold(String)
  }
}

/// The only mark of a cell such as `1,234` or `12.345`, which may stand before decimals or group thousands.
func twofoldMark(_ bytes: [UInt8], _ range: Range<Int>) -> DecimalMark? {
  var digits = bytes[range]
  if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { digits = digits.dropFirst() }
  guard (5...7).contains(digits.count), digits.first != UInt8(ascii: "0") else { return nil }
  let place = digits.endIndex - 4
  let isOfDigits = digits.indices.allSatisfy { $0 == place || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digits[$0]) }
  guard isOfDigits else { return nil }
  return DecimalMark.allCases.first { $0.byte == digits[place] }
}

/// The finite number of a cell without blanks whose decimals follow a mark and whose thousands the other one may group;
/// nil where it is none.
func number(_ bytes: [UInt8], _ range: Range<Int>, mark: DecimalMark) -> Double? {
  // A comma before nothing belongs to a list rather than to a number.
  if mark == .comma, bytes[range].last == mark.byte { return nil }
  if let number = decimalNumber(bytes, range, mark: mark.byte) { return number }
  guard !range.isEmpty else { return nil }
  var cell = bytes[range]
  if cell.contains(mark.other.byte) {
    guard let whole = ungrouped(cell, mark) else { return nil }
    cell = whole[...]
  }
  let plain = cell.map { $0 == mark.byte ? DecimalMark.point.byte : $0 }
  return try? finiteNumber(plain, plain.indices)
}

/// A numeral without the marks between its thousands; nil where they are not in groups of three.
private func ungrouped(_ cell: ArraySlice<UInt8>, _ mark: DecimalMark) -> [UInt8]? {
  func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
  let sign = cell.prefix { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
  let parts = cell.dropFirst(sign.count).split(separator: mark.byte, maxSplits: 1, omittingEmptySubsequences: false)
  guard sign.count <= 1, let whole = parts.first, parts.dropFirst().allSatisfy({ $0.allSatisfy(isDigit) }) else { return nil }
  let groups = whole.split(separator: mark.other.byte, omittingEmptySubsequences: false)
  guard let first = groups.first, (1...3).contains(first.count), first.first != UInt8(ascii: "0"), groups.count > 1,
    groups.dropFirst().allSatisfy({ $0.count == 3 }), groups.allSatisfy({ $0.allSatisfy(isDigit) })
  else { return nil }
  return sign + groups.joined() + (parts.count > 1 ? [mark.byte] + parts[1] : [])
}
