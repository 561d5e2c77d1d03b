import Autodiff
import Densities
import Foundation

/// The settings by their names, in JSON and on the command line.
extension TrainingSettings: Codable {
  public init(from decoder: any Decoder) throws {
    self.init()
    let values = try decoder.container(keyedBy: Name.self)
    for field in Self.fields { try field.decode(&self, values) }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Name.self)
    for field in Self.fields { try field.encode(self, &values) }
  }

  struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private typealias Path<Value> = any WritableKeyPath<TrainingSettings, Value> & Sendable

  /// A setting: its name, and how it is written and read.
  private struct Field: Sendable {
    let name: String
    /// What its value is in JSON, and how one is written; nil where only programs set it.
    let kind: (name: String, example: String)?
    let encode: @Sendable (TrainingSettings, inout KeyedEncodingContainer<Name>) throws -> Void
    let decode: @Sendable (inout TrainingSettings, KeyedDecodingContainer<Name>) throws -> Void
    let text: @Sendable (TrainingSettings) -> String
    /// Sets the value that a text denotes; false where it denotes none.
    let parse: @Sendable (inout TrainingSettings, String) throws -> Bool

    /// A setting by what becomes of its value.
    init<Value>(
      _ name: String, _ path: Path<Value>, kind: (name: String, example: String)?, text: @escaping @Sendable (Value) -> String,
      parse: @escaping @Sendable (String) throws -> Value?,
      encode: @escaping @Sendable (Value, inout KeyedEncodingContainer<Name>, Name) throws -> Void,
      decode: @escaping @Sendable (KeyedDecodingContainer<Name>, Name) throws -> Value
    ) {
      let key = Name(stringValue: name)
      (self.name, self.kind) = (name, kind)
      self.encode = { try encode($0[keyPath: path], &$1, key) }
      self.decode = { $0[keyPath: path] = try decode($1, key) }
      self.text = { text($0[keyPath: path]) }
      self.parse = { settings, typed in
        guard let value = try parse(typed) else { return false }
        settings[keyPath: path] = value
        return true
      }
    }
  }

  /// A setting that JSON holds as it is.
  private static func plain<Value: Codable & Sendable>(
    _ name: String, _ path: Path<Value>, kind: (name: String, example: String)?,
    parse: @escaping @Sendable (String) -> Value? = { _ in nil }
  ) -> Field {
    Field(
      name, path, kind: kind, text: { "\($0)" }, parse: parse, encode: { try $1.encode($0, forKey: $2) },
      decode: { try $0.decode(Value.self, forKey: $1) })
  }

  private static func number<Value: Codable & Sendable & LosslessStringConvertible>(_ name: String, _ path: Path<Value>) -> Field {
    plain(name, path, kind: Value.self == Double.self ? ("a number", "0.001") : ("a whole number", "32")) { Value($0) }
  }

  /// A setting that is written by its name.
  private static func named<Value>(
    _ name: String, _ path: Path<Value>, text: @escaping @Sendable (Value) -> String,
    parse: @escaping @Sendable (String) throws(RunError) -> Value
  ) -> Field {
    Field(
      name, path, kind: ("a text", text(TrainingSettings()[keyPath: path])), text: text, parse: parse,
      encode: { try $1.encode(text($0), forKey: $2) },
      decode: { try parse($0.decode(String.self, forKey: $1)) })
  }

  /// A setting that is one of an enumeration.
  private static func choice<Value: RawRepresentable & CaseIterable>(
    _ name: String, _ path: Path<Value>, of kind: String
  ) -> Field where Value.RawValue == String, Value: Sendable {
    let choices = Value.allCases.map { ($0.rawValue, $0) }
    return named(name, path, text: { $0.rawValue }) { text throws(RunError) in try member(kind, named: text, of: choices) }
  }

  /// A setting that JSON holds only where it has a value.
  private static func optional<Value: Codable & Sendable>(
    _ name: String, _ path: Path<Value?>, text: @escaping @Sendable (Value) -> String = { "\($0)" },
    parse: @escaping @Sendable (String) -> Value? = { _ in nil }
  ) -> Field {
    Field(
      name, path, kind: nil, text: { $0.map(text) ?? "none" }, parse: { typed in parse(typed).map { Optional($0) } },
      encode: { try $1.encodeIfPresent($0, forKey: $2) }, decode: { try $0.decodeIfPresent(Value.self, forKey: $1) })
  }

  /// Steps with commas between them.
  private static func increasingSteps(_ text: String) -> [Int]? {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
  }

  private static let fields: [Field] = [
    named("objective", \.objective, text: { $0.name }) { text throws(RunError) in
      try member("objective", named: text, of: Catalogue.objectives.map { ($0.name, $0) })
    },
    number("width", \.width), number("depth", \.depth),
    named("activation", \.activation, text: { $0.description }) { text throws(RunError) in
      try member("activation", named: text, of: Activation.all.map { ($0.description, $0) })
    },
    number("batch", \.batch), number("steps", \.steps), number("discriminatorSteps", \.discriminatorSteps),
    choice("optimizer", \.optimizer, of: "optimizer"), plain("moments", \.moments, kind: ("a list of two numbers", "[0, 0.99]")),
    number("learningRate", \.learningRate),
    number("discriminatorLearningRate", \.discriminatorLearningRate), choice("noise", \.noise, of: "noise"),
    number("noiseDimension", \.noiseDimension), number("packing", \.packing), number("minibatchKernels", \.minibatchKernels),
    number("instanceNoise", \.instanceNoise), number("unrolledSteps", \.unrolledSteps), number("unrolledRate", \.unrolledRate),
    named("penalty", \.penalty, text: { $0.description }) { text throws(RunError) in try Regularization(parsing: text) },
    choice("generatorInitialization", \.generatorInitialization, of: "generator initialization"),
    choice("discriminatorInitialization", \.discriminatorInitialization, of: "discriminator initialization"),
    number("averaging", \.averaging), number("seed", \.seed), number("recordEvery", \.recordEvery),
    optional("keepsRates", \.keepsRates, parse: { $0 == "true" ? true : nil }),
    optional("extendedFrom", \.extendedFrom, text: { $0.map(String.init).joined(separator: ",") }, parse: increasingSteps),
    optional("generatorHidden", \.generatorHidden),
    optional("discriminatorHidden", \.discriminatorHidden), optional("discriminatorActivation", \.discriminatorActivationName),
    optional("discriminatorLead", \.discriminatorLead),
  ]

  /// True where the learning rates do not fall; nil where they do, which a file need not say.
  private var keepsRates: Bool? {
    get { decays ? nil : true }
    set { decays = newValue != true }
  }

  private var discriminatorActivationName: String? {
    get { discriminatorActivation?.description }
    set { discriminatorActivation = Activation.all.first { $0.description == newValue } }
  }
}

