import Calculus
import Divergences
import RealModule
import Scalars
import Studies

/// The birthday test for the size of a generator's support (Arora & Zhang 2017).
enum BirthdayClaims {
  static let claims: [Claim] = [
    Claim(
      "G1", "If a sample of size s has duplicates with good probability, the generator's support has about s² points.",
      source: "Arora & Zhang 2017, “Do GANs actually learn the distribution?”; Arora, Risteski & Zhang 2018",
      readings: formulas + estimates + effective + bounds + continuous + trials)
  ]

  /// The sides for several numbers of points, a row each.
  private static func each(_ sizes: [Int] = [365, 10_000, 1_000_000], _ sides: (_ points: Int) -> [Sides]) -> [Sides] {
    sizes.flatMap { sides($0).labelled("N = \($0)") }
  }

  /// The sides for 23 and for √N draws, a component each.
  private static func draws(from points: Int, _ sides: (_ draws: Int) -> (lhs: Estimate, rhs: Estimate)) -> [Sides] {
    [23, root(points)].map { n in
      let sides = sides(n)
      return Sides(sides.lhs, sides.rhs, component: "n = \(n)")
    }
  }

  private static func root(_ points: Int) -> Int { Int(Double(points).squareRoot()) }
  private static func distinct(_ draws: Int, of points: Int) -> Estimate { Birthday.allDistinct(draws, of: points) }
  private static func distinct(_ draws: Int, probabilities: [Double]) -> Estimate {
    Birthday.allDistinct(draws, probabilities: probabilities)
  }
  private static func median(of points: Int) -> Double { Double(Birthday.median(of: points)) }

  private static let formulas = [
    Reading("the product is N!/((N − n)! Nⁿ)", precision: 1e-7) {
      each { points in draws(from: points) { (distinct($0, of: points), Birthday.allDistinctByFactorials($0, of: points)) } }
    }
    .noting("n = √N and 23 draws"),
    Reading("23 of 365: 0.5073") { each([365]) { [Sides(1 - distinct(23, of: $0), .printed(0.507297234323985, decimals: 14))] } },
    Reading("no duplicate: at most exp(−n(n−1)/2N)", .atMost) {
      each { points in
        draws(from: points) { (distinct($0, of: points), Estimate(.exp(-Birthday.exponent($0, of: points).lower))) }
      }
    },
    Reading("no duplicate: hardly less", .atMost) {
      each { points in
        draws(from: points) { (Estimate(.exp(-Birthday.exponent($0, of: points).upper)), distinct($0, of: points)) }
      }
    }
    .noting("at least exp(−n(n−1)/2N − n(n−1)(2n−1)/6N²)"),
    Reading("s = √N: a duplicate with probability 1 − e^−½, 39 %", precision: 0.2) {
      each { [Sides(1 - distinct(root($0), of: $0), Estimate(-.expMinusOne(-0.5), error: 1 / Double($0).squareRoot()))] }
    }
    .noting("to within 1/√N"),
    Reading("s = √N: a duplicate is certain") { each { [Sides(1 - distinct(root($0), of: $0), 1)] } }
      .refuted("the probability is 1 − e^−½, about 39 %; even at 2√N it is 86 %"),
  ]

  private static let estimates = [
    Reading("an even chance comes with at most ⌈½ + √(¼ + 2N log 2)⌉ draws", .atMost) {
      each([5, 365, 10_000, 1_000_000]) { [Sides(Estimate(median(of: $0)), evenChanceFormula($0))] }
    }
    .noting("23 for 365, 119 for 10⁴; the exact number is this or one fewer"),
    Reading("an even chance comes with exactly ⌈½ + √(¼ + 2N log 2)⌉ draws") {
      each([5]) { [Sides(Estimate(median(of: $0)), evenChanceFormula($0))] }
    }
    .refuted("for N = 5 it comes with 3, not 4; of all N below 20 000 it comes one draw sooner for 23 %"),
    Reading("an even chance comes with 1.1774 √N draws", precision: 0.2) {
      each { [Sides(Estimate(median(of: $0), error: 2), 1.177410 * Estimate(Double($0).squareRoot()))] }
    }
    .noting("√(2 log 2) = 1.1774, to within two draws"),
    // A draw more or less changes s² by 2s.
    Reading("an even chance at s: N = s²/(2 log 2)", precision: 0.2) {
      each { [Sides(Estimate(median(of: $0) * median(of: $0), error: 4 * median(of: $0)) / (2 * .log2), Estimate(Double($0)))] }
    }
    .noting("for equal probabilities, to within two draws"),
    Reading("an even chance at s: N = s²", precision: 0.2) {
      each([10_000, 1_000_000]) { [Sides(Estimate(median(of: $0) * median(of: $0), error: 2 * median(of: $0)), Estimate(Double($0)))] }
    }
    .refuted("s² is 2 log 2 = 1.386 times too large: divide by it; for a few hundred points a draw more or less hides the factor"),
    Reading("equal probabilities have the fewest duplicates", .atMost) {
      each([365]) { points in
        let total = Double(points * (points + 1) / 2)
        let skewed = (1...points).map { Double($0) / total }
        return draws(from: points) { (distinct($0, probabilities: skewed), distinct($0, of: points)) }
      }
    }
    .noting("against probabilities in proportion to 1, 2, …, N; so duplicates bound the support from below only"),
    Reading("the recurrence agrees with the product") {
      each([365]) { points in
        let equal = [Double](repeating: 1 / Double(points), count: points)
        return draws(from: points) { (distinct($0, probabilities: equal), distinct($0, of: points)) }
      }
    }
    .noting("for equal probabilities"),
    Reading("an even chance of duplicates at s means a support of s² at most", .atMost) {
      // A duplicate of the heavy point alone has probability 1 − 0.9²⁰ − 20 · 0.1 · 0.9¹⁹ = 0.61.
      let heavy: Double = 1 - .pow(0.9, 20) - 2 * .pow(0.9, 19)
      return heavy > 0.5 ? each([10_000]) { [Sides(Estimate(Double($0)), 400)] } : []
    }
    .refuted("one point with a tenth of the mass gives duplicates among 20 draws whatever the support"),
  ]

