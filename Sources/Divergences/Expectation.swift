package import Calculus
package import Densities
import RealModule
import Scalars

/// E_P[g(X)] = ∫ p g, on a mesh that resolves P and the densities that g is made of.
///
/// The error bound covers quadrature, the rounding of p and, near a singular end, that of x: the mesh goes closer to the end than x can tell, and the
/// error is as large as what g gives there. It is infinite if the mesh has not seen all of P. The rounding of g itself is not covered. Where the integral does not converge the result is not a number with a small error:
/// decide that beforehand, or look at the error.
///
/// - Parameters:
///   - p: the density of P.
///   - densities: what else g depends on, whose landmarks and break points the mesh then respects.
///   - g: the function, finite wherever p > 0.
package func expectation(
  under p: any AnalyticDensity, alongside densities: [any AnalyticDensity] = [], of g: @escaping @Sendable (Double) -> Double
) -> Estimate {
  expectations(under: p, alongside: densities, of: [g])[0]
}

/// Several expectations on one mesh.
package func expectations(
  under p: any AnalyticDensity, alongside densities: [any AnalyticDensity] = [], of functions: [@Sendable (Double) -> Double]
) -> [Estimate] {
  integrate(p, densities, functions.map { g in WeightedIntegrand(function: { g($0.x) }, seesPlaces: false) })
}

/// The same for functions of the place, which tell points apart that are closer to a singular end than the rounding of x.
package func placewiseExpectations(
  under p: any AnalyticDensity, alongside densities: [any AnalyticDensity] = [], of functions: [@Sendable (Place) -> Double]
) -> [Estimate] {
  integrate(p, densities, functions.map { WeightedIntegrand(function: $0, seesPlaces: true) })
}

private func integrate(_ p: any AnalyticDensity, _ densities: [any AnalyticDensity], _ integrands: [WeightedIntegrand]) -> [Estimate] {
  var mesh = Mesh(Partition([p] + densities), WeightSampler(p))
  // With the mass of P among them the mesh goes on to where P ends, also where a function vanishes on the way.
  let mass = WeightedIntegrand(function: { _ in 1 }, seesPlaces: true)
  let sums = mesh.integrate(integrands + [mass]).map { $0.estimate(evaluations: mesh.evaluations) }
  if let total = sums.last, abs(total.value - 1) <= 1e-6 + total.error { return sums.dropLast() }
  return sums.dropLast().map { Estimate(value: $0.value, error: .infinity, evaluations: $0.evaluations) }
}

extension MeshSum {
  /// The sum as an estimate; 0 with an infinite error where the integrand was not finite.
  func estimate(evaluations: Int) -> Estimate {
    Estimate(value: value.isFinite ? value : 0, error: value.isFinite ? error : .infinity, evaluations: evaluations)
  }
}

extension Place {
  /// The share of the distance from a singular end, or from the start of a tail, that the rounding of x leaves unknown: 1 where x is the end itself.
  var roundedShare: Double { logOffset.isNaN ? 0 : x == anchor ? 1 : min(1, x.ulp / abs(offset)) }
}

/// A density at a node, with the place itself.
private struct WeightSample {
  let place: Place
  let weight: Double
  let rounding: Double
}

private struct WeightSampler: Sampler {
  let p: any AnalyticDensity
  private var logs: [Double] = []
  private var roundings: [Double] = []

  init(_ p: any AnalyticDensity) { self.p = p }

  var cost: Int { 30 + 3 * p.termCount }

  mutating func sample(_ places: [Place], into samples: inout [WeightSample], at start: Int) {
    if logs.count != places.count {
      logs = [Double](repeating: 0, count: places.count)
      roundings = logs
    }
    p.logDensities(at: places, into: &logs, roundings: &roundings)
    for i in places.indices {
      let sample = WeightSample(place: places[i], weight: .exp(logs[i]), rounding: .ulpOfOne + roundings[i])
      if start + i < samples.count { samples[start + i] = sample } else { samples.append(sample) }
    }
  }

  func kink(at place: Place) -> Double { 0 }
  func kink(_ sample: WeightSample) -> Double { 0 }
}

private struct WeightedIntegrand: Integrand {
  let function: @Sendable (Place) -> Double
  /// Whether the function looks at the place, or at the rounded x alone.
  let seesPlaces: Bool

  func value(_ s: WeightSample, shift: Double) -> Double { s.weight == 0 ? 0 : s.weight * function(s.place) }
  func rounding(_ s: WeightSample, value: Double) -> Double {
    abs(value) * (s.rounding + (seesPlaces ? 0 : s.place.roundedShare))
  }
}
