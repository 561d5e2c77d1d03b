import Calculus
import Densities
import Divergences
import Foundation
import RealModule
import Scalars
import Synchronization
import TestSupport
import Testing

/// Whatever is compared, the work has a bound: it is counted here in the values that are asked of a density.
@Suite struct WorkLimitTests {
  /// A density that counts its values, of which each is said to sum so many terms.
  private struct Counted: AnalyticDensity {
    let base: any AnalyticDensity
    let termCount: Int
    let counter: Counter
    let asymptotes = Counter()

    final class Counter: Sendable {
      private let count = Mutex(0)
      var value: Int { count.withLock { $0 } }
      func add(_ more: Int = 1) { count.withLock { $0 += more } }
    }

    init(_ text: String, termCount: Int = 1) throws {
      base = try parseDensity(text)
      self.termCount = termCount
      counter = Counter()
    }

    var support: [Interval] { base.support }
    var landmarks: [Landmark] { base.landmarks }
    var breakpoints: [Double] { base.breakpoints }
    func rest(ofBreakpoint point: Double) -> Double { base.rest(ofBreakpoint: point) }
    var text: String { base.description }
    func logDensity<S: Scalar>(at x: S) -> S {
      counter.add()
      return base.logDensity(at: x)
    }
    func logDensity(at place: Place) -> Double {
      counter.add()
      return base.logDensity(at: place)
    }
    func logDensities(at places: Places, into results: inout [Double], roundings: inout [Double]) {
      counter.add(places.count)
      base.logDensities(at: places, into: &results, roundings: &roundings)
    }
    func rounding(ofLogDensity value: Double, at place: Place) -> Double { base.rounding(ofLogDensity: value, at: place) }
    func asymptote(_ approach: Approach) -> Asymptote {
      asymptotes.add()
      return base.asymptote(approach)
    }
    func slope(at place: Place) -> Slope { base.slope(at: place) }
    func cumulative(_ x: Double) -> Double {
      counter.add()
      return base.cumulative(x)
    }
    func survival(_ x: Double) -> Double {
      counter.add()
      return base.survival(x)
    }
    func quantile(_ p: Double) -> Double {
      counter.add()
      return base.quantile(p)
    }
    func upperQuantile(_ p: Double) -> Double {
      counter.add()
      return base.upperQuantile(p)
    }
  }

  /// Terms of a density that may be summed for a whole table: some seconds at 16 ns each.
  private static let mostTerms = 150_000_000

  /// Peaks that no mesh of a few panels sees.
  private static let peaks = (0..<50).map { "0.02*normal(\($0),0.001)" }.joined(separator: "+")

  @Test(arguments: share(of: [100, 1, 10_000, 30_000], oneIn: 2), [Quadrature.mesh, .gsl])
  func aTableEnds(termCount: Int, quadrature: Quadrature) throws {
    let p = try Counted(Self.peaks, termCount: termCount)
    let table = DensityPair(p, Normal(mean: 25, sd: 15), by: quadrature).table()
    #expect(p.counter.value * termCount < Self.mostTerms, "\(p.counter.value)")
    for row in table where row.status == .unresolved { #expect(!row.reason.isEmpty) }
    // What there is no work for is said, and never a number.
    let js = try #require(table.first { $0.measure == "js" })
    #expect((js.status == .finite) == (termCount <= 100), "\(js)")
  }

  /// A distribution function by quadrature takes thousands of values of the density, and a quantile some ten of those:
  /// they count, wherever they are taken. Here the interval holds so little that no difference has its digits.
  @Test(.slow, arguments: Quadrature.allCases) func distributionFunctionsByQuadratureCount(quadrature: Quadrature) throws {
    let base = try Counted("logNormal(1e5,1e150)")
    let q = try Truncated(base, lower: 1e-300, upper: 100)
    let table = DensityPair(Normal(mean: 1e-3, sd: 10), q, by: quadrature).table()
    #expect(base.counter.value < 40_000_000, "\(base.counter.value)")
    for row in table where row.status == .unresolved { #expect(row.error == .infinity || row.error > 0, "\(row)") }
  }

  /// What every component does at every break point is looked at within the limit, or not at all.
  @Test func aMixtureOfVeryManyEndsIsRefused() throws {
    let parts = (0..<3000).map { Uniform(lower: Double($0), upper: Double($0) + 1.5) }
    let mixture = try Mixture(parts, weights: parts.map { _ in 1 / 3000.0 })
    let start = ContinuousClock.now
    let table = DensityPair(mixture, Normal(mean: 1500, sd: 1000)).table()
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(table.contains { $0.reason == "the densities change in more places than can be integrated over in a second" })
  }

  /// Integrals that GSL's routines cannot have share the work of a table, and say where it ended.
  @Test(arguments: [("weibull(0.005,1)", "normal(0,1)"), ("weibull(0.01,1)", "weibull(0.005,2)"), ("studentT(0.01,0,1)", "cauchy(0,1)")])
  func secondRoutesEnd(_ pair: (String, String)) throws {
    let table = DensityPair(try parseDensity(pair.0), try parseDensity(pair.1), by: .gsl).table()
    let counts = table.compactMap { $0.reason.firstMatch(of: /given up after ([0-9]+) values/)?.1 }.compactMap { Int($0) }
    #expect(counts.allSatisfy { $0 < 20_000_000 }, "\(counts)")
    for row in table where !row.reason.isEmpty && row.reason.contains("given up") { #expect(row.status == .unresolved, "\(row)") }
  }

  @Test(arguments: [1, 100_000]) func aLandscapeEnds(termCount: Int) throws {
    let p = try Counted("0.5*normal(-2,0.5)+0.5*normal(2,0.5)", termCount: termCount)
    let box = try #require(NormalBox(around: p))
    let landscape = Landscape(of: p, in: box, objectives: [.jensenShannon, .totalVariation])
    let minima = landscape.minima
    #expect(landscape.isGridGivenUp == (termCount > 1))
    #expect(p.counter.value * termCount < 4 * Self.mostTerms, "\(p.counter.value)")
    #expect(minima.allSatisfy { ($0.outcome.status == .unresolved) == (termCount > 1) && $0.outcome.error.isFinite == (termCount == 1) })
  }

  @Test(arguments: [1, 100_000]) func aFitToADensityEnds(termCount: Int) throws {
    let p = try Counted("0.5*normal(-2,0.5)+0.5*laplace(2,0.5)", termCount: termCount)
    let fit = minimumDivergenceFit(of: Logistic.self, to: p, minimizing: JensenShannon())
    #expect(p.counter.value * termCount < 4 * Self.mostTerms, "\(p.counter.value)")
    #expect(fit.outcome.status == (termCount == 1 ? .finite : .unresolved), "\(fit)")
  }

  /// What a comparison takes before its first integral counts too: each of these cuts the line at a thousand landmarks.
  @Test(.slow) func aFitToAMixtureOfVeryManyEnds() throws {
    let parts = (0..<1000).map { "0.001*normal(\(0.37 * Double($0 * 7 % 45)),\(0.05 + 0.1 * Double($0 % 7)))" }
    let p = try Counted(parts.joined(separator: "+"), termCount: parts.count)
    let fit = minimumDivergenceFit(of: Normal.self, to: p, minimizing: JensenShannon())
    #expect(fit.outcome.status == .unresolved && fit.outcome.reason.contains("given up"), "\(fit)")
    #expect((1...1000).contains(p.asymptotes.value), "\(p.asymptotes.value)")
  }
}
