public import Calculus
public import Densities
import RealModule

/// E_P[g(X)] = ∫ p g, on a mesh that resolves P and the densities that g is made of.
///
/// The error bound covers quadrature and the rounding of p, not that of g. Where the integral does not converge the result is not a number with a
/// small error: decide that beforehand, or look at the error.
///
/// - Parameters:
///   - densities: what else g depends on, whose landmarks and break points the mesh then respects.
///   - g: the function, finite wherever p > 0.
public func expectation(
  under p: any Density, alongside densities: [any Density] = [], of g: @escaping @Sendable (Double) -> Double
) -> Estimate {
  expectations(under: p, alongside: densities, of: [g])[0]
}

/// Several expectations on one mesh.
public func expectations(
  under p: any Density, alongside densities: [any Density] = [], of functions: [@Sendable (Double) -> Double]
) -> [Estimate] {
  var mesh = Mesh(Partition([p] + densities), WeightSampler(p))
  return mesh.integrate(functions.map { WeightedIntegrand(function: $0) }).map {
    Estimate(value: $0.value, error: $0.badSpan == nil ? $0.error : .infinity, evaluations: mesh.evaluations)
  }
}

/// A density at a node, with the point itself.
private struct WeightSample {
  let x: Double
  let weight: Double
  let rounding: Double
}

private struct WeightSampler: Sampler {
  let p: any Density
  private var logs: [Double] = []

  init(_ p: any Density) { self.p = p }

  mutating func sample(_ places: [Place], into samples: inout [WeightSample], at start: Int) {
    logs = [Double](repeating: 0, count: places.count)
    p.logDensities(at: places, into: &logs)
    for i in places.indices {
      let size = abs(logs[i] - places[i].logJacobian)
      let sample = WeightSample(x: places[i].x, weight: .exp(logs[i]), rounding: Double.ulpOfOne * (2 + (size.isFinite ? size : 0)))
      if start + i < samples.count { samples[start + i] = sample } else { samples.append(sample) }
    }
  }

  func kink(at place: Place) -> Double { 0 }
  func kink(_ sample: WeightSample) -> Double { 0 }
}

private struct WeightedIntegrand: Integrand {
  let function: @Sendable (Double) -> Double

  func value(_ s: WeightSample, shift: Double) -> Double { s.weight == 0 ? 0 : s.weight * function(s.x) }
  func rounding(_ s: WeightSample, value: Double) -> Double { abs(value) * s.rounding }
}
