// How often the intervals of `SamplePair` cover the truth: seeded repetitions on pairs whose divergences are known.
//
//   bench-samples [REPETITIONS [FIRST LAST [SIZE …]]]
//
// For the pairs from FIRST to LAST of the list below and samples of each size, prints CSV: pair, n, measure, estimator,
// truth, mean estimate, its standard deviation, the share of intervals that cover the truth, the share marked doubtful,
// the share that cover among those that are not, and the mean length. Infinite lengths are those of lower bounds.

import Densities
import Divergences
import Foundation

/// Thirty-two pairs on which the rules for warnings were drawn up and sharpened, and eight that were looked at afterwards alone.
let pairs = [
  ("normal(0,1)", "normal(1,1)"), ("normal(0,1)", "normal(0.2,1)"), ("normal(0,1)", "normal(0,2)"), ("normal(1,2)", "normal(0,1)"),
  ("normal(0,1)", "normal(3,1)"), ("laplace(0,1)", "normal(0,1.4)"), ("logistic(0,0.55)", "normal(0,1)"),
  ("studentT(3,0,1)", "normal(0,1)"), ("studentT(5,0,1)", "studentT(5,1,1)"), ("exponential(1)", "exponential(0.5)"),
  ("gamma(2,1)", "logNormal(0.5,0.7)"), ("uniform(0,1)", "beta(2,2)"), ("beta(2,5)", "beta(5,2)"),
  ("0.5*normal(-1.5,0.7)+0.5*normal(1.5,0.7)", "normal(0,1.65)"), ("normal(0,1)", "normal(0,1)"), ("cauchy(0,1)", "cauchy(1,1)"),
  ("gumbel(0,1)", "normal(0.6,1.3)"), ("inverseGaussian(1,2)", "gamma(2,2)"), ("weibull(1.5,1)", "logNormal(-0.4,0.7)"),
  ("triangular(0,0.5,1)", "beta(2.5,2.5)"), ("skewNormal(0,1,4)", "normal(0.8,0.7)"),
  ("normal(0,0.8)", "0.5*normal(-2,0.6)+0.5*normal(2,0.6)"), ("beta(0.5,0.5)", "uniform(0,1)"),
  ("studentT(4,0,1)", "logistic(0,0.7)"), ("logistic(0,1)", "laplace(0.5,1.5)"), ("weibull(2,1)", "gamma(3,3)"),
  ("gumbel(0,1)", "logistic(0.5,0.8)"), ("normal(0,1)", "studentT(3,0,0.8)"), ("exponential(1)", "weibull(0.8,1)"),
  ("beta(2,3)", "triangular(0,0.3,1)"), ("0.7*normal(0,1)+0.3*normal(4,0.5)", "normal(1.2,2)"),
  ("logNormal(0,0.5)", "inverseGaussian(1.1,4)"), ("gamma(3,1)", "inverseGaussian(3,6)"),
  ("inverseGaussian(1,3)", "logNormal(-0.2,0.6)"), ("laplace(0,1)", "logistic(0.3,0.6)"), ("skewNormal(0,1,-3)", "gumbel(-1,0.6)"),
  ("exponential(1)", "affine(pareto(4,1),-3,3)"), ("beta(4,2)", "beta(3,1.2)"), ("triangular(-2,0.5,2)", "truncated(normal(0.2,0.8),-2,2)"),
  ("studentT(6,0,1)", "0.8*normal(0,1)+0.2*normal(0,2.5)"),
]
let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let repetitions = numbers.first ?? 1000
let chosen = numbers.count >= 3 ? numbers[1]...numbers[2] : 0...pairs.count - 1
let sizes = numbers.count > 3 ? Array(numbers[3...]) : [50, 200, 1000, 5000]

/// Vigna's SplitMix64, seeded by the repetition.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// What is known of one row of the table over the repetitions.
struct Tally {
  var values: [Double] = []
  var (covering, doubtful, coveringOthers, length) = (0, 0, 0, 0.0)

  mutating func add(_ row: SampleEstimate, truth: Double) {
    guard let value = row.value else { return }
    let covers = (row.lower ?? -.infinity) <= truth && truth <= (row.upper ?? .infinity)
    values.append(value)
    covering += covers ? 1 : 0
    doubtful += row.isDoubtful ? 1 : 0
    coveringOthers += covers && !row.isDoubtful ? 1 : 0
    length += (row.upper ?? .infinity) - (row.lower ?? -.infinity)
  }

  func line(_ truth: Double) -> String {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)).squareRoot()
    let numbers = [
      truth, mean, deviation, Double(covering) / n, Double(doubtful) / n, Double(coveringOthers) / (n - Double(doubtful)), length / n,
    ]
    return numbers.map { String(format: "%.6g", $0) }.joined(separator: ",")
  }
}

/// Writes a line at once, so that a run that is stopped leaves what it has.
func write(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

/// The largest difference of the distribution functions, on a grid of quantiles of both.
func kolmogorov(_ p: any Density, _ q: any Density) -> Double {
  let places = [p, q].flatMap { density in (1..<10_000).map { density.quantile(Double($0) / 10_000) } }
  return places.reduce(0) { max($0, abs(p.cumulative($1) - q.cumulative($1))) }
}

write("pair,n,measure,estimator,truth,mean,deviation,coverage,doubtful,coverage_if_not_doubtful,length")
for index in chosen {
  let (p, q) = (try parseDensity(pairs[index].0), try parseDensity(pairs[index].1))
  var truths = Dictionary(uniqueKeysWithValues: DensityPair(p, q).table().map { ($0.measure, $0.value) })
  truths["ks"] = kolmogorov(p, q)
  for size in sizes {
    var (tallies, order): ([String: Tally], [String]) = ([:], [])
    for repetition in 0..<repetitions {
      var random = SplitMix64(state: UInt64(index) << 48 | UInt64(size) << 24 | UInt64(repetition) << 4)
      let (x, y) = ((0..<size).map { _ in p.sample(using: &random) }, (0..<size).map { _ in q.sample(using: &random) })
      var settings = SampleSettings()
      (settings.permutations, settings.seed) = (99, UInt64(repetition + 1))
      for row in try SamplePair(x, y, settings: settings).table() {
        let key = "\(row.measure),\(row.source)"
        if tallies[key] == nil { order.append(key) }
        tallies[key, default: Tally()].add(row, truth: truths[row.measure] ?? .nan)
      }
    }
    for key in order {
      let truth = truths[String(key.prefix { $0 != "," })] ?? .nan
      write("\"\(pairs[index].0) | \(pairs[index].1)\",\(size),\(key),\(tallies[key]?.line(truth) ?? "")")
    }
  }
}
