import Densities
import Foundation

/// What follows the question mark of a request: values by the names of the options of the command line.
struct Parameters: Sendable {
  private let values: [String: String]

  /// The longest value.
  static let longest = 4000

  /// Reads a query; throws where it has a parameter that is not among these, has one twice, or is not written well.
  init(query: String, known: [String]) throws(Refusal) {
    var values: [String: String] = [:]
    for part in query.split(separator: "&") {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, let name = Self.decoded(sides[0]), let value = Self.decoded(sides[1]) else {
        throw Refusal(sentence: "the query '\(part.prefix(40))' is not of the form name=value, percent-encoded")
      }
      guard known.contains(name) else {
        let list = known.isEmpty ? "there are none" : "there are \(known.joined(separator: ", "))"
        throw Refusal(sentence: "there is no parameter '\(name.prefix(40))': \(list)")
      }
      guard !value.isEmpty else { throw Refusal(sentence: "\(name) is empty: leave it out for its default", parameter: name) }
      guard value.utf8.count <= Self.longest else {
        throw Refusal(sentence: "\(name) must have at most \(Self.longest) characters (got \(value.utf8.count))", parameter: name)
      }
      guard values.updateValue(value, forKey: name) == nil else { throw Refusal(sentence: "\(name) is given twice", parameter: name) }
    }
    self.values = values
  }

  /// A part of a query as it was meant, or nil where it is not percent-encoded UTF-8 or has a zero.
  private static func decoded(_ part: Substring) -> String? {
    let text = part.replacing("+", with: " ").removingPercentEncoding
    return text.flatMap { $0.utf8.contains(0) ? nil : $0 }
  }

  /// The value of a parameter; nil where it is not given.
  subscript(name: String) -> String? { values[name] }

  /// The value of a parameter that must be given.
  func needed(_ name: String) throws(Refusal) -> String {
    guard let value = values[name] else { throw Refusal(sentence: "\(name) is missing", parameter: name) }
    return value
  }

  /// A number in a range.
  func number(_ name: String, default standard: Double, _ range: ClosedRange<Double>) throws(Refusal) -> Double {
    try self.number(name, range) ?? standard
  }

  /// A number in a range; nil where it is not given.
  func number(_ name: String, _ range: ClosedRange<Double> = -1e300...1e300) throws(Refusal) -> Double? {
    guard let text = values[name] else { return nil }
    guard let value = Double(text), range.contains(value) else {
      throw Refusal(
        sentence: "\(name) must be a number from \(range.lowerBound) to \(range.upperBound) (got '\(text.prefix(40))')", parameter: name)
    }
    return value
  }

  /// A whole number in a range.
  func whole(_ name: String, default standard: Int, _ range: ClosedRange<Int>) throws(Refusal) -> Int {
    guard let text = values[name] else { return standard }
    guard let value = Int(text), range.contains(value) else {
      throw Refusal(
        sentence: "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound) (got '\(text.prefix(40))')",
        parameter: name)
    }
    return value
  }

  /// The seed of what is random.
  func seed() throws(Refusal) -> UInt64 {
    guard let text = values["seed"] else { return 1 }
    guard let seed = UInt64(text) else {
      throw Refusal(sentence: "seed must be a whole number of at least 0 and below 2^64 (got '\(text.prefix(40))')", parameter: "seed")
    }
    return seed
  }

  /// One of some words.
  func choice(_ name: String, _ words: [String]) throws(Refusal) -> String? {
    guard let text = values[name] else { return nil }
    guard words.contains(text) else {
      throw Refusal(sentence: "\(name) must be one of \(words.joined(separator: ", ")) (got '\(text.prefix(40))')", parameter: name)
    }
    return text
  }

  /// The density that a parameter denotes.
  func density(_ name: String) throws(Refusal) -> any AnalyticDensity {
    let text = try needed(name)
    do { return try parseDensity(text) } catch { throw Refusal(error, parameter: name) }
  }
}
