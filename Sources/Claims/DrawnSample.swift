import Calculus
import Densities
import RealModule
import Scalars

/// A seeded sample, to be held against a distribution function.
struct DrawnSample {
  /// How often a bound fails by chance; with a fixed seed it fails always or never.
  static let chance = "a bound that chance passes once in 10⁶ seeds, and the seed is fixed"

  private let sorted: [Double]

  /// A sample of so many draws.
  init(_ count: Int, seed: UInt64 = 1, _ draw: (inout CounterRandom) -> Double) {
    var random = CounterRandom(seed: seed)
    sorted = (0..<count).map { _ in draw(&random) }.sorted()
  }

  /// The greatest distance of the sample's distribution function from this one, beside the bound that it passes with
  /// probability at most 10⁻⁶: P(D > ε) ≤ 2 exp(−2nε²) (Massart 1990).
  func sides(_ cumulative: (Double) -> Double) -> [Sides] {
    let n = Double(sorted.count)
    var distance = 0.0
    for (index, x) in sorted.enumerated() {
      let level = cumulative(x)
      distance = max(distance, level - Double(index) / n, Double(index + 1) / n - level)
    }
    return [Sides(Estimate(distance, error: 1e-12), Estimate(.sqrt(.log(2e6) / (2 * n))))]
  }
}
