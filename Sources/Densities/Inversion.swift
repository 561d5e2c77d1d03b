import RealModule

/// Solves T(x) = level for a monotone tail probability T inside a bracket.
///
/// Newton's method on log T, kept inside a bracket that is halved whenever a step leaves it or does not help; halving is by magnitude when the
/// bracket spans several, so that 200 steps always suffice.
struct Inversion {
  /// Whether T increases with x (a distribution function) or decreases (a survival function).
  let isIncreasing: Bool
  let tail: (Double) -> Double
  let logDensity: (Double) -> Double

  /// The x in the bracket where the tail probability is the level, to rounding.
  func solve(level: Double, from lower: Double, to upper: Double) -> Double {
    var (low, high) = (max(lower, -.greatestFiniteMagnitude), min(upper, .greatestFiniteMagnitude))
    guard low < high else { return lower }
    var x = Self.middle(low, high)
    var lastStep = Double.infinity
    for _ in 0..<200 {
      let value = tail(x)
      if value == level { return x }
      if (value < level) == isIncreasing { low = x } else { high = x }
      if low.nextUp >= high { break }
      let step = (isIncreasing ? 1 : -1) * .log(level / value) * value * .exp(-logDensity(x))
      let candidate = x + step
      // Within a few roundings of the root a step is as good as it gets, and the bracket may still be wide on one side.
      if abs(step) <= 4 * x.ulp { return candidate }
      if candidate > low, candidate < high, abs(step) < 0.5 * lastStep {
        lastStep = abs(step)
        x = candidate
      } else {
        lastStep = .infinity
        x = Self.middle(low, high)
      }
    }
    return x
  }

  private static func middle(_ low: Double, _ high: Double) -> Double {
    if low < 0, high > 0 { return 0 }
    let (a, b) = (abs(low), abs(high))
    guard max(a, b) > 8 * max(min(a, b), .leastNormalMagnitude) else { return low + 0.5 * (high - low) }
    let size = Double.exp(0.5 * (.log(max(a, .leastNormalMagnitude)) + .log(max(b, .leastNormalMagnitude))))
    return low < 0 ? -size : size
  }
}
