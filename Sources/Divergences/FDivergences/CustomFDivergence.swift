import RealModule

/// An f-divergence given by any convex f with f(1) = 0, written as a function of log u.
///
/// ```
/// let leCam = CustomFDivergence(name: "le_cam") { .expMinusOne($0) * .expMinusOne($0) / (2 * (1 + .exp($0))) }
/// ```
///
/// An f with f(1) ≠ 0 is taken as it is: ∫ q f(p/q) = E_Q[f(p/q)] need not be a divergence. Without a `dual`, f°(w) = w
/// f(1/w) is taken from f itself. State the growth where f is not bounded: it decides what is infinite.
package struct CustomFDivergence: FDivergence {
  package let name: String
  package let growthAtZero: GrowthOrder
  package let growthAtInfinity: GrowthOrder
  package let hasKinkAtOne: Bool
  package var vanishesAtOne: Bool { f(0) == 0 }
  private let f: @Sendable (Double) -> Double
  private let dual: @Sendable (Double) -> Double

  /// The divergence of f, as a function of log u, with its growth as u → 0 and that of f(u)/u as u → ∞.
  package init(
    name: String, growthAtZero: GrowthOrder = .bounded, growthAtInfinity: GrowthOrder = .bounded, hasKinkAtOne: Bool = false,
    dual: (@Sendable (_ logRatio: Double) -> Double)? = nil, f: @escaping @Sendable (_ logRatio: Double) -> Double
  ) {
    self.name = name
    self.growthAtZero = growthAtZero
    self.growthAtInfinity = growthAtInfinity
    self.hasKinkAtOne = hasKinkAtOne
    self.f = f
    self.dual = dual ?? { .exp($0) * f(-$0) }
  }

  package func atRatio(_ w: LogRatio) -> Double { Self.scaled(f, w, growthAtZero) }
  package func dualAtRatio(_ w: LogRatio) -> Double { Self.scaled(dual, w, growthAtInfinity) }

  private static func scaled(_ f: (Double) -> Double, _ w: LogRatio, _ growth: GrowthOrder) -> Double {
    // Where a density vanishes the limit of a bounded f is reached, without the NaN of e.g. λ eλ at −∞.
    if growth.power == 0 {
      let value = f(w.log == -.infinity ? -800 : w.log)
      // Squares of the ratio overflow half way there, where ∞ or ∞/∞ is no limit.
      return value.isFinite ? value : f(max(w.log, -340))
    }
    // f(w) w^−power has reached its limit long before f overflows.
    let log = max(w.log, 300 / min(growth.power, -1))
    return f(log) * .exp(-growth.power * log)
  }
}
