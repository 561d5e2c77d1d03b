import Calculus
import Densities
import Divergences
import RealModule
import Testing

/// W∞ and √JS, which are computed by name.
@Suite struct LargestShiftTests {
  @Test(arguments: [
    ("normal(0,1)", "normal(3,1)", 3), ("studentT(3,0,2)", "studentT(3,-1,2)", 1), ("uniform(0,1)", "uniform(0,3)", 2),
    ("uniform(0,1)", "uniform(5,6)", 5), ("beta(2,2)", "uniform(0,1)", 0.09622504486493763), ("triangular(0,1,2)", "uniform(0,2)", 0.25),
    // At the level ½ the mixture's quantile jumps from 1 to 9.
    ("0.5*uniform(0,1)+0.5*uniform(9,10)", "uniform(0,10)", 4), ("truncated(normal(0,1),-1,1)", "truncated(normal(0,1),-1,1)", 0),
    ("affine(gamma(2,1),1,2)", "affine(gamma(2,1),4,2)", 3), ("normal(0,1)", "affine(normal(0,1),-3,1)", 3),
  ])
  func knownValues(_ p: String, _ q: String, _ exact: Double) throws {
    let pair = DensityPair(try parseDensity(p), try parseDensity(q))
    let estimate = pair.table(of: ["w_inf"])[0]
    #expect(estimate.measure == "w_inf" && estimate.status == .finite, "\(estimate)")
    #expect(abs(estimate.value - exact) <= estimate.error + exact.ulp && estimate.error <= 1e-4 * exact, "\(p) \(q): \(estimate)")
  }

  @Test(arguments: [
    ("normal(0,1)", "normal(0,2)"), ("normal(0,1)", "uniform(0,1)"), ("exponential(1)", "exponential(2)"), ("cauchy(0,1)", "normal(0,1)"),
    ("laplace(0,1)", "0.5*laplace(0,1)+0.5*laplace(0,2)"), ("pareto(2,1)", "pareto(3,1)"), ("logNormal(0,1)", "logNormal(1,1)"),
    ("gamma(2,1)", "gamma(3,1)"), ("skewNormal(0,1,2)", "skewNormal(0,1,3)"),
  ])
  func whatGrowsWithoutEndIsInfinite(_ p: String, _ q: String) throws {
    let estimate = DensityPair(try parseDensity(p), try parseDensity(q)).wassersteinInfinity()
    #expect(estimate.status == .infinite && !estimate.reason.isEmpty, "\(p) \(q): \(estimate)")
  }

  /// Where the tails are without end and the difference stays finite, no bound is claimed.
  @Test func aLimitIsUnresolved() throws {
    let (p, q) = (try parseDensity("normal(0,1)"), try parseDensity("0.5*normal(0,1)+0.5*normal(0.5,1)"))
    let estimate = DensityPair(p, q).wassersteinInfinity()
    #expect(estimate.status == .unresolved && abs(estimate.value - 0.5) < 1e-6, "\(estimate)")
  }

  @Test func theRootOfJSIsAMetric() throws {
    let texts = ["normal(0,1)", "skewNormal(0,1,3)", "uniform(-1,2)"]
    let densities = try texts.map { try parseDensity($0) }
    func distance(_ i: Int, _ j: Int) -> Double { DensityPair(densities[i], densities[j]).table(of: ["sqrt_js"])[0].value }
    #expect(abs(distance(0, 1) * distance(0, 1) - js(densities[0], densities[1]).value) < 1e-13)
    #expect(distance(0, 2) <= distance(0, 1) + distance(1, 2) && distance(0, 0) == 0)
    #expect(!DensityPair.measures.contains("sqrt_js") && !DensityPair.measures.contains("w_inf"))
  }
}