  /// ⌈½ + √(¼ + 2N log 2)⌉.
  private static func evenChanceFormula(_ points: Int) -> Estimate {
    Estimate((0.5 + .sqrt(0.25 + 2 * Double(points) * .log(2))).rounded(.up))
  }

  private static let effective = [
    Reading("colliding pairs over s(s − 1)/2 have the mean Σp²") {
      let probabilities = [0.5, 0.3, 0.2]
      let squares = probabilities.reduce(Estimate(0)) { $0 + Estimate($1) * Estimate($1) }
      return [2, 3, 4].map { size in
        Sides(meanOfPairs(size, probabilities) / Estimate(Double(size * (size - 1) / 2)), squares, component: "s = \(size)")
      }
    }
    .noting("an unbiased estimate: over all samples of 2, 3 and 4 from three points of probability 0.5, 0.3 and 0.2"),
    Reading("an even chance at s: 1/Σp² = s²/(2 log 2)", precision: 0.2) {
      guard let law = favouring(0.01) else { return [] }
      let s = Double(evenChance(of: law))
      return [Sides(Estimate(s * s, error: 2 * s) / (2 * .log2), Estimate(law.effectiveSize, error: 1e-6))]
    }
    .refuted(
      "not for unequal probabilities: with one point of a hundredth and 100 000 others 1/Σp² is 9107, the even chance comes at s = 150, "
        + "and s²/(2 log 2) is 16 230; colliding pairs over s(s − 1)/2 estimate Σp²"),
    Reading("the even chance comes no sooner than with 1/Σp² equal points", .atMost) {
      [0.1, 0.01].compactMap { share in
        favouring(share).map {
          let equal = median(of: Int($0.effectiveSize.rounded()))
          return Sides(Estimate(equal), Estimate(Double(evenChance(of: $0))), component: "a point of \(share)")
        }
      }
    }
    .noting("with one point of a tenth and 100 000 others, 1/Σp² = 99.9, it comes at 17 draws; for 100 equal points at 13"),
  ]

  /// One point with this share of the mass, and 100 000 others.
  private static func favouring(_ share: Double) -> DiscreteSupport? {
    DiscreteSupport(weights: [100_000 * share / (1 - share)] + [Double](repeating: 1, count: 100_000))
  }

  /// The least number of draws, up to 400, that hold a duplicate with probability at least ½.
  private static func evenChance(of law: DiscreteSupport) -> Int {
    var (without, with) = (1, 400)
    while with - without > 1 {
      let middle = (without + with) / 2
      if law.duplicateProbability(middle).value >= 0.5 { with = middle } else { without = middle }
    }
    return with
  }

  /// The mean number of pairs of equal draws, over all samples of this size, each with its probability.
  private static func meanOfPairs(_ size: Int, _ probabilities: [Double]) -> Estimate {
    let samples = (0..<size).reduce([(draws: [Double](), probability: Estimate(1))]) { samples, _ in
      samples.flatMap { sample in
        probabilities.enumerated().map { (sample.draws + [Double($0.offset)], sample.probability * Estimate($0.element)) }
      }
    }
    return samples.reduce(Estimate(0)) { $0 + $1.probability * Estimate(Double(Duplicates().pairs(in: $1.draws))) }
  }

