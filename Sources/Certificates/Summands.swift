import Densities

/// A positive function that has formulas: a density, or some of the summands of one.
protocol Formulas {
  /// log p on a part of the line between cuts; nil where it is zero there.
  func logDensity(at x: Position) -> Node?

  /// d log p/d log w towards an end, for all w ≥ its start; nil where it is not known.
  func behaviour(_ end: End) -> Growth?

  /// The masses below x and above it; nil where there is no formula.
  func distribution(at x: Position) -> (below: Node, above: Node)?
}

/// A weighted sum of densities: a mixture, or what is left of one where other components are negligible; the empty sum is 0.
struct Summands: Formulas {
  private let parts: [(density: any Enclosable, share: Ball?)]

  init(_ parts: [(density: any Enclosable, share: Ball?)]) { self.parts = parts }

  /// The components of a mixture; a density of another kind is one summand.
  init(of density: any Enclosable, _ reading: Reading) {
    self = (density as? any Composed)?.summands(reading) ?? Summands([(density, nil)])
  }

  var count: Int { parts.count }
  var isEmpty: Bool { parts.isEmpty }

  /// Some of the summands.
  subscript(indices: [Int]) -> Summands { Summands(indices.map { parts[$0] }) }

  func logDensity(at x: Position) -> Node? {
    let terms = logTerms(at: x)
    guard let first = terms.first else { return nil }
    // By logarithms: on a box the phase of a small exponential may be anything.
    return terms.dropFirst().reduce(first) { .logSum($0, $1) }
  }

  /// The logarithms of the summands that are positive.
  func logTerms(at x: Position) -> [Node] {
    parts.compactMap { part, share in
      x.program.logDensity(of: part, at: x).map { log in share.map { log + .log($0) } ?? log }
    }
  }

  /// Whether a density is one of them.
  func contains(_ density: any Enclosable) -> Bool { parts.contains { $0.density.isIdentical(to: density) } }

  func behaviour(_ end: End) -> Growth? {
    var positive: [Growth.Summand] = []
    for (part, share) in parts {
      guard let log = end.logDensityAtStart(of: part) else { continue }
      guard let growth = part.behaviour(end) else { return nil }
      positive.append(Growth.Summand(growth: growth, log: share.map { log + .log($0) } ?? log))
    }
    return Growth(ofSum: positive)
  }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    var sum: (below: Node, above: Node)?
    for (part, share) in parts {
      guard var own = part.distribution(at: x) else { return nil }
      if let share { own = (share * own.below, share * own.above) }
      sum = sum.map { ($0.below + own.below, $0.above + own.above) } ?? own
    }
    return sum ?? (x.program.constant(Ball(0)), x.program.constant(Ball(0)))
  }
}

/// A density that is a weighted sum of others.
protocol Composed {
  func summands(_ reading: Reading) -> Summands
}
