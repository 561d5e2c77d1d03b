import Calculus
import Densities
import RealModule
import Scalars

/// The line cut where F and G cross: the pieces on which G − F keeps its sign, and with them the critic of Kantorovich and Rubinstein.
///
/// E_P f − E_Q f = ∫ f′ (G − F) is greatest over |f′| ≤ 1 at f′ = sign(G − F).
struct SignPieces {
  /// The crossings in increasing order.
  let cuts: [Double]
  /// The sign of G − F before the first cut, between cuts, and after the last.
  let signs: [Double]

  /// The pieces of a pair; crossings are looked for between quantiles, from a level of 10⁻¹² on either side.
  init(_ p: any Density, _ q: any Density) {
    func difference(_ x: Double) -> Double {
      let (below, above) = (p.cumulative(x), p.survival(x))
      let (value, size) =
        below < above ? (q.cumulative(x) - below, q.cumulative(x) + below) : (above - q.survival(x), above + q.survival(x))
      // What is left of two equal numbers has no sign.
      return abs(value) > 1e-13 * size ? value : 0
    }
    let grid = (p.levels + q.levels).sorted()
    cuts = signChanges(of: difference, along: grid)
    let first = grid.lazy.map(difference).first { $0 != 0 } ?? 0
    signs = first == 0 ? [0] : (0...cuts.count).map { ($0.isMultiple(of: 2) ? 1 : -1) * (first < 0 ? -1 : 1) }
  }

  /// What puts break points where the critic has its kinks.
  var marks: [any Density] { kinkMarks(cuts) }

  /// The intervals with their signs.
  var pieces: [(interval: Interval, sign: Double)] {
    let ends = [-.infinity] + cuts + [.infinity]
    return signs.indices.map { (Interval(ends[$0], ends[$0 + 1]), signs[$0]) }
  }

  /// The critic f, with f = 0 at the first cut, or at 0 if there is none.
  func critic(at x: Double) -> Double {
    guard let first = cuts.first else { return signs[0] * x }
    var value = signs[0] * (min(x, first) - first)
    for (index, start) in cuts.enumerated() where x > start {
      let end = index + 1 < cuts.count ? min(x, cuts[index + 1]) : x
      value += signs[index + 1] * (end - start)
    }
    return value
  }
}

/// The zeros of a function between points of a grid at which it has opposite signs; a value of 0 has none.
func signChanges(of f: (Double) -> Double, along grid: [Double]) -> [Double] {
  var changes: [Double] = []
  var last: (x: Double, isNegative: Bool)?
  for x in grid {
    let value = f(x)
    if value == 0 || value.isNaN { continue }
    if let last, last.isNegative != (value < 0) { changes.append(root(in: Interval(last.x, x), of: f) ?? x) }
    last = (x, value < 0)
  }
  return changes
}

/// Uniforms whose ends are these points: beside them an expectation has break points there, so that an integrand may have kinks.
func kinkMarks(_ points: [Double]) -> [any Density] {
  if points.count == 1 { return [Uniform(lower: points[0], upper: points[0] + Swift.max(1, abs(points[0])))] }
  return zip(points, points.dropFirst()).filter { $0 < $1 }.map { Uniform(lower: $0, upper: $1) }
}

extension Density {
  /// Quantiles at levels 1/128 apart, and at powers of ten into the tails.
  var levels: [Double] {
    let levels = (1...64).map { Double($0) / 128 } + (3...12).map { Double.pow(10, -Double($0)) }
    return levels.flatMap { [quantile($0), upperQuantile($0)] }.filter(\.isFinite).sorted()
  }
}
