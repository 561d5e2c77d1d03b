import Calculus
import Divergences
import RealModule

extension Estimate {
  /// E_P[g(X)], with the rounding of g in the bound; its scale is E_P|g(X)|.
  ///
  /// That of x counts too: a density at location ℓ of width s sees x in steps of ε ℓ, and g in steps of ε ℓ/s.
  ///
  /// - Parameter densities: what else g depends on.
  static func expectation(
    under p: any AnalyticDensity, alongside densities: [any AnalyticDensity] = [], of g: @escaping @Sendable (Double) -> Double
  ) -> Estimate {
    expectation(under: p, alongside: densities, LineFunction(g))
  }

  /// The same for any function along the line.
  static func expectation(
    under p: any AnalyticDensity, alongside densities: [any AnalyticDensity] = [], _ g: LineFunction
  ) -> Estimate {
    expectation(of: expectations(under: p, alongside: densities, of: [g, g.magnitude]), under: p)
  }

  private static func expectation(of parts: [Estimate], under p: any AnalyticDensity) -> Estimate {
    let remoteness = p.landmarks.map { abs($0.location) / $0.scale }.max() ?? 0
    let error = parts[0].error + (8 + remoteness) * .ulpOfOne * parts[1].value
    let reason = "the mesh of an expectation has not seen all of the density, or its integrand is beyond the largest double"
    return Estimate(parts[0].value, error: error, scale: parts[1].value, reason: error < .infinity ? "" : reason)
  }

  /// f′(x) by extrapolated central differences, judged against a scale of its own where the derivative may vanish.
  static func derivative(at x: Double, step: Double, scale: Double = 0, of f: (Double) -> Estimate) -> Estimate {
    let slope = difference(at: x, step: step) { f($0) }
    return slope.error < .infinity ? slope.onScale(scale) : .unresolved(slope.value, reason: "no difference quotient is finite")
  }

  /// A number that is known to so many decimals: a figure as printed.
  static func printed(_ value: Double, decimals: Int) -> Estimate { Estimate(value, error: 0.5 * .pow(10, -decimals)) }
}

extension FittedParameter {
  /// The value within its error.
  var estimate: Estimate { Estimate(value, error: error) }
}
