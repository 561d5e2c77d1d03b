import Densities
import RealModule
import Scalars

/// Integrals over two densities by a rule that the package does not use: the double exponential one (Takahasi & Mori
/// 1974) on the pieces of the line between given cuts.
struct DoubleExponential {
  /// A node: its place, p and q times the weight, and log p − log q, which is known better than x near a singular end.
  struct Node {
    /// Where it stands among the nodes, so that what costs much is computed once a node.
    var index = 0
    /// Whether the rule of twice the step has it, too.
    let isCoarse: Bool
    let place: Place
    var x: Double { place.x }
    let p: Double
    let q: Double
    let logRatio: Double
  }

  private(set) var nodes: [Node]

  /// Nodes for P and Q; between neighbouring cuts whatever is integrated is to be smooth.
  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity, cuts: [Double]) {
    let hull = (min(p.hull.lower, q.hull.lower), max(p.hull.upper, q.hull.upper))
    let levels = [1e-6, 1e-3, 0.05, 0.3, 0.5]
    let quantiles = [p, q].flatMap { density in levels.flatMap { [density.quantile($0), density.upperQuantile($0)] } }
    let inner = Set((cuts + quantiles + p.breakpoints + q.breakpoints).filter { hull.0 <= $0 && $0 <= hull.1 && $0.isFinite }).sorted()
    let step = 1.0 / 32
    nodes = (-208...208).flatMap { count -> [Node] in
      let s = step * Double(count)
      func node(_ place: Place, _ weight: Double) -> Node {
        // In the logarithmic chart the densities are those of the logarithm of the distance.
        let (logP, logQ) = (p.logDensity(at: place), q.logDensity(at: place))
        return Node(
          isCoarse: count.isMultiple(of: 2), place: place, p: step * weight * .exp(logP), q: step * weight * .exp(logQ),
          logRatio: logP - logQ)
      }
      let (way, slope) = (Double.pi / 2 * .sinh(s), Double.pi / 2 * .cosh(s))
      let bounded = zip(inner, inner.dropFirst()).map { a, b -> Node in
        let (near, far) = (-softplus(-2 * way), -softplus(2 * way))
        let width = Double.log(b - a)
        return s < 0
          ? node(Place(anchor: a, direction: 1, t: width + near), .exp(far) * 2 * slope)
          : node(Place(anchor: b, direction: -1, t: width + far), .exp(near) * 2 * slope)
      }
      let ends = [(inner[0], -1.0, hull.0), (inner[inner.count - 1], 1, hull.1)].filter { $0.2.isInfinite }
      return (bounded + ends.map { node(Place(anchor: $0.0, direction: $0.1, t: way), slope) }).filter { $0.p != 0 || $0.q != 0 }
    }
    for index in nodes.indices { nodes[index].index = index }
  }

  /// ∫ p r + ∫ q h, and how far it is from the rule of twice the step.
  func integral(real: (Node) -> Double, fake: (Node) -> Double) -> (value: Double, error: Double) {
    let terms = nodes.map { ($0.p == 0 ? 0 : $0.p * real($0)) + ($0.q == 0 ? 0 : $0.q * fake($0)) }
    let coarse = 2 * zip(terms, nodes).filter { $1.isCoarse }.map { $0.0 }.compensatedSum()
    let value = terms.compensatedSum()
    return (value, abs(value - coarse))
  }
}
