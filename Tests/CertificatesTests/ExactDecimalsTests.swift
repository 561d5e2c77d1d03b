import Certificates
import Densities
import TestSupport
import Testing

/// Numbers as the decimals that were typed, beside the doubles that are nearest to them.
@Suite(.enabled(if: hasLibrary, "needs the library Arb: make certificates")) struct ExactDecimalsTests {
  /// One measure of one pair by both readings.
  private struct Row {
    let p, q, measure: String
    var values: [String: Double] = [:]
  }

  private static func rows() throws -> [Row] {
    var rows: [Row] = []
    for line in try references("exact-decimals.csv") {
      let place = rows.firstIndex { ($0.p, $0.q, $0.measure) == (line[0], line[1], line[3]) } ?? rows.endIndex
      if place == rows.endIndex { rows.append(Row(p: line[0], q: line[1], measure: line[3])) }
      rows[place].values[line[2]] = Double(line[4])
    }
    return rows
  }

  private static func bounds(_ row: Row, _ reading: Reading) throws -> (lower: Double, upper: Double) {
    let (p, q) = (try parseDensity(row.p, decimals: reading == .decimals), try parseDensity(row.q, decimals: reading == .decimals))
    let enclosure = try #require(Certificate(p, q, measures: [row.measure], reading: reading).enclosures.first)
    return (try #require(enclosure.lower, "\(enclosure.proof)"), try #require(enclosure.upper))
  }

  /// Each reading has its value inside; and of every pair some enclosures are apart.
  @Test func eachReadingHasItsOwnValue() throws {
    var apart: [String: Int] = [:]
    let rows = try Self.rows()
    for row in rows {
      let (typed, nearest) = (try Self.bounds(row, .decimals), try Self.bounds(row, .doubles))
      for (name, bounds) in [("decimals", typed), ("doubles", nearest)] {
        let truth = try #require(row.values[name])
        #expect(bounds.lower.nextDown <= truth && truth <= bounds.upper.nextUp, "\(row), \(name): \(bounds)")
        #expect(bounds.upper - bounds.lower <= 1e-10 * abs(truth), "\(row), \(name): \(bounds)")
      }
      apart["\(row.p), \(row.q)", default: 0] += typed.upper < nearest.lower || nearest.upper < typed.lower ? 1 : 0
    }
    #expect(rows.count == 65 && apart.count == 13 && apart.values.allSatisfy { $0 > 0 }, "\(apart)")
  }

  /// 0.7 + 3 · 0.1 is 1 of decimals; of doubles it is less.
  @Test func endsOfSupportsAreThoseThatWereTyped() throws {
    let row = Row(p: "affine(uniform(0,0.1),0.7,3)", q: "uniform(0.7,1)", measure: "kl_qp")
    let (typed, nearest) = (try Self.bounds(row, .decimals), try Self.bounds(row, .doubles))
    #expect(typed.lower == 0 && typed.upper < 1e-20 && nearest.lower == .infinity)
  }

  /// A weight is what was typed, divided by the exact sum, which is 1 here and is not of the doubles.
  @Test func weightsAreThoseThatWereTyped() throws {
    let text = "0.1*uniform(0,1)+0.2*uniform(1,2)+0.7*uniform(2,3)"
    let row = Row(p: text, q: "0.2*uniform(0,1)+0.1*uniform(1,2)+0.7*uniform(2,3)", measure: "tv")
    let typed = try Self.bounds(row, .decimals)
    #expect(typed.lower <= 0.1 && 0.1 <= typed.upper && typed.upper - typed.lower < 1e-16)
  }

  @Test(arguments: [
    ("normal(1/3,1)", "without arithmetic"), ("normal(pi,1)", "without arithmetic"), ("normal(sqrt(2),1)", "without arithmetic"),
    ("normal((1),1)", "without arithmetic"), ("normal(0.1+0.2,1)", "without arithmetic"), ("0.5/1*normal(0,1)", "without arithmetic"),
    ("normal(2^2,1)", "without arithmetic"), ("normal(0.10000000000000000555,1)", "becomes 0.1, so write that"),
    ("normal(4.9e-324,1)", "fewer below 2.23e-308: '4.9e-324' becomes 5e-324"), ("normal(1e-400,1)", "from 5e-324 to 1.79"),
    ("normal(1e400,1)", "from 5e-324 to 1.79"), ("normal(0x1p-3,1)", "the digits 0 to 9"),
    ("normal(nan,1)", "mean must be a finite number, not nan"), ("normal(-nan,1)", "mean must be a finite number, not nan"),
    ("normal(--1,1)", "expected a number, not '-1,1)'"), ("normal(-+1,1)", "expected a number, not '+1,1)'"),
    ("kde(Examples/data/old-faithful.csv:waiting)", "kde computes its own"),
    ("histogram(Examples/data/old-faithful.csv:waiting)", "histogram computes its own"),
    ("formula(\"exp(-x^2)\", -3, 3)", "formula computes its own"),
  ])
  func whatWasNotTypedIsRefused(text: String, reason: String) {
    #expect { try parseDensity(text, decimals: true) } throws: { "\($0)".contains(reason) }
  }

  @Test(arguments: [
    "normal(0.10,1e0)", "normal(-.5,1.)", "normal(mean=\u{2212}0.25,sd=1E-3)", "truncated(normal(0,1),-inf,0.3)", "t(3)",
    "0.25*normal(0,1) + 0.75*( affine(laplace(1,2), 3, -1.5) )", "normal(123456789012345,0.000000000000001)",
  ])
  func whatWasTypedIsRead(text: String) throws {
    let (typed, nearest): (any AnalyticDensity, any AnalyticDensity) = (try parseDensity(text, decimals: true), try parseDensity(text))
    #expect(typed.text == nearest.text)
  }
}
