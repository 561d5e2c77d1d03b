import Tabulation

/// CRC-64 as xz has it: the remainder by the polynomial of ECMA-182, bits reflected, inverted before and after. Every
/// error within 64 neighbouring bits changes it, so that one altered character is always seen.
func checksum(of bytes: some Sequence<UInt8>) -> UInt64 {
  ~bytes.reduce(~0) { checksumTable[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
}

private let checksumTable: [UInt64] = (0..<256).map { byte in
  (0..<8).reduce(UInt64(byte)) { remainder, _ in remainder & 1 == 1 ? remainder >> 1 ^ 0xC96C_5795_D787_0F42 : remainder >> 1 }
}

/// JSON whose first entry is the checksum of all that follows it, so that a file altered by one character is not taken
/// for what was written.
enum ChecksummedJSON {
  private static let start = "{\n  \"checksum\" : \""
  private static let end = "\",\n"
  /// How `StableJSON` begins an object with entries.
  private static let opening = "{\n"

  /// The text of a value that is written as an object; its entries come after the checksum.
  static func encode(_ value: some Encodable) throws -> String {
    let entries = try StableJSON.encode(value).utf8.dropFirst(opening.utf8.count)
    return start + digits(checksum(of: entries)) + end + String(decoding: entries, as: UTF8.self)
  }

  /// The value of a text that `encode` made; nil where it has no checksum, or another.
  static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value? {
    let (head, tail) = (Array(start.utf8), Array(end.utf8))
    let entries = bytes.dropFirst(head.count + 16 + tail.count)
    guard bytes.starts(with: head + Array(digits(checksum(of: entries)).utf8) + tail) else { return nil }
    return try StableJSON.decode(type, from: Array(opening.utf8) + entries)
  }

  /// Whether a text begins as one with a checksum does.
  static func hasChecksum(_ bytes: [UInt8]) -> Bool { bytes.starts(with: Array(start.utf8)) }

  private static func digits(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
