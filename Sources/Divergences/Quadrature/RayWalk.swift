import Calculus
import RealModule

/// A ray on its way outwards, with the last two samples before its front: what bounds the integrals beyond.
struct RayWalk<Sample: Sampled> {
  let ray: Ray
  private let inner: Sample
  private let outer: Sample
  /// The distance of the two in t.
  private let gap: Double

  /// The state of a ray after the samples at the nodes of its last span.
  init(_ ray: Ray, after span: Span, _ samples: Sample.Store, _ rule: GaussKronrod) {
    self.ray = ray
    let count = samples.count
    let order = ray.sense > 0 ? (inner: count - 2, outer: count - 1) : (inner: 1, outer: 0)
    inner = samples[order.inner]
    outer = samples[order.outer]
    gap = span.half * abs(rule.nodes[order.outer] - rule.nodes[order.inner])
  }

  /// What an integrand leaves beyond the front, by the exponential of its last two nodes; +∞ while it grows.
  func remainder(of integrand: any Integrand<Sample>, shift: Double) -> Double {
    let last = abs(integrand.value(outer, shift: shift))
    if last == 0 {
      // Beside the shift it has underflowed, but it may yet grow.
      return shift > 0 && integrand.exponent(outer) > integrand.exponent(inner) ? .infinity : 0
    }
    let previous = abs(integrand.value(inner, shift: shift))
    var fall = Double.log(previous / last)
    if ray.isExhausted {
      // What is left of such a ray may be most of the integral, and the fall between two nodes hardly more than
      // rounding.
      fall -= integrand.rounding(inner, value: previous) / previous + integrand.rounding(outer, value: last) / last
    }
    return fall > 0 ? last * gap / fall : .infinity
  }
}
