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
    var (cuts, signs): ([Double], [Double]) = ([], [])
    var last: Double?
    for x in Self.grid(p, q) {
      let here = difference(x)
      if here == 0 { continue }
      if let previous = last, (here < 0) != (difference(previous) < 0) {
        cuts.append(root(in: Interval(previous, x), of: difference) ?? previous)
        signs.append(here < 0 ? -1 : 1)
      }
      if signs.isEmpty { signs.append(here < 0 ? -1 : 1) }
      last = x
    }
    self.cuts = cuts
    self.signs = signs.isEmpty ? [0] : signs
  }

  /// Levels 1/128 apart, and powers of ten into the tails, of both.
  private static func grid(_ p: any Density, _ q: any Density) -> [Double] {
    let levels = (1...64).map { Double($0) / 128 } + (3...12).map { Double.pow(10, -Double($0)) }
    let points = [p, q].flatMap { density in levels.flatMap { [density.quantile($0), density.upperQuantile($0)] } }
    return Set(points.filter(\.isFinite)).sorted()
  }

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
