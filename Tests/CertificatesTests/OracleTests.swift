import Certificates
import Densities
import Divergences
import Foundation
import Scalars
import Synchronization
import TestSupport
import Testing

/// The ordinary quadrature held against what is proved, on random pairs: 20, and with `TEST_MULTIPLIER` 100 times as many
/// as it says: `TEST_MULTIPLIER=20` takes two thousand, some seven minutes on two cores.
@Suite(.enabled(if: hasLibrary, "needs the library Arb: make certificates")) struct OracleTests {
  private static let measures = (DensityPair.measures + DensityPair.measuresOnRequest).filter(Certificate.measures.contains)
  private static let pairCount = testMultiplier == 1 ? 20 : 100 * testMultiplier

  /// Every third pair as the laws have them; the others of any kind, estimates of data and parameters far out included.
  private static func pair(_ index: Int) throws -> (any AnalyticDensity, any AnalyticDensity) {
    var random = RandomDensities(seed: UInt64(index))
    if index % 3 == 0 { return (try random.next(), try random.next()) }
    // An image that collapses is refused; another is drawn then.
    return try (try? random.pairOfAnyKind()) ?? random.pairOfAnyKind()
  }

  @Test func noResultIsOutsideItsOwnBound() throws {
    let counts = Mutex((proved: 0, refused: 0))
    DispatchQueue.concurrentPerform(iterations: Self.pairCount) { index in
      let (p, q): (any AnalyticDensity, any AnalyticDensity)
      do { (p, q) = try Self.pair(index) } catch {
        Issue.record("pair \(index): \(error)")
        return
      }
      let known = Dictionary(uniqueKeysWithValues: DensityPair(p, q).table(of: Self.measures).map { ($0.measure, $0) })
      for enclosure in Certificate(p, q, measures: Self.measures + ["mass_p", "mass_q"]).enclosures {
        guard let lower = enclosure.lower, let upper = enclosure.upper else {
          #expect(!enclosure.proof.contains("no formula in balls"), "pair \(index), \(p), \(q): \(enclosure.proof)")
          counts.withLock { $0.refused += 1 }
          continue
        }
        counts.withLock { $0.proved += 1 }
        guard let own = known[enclosure.measure] else {
          #expect(lower <= 1 && 1 <= upper, "\(enclosure.measure) of pair \(index), \(p), \(q): [\(lower), \(upper)]")
          continue
        }
        if own.status == .unresolved { continue }
        #expect(
          own.value + own.error >= lower && own.value - own.error <= upper || own.value == upper,
          "\(own.measure) of pair \(index), \(p), \(q): \(own.value) ± \(own.error) not in [\(lower), \(upper)] (\(enclosure.proof))")
      }
    }
    let (proved, refused) = counts.withLock { $0 }
    print("Enclosures of \(Self.pairCount) random pairs: \(proved) proved, \(refused) refused.")
    #expect(proved > 3 * refused)
  }

  /// Pairs of that kind that once were outside: a cut of a narrow piece far from 0 loses digits on its way into the
  /// units of the base, and with them the mass that is kept.
  @Test(arguments: [
    ("truncated(affine(uniform(-2.18,105.4),-6.1,-558.1),-inf,-58829.4)", "exponential(13)", "entropy_p"),
    (
      "studentT(0.20506981542437666,-10784.2706115476,0.0012398179645396132)",
      "truncated(affine(uniform(-7.243404949602292,1.4446821304874362),-12.11257786914334,31.260868975542483),-inf,-238.5476963015796)",
      "renyi_0.5"
    ),
    (
      "weibull(0.39216683631441546,2.047860538237806)",
      "truncated(affine(studentT(26.289116914880008,-111625.77146379859,20.94083963079618),-19.994832140955253,0.02169868543847082),"
        + "-2442.2251604510543,-2440.6689264446272)", "entropy_q"
    ),
  ])
  func aCutFarFromZeroIsInTheBound(p: String, q: String, measure: String) throws {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    let own = try #require(DensityPair(p, q).table(of: [measure]).first)
    let enclosure = try #require(Certificate(p, q, measures: [measure]).enclosures.first)
    let (lower, upper) = (try #require(enclosure.lower), try #require(enclosure.upper))
    #expect(own.value + own.error >= lower && own.value - own.error <= upper && own.error < 1e-6, "\(own) [\(lower), \(upper)]")
  }

  /// Ends that round to the same double are told apart as the enclosures tell them.
  @Test(arguments: [
    ("affine(uniform(0,0.1),0.7,3)", "uniform(0.7,1)"), ("gev(0,1,0.3)", "gev(-1,0.7,0.3)"), ("gev(-1,0.7,0.3)", "gev(0,1,0.3)"),
    ("gev(0,1,-0.3)", "gev(1,0.7,-0.3)"), ("affine(beta(2,3),0.7,0.3)", "affine(uniform(0,0.1),0.7,3)"),
    ("affine(beta(0.5,0.7),0.7,0.3)", "affine(beta(0.4,0.5),1,-0.3)"), ("affine(beta(3,0.5),1,-0.3)", "affine(gamma(0.5,1),0.7,2)"),
    ("affine(triangular(0,0.1,0.1),0.7,3)", "triangular(0.7,0.8,1)"), ("affine(exponential(1),0.7,3)", "affine(weibull(0.6,1),1,-0.3)"),
    ("0.5*affine(uniform(0,0.1),0.7,3)+0.5*affine(beta(0.5,0.5),0.4,0.6)", "affine(uniform(0.7,1),0.1,0.9)"),
    ("0.3*affine(uniform(0,0.1),0.7,3)+0.7*normal(0,1)", "0.6*uniform(0.7,1)+0.4*normal(0,1)"),
    ("affine(pareto(2,0.1),0.4,3)", "affine(exponential(1),0.7,1)"), ("affine(logNormal(0,1),0.7,3)", "affine(logNormal(0.5,1),1,-0.3)"),
  ])
  func endsThatRoundTogetherAreToldApart(p: String, q: String) throws {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    let known = DensityPair(p, q).table(of: Self.measures)
    for (enclosure, own) in zip(Certificate(p, q, measures: Self.measures).enclosures, known) {
      guard own.status != .unresolved, let lower = enclosure.lower, let upper = enclosure.upper else { continue }
      #expect(
        own.value + own.error >= lower && own.value - own.error <= upper || own.value == upper,
        "\(own.measure) of \(p), \(q): \(own.value) ± \(own.error) not in [\(lower), \(upper)] (\(enclosure.proof)); \(own.reason)")
    }
    #expect(known.filter { $0.status != .unresolved }.count >= 12, "\(known.filter { $0.status == .unresolved })")
  }

  @Test func equalDensitiesAreProvedEqual() throws {
    let p = try parseDensity("0.5*gamma(0.3,2)+0.5*laplace(1,2)")
    for enclosure in Certificate(p, p, measures: ["kl_pq", "tv", "w1"]).enclosures {
      #expect(enclosure.lower == 0 && enclosure.upper == 0)
    }
  }

  @Test(arguments: [
    ("uniform(0,1)", "uniform(0.5,2)", "kl_pq"), ("gumbel(0,1)", "gumbel(2,1)", "chi2_pq"), ("gamma(0.1,1)", "gamma(0.2,1)", "chi2_pq"),
    ("logistic(0,1)", "logistic(4,0.5)", "chi2_pq"), ("studentT(2,0,1)", "normal(0,1)", "kl_pq"), ("normal(0,1)", "cauchy(0,1)", "w1"),
    ("affine(beta(0.5,0.5),3,-2)", "uniform(1,3)", "chi2_pq"),
  ])
  func infinityIsProved(p: String, q: String, measure: String) throws {
    let enclosure = try #require(Certificate(try parseDensity(p), try parseDensity(q), measures: [measure]).enclosures.first)
    #expect(enclosure.lower == .infinity && enclosure.proof.hasPrefix("+∞: "), "\(enclosure.proof)")
  }

  @Test(arguments: [
    ("truncated(normal(0,1),-1,2)", "uniform(-1,2)"), ("truncated(normal(0,1),-inf,0.5)", "affine(exponential(1),0.5,-2)"),
    ("truncated(affine(gumbel(0,1),1,-2),0,inf)", "exponential(1)"),
    ("kde(Examples/data/old-faithful.csv:waiting,bandwidth=20)", "normal(70,13)"),
    ("histogram(Examples/data/old-faithful.csv:waiting,bins=4)", "normal(70,13)"),
    ("triangular(0,1,3)", "beta(2,2)"),
  ])
  func combinationsAreEnclosed(p: String, q: String) throws {
    let (p, q) = (try parseDensity(p, columns: Self.column), try parseDensity(q))
    let known = DensityPair(p, q).table(of: ["js", "tv", "w1", "entropy_p"])
    for (enclosure, own) in zip(Certificate(p, q, measures: known.map(\.measure)).enclosures, known) {
      let (lower, upper) = (try #require(enclosure.lower, "\(enclosure.measure): \(enclosure.proof)"), try #require(enclosure.upper))
      #expect(own.value + own.error >= lower && own.value - own.error <= upper, "\(own.measure): \(own.value), [\(lower), \(upper)]")
      #expect(upper - lower <= 1e-9 * max(abs(upper), 1e-9))
    }
  }

  private static let column: ColumnReader = { (file, columns) throws(DensityError) in
    try DensityParser.readColumns(packagePath(file), columns)
  }
}
