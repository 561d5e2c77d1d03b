import Calculus
import Densities
import Divergences
import RealModule
import TestSupport
import Testing

/// Discrete laws against each other, and against densities; values by mpmath.
@Suite struct DiscretePairTests {
  private func law(_ text: String) throws -> DiscretePair.Law {
    if let law = try DiscreteDistribution(parsing: text) { return .discrete(law) }
    return .density(try parseDensity(text))
  }
  private func value(_ p: String, _ q: String, _ name: String) throws -> Estimate? {
    DiscretePair(try law(p), try law(q)).table(of: [name]).first
  }
  private func expect(_ p: String, _ q: String, _ name: String, _ exact: Double, tolerance: Double = 1e-14) throws {
    let estimate = try #require(try value(p, q, name))
    if exact == .infinity {
      #expect(estimate.status == .infinite && !estimate.reason.isEmpty, "\(name): \(estimate)")
    } else {
      #expect(estimate.status == .finite && abs(estimate.value - exact) <= estimate.error + exact.ulp, "\(name): \(estimate), not \(exact)")
      #expect(estimate.error <= tolerance * max(1, exact), "\(name): \(estimate)")
    }
  }

  @Test func twoCoins() throws {
    let (p, q) = ("discrete(0: 0.5, 1: 0.5)", "discrete(1:0.9, 0:0.1)")
    for (name, exact) in [
      ("js", 0.101749225079196688563779888356), ("js_lecture", 2 * 0.101749225079196688563779888356),
      ("sqrt_js", 0.101749225079196688563779888356.squareRoot()), ("kl_pq", 0.510825623765990683205514096304), ("tv", 0.4),
      ("hellinger2", 1 - 0.05.squareRoot() - 0.45.squareRoot()), ("chi2_pq", 0.16 / 0.1 + 0.16 / 0.9), ("chi2_qp", 0.64), ("w1", 0.4),
      ("w2", 0.4.squareRoot()), ("w_inf", 1), ("cramer", 0.16), ("energy", 0.32), ("entropy_p", Double.log(2)),
      ("renyi_2", Double.log(0.25 / 0.1 + 0.25 / 0.9)),
    ] { try expect(p, q, name, exact) }
    #expect(try value(p, q, "fisher_p") == nil)
    #expect(try value(p, p, "kl_pq")?.value == 0 && value(p, p, "w_inf")?.value == 0)
  }

  @Test func aPointOfOneAlone() throws {
    let (p, q) = ("discrete(0:0.5,1:0.5)", "discrete(0:0.5,2:0.5)")
    for (name, exact) in [
      ("kl_pq", Double.infinity), ("kl_qp", .infinity), ("jeffreys", .infinity), ("chi2_pq", .infinity), ("js", 0.5 * .log(2)), ("tv", 0.5),
      ("w1", 0.5), ("w_inf", 1), ("renyi_2", .infinity), ("cross_entropy_pq", .infinity),
    ] { try expect(p, q, name, exact) }
    try expect("discrete(0:1)", "discrete(5:1)", "w2", 5)
    try expect("discrete(0:1)", "discrete(5:1)", "js", .log(2))
  }

  /// Masses and places of every size count, and probabilities that sum to 1 but for rounding.
  @Test func massesOfEverySize() throws {
    let (p, q) = ("discrete(0:1, 1e20:1e-20)", "discrete(0:1)")
    try expect(p, q, "w1", 1)
    try expect(p, q, "w2", 1e10)
    try expect(p, q, "w_inf", 1e20)
    try expect("discrete(0:0.3,1:0.7)", "discrete(0:0.1+0.2,1:0.7)", "w_inf", 0)
    try expect("discrete(0:1/3,1:1/3,2:1/3)", "discrete(1:1)", "w1", 2.0 / 3)
    try expect("discrete(0:1e-300,1:1)", "discrete(0:0.5,1:0.5)", "kl_pq", .log(2))
    try expect("discrete(0:0.5,1:0.5)", "discrete(0:1e-300,1:1)", "kl_pq", 344.6946167685469)
    try expect(p, "uniform(0,1)", "w1", 1.5, tolerance: 1e-9)
  }

  /// 2500 points; with `TEST_MULTIPLIER=4` ten thousand.
  @Test func manyPoints() throws {
    let count = 2_500 * testMultiplier
    func text(_ shift: Double) -> String {
      "discrete(\((0..<count).map { "\(Double($0) + shift):1/\(count)" }.joined(separator: ",")))"
    }
    try expect(text(0), text(0.25), "w1", 0.25, tolerance: 1e-12)
    try expect(text(0), text(0.25), "w_inf", 0.25)
    try expect(text(0.5), "uniform(0,\(count))", "w1", 0.25, tolerance: 1e-9)
    try expect(text(0.5), "uniform(0,\(count))", "w_inf", 0.5, tolerance: 1e-10)
    #expect(try value(text(0.5), "formula(1,0,\(count))", "w1") != nil)
  }

  /// At a level with a gap in the support both ends of the gap count.
  @Test func aGapAtALevel() throws {
    try expect("discrete(1:0.5,9:0.5)", "0.5*uniform(0,1)+0.5*uniform(9,10)", "w_inf", 1)
    try expect("discrete(0.5:0.3,9.5:0.7)", "0.3*uniform(0,1)+0.7*uniform(9,10)", "w_inf", 0.5)
  }

  /// A coin and a density are singular; only distances see how near they are.
  @Test func aCoinAndADensity() throws {
    let (p, q) = ("discrete(0:0.5,1:0.5)", "normal(0,1)")
    for (name, exact) in [
      ("kl_pq", Double.infinity), ("kl_qp", .infinity), ("chi2_pq", .infinity), ("kl_pm", .log(2)), ("js", .log(2)),
      ("js_lecture", 2 * .log(2)), ("tv", 1), ("hellinger2", 1), ("triangular", 2), ("skew_kl_0.25", .log(4.0 / 3)), ("w_inf", .infinity),
    ] {
      try expect(p, q, name, exact)
      if name != "skew_kl_0.25" { try expect(q, p, name, exact) }
    }
    try expect(p, q, "w1", 0.666630941175372596766125477135, tolerance: 1e-9)
    try expect(p, q, "w2", 0.837923289566016683897022579164, tolerance: 1e-9)
    try expect(p, q, "cramer", 0.168068167441362689374929346941, tolerance: 1e-9)
    try expect(p, "uniform(0,1)", "w_inf", 0.5)
    try expect(p, "uniform(0,1)", "w1", 0.25, tolerance: 1e-9)
    try expect(p, "cauchy(0,1)", "w1", .infinity)
    try expect(p, "studentT(2,0,1)", "w2", .infinity)
    #expect(try value(p, "cauchy(0,1)", "energy")?.status == .finite)
    #expect(try value(p, q, "cross_entropy_pq") == nil && value(p, q, "entropy_q")?.status == .finite)
  }

  @Test(arguments: [
    ("discrete(0:0.5)", "sum to 1, not 0.5"), ("discrete(0:0.5,0:0.5)", "the point 0.0 is given twice"),
    ("discrete(0:1.5,1:-0.5)", "between 0 and 1, not 1.5"), ("discrete(0,1)", "expected ':' after the point 0"),
    ("discrete(0:1)+normal(0,1)", "in no mixture"), ("discrete(inf:1)", "a point must lie between"), ("discrete()", "expected a number"),
  ])
  func refusals(_ text: String, _ sentence: String) throws {
    let error = #expect(throws: DensityError.self) { try DiscreteDistribution(parsing: text) }
    #expect(error?.description.contains(sentence) ?? false, "\(error?.description ?? "")")
  }
}