  private static let bounds = [
    Reading("duplicates with probability γ: the support has at least n(n−1)/(2 log 1/(1−γ)) points", .atMost) {
      each([365]) { points in
        laws(points).flatMap { name, law in
          [23, root(points)].map { Sides(fewest($0, law), Estimate(Double(points)), component: "\(name), n = \($0)") }
        }
      }
    }
    .noting("a lower bound, whatever the probabilities: equal ones have the fewest duplicates"),
    Reading("duplicates with probability γ: the support has at most n(n−1)/(2 log 1/(1−γ)) points", .atMost) {
      each([365]) { points in
        laws(points).dropFirst().map { name, law in Sides(Estimate(Double(points)), fewest(23, law), component: name) }
      }
    }
    .refuted("the bound is from below: unequal probabilities have more duplicates, and hide points that are seldom drawn"),
    Reading("the effective size 1/Σp² is at most N", .atMost) {
      each([365]) { points in
        laws(points).map { name, law in
          Sides(Estimate(law.effectiveSize, error: 1e-13 * law.effectiveSize), Estimate(Double(points)), component: name)
        }
      }
    },
  ]

  /// Laws on N points: equal probabilities first.
  private static func laws(_ points: Int) -> [(name: String, law: DiscreteSupport)] {
    let weights: [(String, (Int) -> Double)] = [
      ("equal", { _ in 1 }), ("linear", { Double($0 + 1) }), ("geometric", { .exp(-0.1 * Double($0)) }),
      ("one heavy point", { $0 == 0 ? 0.1 * Double(points) : 1 }),
    ]
    return weights.compactMap { name, weight in DiscreteSupport(weights: (0..<points).map(weight)).map { (name, $0) } }
  }

  /// The fewest points that so many draws from a law can come from, by the probability of duplicates among them.
  private static func fewest(_ draws: Int, _ law: DiscreteSupport) -> Estimate {
    let distinct = distinct(draws, probabilities: law.probabilities)
    let fewest = Birthday.fewestPoints(draws, duplicateProbability: 1 - distinct.value)
    return Estimate(fewest, error: 1e-10 * fewest)
  }

  private static let continuous = [
    Reading("a continuous generator: P(|X − X′| ≤ ε) ≈ 2ε ∫ q²", precision: 1e-7) { pair in
      let q = pair.q
      guard q.breakpoints.isEmpty else { return [] }
      let width = q.landmarks.map(\.scale).min() ?? 1
      let rate = Estimate.derivative(at: 0, step: width) { tolerance in coincidence(q, within: tolerance) }
      return [Sides(rate, 2 * Estimate.expectation(under: q) { .exp(q.logDensity(at: $0)) })]
    }
    .noting("colliding pairs up to a tolerance estimate the collision entropy"),
    Reading("for a normal it is erf(ε/2σ)") { pair in
      guard let normal = pair.q as? Normal else { return [] }
      let tolerance = 0.7 * normal.sd
      return [Sides(coincidence(normal, within: tolerance), Estimate(.erf(0.35), error: 1e-16))]
    },
  ]

  /// P(|X − X′| ≤ |ε|) with the sign of ε.
  private static func coincidence(_ q: any AnalyticDensity, within tolerance: Double) -> Estimate {
    let value = Estimate.expectation(under: q) { x in
      let (near, far) = (x - abs(tolerance), x + abs(tolerance))
      return q.cumulative(x) < 0.5 ? q.cumulative(far) - q.cumulative(near) : q.survival(near) - q.survival(far)
    }
    // The distribution functions are of order 1, however small their difference.
    let probability = value.widened(by: 4 * .ulpOfOne)
    return tolerance < 0 ? -probability : probability
  }

  private static let trials = [
    Reading("1000 samples of √N draws: a duplicate in 39 % of them", precision: 0.5) {
      each { points in
        guard let result = test.measure(stock(points), size: root(points)) else { return [] }
        return [Sides(centre(result.duplicates.limits), 1 - distinct(root(points), of: points))]
      }
    }
    .noting("by the exact probability; \(chance)"),
    Reading("a search for the even chance ends where it is", precision: 0.5) {
      each { points in
        guard let limits = test.evenChance(stock(points))?.evenChance else { return [] }
        return [Sides(Estimate(median(of: points)), centre(limits))]
      }
    }
    .noting("1000 trials, against the exact number of draws; \(chance)"),
  ]

  private static let chance = "an interval that misses by chance once in 10⁶ seeds, and the seed is fixed"
  private static let test = BirthdayTest(Duplicates(), trials: 1000, missing: 1e-6)

  /// Draws from equally likely points.
  private static func stock(_ points: Int) -> SampleStock {
    SampleStock(seed: 1) { random in (Double(points) * random.openUniform()).rounded(.down) }
  }

  /// What was measured, with its confidence limits as the error.
  private static func centre(_ limits: Interval) -> Estimate {
    Estimate(0.5 * (limits.lower + limits.upper), error: 0.5 * limits.length)
  }
}
