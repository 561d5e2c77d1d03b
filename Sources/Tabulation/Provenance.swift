import Foundation

/// Where the numbers of a CSV file come from, which the file cannot say itself: it stands beside it as `NAME.csv.json`.
package struct Provenance: Encodable, Sendable {
  /// The command line, without the path of the program.
  package var command: [String]
  /// The versions of what computed the numbers, by name.
  package var versions: [String: String]
  /// The unit of each kind of value.
  package var units = ["divergences": "nats", "densities": "1 / unit of x"]
  /// The seed, where chance enters and is not a column.
  package var seed: UInt64?
  /// The bounds that values were held to.
  package var tolerances: [String: Double]
  /// What a reader of the numbers must know; nil where there is nothing.
  package var notes: [String]?
  /// The vector width that networks were trained on, where any were: another one gives other bytes.
  package var vectorWidth: String?
  private var columns: [String] = []
  private var rows = 0

  /// What is known of a command's numbers.
  package init(command: [String], versions: [String: String], seed: UInt64?, tolerances: [String: Double]) {
    self.command = command
    self.versions = versions
    self.seed = seed
    self.tolerances = tolerances
  }

  /// A table as the text of `NAME.csv`, and that of the file beside it, which has the table's columns and the number of
  /// its rows too.
  package func files(of table: Table, named name: String) throws -> [(name: String, contents: String)] {
    [(name, table.csv), (name + ".json", try description(of: table))]
  }

  /// What stands beside the CSV of a table.
  package func description(of table: Table) throws -> String {
    var described = self
    (described.columns, described.rows) = (table.columns, table.rowCount)
    return try StableJSON.encode(described)
  }
}

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
