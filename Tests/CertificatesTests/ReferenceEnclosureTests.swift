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
  @Test(arguments: ["divergences.csv", "divergences-extra.csv", "divergences-families.csv"])
  func everyReferenceIsInside(_ file: String) throws {
    var (count, refused) = (0, [String]())
    for pair in try ReferenceValues.read(file) {
      let (p, q): (any AnalyticDensity, any AnalyticDensity) = (try parseDensity(pair.p), try parseDensity(pair.q))
      let certificate = Certificate(p, q, measures: pair.values.map(\.measure))
      for (enclosure, (measure, value)) in zip(certificate.enclosures, pair.values) {
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
    #expect(count >= 370)
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
