import Calculus
import Claims
import Densities
import Testing

/// Picks claims and rows by name.
enum ClaimsUnderTest {
  /// The claims with these ids.
  static func claims(_ ids: String...) -> [Claim] { Claim.all.filter { ids.contains($0.id) } }

  /// The row of a reading on one pair.
  static func row(_ claim: String, _ reading: String, _ p: String, _ q: String) throws -> LedgerRow {
    let claim = try #require(Claim.all.first { $0.id == claim })
    let reading = try #require(claim.readings.first { $0.name == reading }, "\(claim.id) has no reading \(reading)")
    let pair = Pair(try parseDensity(p), try parseDensity(q))
    let single = Claim(claim.id, claim.statement, source: claim.source, readings: [reading])
    return try #require(verify([single], on: [pair]).first { $0.p == pair.p.description && $0.q == pair.q.description })
  }

  /// The claims of a group with a reading that is about any pair.
  static func open(_ group: Character) -> [String] {
    Claim.all.filter { $0.id.first == group && $0.readings.contains(where: \.isAboutAnyPair) }.map(\.id)
  }

  /// Checks a claim on pairs that it was not written on. Every reading that is about any pair must apply to some of
  /// them, lest the law hold for want of rows.
  static func expectNoSurprise(_ id: String) throws {
    let pairs = try pairs.get()
    let claim = try #require(Claim.all.first { $0.id == id })
    let rows = verify([claim], on: pairs, includingOwn: false)
    #expect(surprises(rows) == [])
    for reading in claim.readings where reading.isAboutAnyPair {
      #expect(rows.contains { $0.reading == reading.name }, "\(id) \(reading.name) applies to none of the pairs")
    }
  }

  /// Rows that are not what theory says, in words.
  static func surprises(_ rows: [LedgerRow]) -> [String] {
    rows.filter { !$0.isAsExpected }.map {
      "\($0.claim) \($0.reading) on \($0.p) and \($0.q): \($0.lhs), \($0.rhs) within \($0.tolerance), \($0.verdict), \($0.note)"
    }
  }

  /// Pairs that nothing was tuned on: far, narrow, heavy, singular at an end, truncated, mirrored, nested and nearly
  /// equal.
  static let otherPairs = [
    ("normal(0,1)", "normal(10,0.1)"), ("normal(0,1)", "normal(1e-6,1)"), ("normal(1e6,1)", "normal(1000001,2)"),
    ("laplace(0,1)", "normal(0,0.1)"), ("gamma(0.05,1)", "gamma(0.5,2)"), ("beta(0.05,0.3)", "beta(0.5,0.5)"),
    ("pareto(1,1.5)", "pareto(1,2.5)"),
    ("0.5*normal(-30,0.01)+0.5*normal(30,0.01)", "normal(0,30)"), ("studentT(1.2,0,1)", "studentT(2.5,1,1)"),
    ("uniform(0,1)", "triangular(0,0.3,1)"), ("uniform(0,1)", "uniform(0.5,1.5)"), ("truncated(normal(0,1),-1,2)", "normal(0,1)"),
    ("weibull(0.5,1)", "logNormal(0,2)"), ("normal(0,1e-5)", "normal(0,1e5)"), ("exponential(1e-6)", "exponential(3e-6)"),
    ("cauchy(0,1)", "normal(0,1)"), ("gumbel(0,1)", "normal(0,3)"), ("affine(gamma(2,1),3,-1)", "normal(1,2)"),
    ("normal(0,1)", "0.5*normal(0,1)+0.5*normal(8,0.5)"), ("logistic(0,1)", "laplace(0,1.5)"), ("cauchy(0,1)", "cauchy(3,1)"),
  ]

  private static let pairs = Result { try otherPairs.map { Pair(try parseDensity($0.0), try parseDensity($0.1)) } }
}

extension Reading {
  /// Whether it is checked on the pairs that the run is given.
  var isAboutAnyPair: Bool { if case .anyPair = scope { true } else { false } }
}
