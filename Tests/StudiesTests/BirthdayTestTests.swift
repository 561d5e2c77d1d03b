import Calculus
import Densities
import RealModule
import Scalars
import Studies
import Testing

/// The test itself on laws that are known. Intervals miss with probability at most 10⁻⁶, and seeds are fixed.
@Suite struct BirthdayTestTests {
  private static let laws: [String: [Double]] = [
    "equal": [Double](repeating: 1, count: 365), "linear": (1...400).map(Double.init),
    "geometric": (0..<200).map { .exp(-0.05 * Double($0)) },
    "heavy point": [100] + [Double](repeating: 1, count: 900),
  ]

  @Test(arguments: laws.keys.sorted()) func measuresADiscreteLaw(_ name: String) throws {
    let law = try #require(DiscreteSupport(weights: Self.laws[name] ?? []))
    let test = BirthdayTest(Duplicates(), trials: 3000, missing: 1e-6)
    let stock = SampleStock(law, seed: 4)
    for size in [5, 12, 25] {
      let result = try #require(test.measure(stock, size: size))
      #expect(result.duplicates.limits.contains(law.duplicateProbability(size).value), "\(name) \(size)")
      #expect(result.duplicates.limits.length < 0.1)
      let error = try #require(result.coincidences.effectiveSizeError)
      #expect(abs(result.coincidences.effectiveSize - law.effectiveSize) < 6 * error, "\(name) \(size)")
      #expect(result.fewestPoints <= Double(law.probabilities.count))
    }
    let median = try #require((2...200).first { law.duplicateProbability($0).value >= 0.5 })
    let found = try #require(test.evenChance(stock))
    let limits = try #require(found.evenChance)
    #expect(limits.contains(Double(median)) && limits.contains(Double(found.size)) && limits.length <= 6, "\(name) \(limits) \(median)")
    #expect(found.duplicates.share >= 0.5)
  }

  @Test func aDensityAgreesWithQuadrature() throws {
    for density in [Normal(mean: 5, sd: 2), Laplace(location: 1, scale: 2), Uniform(lower: 0, upper: 3)] as [any AnalyticDensity] {
      let exact = 1 / coincidence(density, within: 1e-3).value
      let test = BirthdayTest(Duplicates(within: 1e-3), trials: 400, missing: 1e-6)
      let result = try #require(test.evenChance(SampleStock(density, seed: 2)))
      let error = try #require(result.coincidences.effectiveSizeError)
      #expect(abs(result.coincidences.effectiveSize - exact) < 6 * error && error < 0.2 * exact, "\(density)")
      // Triples of a density with no flat part make duplicates a little rarer than pairs alone: the estimate is within
      // its limits all the same.
      let limits = try #require(result.evenChance)
      #expect(limits.contains((2 * .log(2) * exact).squareRoot()), "\(density) \(limits)")
    }
  }

  /// The search cannot be told from one that knows: limits of the median at 90 % miss in at most 10 % of many seeds.
  @Test func limitsOfTheSearchCover() throws {
    let law = try #require(DiscreteSupport(weights: [Double](repeating: 1, count: 1000)))
    // The median of the draws up to the first duplicate: 38 for a thousand points.
    let median = Double(Birthday.median(of: 1000))
    let seeds = 300
    let missed = (0..<seeds).count { seed in
      let result = BirthdayTest(Duplicates(), trials: 40, missing: 0.1).evenChance(SampleStock(law, seed: UInt64(seed)))
      return result?.evenChance?.contains(median) != true
    }
    // By chance more than once in 10⁶ only if the truth is above 10 %.
    #expect(BinomialInterval(missed, of: seeds, missing: 2e-6).limits.lower <= 0.1, "\(missed)")
  }

  @Test func rowsAreUsedOnce() throws {
    let rows = (0..<100).map(Double.init) + [7]
    let stock = SampleStock(rows: rows, seed: 1)
    let drawn = (0..<stock.trials(of: 10, atMost: 1000)).flatMap { stock.sample($0, size: 10) }
    #expect(drawn.count == 100 && Set(drawn).count >= 99 && drawn != Array(rows.prefix(100)))
    let whole = try #require(BirthdayTest(Duplicates()).measure(stock, size: 101))
    #expect(whole.duplicates.trials == 1 && whole.duplicates.successes == 1 && abs(whole.coincidences.effectiveSize - 5050) < 1e-9)
    #expect(BirthdayTest(Duplicates()).measure(stock, size: 102) == nil)
    #expect(BirthdayTest(Duplicates()).evenChance(SampleStock(rows: [1], seed: 1)) == nil)
    let distinct = try #require(BirthdayTest(Duplicates()).evenChance(SampleStock(rows: (0..<100).map(Double.init), seed: 1)))
    #expect(!distinct.isEvenChance && distinct.size == 100 && distinct.coincidences.effectiveSize == .infinity)
  }

  @Test func rowsGiveWhatTheirLawGives() throws {
    let law = try #require(DiscreteSupport(weights: [Double](repeating: 1, count: 365)))
    var random = CounterRandom(seed: 11)
    let rows = (0..<20_000).map { _ in law.sample(using: &random) }
    let result = try #require(BirthdayTest(Duplicates(), missing: 1e-6).evenChance(SampleStock(rows: rows, seed: 1)))
    #expect(result.evenChance?.contains(23) == true && result.duplicates.trials >= 200)
  }

  @Test func oneSeedGivesTheSame() throws {
    func run(_ seed: UInt64) throws -> BirthdayResult {
      try #require(BirthdayTest(Duplicates(within: 0.01), trials: 50).evenChance(SampleStock(Normal(mean: 0, sd: 1), seed: seed)))
    }
    let (first, again, other) = try (run(1), run(1), run(2))
    #expect(first.size == again.size && first.duplicates == again.duplicates && first.coincidences == again.coincidences)
    #expect(first.coincidences != other.coincidences)
    let stock = SampleStock(Normal(mean: 0, sd: 1), seed: 1)
    #expect(
      Array(stock.sample(3, size: 100).prefix(10)) == stock.sample(3, size: 10) && stock.sample(2, size: 10) != stock.sample(3, size: 10))
  }

  @Test func aMillionSamplesHaveAsManyPairsAsChanceSays() {
    let sample = SampleStock(Uniform(lower: 0, upper: 1), seed: 1).sample(0, size: 1_000_000)
    // Expected are 1000 pairs; a normal law for the count is exceeded by six deviations once in 10⁹.
    #expect(abs(Double(Duplicates(within: 1e-9).pairs(in: sample)) - 1000) < 200 && Duplicates().pairs(in: sample) == 0)
  }
}
