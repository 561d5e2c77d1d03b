import Densities
import Divergences
import RealModule
import Scalars
import Synchronization
import Testing

/// What a result costs, in evaluations of a log density and not in seconds: bounded over the corners of every family's
/// parameters, so that no corner is a thousand times as dear as the middle.
@Suite struct CostTests {
  /// What a distribution function by calculus, or a divergence, may cost at any corner: a half more than the dearest
  /// does. A log-normal of σ = 1000, whose density changes over e^±40 000, costs ten times as much as others.
  private static func limit(_ name: String) -> Int { name == "logNormal" ? 60_000 : 5000 }

  /// Members with every parameter small, of everyday size, and large.
  private static func corners(of family: any Family.Type) -> [any AnalyticDensity] {
    let tuples = family.parameters.reduce([[]]) { (tuples: [[Double]], parameter: Parameter) in
      let values: [Double] = parameter.domain == .positive ? [1e-3, 1, 1e3] : [-1e3, 0, 1e3]
      return tuples.flatMap { tuple in values.map { tuple + [$0] } }
    }
    return tuples.compactMap { try? family.init(validating: $0) }
  }

  /// A density that gives the minimum, so that its distribution is made by calculus, and counts how often it is asked.
  private struct Counted: AnalyticDensity {
    let base: any AnalyticDensity
    let counter = Counter()

    final class Counter: Sendable {
      let count = Atomic(0)
    }

    var support: [Interval] { base.support }
    var breakpoints: [Double] { base.breakpoints }
    func rest(ofBreakpoint point: Double) -> Double { base.rest(ofBreakpoint: point) }
    var landmarks: [Landmark] { base.landmarks }
    var text: String { "counted \(base)" }
    func logDensity<S: Scalar>(at x: S) -> S {
      counter.count.wrappingAdd(1, ordering: .relaxed)
      return base.logDensity(at: x)
    }
    func logDensity(at place: Place) -> Double {
      counter.count.wrappingAdd(1, ordering: .relaxed)
      return base.logDensity(at: place)
    }
    func asymptote(_ approach: Approach) -> Asymptote { base.asymptote(approach) }
  }

  /// In a tail F − G falls to 0 without a crossing, for which no search is made.
  @Test(arguments: [
    ("normal(0,1)", "normal(1,2)"), ("logistic(0,1)", "normal(0,1.7)"), ("gamma(2,1)", "logNormal(0.5,0.5)"),
    ("studentT(3,0,1)", "studentT(5,1,2)"),
  ]) func theDistanceOfDistributionFunctionsIsCheap(_ pair: (String, String)) throws {
    let distance = w1(try parseDensity(pair.0), try parseDensity(pair.1))
    #expect(distance.status == .finite && distance.evaluations < 900, "\(distance)")
  }

  @Test(arguments: Catalogue.families.map { $0.name }) func aDistributionFunctionIsCheap(_ name: String) throws {
    let family = try #require(Catalogue.families.first { $0.name == name })
    let corners = Self.corners(of: family)
    #expect(corners.count >= 3)
    var largest = (count: 0, where: "")
    for corner in corners {
      for level in [1e-9, 0.03, 0.5, 0.9] {
        let x = corner.quantile(level)
        guard x.isFinite, corner.logDensity(at: x).isFinite else { continue }
        let counted = Counted(base: corner)
        _ = counted.cumulative(x)
        let count = counted.counter.count.load(ordering: .relaxed)
        if count > largest.count { largest = (count, "\(corner) at \(x)") }
      }
    }
    #expect(largest.count > 0 && largest.count <= Self.limit(name), "\(largest)")
  }

  @Test(arguments: Catalogue.families.map { $0.name }) func aDivergenceIsCheap(_ name: String) throws {
    let family = try #require(Catalogue.families.first { $0.name == name })
    let corners = Self.corners(of: family)
    var largest = (count: 0, where: "")
    // Every corner beside its neighbours in the list, some steps away, and the middle.
    for (index, p) in corners.enumerated() {
      for step in [1, 2, 3, 5, corners.count / 2] {
        let q = corners[(index + step) % corners.count]
        let result = DensityPair(p, q).measure(Unrecognized(base: KullbackLeibler()))
        if result.evaluations > largest.count { largest = (result.evaluations, "\(p) and \(q)") }
      }
    }
    #expect(largest.count > 0 && largest.count <= Self.limit(name), "\(largest)")
  }
}
