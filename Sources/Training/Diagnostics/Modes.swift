import Calculus
package import Densities
import RealModule
package import Scalars

/// The modes of a mixture: each component with the interval that is its own.
///
/// Components are taken in the order of their medians. The border of two neighbours is where their weighted densities
/// are equal, between the medians: the point from which a sample is more likely of the one than of the other; half-way
/// where they do not cross.
package struct Modes: Sendable {
  /// The intervals, in increasing order: together the line.
  package let intervals: [Interval]
  /// The mass of P on each.
  package let masses: [Double]

  /// The modes of a density; a single one unless it is a mixture.
  package init(of density: any AnalyticDensity) {
    var borders: [Double] = []
    if let mixture = density as? Mixture {
      let parts = zip(mixture.weights, mixture.components).map { (weight: $0, component: $1, median: $1.quantile(0.5)) }
        .sorted { $0.median < $1.median }
      for (left, right) in zip(parts, parts.dropFirst()) {
        let crossing = root(in: Interval(left.median, right.median)) { x in
          let (a, b) = (left.component.logDensity(at: x), right.component.logDensity(at: x))
          return max(min(Double.log(left.weight / right.weight) + (a == b ? 0 : a - b), 1e300), -1e300)
        }
        borders.append(crossing ?? 0.5 * (left.median + right.median))
      }
    }
    let ends = [-.infinity] + borders.sorted() + [.infinity]
    intervals = zip(ends, ends.dropFirst()).map { Interval($0, $1) }
    masses = intervals.map { density.probability(of: $0) }
  }

  /// The mass of a density on each mode.
  package func masses(under density: any AnalyticDensity) -> [Double] { intervals.map { density.probability(of: $0) } }
}
