import CGSL
import RealModule

/// Tails of log-concave functions: their integral where series would be long, and the inverse of their logarithm.
enum LogConcaveTail {
  /// ∫₀^∞ exp(−h(s)) ds for a convex h with h(0) = 0, h′(0) = slope ≥ 0 and h″ of the order of `curvature`: Gauss–Legendre in panels of five decay lengths.
  ///
  /// Twenty nodes leave less than rounding of a panel, as h is smooth on the scale of its decay.
  static func integral(slope: Double, curvature: Double, _ h: (Double) -> Double) -> Double {
    let width = 5 / max(slope, .sqrt(curvature))
    var total = 0.0
    var start = 0.0
    while true {
      var panel = 0.0
      for (node, weight) in rule { panel += weight * .exp(-h(start + width * node)) }
      total += width * panel
      if !(width * panel > 1e-18 * total) { return total }
      start += width
    }
  }

  /// Nodes and weights of the 20-point Gauss–Legendre rule on [0, 1].
  private static let rule: [(node: Double, weight: Double)] = {
    let table = unsafe gsl_integration_glfixed_table_alloc(20)
    defer { unsafe gsl_integration_glfixed_table_free(table) }
    return (0..<20).map { index in
      var (node, weight) = (0.0, 0.0)
      unsafe _ = gsl_integration_glfixed_point(0, 1, index, &node, &weight, table)
      return (node, weight)
    }
  }()

  /// The y where a tail probability T has log T(y) = target, by Newton's method on the concave log T.
  ///
  /// After its first step the method stays on the far side of the root and approaches it monotonically, so it needs no bracket.
  /// - Parameters:
  ///   - direction: +1 for a lower tail, which increases with y, −1 for an upper one.
  ///   - longestStep: where the tail falls as a double exponential, a cap on steps into it, which would overshoot by far.
  ///   - tail: log T and log |T′| at y.
  static func inverse(
    target: Double, start: Double, direction: Double, longestStep: Double = .infinity, _ tail: (Double) -> (value: Double, density: Double)
  ) -> Double {
    var y = start
    for _ in 0..<200 {
      let (value, density) = tail(y)
      let step = min(direction * (target - value) * .exp(value - density), longestStep)
      guard step.isFinite else { break }
      y += step
      if abs(step) <= 1e-9 * max(1, abs(y)) { break }
    }
    return y
  }
}
