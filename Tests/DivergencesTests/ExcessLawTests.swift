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
