import ArgumentParser
import Calculus
import Densities
import Training

/// The values that an option takes: how a text becomes one, and the condition that it must meet.
///
/// The condition stands in the help and in the sentence about a text that is refused, in the same words:
///
/// ```swift
/// @Option(.from(1, to: 1000), help: "How many seeds") var seeds = 1
/// ```
struct Accepted<Value: Sendable>: Sendable {
  /// What follows “must be”; nil where every value of the kind is taken.
  let condition: String?
  /// Whether what follows the option is its value even if it begins with a dash, as a negative number does.
  fileprivate let takesDash: Bool
  /// What a shell offers to complete.
  var completion: CompletionKind?
  /// A value as it is typed.
  fileprivate let text: @Sendable (Value) -> String
  /// The value of a text.
  fileprivate let parse: @Sendable (String) throws(Refusal) -> Value

  /// Values of a kind of their own; `parse` says why a text is refused.
  init(
    _ condition: String?, takesDash: Bool, text: @escaping @Sendable (Value) -> String,
    parse: @escaping @Sendable (String) throws(Refusal) -> Value
  ) {
    (self.condition, self.takesDash, self.text, self.parse) = (condition, takesDash, text, parse)
  }

  /// Values of a kind of their own; `parse` is nil where a text does not meet the condition.
  init(
    _ condition: String, takesDash: Bool = false, text: @escaping @Sendable (Value) -> String = { "\($0)" },
    parse: @escaping @Sendable (String) -> Value?
  ) {
    self.init(condition, takesDash: takesDash, text: text) { typed throws(Refusal) in
      guard let value = parse(typed) else { throw .value("must be \(condition) (got '\(typed)')") }
      return value
    }
  }

  /// The members of a catalogue, by their names.
  static func one(of members: [Value], _ name: @escaping @Sendable (Value) -> String) -> Self {
    let names = members.map(name)
    let condition = "one of \(names.joined(separator: ", "))"
    var accepted = Self(condition, takesDash: false, text: name) { typed throws(Refusal) in
      guard let member = members.first(where: { name($0) == typed }) else {
        throw .value("must be \(condition) (got '\(typed)'\(Spelling.suggestion(for: typed, amongWords: names)))")
      }
      return member
    }
    accepted.completion = .list(names)
    return accepted
  }

  static func one(of words: [String]) -> Self where Value == String { one(of: words) { $0 } }

  /// The cases of an enumeration, by their words.
  static func one() -> Self where Value: CaseIterable & RawRepresentable<String> { one(of: Array(Value.allCases), \.rawValue) }

  /// The same values, for which a shell offers the names of files.
  var ofFiles: Self {
    var accepted = self
    accepted.completion = .file()
    return accepted
  }

  /// The value of a text that could not be looked at before the other options were known.
  func value(of typed: String, for option: String) throws(OptionError) -> Value {
    do { return try parse(typed) } catch { throw OptionError("\(option) \(error).") }
  }

  /// The help of an option: what it is, what it takes, and what holds without it.
  fileprivate func help(_ abstract: String, isRepeated: Bool = false, default standard: (any CustomStringConvertible)?) -> ArgumentHelp {
    ArgumentHelp(
      abstract + (condition.map { ": " + $0 } ?? "") + (isRepeated ? "; may be repeated" : "")
        + (standard.map { " (default: \($0))" } ?? "") + ".")
  }
}

/// A type of numbers that options take.
protocol OptionNumber: Comparable, LosslessStringConvertible, Sendable {
  /// What one is called, the limits of the type, and how it is written.
  static var kind: (name: String, limits: String, form: String) { get }
}

extension Double: OptionNumber {
  static var kind: (name: String, limits: String, form: String) { ("a number", "", "") }
}

extension Int: OptionNumber {
  static var kind: (name: String, limits: String, form: String) { ("a whole number", " below 2^63", ", in digits") }
}

extension UInt64: OptionNumber {
  static var kind: (name: String, limits: String, form: String) { ("a whole number", " of at least 0 and below 2^64", ", in digits") }
}

extension Accepted where Value: OptionNumber {
  static var any: Self { Self(number: nil) { _ in true } }

  /// The numbers from one to another, both included.
  static func from(_ least: Value, to greatest: Value) -> Self {
    Self(number: "\(Value.kind.name) from \(spelled(least)) to \(spelled(greatest))") { least <= $0 && $0 <= greatest }
  }

  static func atLeast(_ least: Value) -> Self { Self(number: "\(Value.kind.name) of at least \(spelled(least))") { least <= $0 } }

