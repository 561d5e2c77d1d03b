import Densities
import RealModule

/// A coordinate t on a part of the line, x = x(t), measured from an anchor and what its rounding has lost.
enum Chart {
  /// x = anchor + rest + t, for the smooth interior.
  case linear(anchor: Double, rest: Double = 0)
  /// x = anchor + rest + direction · eᵗ: t → −∞ goes up to a singular point, t → +∞ out into a tail.
  case logarithmic(anchor: Double, rest: Double = 0, direction: Double)

  func place(at t: Double) -> Place {
    switch self {
    case .linear(let anchor, let rest): Place(anchor: anchor, offset: t).measured(fromAnchorPlus: rest)
    case .logarithmic(let anchor, let rest, let direction):
      Place(anchor: anchor, direction: direction, t: t).measured(fromAnchorPlus: rest)
    }
  }

  /// The places at these coordinates.
  func places(at coordinates: [Double]) -> Places {
    var places = Places(count: coordinates.count)
    move(&places, to: coordinates, middle: 0, half: 1)
    return places
  }

  /// Moves places to the coordinates t = middle + half · node.
  func move(_ places: inout Places, to nodes: [Double], middle: Double, half: Double) {
    switch self {
    case .linear(let anchor, let rest): places.move(to: nodes, middle: middle, half: half, anchor: anchor, rest: rest)
    case .logarithmic(let anchor, let rest, let direction):
      places.move(to: nodes, middle: middle, half: half, anchor: anchor, rest: rest, direction: direction)
    }
  }
}

/// A bounded piece of a chart.
struct Span {
  let chart: Chart
  let lower: Double
  let upper: Double

  var midpoint: Double { 0.5 * (lower + upper) }

  var half: Double { 0.5 * (upper - lower) }

  /// The two parts on either side of t.
  func split(at t: Double) -> (left: Span, right: Span) {
    (Span(chart: chart, lower: lower, upper: t), Span(chart: chart, lower: t, upper: upper))
  }
}

/// An unbounded piece of a logarithmic chart, walked outwards in spans that double in length.
struct Ray {
  let chart: Chart
  /// −1 towards a singular point, +1 into a tail.
  let sense: Double
  /// Where the next span starts.
  private(set) var front: Double
  private var stride = 1.0

  init(chart: Chart, sense: Double, front: Double) {
    self.chart = chart
    self.sense = sense
    self.front = front
  }

  /// Whether the walk has gone as far as the exponent of a double reaches; what lies beyond is bounded, not computed.
  var isExhausted: Bool { abs(front) > 0x1p40 }

  /// The next span; the front moves to its far end.
  mutating func advance() -> Span {
    let next = front + sense * stride
    defer {
      front = next
      stride *= 2
    }
    return Span(chart: chart, lower: min(front, next), upper: max(front, next))
  }
}
