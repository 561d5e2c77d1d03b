import Densities

/// A density whose formula can be evaluated on balls, with what is proved of its tails.
///
/// Parameters are exact doubles or exact decimals, by the reading; every constant of the density is computed from them in balls.
protocol Enclosable: AnalyticDensity, Formulas {
  /// Whether every part of it has a formula: what is asked before anything else.
  func hasFormulas(_ reading: Reading) -> Bool

  /// The points at which log p is not holomorphic, ends of the support included.
  func cuts(_ reading: Reading) -> [Rational]

  /// Those of the cuts at which log p tends to ±∞ from inside the support.
  func singularities(_ reading: Reading) -> [Rational]

  /// d log p/d log w towards infinity or towards one of the singularities, for all w ≥ its start, where the density is positive
  /// there; nil where it is not known from so far in.
  func growth(_ end: End) -> Growth?
}

extension Enclosable {
  func hasFormulas(_ reading: Reading) -> Bool { true }
  func cuts(_ reading: Reading) -> [Rational] { [] }
  func singularities(_ reading: Reading) -> [Rational] { [] }

  /// d log p/d log w towards any end.
  func behaviour(_ end: End) -> Growth? { end.isTail || isSingular(end) ? growth(end) : end.regularGrowth(of: self) }

  /// Whether an end is one of the singularities.
  func isSingular(_ end: End) -> Bool { end.isAt(oneOf: singularities(end.reading)) }

  /// F and 1 − F at a point, as numbers.
  func distribution(atPoint x: Double, _ reading: Reading) -> (below: Ball, above: Ball)? {
    guard let masses = distribution(at: Position(point: reading.number(x), reading)) else { return nil }
    guard let below = masses.below.constant, let above = masses.above.constant else { return nil }
    return (below, above)
  }
}
