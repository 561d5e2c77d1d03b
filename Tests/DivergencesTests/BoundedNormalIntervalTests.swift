import Divergences
import RealModule
import Scalars
import Testing

/// The interval for a mean that is not negative has its level at every mean, is never empty and holds the likeliest mean.
@Suite struct BoundedNormalIntervalTests {
  @Test(arguments: [0.6, 0.9, 0.95, 0.999], [0, 0.05, 0.3, 1, 1.7, 2.5, 4]) func theLevelIsKept(level: Double, mean: Double) {
    // The probability of the draws whose interval holds the mean, by the midpoint rule.
    let step = 2e-3
    var probability = 0.0
    for index in 0..<Int(14 / step) {
      let x = mean - 7 + (Double(index) + 0.5) * step
      let interval = BoundedNormalInterval.interval(of: x, level: level)
      if interval.lower <= mean, mean <= interval.upper { probability += step * .exp(-0.5 * (x - mean) * (x - mean)) / .sqrt(2 * .pi) }
    }
    // At 0 all draws below have the same ratio: one of them is in with all.
    let isKept = mean == 0 ? probability > level - 2e-3 : abs(probability - level) < 2e-3
    #expect(isKept, "\(probability)")
  }

  @Test(arguments: [0.01, 0.5, 0.95, 0.9999]) func theEndsRiseWithTheDraw(level: Double) {
    var before = BoundedNormalInterval.interval(of: -1e9, level: level)
    for x in stride(from: -30, through: 12, by: 0.01) {
      let interval = BoundedNormalInterval.interval(of: x, level: level)
      #expect(
        0 <= interval.lower && interval.lower <= max(0, x) && max(0, x) <= interval.upper && (interval.upper > 0 || level <= 0.5),
        "\(x): \(interval)")
      #expect(interval.lower >= before.lower - 1e-7 && interval.upper >= before.upper - 1e-7, "\(x): \(before) \(interval)")
      before = interval
    }
  }
}
