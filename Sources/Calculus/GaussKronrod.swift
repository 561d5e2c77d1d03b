import CGSL

/// A Gauss–Kronrod rule on [−1, 1], read off GSL's own panel routine: a Gauss rule inside a Kronrod one.
///
/// It serves integrands that GSL cannot take as a closure: many measures at once on the same nodes.
package struct GaussKronrod: Sendable {
  /// The abscissae in increasing order.
  package let nodes: [Double]
  /// The Kronrod weights, exact for polynomials of degree 3n+1.
  package let weights: [Double]
  /// The Gauss weights at the same nodes, zero where the Gauss rule has no node.
  package let gaussWeights: [Double]

  /// The 21-point rule with the 10-point Gauss rule inside.
  package static let points21 = GaussKronrod()

  private init() {
    func apply(_ f: (Double) -> Double) -> Double {
      var (result, error, absolute, deviation) = (0.0, 0.0, 0.0, 0.0)
      unsafe withGSLFunction(f) { unsafe gsl_integration_qk21($0, -1, 1, &result, &error, &absolute, &deviation) }
      return result
    }
    var seen: [Double] = []
    _ = apply { x in
      seen.append(x)
      return 0
    }
    let sorted = seen.sorted()
    nodes = sorted
    // The rule applied to the indicator of a node is the node's weight.
    weights = sorted.map { node in apply { $0 == node ? 1 : 0 } }
    var gauss = [Double](repeating: 0, count: sorted.count)
    for (x, weight) in GSL.gaussLegendre(10, from: -1, to: 1) {
      if let nearest = sorted.indices.min(by: { abs(sorted[$0] - x) < abs(sorted[$1] - x) }) { gauss[nearest] = weight }
    }
    gaussWeights = gauss
  }
}
