import Calculus
import Densities
import Divergences
import RealModule
import Scalars

/// What JS is of two samples in place of the densities: with a bin for every value, and with k bins.
enum SampleDivergenceClaims {
  static let claims: [Claim] = [
    Claim(
      "S1", "JS of two samples as they are, each value with its share, is log 2 for any two continuous densities, however near.",
      source: "derived: no value is in both samples; after Arjovsky & Bottou 2017, theorem 2.3",
      readings: [
        Reading("200 draws of each: log 2", precision: 1e-9) { [Sides(plugIn(draws($0.p, .real), draws($0.q, .fake)), .log2)] },
        Reading("200 draws of P, and 200 others of P: log 2 too") { [Sides(plugIn(draws($0.p, .real), draws($0.p, .fake)), .log2)] }
          .noting("the density is the same, so that JS is 0"),
        Reading("it estimates JS(P,Q)") { [Sides(plugIn(draws($0.p, .real), draws($0.q, .fake)), $0.js)].distinct }
          .refuted(
            "a discriminator that can learn the rows tells all of them apart; an estimate of JS needs bins, a smooth D or a kernel, and "
              + "rows that were not learned"),
      ]),
    Claim(
      "S2", "JS of the histograms of two samples of n draws in k equal bins is too large by about (k − 1)/(4n).",
      source: "derived, by the second order of JS; after Miller 1955 for entropies",
      readings: bias),
  ]

  private enum Side: UInt32 { case real = 1, fake }

  private static func draws(_ density: any AnalyticDensity, _ side: Side) -> [Double] {
    var random = CounterRandom(seed: 1, stream: side.rawValue)
    return (0..<200).map { _ in density.sample(using: &random) }
  }

  /// JS of two distributions that give each value of a sample its share.
  private static func plugIn(_ xs: [Double], _ ys: [Double]) -> Estimate {
    func shares(_ sample: [Double]) -> [Double: Double] {
      Dictionary(sample.map { ($0, 1 / Double(sample.count)) }, uniquingKeysWith: +)
    }
    let (p, q) = (shares(xs), shares(ys))
    let shares = Set(xs + ys).sorted().map { (p: p[$0] ?? 0, q: q[$0] ?? 0) }
    let terms = shares.map { BinPair.term($0.p, $0.q) }
    // Far from 0 doubles are coarse, and draws coincide that would not as real numbers.
    let rounded = shares.reduce(0) { $0 + ($1.p > 0 && $1.q > 0 ? 0.5 * ($1.p + $1.q) : 0) }
    return Estimate(
      terms.compensatedSum(), error: 1e-14 + rounded * .log(2), reason: rounded > 0 ? "draws coincide by the rounding of x" : "")
  }

  /// Numbers of bins and of draws.
  private static let cases = [(2, 100), (10, 1000), (20, 1000), (20, 4000)].map { BinPair(bins: $0.0, draws: $0.1) }

  private static let bias = [
    Reading("the mean for equal densities is (k − 1)/(4n)", precision: 0.1) {
      cases.map {
        let bias = Double($0.bins - 1) / Double(4 * $0.draws)
        // The next order is smaller by some k/n.
        let next = 2 * Double($0.bins) / Double($0.draws)
        return Sides($0.mean, Estimate(bias, error: next * bias), label: $0.name)
      }
    }
    .noting("to within 2k/n of itself; the mean over all histograms, by binomial probabilities: for k = 20 and n = 1000 0.004776"),
    Reading("it is 0 for equal densities") { [Sides(cases[2].mean, 0)].labelled(cases[2].name) }
      .refuted("two histograms differ by chance, and JS counts every difference as one of the densities"),
    Reading("more bins come nearer to JS", .atMost) {
      let finer = BinPair(bins: 200, draws: 1000)
      return [Sides(finer.mean, cases[2].mean)].labelled("\(finer.name), against k = 20")
    }
    .refuted("for equal densities the bias grows with k: 0.0535 for 200 bins, and log 2 where every value has its own"),
    Reading("four times as many draws: a quarter of it", precision: 0.1) {
      [Sides(4 * cases[3].mean, cases[2].mean.widened(by: 0.05 * cases[2].mean.value))].labelled("k = 20, n = 4000 against 1000")
    }
    .noting("to 5 %"),
  ]
}

/// Two samples of the same density, of n draws each, in k bins of equal probability.
private struct BinPair: Sendable {
  let bins: Int
  let draws: Int

  var name: String { "k = \(bins), n = \(draws)" }

  /// The mean of JS of the two histograms, exactly: k times that of the term of one bin, whose counts are binomial.
  var mean: Estimate {
    let (n, share) = (Double(draws), 1 / Double(bins))
    // Counts of a probability below 10⁻²⁰ add less than 10⁻¹⁵ in all.
    let counts: [(share: Double, probability: Double)] = (0...draws).compactMap { count in
      let probability = Double.exp(logBinomial(draws, count, share))
      return probability < 1e-20 ? nil : (Double(count) / n, probability)
    }
    let sum = counts.reduce(0) { sum, x in sum + x.probability * counts.reduce(0) { $0 + $1.probability * Self.term(x.share, $1.share) } }
    return Estimate(Double(bins) * sum, error: 1e-11)
  }

  /// What a bin with these shares adds to JS: ½ a log(2a/(a + b)) + ½ b log(2b/(a + b)).
  static func term(_ a: Double, _ b: Double) -> Double {
    (a == 0 ? 0 : 0.5 * a * .log(2 * a / (a + b))) + (b == 0 ? 0 : 0.5 * b * .log(2 * b / (a + b)))
  }
}

/// log of the probability of so many successes among n.
func logBinomial(_ n: Int, _ successes: Int, _ probability: Double) -> Double {
  let (n, k) = (Double(n), Double(successes))
  return .logGamma(n + 1) - .logGamma(k + 1) - .logGamma(n - k + 1) + (k == 0 ? 0 : k * .log(probability))
    + (n == k ? 0 : (n - k) * .log(onePlus: -probability))
}
