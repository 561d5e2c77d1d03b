package import Calculus
package import Densities
import RealModule
package import Scalars

/// The optimal critic of the Wasserstein game: f* with slope sign(G − F), for the distribution functions F and G.
///
/// E_P f − E_Q f = ∫ f′ (G − F) dx is greatest over |f′| ≤ 1 at f′ = sign(G − F), where it is ∫ |F − G| dx = W1
/// (Kantorovich & Rubinstein 1958; Vallender 1974). A critic is known up to a constant: here f* = 0 at the median of P.
/// Where F = G on an interval every slope is optimal, and the slope of the interval before it is kept.
///
/// Crossings are looked for between quantiles and the nodes of the partition. A pair that is missed costs at most twice
/// the area between them: hold `differenceOfMeans` to `w1`, which is computed without them.
package struct OptimalCritic: Sendable {
  /// The data density.
  package let p: any AnalyticDensity
  /// The generator's density.
  package let q: any AnalyticDensity
  /// The crossings of F and G, where the critic turns, in increasing order.
  package let turns: [Double]
  /// The slope before the first turn, between turns, and after the last: 1 or −1, or 0 where P = Q.
  package let slopes: [Double]
  private let origin: Double

  /// The optimal critic of P against Q.
  package init(_ p: any AnalyticDensity, _ q: any AnalyticDensity) {
    self.p = p
    self.q = q
    origin = p.quantile(0.5)
    func difference(_ x: Double) -> Double {
      let (below, above) = (p.cumulative(x), p.survival(x))
      let (value, size) =
        below < above ? (q.cumulative(x) - below, q.cumulative(x) + below) : (above - q.survival(x), above + q.survival(x))
      // What is left of two equal numbers has no sign.
      return abs(value) > 1e-13 * size ? value : 0
    }
    let grid = Set(p.levels + q.levels + Partition([p, q], coversGaps: true).nodes).sorted()
    turns = signChanges(of: difference, along: grid)
    let first = grid.lazy.map(difference).first { $0 != 0 } ?? 0
    slopes = first == 0 ? [0] : (0...turns.count).map { ($0.isMultiple(of: 2) ? 1 : -1) * (first < 0 ? -1 : 1) }
  }

  /// The intervals between turns with their slopes.
  package var pieces: [(interval: Interval, slope: Double)] {
    let ends = [-.infinity] + turns + [.infinity]
    return slopes.indices.map { (Interval(ends[$0], ends[$0 + 1]), slopes[$0]) }
  }

  /// f*′(x); at a turn the slope after it.
  package func slope(at x: Double) -> Double { slopes[turns.prefix { $0 <= x }.count] }

  /// f*(x), the integral of the slope from the median of P.
  package func value(at x: Double) -> Double {
    let (lower, upper) = (min(x, origin), max(x, origin))
    let integral = pieces.reduce(0) { sum, piece in
      let width = min(upper, piece.interval.upper) - max(lower, piece.interval.lower)
      return width > 0 ? sum + piece.slope * width : sum
    }
    return x < origin ? -integral : integral
  }

  /// E_P f* − E_Q f* by two expectations: W1 by a route that knows nothing of ∫ |F − G|. Infinite error with a mean.
  package func differenceOfMeans() -> Estimate {
    let marks = kinkMarks(turns)
    let inP = expectations(under: p, alongside: [q] + marks, of: [.ofPlaces { value(at: $0.x) }])[0]
    let inQ = expectations(under: q, alongside: [p] + marks, of: [.ofPlaces { value(at: $0.x) }])[0]
    // A slope of 1 hands on the rounding of x and of the turns.
    let rounding = 2 * (p.landmarks + q.landmarks).reduce(0) { max($0, $1.location.ulp) }
    return (inP - inQ).widened(by: rounding)
  }
}

/// The zeros of a function between points of a grid, pairs between two neighbours included; a value of 0 has none.
package func signChanges(of f: (Double) -> Double, along grid: [Double]) -> [Double] {
  signChanges(among: grid.map { (t: $0, value: f($0)) }.filter { $0.value != 0 && !$0.value.isNaN }, of: f)
}

/// Uniforms whose ends are these points: alongside them an expectation may have kinks there.
package func kinkMarks(_ points: [Double]) -> [any AnalyticDensity] {
  if points.count == 1 { return [Uniform(lower: points[0], upper: points[0] + Swift.max(1, abs(points[0])))] }
  return zip(points, points.dropFirst()).filter { $0 < $1 }.map { Uniform(lower: $0, upper: $1) }
}

extension AnalyticDensity {
  /// Quantiles at levels 1/128 apart, and at powers of ten into the tails.
  package var levels: [Double] {
    let levels = (1...64).map { Double($0) / 128 } + (3...12).map { Double.pow(10, -Double($0)) }
    return levels.flatMap { [quantile($0), upperQuantile($0)] }.filter(\.isFinite).sorted()
  }
}
