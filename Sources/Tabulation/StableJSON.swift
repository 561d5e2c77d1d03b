import Foundation

/// JSON with sorted keys, so that the same value gives the same bytes; infinities and NaN are the words `inf`, `-inf`
/// and `NaN`, of which JSON has no numbers.
package enum StableJSON {
  /// The text of a value, with a line end.
  package static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "NaN")
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }

  /// The value of a text that `encode` made.
  package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "NaN")
    return try decoder.decode(type, from: Data(bytes))
  }
}
