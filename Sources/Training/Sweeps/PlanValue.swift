import Foundation

/// A value of JSON in which comments, from `//` to the end of the line or between `/*` and `*/`, and a comma after the
/// last element are allowed.
///
/// Own reader, for a file that people write: of Foundation's readers only that of JSON5 takes comments, and on Linux it
/// does not say what is wrong, or where. All of them take one of two fields of one name in silence.
enum PlanValue {
  case null
  case truth(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([PlanValue])
  /// The fields, in their order.
  case object([(name: String, value: PlanValue)])

  /// The value as Foundation's writer takes it.
  var foundation: Any {
    switch self {
    case .null: NSNull()
    case .truth(let value): value
    case .integer(let value): value
    case .number(let value): value
    case .text(let value): value
    case .list(let values): values.map(\.foundation)
    case .object(let fields): Dictionary(fields.map { ($0.name, $0.value.foundation) }) { $1 }
    }
  }

  /// The value as JSON, in one line or over several.
  func json(_ options: JSONSerialization.WritingOptions = []) -> String {
    let data = try? JSONSerialization.data(withJSONObject: foundation, options: options.union([.sortedKeys, .fragmentsAllowed]))
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  /// What a message calls the value.
  var described: String {
    let json = json()
    let shown = json.count > 40 ? json.prefix(40) + "…" : json[...]
    return switch self {
    case .null, .truth: "\(shown)"
    case .integer, .number: "the number \(shown)"
    case .text: "the text \(shown)"
    case .list: "the list \(shown)"
    case .object: "the object \(shown)"
    }
  }

  /// Reads JSON; throws what is wrong, with its line and column.
  init(parsing bytes: [UInt8], file: String) throws(RunError) {
    var parser = Parser(bytes: bytes, file: file)
    self = try parser.document()
  }
}

private struct Parser {
  let bytes: [UInt8]
  let file: String
  private var position: Int
  private var depth = 0

  /// The deepest nesting that is read.
  private static let deepest = 64

  init(bytes: [UInt8], file: String) {
    (self.bytes, self.file) = (bytes, file)
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  mutating func document() throws(RunError) -> PlanValue {
    let value = try value()
    try skipBlanks()
    if next != nil { throw failure("the file goes on after its end") }
    return value
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// An error at the position, or at another one.
  private func failure(_ condition: String, at place: Int? = nil) -> RunError {
    let before = bytes[..<min(place ?? position, bytes.count)]
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return RunError("\(file) is not JSON: line \(line), column \(before.count - start + 1): \(condition)")
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private func isNext(_ text: StaticString) -> Bool {
    bytes[position...].starts(with: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Passes over white space and comments.
  private mutating func skipBlanks() throws(RunError) {
    while let byte = next {
      if byte == UInt8(ascii: " ") || (9...13).contains(byte) {
        position += 1
      } else if isNext("//") {
        position = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      } else if isNext("/*") {
        let start = position
        position += 2
        while !isNext("*/") {
          guard position < bytes.count else { throw failure("a comment has no end: close it with */", at: start) }
          position += 1
        }
        position += 2
      } else {
        return
      }
    }
  }

  private mutating func value() throws(RunError) -> PlanValue {
    try skipBlanks()
    guard let byte = next else { throw failure("the file ends where a value is needed") }
    switch byte {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try list()
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default:
      let start = position
      while let byte = next, isLetter(byte) { position += 1 }
      switch String(decoding: bytes[start..<position], as: UTF8.self) {
      case "true": return .truth(true)
      case "false": return .truth(false)
      case "null": return .null
      default: throw failure("a value is needed: a text stands in quotation marks", at: start)
      }
    }
  }

  private func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }

  private mutating func object() throws(RunError) -> PlanValue {
    var (fields, names) = ([(name: String, value: PlanValue)](), Set<String>())
    try elements(until: UInt8(ascii: "}")) { parser throws(RunError) in
      guard parser.next == UInt8(ascii: "\"") else { throw parser.failure("the name of a field is needed, in quotation marks") }
      let (start, name) = (parser.position, try parser.text())
      guard names.insert(name).inserted else { throw parser.failure("the field '\(name)' is given twice: leave one out", at: start) }
      try parser.skipBlanks()
      guard parser.take(UInt8(ascii: ":")) else { throw parser.failure("a colon is needed between '\(name)' and its value") }
      fields.append((name, try parser.value()))
    }
    return .object(fields)
  }

  private mutating func list() throws(RunError) -> PlanValue {
    var values: [PlanValue] = []
    try elements(until: UInt8(ascii: "]")) { parser throws(RunError) in values.append(try parser.value()) }
    return .list(values)
  }

  /// What stands between a bracket and the closing one, with commas between.
  private mutating func elements(until end: UInt8, _ element: (inout Parser) throws(RunError) -> Void) throws(RunError) {
    let start = position
    guard depth < Self.deepest else { throw failure("lists and objects are nested more than \(Self.deepest) deep") }
    (position, depth) = (position + 1, depth + 1)
    defer { depth -= 1 }
    try skipBlanks()
    while !take(end) {
      guard next != nil else { throw failure("'\(Character(Unicode.Scalar(bytes[start])))' is never closed", at: start) }
      try element(&self)
      try skipBlanks()
      guard take(UInt8(ascii: ",")) || next == end || next == nil else {
        throw failure("a comma or '\(Character(Unicode.Scalar(end)))' is needed after a value")
      }
      try skipBlanks()
    }
  }

  private mutating func number() throws(RunError) -> PlanValue {
    let start = position
    while let byte = next, isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.".utf8.contains(byte) {
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+\-]?[0-9]+)?/) != nil else {
      throw failure("'\(text.prefix(40))' is not a number: write such as 20, -0.5 or 1e-3", at: start)
    }
    if let integer = Int(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else { throw failure("'\(text.prefix(40))' is beyond the largest number", at: start) }
    return .number(number)
  }

  private mutating func text() throws(RunError) -> String {
    let start = position
    var content: [UInt8] = []
    position += 1
    while true {
      guard let byte = next, byte != UInt8(ascii: "\n") else { throw failure("a text has no closing quotation mark", at: start) }
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: content, as: UTF8.self) else { throw failure("a text is not in UTF-8", at: start) }
        return text
      case UInt8(ascii: "\\"): content += try escaped().utf8
      default: content.append(byte)
      }
    }
  }

  /// What the characters after a backslash stand for.
  private mutating func escaped() throws(RunError) -> String {
    guard let byte = next else { throw failure("a text has no closing quotation mark") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(Unicode.Scalar(byte))
    case UInt8(ascii: "u"):
      var units = [try unit()]
      if UTF16.isLeadSurrogate(units[0]), isNext("\\u") {
        position += 2
        units.append(try unit())
      }
      guard let text = String(validating: units, as: UTF16.self) else { throw failure("\\u is followed by half of a character") }
      return text
    default: throw failure("a backslash stands before one of \"\\/bfnrtu: write \\\\ for the backslash itself", at: position - 2)
    }
  }

  private mutating func unit() throws(RunError) -> UInt16 {
    let digits = String(decoding: bytes[position..<min(position + 4, bytes.count)], as: UTF8.self)
    guard digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit), let unit = UInt16(digits, radix: 16) else {
      throw failure("\\u takes four hexadecimal digits")
    }
    position += 4
    return unit
  }
}
