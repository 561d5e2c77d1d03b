/// The symbols of a text, one after another.
struct Scanner {
  private let bytes: [UInt8]
  private var position = 0
  /// Whether a value is a decimal and nothing else, whose digits its double keeps.
  let readsDecimals: Bool

  init(_ text: String, decimals: Bool = false) {
    bytes = Array(text.utf8)
    readsDecimals = decimals
    skipSpace()
  }

  var isAtEnd: Bool { position == bytes.count }

  /// Whether a number follows: a digit, a point or a sign.
  var startsNumber: Bool {
    guard let byte = peek else { return false }
    return Self.isDigit(byte) || byte == UInt8(ascii: ".") || startsSign
  }

  var startsSign: Bool { peek == UInt8(ascii: "+") || minusLength(at: position) > 0 }

  /// The symbol that follows.
  var next: Unicode.Scalar? { peek.map { Unicode.Scalar($0) } }

  /// The next number, without a sign.
  mutating func number() throws(DensityError) -> Double {
    let start = position
    var end = position
    while end < bytes.count {
      let byte = bytes[end]
      // A sign belongs to a number after the letter of its exponent.
      let afterExponent = end > start && isExponentMark(bytes[end - 1], hexadecimal: isHexadecimal(from: start))
      let minus = minusLength(at: end)
      if afterExponent, minus > 0 || byte == UInt8(ascii: "+") {
        end += max(minus, 1)
        continue
      }
      guard minus == 0, Self.isWordByte(byte) || byte == UInt8(ascii: ".") else { break }
      end += 1
    }
    let text = String(
      String.UnicodeScalarView(String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars.map { $0 == Self.minusSign ? "-" : $0 }))
    if readsDecimals, Double(text) != nil { try Self.requireDecimal(text) }
    guard let value = Double(text) else {
      throw text.isEmpty ? unexpected("a number") : DensityError("'\(Self.shortened(text))' is not a number")
    }
    position = end
    skipSpace()
    return value
  }

  /// Two decimals of up to 15 digits never round to the same double, so that the shortest text of a double is what was typed.
  private static func requireDecimal(_ text: String) throws(DensityError) {
    guard let typed = DecimalDigits(text) else {
      throw DensityError("exact decimals are written with the digits 0 to 9, the exponent with at most five, not '\(shortened(text))'")
    }
    let value = Double(text) ?? .infinity
    guard value.isFinite, value != 0 || typed.digits.isEmpty else {
      throw DensityError("exact decimals are 0, or from 5e-324 to 1.7976931348623157e308 in size, unlike '\(shortened(text))'")
    }
    guard value == 0 || DecimalDigits(value.description) == typed else {
      throw DensityError(
        "exact decimals are what their doubles keep, 15 digits and fewer below 2.23e-308: '\(shortened(text))' becomes \(value), so "
          + "write that, or leave --exact-decimals out")
    }
  }

  /// Throws where arithmetic follows a number, if that must be a decimal.
  func requireNoArithmetic() throws(DensityError) {
    guard readsDecimals, let next, "+-*/^".unicodeScalars.contains(next) || startsSign else { return }
    throw Self.arithmetic
  }
  static let arithmetic = DensityError(
    "exact decimals are numbers without arithmetic and names such as pi: write 0.25 instead of 1/4, or leave --exact-decimals out")

  /// The next word of letters, digits and underscores; empty if there is none.
  mutating func word() -> String {
    let start = position
    while position < bytes.count, Self.isWordByte(bytes[position]), minusLength(at: position) == 0 { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    skipSpace()
    return word
  }

  /// Steps over a symbol if it is next.
  mutating func take(_ symbol: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: symbol) else { return false }
    position += 1
    skipSpace()
    return true
  }

  /// Steps over a minus, the typewriter's or the printer's (U+2212).
  mutating func takeMinus() -> Bool {
    let length = minusLength(at: position)
    if length == 0 { return false }
    position += length
    skipSpace()
    return true
  }

  /// Steps over `**`, the other way to write a power.
  mutating func takePower() -> Bool {
    guard bytes[position...].starts(with: [UInt8(ascii: "*"), UInt8(ascii: "*")]) else { return false }
    position += 2
    skipSpace()
    return true
  }

  mutating func expect(_ symbol: Unicode.Scalar, after what: String) throws(DensityError) {
    if !take(symbol) { throw unexpected("'\(symbol)' after \(what)") }
  }

  /// The raw text up to the parenthesis that closes the one already open, which is stepped over.
  mutating func rawTextToClosingParenthesis() throws(DensityError) -> String {
    var open = 1
    let start = position
    while position < bytes.count {
      // The name of a column, which may have every character in quotation marks.
      if bytes[position] == UInt8(ascii: "\""), position > start, bytes[position - 1] == UInt8(ascii: ":"),
        let end = endOfQuotation(from: position + 1)
      {
        position = end
      }
      if bytes[position] == UInt8(ascii: "(") { open += 1 }
      if bytes[position] == UInt8(ascii: ")") { open -= 1 }
      position += 1
      if open == 0 {
        let text = String(decoding: bytes[start..<(position - 1)], as: UTF8.self)
        skipSpace()
        return text
      }
    }
    throw DensityError("a ')' is missing after '\(Self.shortened(String(decoding: bytes[start...], as: UTF8.self)))'")
  }

  /// The place of the mark that ends a quotation, in which other marks are doubled; nil where it has no end.
  private func endOfQuotation(from start: Int) -> Int? {
    var place = start
    while let mark = bytes[min(place, bytes.count)...].firstIndex(of: UInt8(ascii: "\"")) {
      guard mark + 1 < bytes.count, bytes[mark + 1] == UInt8(ascii: "\"") else { return mark }
      place = mark + 2
    }
    return nil
  }

  /// What stands here instead of what was expected.
  func unexpected(_ expectation: String) -> DensityError {
    if isAtEnd { return DensityError("expected \(expectation), not the end of the text") }
    return DensityError("expected \(expectation), not '\(Self.shortened(String(decoding: bytes[position...].prefix(100), as: UTF8.self)))'")
  }

  /// The text itself, or its beginning if it would make a message unreadable.
  static func shortened(_ text: String) -> String { text.count <= 40 ? text : text.prefix(40) + "…" }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }
  private mutating func skipSpace() {
    while position < bytes.count, bytes[position] == 32 || (9...13).contains(bytes[position]) { position += 1 }
  }
  private static let minusSign: Unicode.Scalar = "\u{2212}"

  /// How many bytes a minus takes here; 0 if there is none.
  private func minusLength(at index: Int) -> Int {
    guard index < bytes.count else { return 0 }
    if bytes[index] == UInt8(ascii: "-") { return 1 }
    return bytes[index...].starts(with: [0xE2, 0x88, 0x92]) ? 3 : 0
  }
  private func isHexadecimal(from start: Int) -> Bool {
    bytes[start] == UInt8(ascii: "0") && bytes[start...].dropFirst().first.map { $0 | 32 == UInt8(ascii: "x") } ?? false
  }
  private func isExponentMark(_ byte: UInt8, hexadecimal: Bool) -> Bool { byte | 32 == UInt8(ascii: hexadecimal ? "p" : "e") }
  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static func isWordByte(_ byte: UInt8) -> Bool { isDigit(byte) || (97...122).contains(byte | 32) || byte == 95 || byte >= 128 }
}
