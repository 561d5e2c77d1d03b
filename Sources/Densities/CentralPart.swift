package import Scalars

/// The part of a density that a picture shows: most of its mass, without tails that would make a spike of the rest.
package struct CentralPart: Sendable {
  /// The mass of the interval; 1 where it holds the whole support.
  package let mass: Double
  /// From where to where.
  package let interval: Interval
}

extension AnalyticDensity {
  /// Of 99.8, 99, 98 and 95 % of the mass, between quantiles, the most whose interval is at most five times as long as
  /// that of the middle 80 %, or else 95 %; and the whole support where that is little longer. Nil where an end is not
  /// finite, or both are one.
  package var centralPart: CentralPart? {
    func middle(_ mass: Double) -> Interval {
      let tail = (1 - mass) / 2
      return Interval(min(quantile(tail), upperQuantile(tail)), max(quantile(tail), upperQuantile(tail)))
    }
    let body = middle(0.8).length
    let masses = [0.998, 0.99, 0.98]
    let mass = masses.first { middle($0).length <= 5 * body } ?? 0.95
    let central = middle(mass)
    guard central.lower.isFinite, central.upper.isFinite, central.length > 0, central.length.isFinite else { return nil }
    if let first = support.first, let last = support.last, last.upper - first.lower <= 1.3 * central.length {
      return CentralPart(mass: 1, interval: Interval(first.lower, last.upper))
    }
    return CentralPart(mass: mass, interval: central)
  }
}