  fileprivate init(number condition: String?, _ isMet: @escaping @Sendable (Value) -> Bool) {
    self.init(condition, takesDash: true, text: { "\($0)" }) { typed throws(Refusal) in
      let kind = Value.kind
      guard let value = Value(typed) else { throw .kind("it takes \(condition ?? kind.name + kind.limits)\(kind.form)") }
      guard isMet(value) else { throw .value("must be \(condition ?? kind.name) (got \(Self.spelled(value, from: typed)))") }
      return value
    }
  }

  /// A number without the fraction that is 0; what was typed where it is beyond all numbers.
  fileprivate static func spelled(_ value: Value, from typed: String? = nil) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text.hasSuffix("inf") ? typed ?? text : text
  }
}

extension Accepted<Double> {
  /// Every number but the infinite ones and NaN.
  static var finite: Self { Self(number: "a number that is finite", \.isFinite) }

  /// The numbers between two, without them.
  static func between(_ lower: Double, _ upper: Double) -> Self {
    Self(number: "a number above \(spelled(lower)) and below \(spelled(upper))") { lower < $0 && $0 < upper }
  }

  /// The numbers above one, and up to another.
  static func above(_ bound: Double, atMost greatest: Double) -> Self {
    Self(number: "a number above \(spelled(bound)) and at most \(spelled(greatest))") { bound < $0 && $0 <= greatest }
  }

  /// The finite numbers from one on.
  static func finite(from least: Double) -> Self {
    Self(number: "a finite number of at least \(spelled(least))") { least <= $0 && $0 < .infinity }
  }

  /// The numbers from one to another but for 0.
  static func nonzero(from least: Double, to greatest: Double) -> Self {
    Self(number: "a number from \(spelled(least)) to \(spelled(greatest)) and not 0") { least <= $0 && $0 <= greatest && $0 != 0 }
  }
}

extension Accepted<Regularization> {
  /// Some of the regularizations of a discriminator, by name.
  static func regularization(_ names: String...) -> Self {
    let forms = names.map { ["none", "spectral"].contains($0) ? $0 : $0 + "(X)" }
    let words = forms.dropLast().joined(separator: ", ") + " or " + (forms.last ?? "")
    return Self("\(words) with X a finite number above 0", text: \.description) { typed in
      names.contains { typed.prefix { $0 != "(" } == $0 } ? Regularization(named: typed) : nil
    }
  }
}

extension Option where Value: Sendable {
  /// An option with a default.
  init(wrappedValue: Value, _ accepted: Accepted<Value>, help: String) {
    self.init(
      wrappedValue: wrappedValue, parsing: accepted.takesDash ? .unconditional : .next,
      help: accepted.help(help, default: accepted.text(wrappedValue)), completion: accepted.completion,
      transform: accepted.parse)
  }

  /// An option that may be left out; `standard` says what holds then.
  init<Wrapped>(
    _ accepted: Accepted<Wrapped>, name: NameSpecification = .long, help: String, default standard: (any CustomStringConvertible)? = nil
  ) where Value == Wrapped? {
    self.init(
      name: name, parsing: accepted.takesDash ? .unconditional : .next, help: accepted.help(help, default: standard),
      completion: accepted.completion, transform: accepted.parse)
  }

  /// An option that may be repeated.
  init<Element>(wrappedValue: [Element], _ accepted: Accepted<Element>, help: String, default standard: String) where Value == [Element] {
    self.init(
      wrappedValue: wrappedValue, parsing: accepted.takesDash ? .unconditionalSingleValue : .singleValue,
      help: accepted.help(help, isRepeated: true, default: standard), completion: accepted.completion, transform: accepted.parse)
  }
}

/// Why an option does not take a text.
enum Refusal: Error, CustomStringConvertible {
  /// The text is not of the kind at all, such as a word for a number.
  case kind(String)
  /// The value does not meet the condition: what follows the name of the option.
  case value(String)

  var description: String {
    switch self {
    case .kind(let reason), .value(let reason): reason
    }
  }

  /// The option that refuses a value, and the sentence about it, in a message of the argument parser.
  ///
  /// The parser hands an error of an option on in words alone: “The value '5' is invalid for '--rate <rate>': must be
  /// …”.
  static func read(fromMessage message: String) -> (option: String, sentence: String)? {
    let refused = /^The value '(?s:.*?)' is invalid for '(?<name>[^ ']+)[^']*': (?<reason>must be (?s:.*))$/
    guard let match = message.firstMatch(of: refused) else { return nil }
    return (String(match.name), "\(match.name) \(match.reason).")
  }
}
