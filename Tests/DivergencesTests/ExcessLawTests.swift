import Calculus
import Divergences
import RealModule
import Scalars
import Testing

/// The law of excesses is the likeliest of its families, and a law.
@Suite struct ExcessLawTests {
  /// Quantiles at (i + ½)/60 of laws with tails lighter than, like and heavier than the exponential one, in two units.
  private static let samples: [(name: String, quantile: @Sendable (Double) -> Double)] = [
    ("Rayleigh", { .sqrt(-2 * .log(1 - $0)) }), ("uniform", { $0 }), ("exponential", { -.log(1 - $0) }),
    ("Pareto", { (.pow(1 - $0, -0.7) - 1) / 0.7 }), ("very heavy", { .pow(1 - $0, -4) - 1 }),
    ("large units", { 1e6 * .sqrt(-2 * .log(1 - $0)) }),
  ]

  @Test(arguments: samples.indices) func noOtherLawIsLikelier(index: Int) {
    let (name, quantile) = Self.samples[index]
    let excesses = (0..<60).map { quantile((Double($0) + 0.5) / 60) }
    let mean = excesses.reduce(0, +) / 60
    let law = ExcessLaw(excesses)
    let likelihood = excesses.reduce(0) { $0 + law.logDensity(at: $1) }
    let isLight = excesses.reduce(0) { $0 + $1 * $1 } <= 2 * 60 * mean * mean
    for first in stride(from: 0.02, through: 3, by: 0.02) {
      for second in stride(from: 0.01, through: 5, by: 0.03) {
        let other = excesses.reduce(0) { sum, excess in
          let t = excess / mean
          let log =
            isLight
            ? .log(first + second * t) - first * t - second * t * t / 2
            : -(1 + 1 / second) * .log(1 + second * t / first) - .log(first)
          return sum + log - .log(mean)
        }
        #expect(other <= likelihood + 1e-6, "\(name): \(first), \(second)")
      }
    }
    #expect(likelihood >= excesses.reduce(0) { $0 - $1 / mean - .log(mean) } - 1e-6, "\(name)")
  }

  /// The law with an allowance has a log-likelihood just that far below the likeliest law's, and falls faster.
  @Test(arguments: samples.indices) func theLightestLawIsAtTheAllowance(index: Int) {
    let (name, quantile) = Self.samples[index]
    let excesses = (0..<60).map { quantile((Double($0) + 0.5) / 60) }
    let (law, lightest) = (ExcessLaw(excesses), ExcessLaw(excesses, allowance: 1.35))
    func likelihood(_ law: ExcessLaw) -> Double { excesses.reduce(0) { $0 + law.logDensity(at: $1) } }
    let drop = likelihood(law) - likelihood(lightest)
    // The lightest law of all has no density at the threshold, and may not be refuted either.
    let isLast = lightest.logDensity(at: 1e-9 * (excesses.max() ?? 1)) < -10 + lightest.logDensity(at: excesses.max() ?? 1)
    #expect(abs(drop - 1.35) < 1e-3 || isLast && 0 <= drop && drop < 1.35, "\(name): \(drop)")
    let far = 20 * (excesses.max() ?? 1)
    #expect(lightest.logDensity(at: far) < law.logDensity(at: far) || drop == 0 && isLast, "\(name)")
    #expect(!isLast || ["Rayleigh", "uniform", "large units"].contains(name), "\(name)")
  }

  @Test(arguments: samples.indices) func theMassIsOne(index: Int) {
    let (name, quantile) = Self.samples[index]
    let excesses = (0..<60).map { quantile((Double($0) + 0.5) / 60) }
    let (law, mean) = (ExcessLaw(excesses), excesses.reduce(0, +) / 60)
    // By the trapezoidal rule in the logarithm of the excess.
    let mass = stride(from: -60.0, through: 200, by: 1e-2).reduce(0) { sum, v in
      sum + 1e-2 * .exp(v + law.logDensity(at: mean * .exp(v))) * mean
    }
    #expect(abs(mass - 1) < 1e-5, "\(name): \(mass)")
  }
}
