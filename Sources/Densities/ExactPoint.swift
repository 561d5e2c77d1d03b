import Calculus
import RealModule
import Scalars

/// A point of the line with twice the digits of a double, x + rest: where an end is that a formula rounds to x.
///
/// The ends of an affine image, or of a generalised extreme value density, need not be doubles: 0.7 + 3·0.1, of the
/// doubles that these numbers are read as, lies 2.8e-17 below 1.
package struct ExactPoint: Hashable, Sendable {
  /// The double.
  package let x: Double
  /// What its rounding has lost.
  package let rest: Double

  /// The point x + rest.
  package init(x: Double, rest: Double) { (self.x, self.rest) = (x, rest) }

  /// How far it lies above another that rounds to the same double; 0 where rounding of the rests leaves that open.
  package func gap(above other: ExactPoint) -> Double {
    let gap = rest - other.rest
    return abs(gap) <= 8 * .ulpOfOne * (abs(rest) + abs(other.rest) + x.ulp) ? 0 : gap
  }

  /// Whether it is another, as far as rounding of the rests tells.
  package func isEqual(to other: ExactPoint) -> Bool { self == other || x == other.x && gap(above: other) == 0 }
}

extension AnalyticDensity {
  /// Where the break point is that rounds to x.
  package func exact(_ x: Double) -> ExactPoint { ExactPoint(x: x, rest: rest(ofBreakpoint: x)) }

  /// The break points as they are; of a mixture, which may have several that round to one double, those of all components.
  package var exactBreakpoints: [ExactPoint] {
    if type(of: self) == Mixture.self, let mixture = self as? Mixture { return mixture.components.flatMap(\.exactBreakpoints) }
    return breakpoints.map(exact)
  }

  /// Whether the ends of the support are doubles.
  package var hasExactEnds: Bool {
    support.allSatisfy { piece in
      (!piece.lower.isFinite || rest(ofBreakpoint: piece.lower) == 0) && (!piece.upper.isFinite || rest(ofBreakpoint: piece.upper) == 0)
    }
  }

  /// The end of the support that rounds to x: of several the outermost, which is the lowest if the direction is −1.
  package func exactEnd(_ x: Double, direction: Double) -> ExactPoint {
    let ends = type(of: self) == Mixture.self ? exactBreakpoints.filter { $0.x == x } : []
    return ends.max { direction * $0.rest < direction * $1.rest } ?? exact(x)
  }

  /// The mass within a width of an end of the support, on the way that the direction says, however little it is.
  package func mass(from end: ExactPoint, direction: Double, width: Double) -> Double {
    massEstimate(fromLog: -.infinity, to: .log(width)) {
      Place(anchor: end.x, direction: direction, t: $0).measured(fromAnchorPlus: end.rest)
    }.value
  }
}

extension [any AnalyticDensity] {
  /// All break points, and for those that are equal to another but for the rounding of their rests that other.
  package func exactBreakpoints() -> (points: [ExactPoint], replaced: [ExactPoint: ExactPoint]) {
    let points = flatMap(\.exactBreakpoints)
    let inexact = Set(points.filter { $0.rest != 0 })
    if inexact.isEmpty { return (points, [:]) }
    var replaced: [ExactPoint: ExactPoint] = [:]
    var kept = Dictionary(grouping: points.filter { $0.rest == 0 }, by: \.x)
    for point in inexact.sorted(by: { abs($0.rest) < abs($1.rest) }) {
      if let other = kept[point.x]?.first(where: point.isEqual) {
        replaced[point] = other
      } else {
        kept[point.x, default: []].append(point)
      }
    }
    return (points.map { replaced[$0] ?? $0 }, replaced)
  }
}
