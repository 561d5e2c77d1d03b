import Calculus
import RealModule

/// Solves T(x) = level for a monotone tail probability T inside a bracket.
///
/// Newton's method on log T, kept inside a bracket that is halved whenever a step leaves it or does not help: in turn
/// by length and by magnitude, so that 200 steps suffice for a bracket from end to end of the doubles.
struct Inversion {
  /// Whether T increases with x (a distribution function) or decreases (a survival function).
  private let isIncreasing: Bool
  private let tail: (Double) -> Double
  private let logDensity: (Double) -> Double
  /// What a step takes beside integrals, in the units of `WorkLimit`.
  private let cost: Int

  /// The inversion of a density's distribution or survival function.
  init(of density: some AnalyticDensity, isUpper: Bool) {
    isIncreasing = !isUpper
    cost = 15 * density.termCount
    tail = { isUpper ? density.survival($0) : density.cumulative($0) }
    // By a place, because the generic formula cannot be specialised where the type of a component is not known.
    logDensity = { density.logDensity(at: Place(anchor: $0, offset: 0)) }
  }

  /// The x where the tail probability is the level, to rounding; an infinite end of the bracket if beyond the doubles.
  func solve(level: Double, from lower: Double, to upper: Double, start: Double = .nan) -> Double {
    var (low, high) = (max(lower, -.greatestFiniteMagnitude), min(upper, .greatestFiniteMagnitude))
    guard low < high else { return lower }
    // What lies beyond the largest double rounds to an infinity.
    if lower == -.infinity, (tail(low) > level) == isIncreasing { return lower }
    if upper == .infinity, (tail(high) < level) == isIncreasing { return upper }
    var x = low < start && start < high ? start : 0.5 * low + 0.5 * high
    var isByLength = false
    var lastStep = Double.infinity
    for _ in 0..<200 {
      WorkLimit.inForce?.spend(cost)
      let value = tail(x)
      if value == level { return x }
      if (value < level) == isIncreasing { low = x } else { high = x }
      if low.nextUp >= high { break }
      let error = Double.log(level / value)
      let step = (isIncreasing ? 1 : -1) * error * value * .exp(-logDensity(x))
      let candidate = x + step
      // Within a few roundings of the root a step is as good as it gets; a step is small also at a pole of the density.
      if abs(step) <= 4 * x.ulp, abs(error) < 1e-6 { return min(max(candidate, low), high) }
      if candidate > low, candidate < high, abs(step) < 0.5 * lastStep {
        lastStep = abs(step)
        x = candidate
      } else {
        lastStep = .infinity
        x = isByLength ? 0.5 * low + 0.5 * high : Self.geometricMiddle(low, high)
        isByLength.toggle()
      }
    }
    return x
  }

  /// The middle by magnitude; 0 between numbers of either sign.
  private static func geometricMiddle(_ low: Double, _ high: Double) -> Double {
    if low < 0, high > 0 { return 0 }
    let (a, b) = (abs(low), abs(high))
    guard max(a, b) > 8 * max(min(a, b), .leastNormalMagnitude) else { return 0.5 * low + 0.5 * high }
    let size = Double.exp(0.5 * (.log(max(a, .leastNormalMagnitude)) + .log(max(b, .leastNormalMagnitude))))
    return low < 0 ? -size : size
  }
}
