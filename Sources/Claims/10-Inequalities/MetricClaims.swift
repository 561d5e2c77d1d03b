import Calculus
import Divergences

/// Which divergences are distances.
enum MetricClaims {
  static let claims: [Claim] = [
    Claim(
      "C13", "√JS and the Hellinger distance √H² are metrics.", source: "Endres & Schindelin 2003 for √JS; textbook for H",
      readings: [
        Reading("√JS, triangle inequality", .atMost) { triangles($0, JensenShannon()) { sqrt($0) } }
          .noting("through M, a normal, a Laplace and a uniform density"),
        Reading("√H², triangle inequality", .atMost) { triangles($0, SquaredHellinger()) { sqrt($0) } },
        Reading("TV, triangle inequality", .atMost) { triangles($0, TotalVariation()) { $0 } },
        Reading("symmetric") { pair in
          let exchanged = pair.exchanged
          let divergences: [any FDivergence] = [JensenShannon(), SquaredHellinger(), TotalVariation()]
          return divergences.map { Sides(pair[$0], exchanged[$0], component: $0.name) }
        },
        Reading("JS itself, through M", .atMost) { detour($0, JensenShannon()) }
          .refuted("JS is convex, so the way through M = (P+Q)/2 is shorter than the direct one: only its root is a metric"),
        Reading("H² itself, through M", .atMost) { detour($0, SquaredHellinger()) }.refuted("likewise: only its root is a metric"),
        Reading("JS itself, three normals", .atMost, on: .parsing(("normal(0,1)", "normal(2,1)"))) {
          through(Normal([1, 1]), $0, JensenShannon()) { $0 }
        }
        .refuted("JS(N(0,1), N(2,1)) is more than JS(N(0,1), N(1,1)) + JS(N(1,1), N(2,1))"),
        Reading("KL is symmetric") { [Sides($0.klPQ, $0.klQP)].finite.distinct }
          .refuted("KL(P‖Q) and KL(Q‖P) differ: KL is no distance, nor is its root"),
      ])
  ]

  private static let others: [any AnalyticDensity] = [Normal([0.5, 1]), Laplace([1, 2]), Uniform([-1, 3])]

  /// Each side of the triangle with P, Q and a third density R against the other two.
  private static func triangles(_ pair: Pair, _ divergence: any FDivergence, _ distance: (Estimate) -> Estimate) -> [Sides] {
    let thirds = others + [pair.mixture()].compactMap { $0 }
    return thirds.flatMap { r in
      let sides = [(pair.p, pair.q), (pair.p, r), (r, pair.q)].map { distance(DensityPair($0, $1).measure(divergence)) }
      return sides.indices.map { Sides(sides[$0], sides[($0 + 1) % 3] + sides[($0 + 2) % 3], component: "R = \(r)") }
    }
  }

  private static func through(_ r: any AnalyticDensity, _ pair: Pair, _ divergence: any FDivergence, _ distance: (Estimate) -> Estimate)
    -> [Sides]
  {
    let detour = distance(DensityPair(pair.p, r).measure(divergence)) + distance(DensityPair(r, pair.q).measure(divergence))
    return [Sides(distance(pair[divergence]), detour)]
  }

  /// The way from P to Q through their mean, where they differ.
  private static func detour(_ pair: Pair, _ divergence: any FDivergence) -> [Sides] {
    guard let mean = pair.mixture() else { return [] }
    return through(mean, pair, divergence) { $0 }.distinct
  }
}