extension TrainingSettings {
  /// Sets a setting to the value that a text denotes, such as `try settings.set("objective", to: "wasserstein")`.
  ///
  /// The names are those of `run.json`. Throws one sentence that names the text and what it could be.
  public mutating func set(_ name: String, to text: String) throws(RunError) {
    guard let field = Self.fields.first(where: { $0.name == name }) else { throw RunError("there is no setting '\(name)'") }
    let isSet: Bool
    do { isSet = try field.parse(&self, text) } catch { throw error as? RunError ?? RunError("\(error)") }
    guard isSet else { throw RunError("the setting '\(name)' cannot be '\(text)'") }
  }

  /// The settings that a plan has, with what each takes and how one is written. Seeds and records are a sweep's own.
  package static var kinds: [(name: String, kind: String, example: String)] {
    fields.compactMap { field in
      guard let kind = field.kind, field.name != "seed", field.name != "recordEvery" else { return nil }
      return (field.name, kind.name, kind.name == "a text" ? "\"\(kind.example)\"" : kind.example)
    }
  }

  /// These settings with another value of one, as JSON. Throws one sentence where the value is none of a setting's
  /// choices, and another error where it is of the wrong kind.
  func setting(_ name: String, toJSON value: String) throws -> TrainingSettings {
    guard let field = Self.fields.first(where: { $0.name == name }) else { throw RunError("there is no setting '\(name)'") }
    let json = Data("{\"\(name)\": \(value)}".utf8)
    return try JSONDecoder().decode(Changed.self, from: json, configuration: (self, field)).settings
  }

  private struct Changed: DecodableWithConfiguration {
    private(set) var settings: TrainingSettings

    init(from decoder: any Decoder, configuration: (settings: TrainingSettings, field: Field)) throws {
      settings = configuration.settings
      try configuration.field.decode(&settings, decoder.container(keyedBy: Name.self))
    }
  }

  /// The settings as texts, by name.
  package var texts: [(name: String, text: String)] { Self.fields.map { ($0.name, $0.text(self)) } }
}

/// The member of a catalogue with this name; throws one sentence that lists the names.
private func member<Value>(_ kind: String, named name: String, of catalogue: [(String, Value)]) throws(RunError) -> Value {
  guard let match = catalogue.first(where: { $0.0 == name }) else {
    throw RunError("\(kind) must be one of \(catalogue.map(\.0).joined(separator: ", ")), not '\(name)'")
  }
  return match.1
}
