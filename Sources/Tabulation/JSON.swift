/// A value of JSON, written by hand: Foundation's encoder throws on NaN and infinity, which here are texts.
package enum JSON: Sendable {
  /// A text.
  case text(String)
  /// A number, or the word that a CSV has for one that is not finite.
  case number(Double)
  /// A whole number.
  case whole(Int)
  /// True or false.
  case flag(Bool)
  /// Nothing.
  case null
  /// Values one after the other.
  case list([JSON])
  /// Numbers one after the other.
  case numbers([Double])
  /// Named values, in this order.
  case object([(name: String, value: JSON)])

  /// The value as text.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes
  }

  private func append(to bytes: inout [UInt8]) {
    switch self {
    case .text(let text): Self.append(quoted: text, to: &bytes)
    case .number(let value): Self.append(value, to: &bytes)
    case .whole(let value): bytes += value.description.utf8
    case .flag(let value): bytes += (value ? "true" : "false").utf8
    case .null: bytes += "null".utf8
    case .list(let values): Self.append(values, between: "[", "]", to: &bytes) { $0.append(to: &$1) }
    case .numbers(let values): Self.append(values, between: "[", "]", to: &bytes) { Self.append($0, to: &$1) }
    case .object(let members):
      Self.append(members, between: "{", "}", to: &bytes) { member, bytes in
        Self.append(quoted: member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.append(to: &bytes)
      }
    }
  }

  /// A number with the shortest digits that read back as the same; what is none is the text that a CSV has for it.
  private static func append(_ value: Double, to bytes: inout [UInt8]) {
    if value.isFinite { bytes += value.description.utf8 } else { append(quoted: Cell.number(value).text, to: &bytes) }
  }

  private static func append<Element>(
    _ elements: [Element], between start: Unicode.Scalar, _ end: Unicode.Scalar, to bytes: inout [UInt8],
    _ element: (Element, inout [UInt8]) -> Void
  ) {
    bytes.append(UInt8(ascii: start))
    for index in elements.indices {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      element(elements[index], &bytes)
    }
    bytes.append(UInt8(ascii: end))
  }

  private static func append(quoted text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      // The signs of markup, so that no text ends the script that it is written into.
      case 0..<0x20, UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"):
        let digits = Array("0123456789abcdef".utf8)
        bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
