import Calculus
import Densities
import Divergences
import RealModule
import Scalars

/// How far a sample is from its own density in W1, in the mean over all samples.
///
/// W1(P_n, P) = ∫ |F_n − F| dx and n F_n(x) is binomial, so that the mean is the integral of a mean absolute deviation,
/// which de Moivre gave in closed form: E|F_n − F|, exactly, for any P and n.
enum SampleTransportClaims {
  static let claims: [Claim] = [
    Claim(
      "S3", "A sample of n draws is on average √(2/(πn)) ∫ √(F(1 − F)) away from its own density in W1, for large n.",
      source: "after del Barrio, Giné & Matrán 1999; the mean by de Moivre's formula",
      readings: bounds + limits + rates)
  ]

  private static let bounds = [
    Reading("√n E W1(Pₙ,P) ≤ ∫ √(F(1 − F))", .atMost) { pair in
      pair.densities.flatMap { name, density in
        [1, 10, 100].map { draws in
          Sides(
            meanDistance(density, draws: draws, beyond: 1e-6), spread(density, beyond: 1e-6), component: "\(name), n = \(draws)")
        }
      }
    }
    .noting("for every n, by E|X| ≤ √(E X²) at each x; both integrals between the 10⁻⁶ quantiles, since beyond them some are infinite"),
    Reading("n = 1: E|X − Y| for two draws") { pair in
      pair.densities.compactMap { name, density in
        (density as? Normal).map {
          Sides(meanDistance($0, draws: 1, beyond: 1e-30), Estimate(2 / .sqrt(.pi)) * Estimate($0.sd), component: name)
        }
      }
    }
    .noting("for a normal 2σ/√π"),
  ]

  /// Densities with light tails; on others the limit is approached more slowly.
  private static let light: [Pair] = .parsing(("normal(0,1)", "normal(0,1)"), ("uniform(0,1)", "uniform(0,1)"))

  private static let limits = [
    Reading("n = 10 000: √(2/π) ∫ √(F(1 − F))", precision: 1e-2, on: light) {
      let limit = factor * spread($0.p)
      return [Sides(meanDistance($0.p, draws: 10_000), limit.widened(by: 0.002 * limit.value))]
    }
    .noting("to 2 in 1000: 1.2870 beside the limit 1.2884 for a normal density"),
    Reading("it comes nearer as n grows", .atMost, on: light) { pair in
      let limit = factor * spread(pair.p)
      let misses = [10, 100, 1000, 10_000].map { (limit - meanDistance(pair.p, draws: $0)).magnitude }
      return zip(misses.dropFirst(), misses).map { Sides($0, $1) }
    }
    .noting("n = 10, 100, 1000 and 10 000"),
  ]

  private static let factor = Estimate(.sqrt(2 / .pi))

  private static let rates = [
    Reading("a sample of the density itself is at distance 0", .atMost, on: light) { [Sides(distance($0, 1000), 0)] }
      .refuted("a thousand draws of a normal are 0.0406 deviations from it on average, as a mean that is off by 0.0406 would be"),
    Reading("ten times as many draws are ten times as near", on: light) { [Sides(10 * distance($0, 10_000), distance($0, 1000))] }
      .refuted("only √10 = 3.16 times: in one dimension W1 of samples falls like 1/√n"),
  ]

  /// E W1(P_n, P).
  private static func distance(_ pair: Pair, _ draws: Int) -> Estimate {
    meanDistance(pair.p, draws: draws, beyond: 1e-30) / sqrt(Estimate(Double(draws)))
  }

  /// ∫ √(F(1 − F)) dx between the quantiles of a level.
  private static func spread(_ density: any AnalyticDensity, beyond level: Double = 1e-30) -> Estimate {
    integral(over: density, beyond: level, draws: 1) { .sqrt($0 * $1) }
  }

  /// √n E W1(P_n, P) between them.
  private static func meanDistance(_ density: any AnalyticDensity, draws: Int, beyond level: Double = 1e-30) -> Estimate {
    let root = Double(draws).squareRoot()
    return integral(over: density, beyond: level, draws: draws) { meanDeviation(draws, $0, $1) / root }
  }

  /// E|X − np| for a binomial X: 2ν C(n,ν) p^ν (1 − p)^(n−ν+1) with ν = ⌊np⌋ + 1 (de Moivre 1730).
  private static func meanDeviation(_ draws: Int, _ below: Double, _ above: Double) -> Double {
    let n = Double(draws)
    // By the smaller of the two, so that neither underflows to a probability of 0 or 1.
    let (p, q) = (Swift.min(below, above), Swift.max(below, above))
    let k = (n * p).rounded(.down) + 1
    if p == 0 { return 0 }
    let logs = Double.logGamma(n + 1) - .logGamma(k + 1) - .logGamma(n - k + 1) + k * .log(p) + (n - k + 1) * .log(q)
    return 2 * k * .exp(logs)
  }

  /// ∫ g(F, 1 − F) dx, cut at the multiples of 1/n, where a mean deviation bends, and towards the tails.
  private static func integral(
    over density: any AnalyticDensity, beyond level: Double, draws: Int, _ g: (_ below: Double, _ above: Double) -> Double
  ) -> Estimate {
    let decades: [Double] = (1...30).map { .exp(-Double($0) * .log(10)) }
    let powers = decades.filter { $0 > level && ($0 > 0.05 || $0 < 1 / Double(draws)) }
    let multiples = (1..<Swift.max(2, draws)).map { Double($0) / Double(draws) }.filter { $0 <= 0.5 }
    let levels: [Double] = [level, 0.25, 0.5] + powers + multiples
    let ends = Interval(density.quantile(level), density.upperQuantile(level))
    let inside = density.breakpoints.filter { ends.contains($0) }
    let cuts = Set(levels.flatMap { [density.quantile($0), density.upperQuantile($0)] } + inside).sorted()
    let rule = GaussKronrod.points21
    var (value, error) = (CompensatedSum(), 0.0)
    for (low, high) in zip(cuts, cuts.dropFirst()) {
      let (middle, half) = (0.5 * (low + high), 0.5 * (high - low))
      var (kronrod, gauss) = (0.0, 0.0)
      for index in rule.nodes.indices {
        let x = middle + half * rule.nodes[index]
        let height = half * g(density.cumulative(x), density.survival(x))
        kronrod += rule.weights[index] * height
        gauss += rule.gaussWeights[index] * height
      }
      value.add(kronrod)
      error += abs(kronrod - gauss)
    }
    return Estimate(value.value, error: error + 1e-11 * value.value)
  }
}
