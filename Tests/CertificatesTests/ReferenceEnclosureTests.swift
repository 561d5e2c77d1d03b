import Certificates
import Densities
import Foundation
import RealModule
import TestSupport
import Testing

/// Whether certificates can be tested here: without the library they are refused, as `compare --certificate` says.
let hasLibrary = Library.fault == nil || ProcessInfo.processInfo.environment["OPTIONAL_TOOLS"] == "required"

/// Enclosures of the reference pairs: every value inside, narrow, and few refused.
@Suite(.enabled(if: hasLibrary, "needs the library Arb: make certificates")) struct ReferenceEnclosureTests {
  /// Every pair with one in four of its values; with `TEST_MULTIPLIER=4` with all.
  private static let step = max(1, 4 / testMultiplier)

  @Test(arguments: ["divergences.csv", "divergences-extra.csv", "divergences-families.csv"])
  func everyReferenceIsInside(_ file: String) throws {
    var (count, refused) = (0, [String]())
    let pairs = try ReferenceValues.read(file)
    #expect(pairs.reduce(0) { $0 + $1.values.count } >= 370)
    for (index, pair) in pairs.enumerated() {
      let (p, q): (any AnalyticDensity, any AnalyticDensity) = (try parseDensity(pair.p), try parseDensity(pair.q))
      // Of one pair these measures, and of the next those that follow.
      let values = pair.values.enumerated().filter { ($0.offset + index).isMultiple(of: min(Self.step, pair.values.count)) }.map(\.element)
      let certificate = Certificate(p, q, measures: values.map(\.measure))
      for (enclosure, (measure, value)) in zip(certificate.enclosures, values) {
        #expect(enclosure.measure == measure)
        count += 1
        guard let lower = enclosure.lower, let upper = enclosure.upper else {
          refused.append("\(measure) of \(pair.p), \(pair.q): \(enclosure.proof)")
          continue
        }
        let truth = Double(value) ?? .infinity
        // The reference is rounded to the nearest double.
        #expect(lower.nextDown <= truth && truth <= upper.nextUp, "\(measure) of \(pair.p), \(pair.q): [\(lower), \(upper)]")
        if value == "inf" { #expect(lower == .infinity, "\(measure) of \(pair.p), \(pair.q)") }
        if truth.isFinite {
          #expect(upper - lower <= 1e-10 * abs(truth) + 1e-25, "\(measure) of \(pair.p), \(pair.q): [\(lower), \(upper)]")
        }
      }
    }
    #expect(count * Self.step >= 360)
    #expect(Double(refused.count) <= 0.05 * Double(count), "\(refused)")
    print("Of the \(count) values of \(file) \(refused.count) are refused.")
  }
}

/// A pair of the reference tables with its values.
struct ReferenceValues {
  let p: String
  let q: String
  var values: [(measure: String, value: String)] = []

  static func read(_ file: String) throws -> [ReferenceValues] {
    var pairs: [ReferenceValues] = []
    for row in try references(file) {
      if pairs.last.map({ ($0.p, $0.q) != (row[0], row[1]) }) ?? true { pairs.append(ReferenceValues(p: row[0], q: row[1])) }
      pairs[pairs.count - 1].values.append((row[2], row[3]))
    }
    return pairs
  }
}
