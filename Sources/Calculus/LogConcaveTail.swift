import RealModule

/// Tails of log-concave functions: their integral where series would be long, and the inverse of their logarithm.
enum LogConcaveTail {
  /// ∫₀^∞ exp(−h(s)) ds for a convex h, h(0) = 0, h′(0) = slope ≥ 0, h″ of the order of `curvature`, by Gauss–Legendre.
  ///
  /// Twenty nodes leave less than rounding of a panel, as h is smooth on the scale of its decay, and so must be a weight
  /// of the integrand.
  static func integral(
    slope: Double, curvature: Double, weight weigh: (Double) -> Double = { _ in 1 }, _ h: (Double) -> Double
  ) -> Double {
    let width = 5 / max(slope, .sqrt(curvature))
    var total = 0.0
    // The decay is at least that of the first panel, so that nine hold all but rounding; more would be a fault of h.
    for index in 0..<50 {
      let start = Double(index) * width
      var panel = 0.0
      for (node, weight) in rule { panel += weight * weigh(start + width * node) * .exp(-h(start + width * node)) }
      total += width * panel
      if !(width * panel > 1e-18 * total) { break }
    }
    return total
  }

  /// Nodes and weights of the 20-point Gauss–Legendre rule on [0, 1].
  private static let rule = GSL.gaussLegendre(20, from: 0, to: 1)

  /// The y where a tail T has log T(y) = target, to rounding or to 1e-15 of T, by Newton's method on the concave log T.
  ///
  /// From the side of small T the method approaches the root monotonically; from the other side it overshoots, by far
  /// where the tail falls as a double exponential, so steps are held to a reach that grows, and to the bracket as soon
  /// as there is one. The direction is +1 for a lower tail and −1 for an upper one; `tail` is log T and log |T′| at y.
  static func inverse(
    target: Double, start: Double, direction: Double, _ tail: (Double) -> (value: Double, density: Double)
  ) -> Double {
    var y = start
    var (low, high) = (-Double.infinity, Double.infinity)
    var reach = max(2, abs(start))
    var lastError = Double.infinity
    for _ in 0..<100 {
      let (value, density) = tail(y)
      let error = direction * (target - value)
      let step = error * .exp(value - density)
      // The error is judged by the probability, whatever the unit of y; the step squares it.
      if abs(error) <= 1e-8 { return step.isFinite ? y + step : y }
      if error > 0 { low = y } else { high = y }
      var next = y + (abs(step) < reach ? step : error > 0 ? reach : -reach)
      if high - low < .infinity {
        if !(low < next && next < high && abs(error) < 0.5 * lastError) { next = low + 0.5 * (high - low) }
      } else {
        reach *= 4
      }
      if next == y { break }
      lastError = abs(error)
      y = next
    }
    return y
  }
}
