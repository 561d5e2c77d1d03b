/// The symbols of a text, one after another.
struct Scanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
    skipSpace()
  }

  var isAtEnd: Bool { position == bytes.count }

  /// Whether a number follows: a digit, a point or a sign.
  var startsNumber: Bool {
    guard let byte = peek else { return false }
    return Self.isDigit(byte) || byte == UInt8(ascii: ".") || startsSign
  }

  var startsSign: Bool { peek == UInt8(ascii: "-") || peek == UInt8(ascii: "+") }

  /// Whether `inf`, `infinity` or `nan` follows, which Swift's numbers include.
  var startsNonFinite: Bool {
    var copy = self
    return ["inf", "infinity", "nan"].contains(copy.word().lowercased())
  }

  /// The next number; infinite and NaN ones are for the caller to judge.
  mutating func number() throws(DensityError) -> Double {
    let start = position
    var end = position
    while end < bytes.count {
      let byte = bytes[end]
      let isSign = byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      // A sign belongs to a number at its start and after the letter of an exponent.
      let afterExponent = end > start && isExponentMark(bytes[end - 1], hexadecimal: isHexadecimal(from: start))
      guard Self.isWordByte(byte) || byte == UInt8(ascii: ".") || (isSign && (end == start || afterExponent)) else { break }
      end += 1
    }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    guard let value = Double(text) else {
      throw text.isEmpty ? unexpected("a number") : DensityError("'\(Self.shortened(text))' is not a number")
    }
    position = end
    skipSpace()
    return value
  }

  /// The next word of letters, digits and underscores; empty if there is none.
  mutating func word() -> String {
    let start = position
    while position < bytes.count, Self.isWordByte(bytes[position]) { position += 1 }
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

  mutating func expect(_ symbol: Unicode.Scalar, after what: String) throws(DensityError) {
    if !take(symbol) { throw unexpected("'\(symbol)' after \(what)") }
  }

  /// The raw text up to the parenthesis that closes the one already open, which is stepped over.
  mutating func rawTextToClosingParenthesis() throws(DensityError) -> String {
    var open = 1
    let start = position
    while position < bytes.count {
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
  private func isHexadecimal(from start: Int) -> Bool {
    let digits = bytes[start...].prefix(3).filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }
    return digits.count > 1 && digits[0] == UInt8(ascii: "0") && digits[1] | 32 == UInt8(ascii: "x")
  }
  private func isExponentMark(_ byte: UInt8, hexadecimal: Bool) -> Bool { byte | 32 == UInt8(ascii: hexadecimal ? "p" : "e") }
  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  private static func isWordByte(_ byte: UInt8) -> Bool { isDigit(byte) || (97...122).contains(byte | 32) || byte == 95 || byte >= 128 }
}
