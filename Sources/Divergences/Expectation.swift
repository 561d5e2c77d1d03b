package import Calculus
package import Densities
import Scalars

/// E_P[g(X)] = ∫ p g, on a mesh that resolves P and the densities that g is made of.
///
/// The error bound covers quadrature, the rounding of p and, near a singular end, that of x: the mesh goes closer to
/// the end than x can tell, and the error is as large as what g gives there, unless g is a function of places. It is
/// infinite if the mesh has not seen all of P. The rounding of an exact g is not covered. Where the integral does not
/// converge the result is not a number with a small error: decide that beforehand, or look at the error.
///
/// - Parameters:
///   - p: the density of P.
///   - densities: what else g depends on, whose landmarks and break points the mesh then respects.
///   - g: the function, finite wherever p > 0.
package func expectation(
  under p: any AnalyticDensity, alongside densities: [any AnalyticDensity] = [], of g: @escaping @Sendable (Double) -> Double
) -> Estimate {
  expectations(under: p, alongside: densities, of: [LineFunction(g)])[0]
}

/// Several expectations on one mesh.
package func expectations(
  under p: any AnalyticDensity, alongside densities: [any AnalyticDensity] = [], of functions: [LineFunction]
) -> [Estimate] {
  DensityPair(p, p).estimates(
    of: functions.map { WeightedIntegrand(function: $0) }, nil, alongside: densities, marks: functions.flatMap(\.marks))
}

private struct WeightedIntegrand: Integrand {
  let function: LineFunction

  func value(_ s: LineSample, shift: Double) -> Double { s.pair.p == 0 ? 0 : s.pair.p * function.value(s.place).value }
  func rounding(_ s: LineSample, value: Double) -> Double {
    let ofFunction = function.isExact || s.pair.p == 0 ? 0 : s.pair.p * function.value(s.place).error
    return abs(value) * (.ulpOfOne + s.pair.roundingP + (function.seesPlaces ? 0 : s.place.roundedShare)) + ofFunction
  }
}
