import Densities
import Tabulation

/// What a run on disk computes, as it is written to `run.json`: P and Q as text, and the settings of the training.
package struct RunSettings: Equatable, Sendable {
  /// P: a density in the text grammar, or a column of data as FILE:COLUMN.
  package var p: String
  /// A fixed Q, against which the discriminator is trained alone.
  package var q: String?
  /// How the players are trained.
  package var training: TrainingSettings

  /// The game on P, or the discriminator alone against Q, with default settings.
  package init(p: String, q: String? = nil) {
    (self.p, self.q) = (p, q)
    training = q == nil ? TrainingSettings() : .discriminatorAlone
  }

  /// The game; throws one sentence where P or Q cannot be read.
  ///
  /// P of a column of data is its kernel estimate, and its rows are drawn with replacement.
  package func gan() throws -> GAN {
    let q = try q.map { try parseDensity($0) }
    guard ColumnReference.isMeant(by: p) else {
      return GAN(try parseDensity(p), against: q, rows: nil, settings: training)
    }
    let rows = try ColumnReference(parsing: p).numbers()
    return GAN(try KernelDensity(rows, source: p), against: q, rows: rows, settings: training)
  }

  /// These settings for more steps.
  func extended(to steps: Int) -> RunSettings {
    var settings = self
    settings.training = training.extended(to: steps)
    return settings
  }

  /// How P was read.
  func reading(of gan: GAN) -> String {
    ColumnReference.isMeant(by: p) ? "rows of \(p), drawn with replacement; densities are those of \(gan.p)" : "\(gan.p)"
  }

  /// The first setting in which two runs differ, with both values.
  func difference(from other: RunSettings) -> (setting: String, mine: String, other: String)? {
    zip(texts, other.texts).first { $0.text != $1.text }.map { ($0.name, $0.text, $1.text) }
  }

  private var texts: [(name: String, text: String)] { [("p", p), ("q", q ?? "none")] + training.texts }

  package static func == (a: RunSettings, b: RunSettings) -> Bool { a.difference(from: b) == nil }
}

extension RunSettings: Codable {
  private enum CodingKeys: CodingKey { case p, q }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    p = try values.decode(String.self, forKey: .p)
    q = try values.decodeIfPresent(String.self, forKey: .q)
    training = try TrainingSettings(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(p, forKey: .p)
    try values.encodeIfPresent(q, forKey: .q)
    try training.encode(to: encoder)
  }
}

/// Why a run cannot be started or continued; the description is one sentence.
public struct RunError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
  /// The setting that is to blame, by its name in JSON; nil where it is none.
  let setting: String?

  /// An error with this sentence, without its full stop.
  public init(_ sentence: String) { self.init(sentence, setting: nil) }

  init(_ sentence: String, setting: String?) { (description, self.setting) = (sentence, setting) }

  /// An error about the value of a setting, which the sentence begins with, as the command line spells it.
  init(setting: String, _ condition: String) { self.init("\(Self.spelled(setting)) \(condition)", setting: setting) }

  /// The sentence with the setting spelled as in JSON.
  var inPlans: String { setting.map { description.replacing(Self.spelled($0), with: $0) } ?? description }

  private static func spelled(_ setting: String) -> String {
    setting.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
  }
}
