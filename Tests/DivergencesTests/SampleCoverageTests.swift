import Densities
import Divergences
import RealModule
import Scalars
import TestSupport
import Testing

/// The intervals of samples cover the truth about as often as they say, or say that they may not.
/// `Documentation/Samples.md` has the table of a thousand repetitions; these are fewer, with fixed seeds.
@Suite struct SampleCoverageTests {
  @Test(
    arguments: share(
      of: [
        ("normal(0,1)", "normal(1,1)"), ("normal(0,1)", "normal(0.2,1)"), ("exponential(1)", "exponential(0.5)"),
        ("studentT(3,0,1)", "normal(0,1)"), ("normal(0,1)", "normal(0,1)"), ("beta(2,5)", "beta(5,2)"),
      ], oneIn: 4))
  func intervalsCoverOrWarn(_ p: String, _ q: String) throws {
    let pair = try DensityPair(parseDensity(p), parseDensity(q))
    let truths = Dictionary(uniqueKeysWithValues: pair.table().map { ($0.measure, $0.value) })
    let (count, repetitions) = (200, 150)
    var outcomes: [String: (covering: Int, doubtful: Int, trusted: Int)] = [:]
    for repetition in 0..<repetitions {
      for row in try Self.table(p, q, count, UInt64(repetition)) {
        guard let truth = truths[row.measure], row.value != nil else { continue }
        let covers = (row.lower ?? -.infinity) <= truth && truth <= (row.upper ?? .infinity)
        let key = "\(row.measure) \(row.estimator.rawValue)"
        var outcome = outcomes[key] ?? (0, 0, 0)
        if row.coverage == .doubtful {
          outcome.doubtful += 1
        } else {
          outcome.trusted += 1
          outcome.covering += covers ? 1 : 0
        }
        outcomes[key] = outcome
      }
    }
    for key in ["w1 empirical", "energy empirical", "kl_pq nearest_neighbors", "js nearest_neighbors", "kl_pq binning"] {
      let outcome = try #require(outcomes[key])
      // Of 150 intervals of 95 % fewer than 132 cover with probability 0.0005.
      let isCovering = Double(outcome.covering) >= 0.88 * Double(outcome.trusted)
      #expect(isCovering || outcome.doubtful > 9 * outcome.trusted, "\(p) | \(q): \(key): \(outcome)")
    }
  }

  /// KL(P‖Q) of Student's t with three degrees of freedom from a normal, 0.645, is seen at best as 0.2.
  @Test func nearestNeighboursWarnOfAHeavyTail() throws {
    for seed: UInt64 in 1...20 {
      let rows = try Self.table("studentT(3,0,1)", "normal(0,1)", 1000, seed)
      let neighbours = try #require(rows.first { $0.measure == "kl_pq" && $0.estimator == .nearestNeighbors })
      let bound = try #require(rows.first { $0.measure == "kl_pq" && $0.estimator == .binning })
      #expect(neighbours.coverage == .doubtful && neighbours.note.contains("no finite upper bound"))
      // The interval holds the bias that the rows of Q do not exclude.
      #expect((neighbours.value ?? 1) < 0.3 && (neighbours.upper ?? 0) > 0.6455, "\(neighbours)")
      let lower = try #require(bound.lower)
      #expect(bound.coverage == .guaranteed && (0...0.65).contains(lower) && bound.upper == nil)
    }
  }

  /// Rows of P lie where Q has none: in tails of Q that fall faster than exponentially towards an end of the support, and
  /// between its modes.
  @Test(arguments: [
    ("gamma(2,1)", "logNormal(0.5,0.7)", 5000), ("beta(2,5)", "beta(5,2)", 1000), ("uniform(0,1)", "beta(2,2)", 5000),
    ("normal(0,0.7)", "0.5*normal(-3,0.5)+0.5*normal(3,0.5)", 1000),
  ])
  func nearestNeighboursWarnOfWhatTheSecondSampleMisses(_ p: String, _ q: String, _ count: Int) throws {
    #expect(try Self.warnings(p, q, count) >= 12, "of 16")
  }

  /// Tails of Q that are as heavy as those of P, rows that surround those of P, and a single law: no warning is due.
  @Test(arguments: [
    ("cauchy(0,1)", "cauchy(1,1)", 1000), ("normal(0,1)", "normal(0.2,1)", 1000), ("normal(0,1)", "normal(0,2)", 1000),
    ("0.5*normal(-3,0.5)+0.5*normal(3,0.5)", "0.4*normal(-3,0.5)+0.6*normal(3,0.5)", 1000),
  ])
  func nearestNeighboursDoNotWarnOfSamplesThatOverlap(_ p: String, _ q: String, _ count: Int) throws {
    #expect(try Self.warnings(p, q, count) <= 4, "of 16")
  }

  /// How many of sixteen estimates of KL(P‖Q) by nearest neighbours are marked as doubtful.
  private static func warnings(_ p: String, _ q: String, _ count: Int) throws -> Int {
    try (1...16).count { (seed: UInt64) in
      let row = try samples(p, q, count, seed).neighborDivergences().first { $0.measure == "kl_pq" }
      return try #require(row).isDoubtful
    }
  }

  /// JS close to log 2 hangs on the few rows where the samples overlap.
  @Test func nearestNeighboursWarnOfSamplesThatHardlyOverlap() throws {
    for (q, isDoubtful) in [("normal(4,1)", true), ("normal(1,1)", false)] {
      for seed: UInt64 in 1...5 {
        let row = try Self.samples("normal(0,1)", q, 200, seed).neighborDivergences().first { $0.measure == "js" }
        let js = try #require(row)
        #expect(js.isDoubtful == isDoubtful && js.note.contains("hardly overlap") == isDoubtful)
      }
    }
  }

  private static func table(_ p: String, _ q: String, _ count: Int, _ seed: UInt64) throws -> [SampleEstimate] {
    try samples(p, q, count, seed).table()
  }

  private static func samples(_ p: String, _ q: String, _ count: Int, _ seed: UInt64) throws -> SamplePair {
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    var random = CounterRandom(seed: 7, row: UInt32(seed))
    let (x, y) = ((0..<count).map { _ in p.sample(using: &random) }, (0..<count).map { _ in q.sample(using: &random) })
    var settings = SampleSettings()
    (settings.permutations, settings.seed) = (99, seed)
    return try SamplePair(x, y, settings: settings)
  }
}
