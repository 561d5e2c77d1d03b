import Foundation
import Tabulation

/// What a CSV file cannot say itself: it is written beside it as `NAME.csv.json`.
struct Metadata: Encodable {
  /// The command line, without the path of the tool.
  var command: [String] = []
  /// Versions of what computed the numbers.
  var versions = ["divergences": Version.package, "gsl": Version.library]
  /// The unit of each kind of value.
  var units = ["divergences": "nats", "densities": "1 / unit of x"]
  /// The seed, where chance enters.
  var seed: UInt64?
  /// The bounds that values were held to.
  var tolerances: [String: Double] = [:]
  /// The columns of the table.
  var columns: [String] = []
  /// How many rows it has.
  var rows = 0

  /// The metadata as JSON with sorted keys, so that the same run gives the same bytes.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // JSON has no infinities; the encoder would throw on one.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "NaN")
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}
