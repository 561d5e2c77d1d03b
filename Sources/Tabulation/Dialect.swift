/// How a file of columns is written, where its user says so; nil stands for what the file itself decides.
package struct Dialect: Hashable, Sendable {
  /// What stands between two cells of a row.
  package var delimiter: Delimiter?
  /// What stands before the decimals of a number; the other mark then groups thousands.
  package var decimal: DecimalMark?
  /// Whether the first row has the names of the columns.
  package var hasHeader: Bool?
  /// Texts that stand for a missing value besides `Dialect.missing`; a number such as -999 does in every spelling.
  package var missing: Set<String> = []

  /// Everything as the file decides.
  package init() {}

  /// What stands for a missing value in every file, in capitals; an empty cell does too. NaN does not: it is the result
  /// of a computation that has failed.
  package static let missing: Set<String> = ["NA", "N/A", "NULL", "NONE", "-", "?", "."]

  /// The numbers that stand for a missing value.
  var missingNumbers: Set<Double> { Set(missing.compactMap(Double.init)) }

  /// Whether a cell without blanks at its ends stands for a missing value.
  func isMissing(_ bytes: [UInt8], _ cell: Range<Int>) -> Bool {
    // No text that always does is longer.
    if missing.isEmpty, cell.count > 4 { return false }
    return isMissing(String(decoding: bytes[cell], as: UTF8.self))
  }

  /// Whether the text of a cell stands for a missing value.
  func isMissing(_ text: String) -> Bool {
    let text = text.trimmingBlanks
    return text.isEmpty || missing.contains(text) || Self.missing.contains(text.uppercased())
  }
}

/// What stands between two cells of a row.
package enum Delimiter: Hashable, Sendable {
  /// One character of ASCII.
  case character(UInt8)
  /// Any number of spaces and tabs.
  case blanks
  /// Nothing: a row is one cell.
  case none

  /// The comma.
  package static let comma = character(UInt8(ascii: ","))
  /// The semicolon.
  package static let semicolon = character(UInt8(ascii: ";"))
  /// The tabulator.
  package static let tab = character(UInt8(ascii: "\t"))

  /// A delimiter by its name or as its character; nil where a number or a quoted cell may have that character.
  package init?(named text: String) {
    switch text {
    case "comma": self = .comma
    case "semicolon": self = .semicolon
    case "tab", "\\t": self = .tab
    case "blank", "blanks", " ": self = .blanks
    case "none": self = .none
    default:
      guard let byte = text.utf8.first, text.utf8.count == 1, byte == 9 || (0x20..<0x7F).contains(byte) else { return nil }
      let character = Character(UnicodeScalar(byte))
      guard !character.isLetter, !character.isNumber, !"\"#+-.".contains(character) else { return nil }
      self = .character(byte)
    }
  }

  /// The byte, of blanks the space, and for none one that no text has.
  var byte: UInt8 {
    switch self {
    case .character(let byte): byte
    case .blanks: UInt8(ascii: " ")
    case .none: 0
    }
  }

  /// The value of `--delimiter` that names it.
  package var name: String {
    switch self {
    case .comma: "comma"
    case .semicolon: "semicolon"
    case .tab: "tab"
    case .blanks: "blank"
    case .none: "none"
    case .character(let byte): "'" + String(UnicodeScalar(byte)) + "'"
    }
  }
}

/// What stands before the decimals of a number.
package enum DecimalMark: String, Hashable, Sendable, CaseIterable {
  /// As in 2.5.
  case point = "."
  /// As in 2,5.
  case comma = ","

  var byte: UInt8 { self == .point ? UInt8(ascii: ".") : UInt8(ascii: ",") }
  /// The mark that may group thousands beside it.
  var other: DecimalMark { self == .point ? .comma : .point }
}

extension String {
  /// Without the white space at its ends.
  var trimmingBlanks: String {
    let start = firstIndex { !$0.isWhitespace } ?? endIndex
    let end = lastIndex { !$0.isWhitespace }.map(index(after:)) ?? start
    return String(self[start..<end])
  }
}
