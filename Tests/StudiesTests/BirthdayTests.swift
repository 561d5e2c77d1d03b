import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Studies
import Testing

/// Duplicates and their probabilities against enumeration and closed forms.
@Suite struct BirthdayTests {
  private static let laws: [[Double]] = [[1, 1], [1, 1, 1], [1, 2, 3], [0, 1, 1, 5], [1, 1, 1, 1, 1], [0.5, 0.25, 0.125, 0.125], [1]]

  /// Every sequence of n draws from k points, with its probability.
  private func enumerate(_ draws: Int, _ probabilities: [Double], _ visit: ([Double], Double) -> Void) {
    func extend(_ sequence: [Double], _ probability: Double) {
      if sequence.count == draws { return visit(sequence, probability) }
      for (point, weight) in probabilities.enumerated() { extend(sequence + [Double(point)], probability * weight) }
    }
    extend([], 1)
  }

  @Test(arguments: laws) func probabilityIsThatOfAllSequences(_ weights: [Double]) throws {
    let law = try #require(DiscreteSupport(weights: weights))
    for draws in 2...5 {
      var (total, sum, pairs) = (0.0, 0.0, 0.0)
      enumerate(draws, law.probabilities) { sequence, probability in
        total += probability
        if Duplicates().pairs(in: sequence) > 0 { sum += probability }
        pairs += probability * Double(Duplicates().pairs(in: sequence))
      }
      let exact = law.duplicateProbability(draws)
      #expect(abs(total - 1) < 1e-12 && abs(exact.value - sum) <= exact.error + 1e-12, "\(weights) \(draws)")
      // The share of pairs is an unbiased estimate of Σp².
      #expect(abs(pairs / Double(draws * (draws - 1) / 2) - 1 / law.effectiveSize) < 1e-12)
      if Set(weights).count == 1 { #expect(abs(1 - Birthday.allDistinct(draws, of: weights.count).value - sum) < 1e-12) }
      let fewest = Birthday.fewestPoints(draws, duplicateProbability: exact.value)
      #expect(fewest <= Double(weights.count) * (1 + 1e-12) && law.effectiveSize <= Double(weights.count) * (1 + 1e-12))
    }
  }

  @Test func evenChances() {
    #expect([1, 2, 365, 10_000, 1_000_000].map { Birthday.median(of: $0) } == [2, 2, 23, 119, 1178])
    #expect(Birthday.fewestPoints(10, duplicateProbability: 0) == .infinity && Birthday.fewestPoints(10, duplicateProbability: 1) == 0)
    #expect(DiscreteSupport(weights: []) == nil && DiscreteSupport(weights: [1, -1]) == nil && DiscreteSupport(weights: [0]) == nil)
  }

  /// ⌈½ + √(¼ + 2N log 2)⌉ draws are enough for an even chance, and one fewer for 23 % of all N below 20 000.
  @Test func theFormulaForAnEvenChanceIsAnUpperBound() {
    var fewer = 0
    for points in 1..<20_000 {
      let formula = Int((0.5 + Double.sqrt(0.25 + 2 * Double(points) * .log(2))).rounded(.up))
      let exact = Birthday.median(of: points)
      #expect(exact == formula || exact == formula - 1, "\(points): \(exact) and \(formula)")
      if exact < formula { fewer += 1 }
    }
    #expect(fewer == 4614)
  }

  /// Against the definition: every pair, one by one.
  @Test(arguments: [0, 1e-3, 0.02, 0.5, 10]) func duplicatesAreThoseOfAllPairs(_ tolerance: Double) {
    let duplicates = Duplicates(within: tolerance)
    var random = CounterRandom(seed: 3)
    for size in 0..<60 {
      let sample = (0..<size).map { _ in tolerance == 0 ? (random.openUniform() * 200).rounded() : random.openUniform() }
      var (pairs, first) = (0, size + 1)
      for j in sample.indices {
        for i in 0..<j where abs(sample[i] - sample[j]) <= tolerance {
          pairs += 1
          first = min(first, j + 1)
        }
      }
      #expect(duplicates.pairs(in: sample) == pairs)
      #expect(duplicates.first(in: sample) == (pairs > 0 ? first : nil))
    }
  }

  @Test func zerosAreEqualAndInfinitiesTellNothing() {
    #expect(Duplicates().pairs(in: [0, -0.0, .infinity, .infinity, -.infinity]) == 1)
    #expect(Duplicates(within: 1).first(in: [.infinity, -.infinity, 1e300, 1e300]) == 4)
  }

  /// Whatever the probability, each limit misses with at most α/2: summed over all outcomes.
  @Test(arguments: [(1, 0.05), (5, 0.05), (20, 0.05), (20, 0.32), (150, 0.01)]) func limitsCover(_ trials: Int, _ alpha: Double) {
    let intervals = (0...trials).map { BinomialInterval($0, of: trials, missing: alpha) }
    let n = Double(trials)
    let ways = (0...trials).map { Double.logGamma(n + 1) - .logGamma(Double($0) + 1) - .logGamma(n - Double($0) + 1) }
    var least = 1.0
    for step in 1..<400 {
      let p = Double(step) / 400
      let terms = (0...trials).map { Double.exp(ways[$0] + Double($0) * .log(p) + Double(trials - $0) * .log(onePlus: -p)) }
      let below = zip(intervals, terms).reduce(0) { $0 + ($1.0.limits.upper < p ? $1.1 : 0) }
      let above = zip(intervals, terms).reduce(0) { $0 + ($1.0.limits.lower > p ? $1.1 : 0) }
      #expect(below <= alpha / 2 * (1 + 1e-9) && above <= alpha / 2 * (1 + 1e-9), "\(trials) \(p)")
      least = min(least, 1 - below - above)
    }
    // Not wider than it must be: somewhere the guarantee is nearly used up.
    #expect(least < 1 - alpha / 2 + 3e-3, "\(least)")
  }

  @Test func limitsOfTheField() {
    // 0 and n of n have closed forms; 5 of 10 is printed in every table.
    let none = BinomialInterval(0, of: 30).limits
    #expect(none.lower == 0 && abs(none.upper - (1 - .pow(0.025, 1.0 / 30))) < 1e-14)
    let half = BinomialInterval(5, of: 10).limits
    #expect(abs(half.lower - 0.187_086_028_447_0) < 1e-10 && abs(half.upper - 0.812_913_971_553_0) < 1e-10)
  }

  @Test func coincidencesOfDensities() {
    let normal = Normal(mean: 3, sd: 2)
    for tolerance in [1e-6, 1e-3, 0.7, 5] {
      let exact = Double.erf(tolerance / 4)
      #expect(abs(coincidence(normal, within: tolerance).value - exact) < 1e-8 * exact)
      // |X − X′| of a uniform is triangular: 2ε − ε².
      let uniform = min(tolerance, 1) * (2 - min(tolerance, 1))
      #expect(abs(coincidence(Uniform(lower: 4, upper: 5), within: tolerance).value - uniform) < 1e-8 * uniform, "\(tolerance)")
    }
    #expect(abs(squareIntegral(normal).value * 2 * normal.sd * .sqrt(.pi) - 1) < 1e-12)
    #expect(abs(squareIntegral(Laplace(location: 2, scale: 1.0 / 6)).value - 1.5) < 1e-11)
    for sd in [1e-300, 1e-9, 1e9, 1e300] {
      let value = squareIntegral(Normal(mean: 0, sd: sd)).value * (2 * sd) * .sqrt(.pi)
      #expect(abs(value - 1) < 1e-11, "\(sd)")
    }
    #expect(squareIntegral(Gamma(shape: 0.5, rate: 1)).status == .infinite)
    #expect(smallToleranceSize(Gamma(shape: 0.5, rate: 1), within: 0.1) == 0)
    #expect(abs((smallToleranceSize(normal, within: 0.01) ?? 0) - 100 * 2 * .sqrt(.pi)) < 1e-8)
  }
}
