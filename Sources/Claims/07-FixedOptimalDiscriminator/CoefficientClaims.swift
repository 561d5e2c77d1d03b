import Calculus
import Divergences
import RealModule

/// How large a multiple of JS can be taken from KL: what the lecture's literal KL(Q‖P) − 2 JS is with its un-halved JS.
enum CoefficientClaims {
  static let claims: [Claim] = [
    Claim(
      "C19", "KL(Q‖P) − 2 JS(P,Q) is a divergence: never negative, and 0 only at Q = P.",
      source: "derived; the lecture's sentence takes it for granted",
      readings: [
        Reading("halved JS", .atMost) { [Sides(2 * $0.js, $0.klQP)] },
        Reading("halved JS: 0 only at Q = P", .atMost) { [Sides($0.tv * $0.tv, $0.klQP - 2 * $0.js)] }
          .noting("TV(P,Q)² ≤ KL(Q‖P) − 2 JS = 2 KL(M‖P), by Pinsker's inequality for M"),
        Reading("the lecture's JS", .atMost, on: .parsing(("uniform(0,2)", "uniform(0,1)"), ("normal(0,1)", "normal(0,0.27325)"))) {
          [Sides(2 * $0.jsLecture, $0.klQP)]
        }
        .refuted("KL(Q‖P) − 4 JS with the halved JS is negative here; the lecture should have said KL(Q‖P) − JS in its own normalisation"),
        Reading("the lecture's JS: convex in Q", .atMost, on: .parsing(("uniform(0,2)", "uniform(0,1)"))) { pair in
          pair.mixture().map { [Sides(literal(pair.p, $0), 0.5 * literal(pair.p, pair.q))] } ?? []
        }
        .refuted(
          "an f-divergence is convex along Q_t = (1−t)P + tQ; here the middle lies above the mean of the ends, since f″ < 0 where q < p"),
        Reading("the lecture's JS: least at Q = P", .atMost, on: collapse) { [Sides(literal($0.p, $0.p), literal($0.p, $0.q))] }
          .refuted("a generator of normals that descends it from P = normal(0,1) goes on to a far narrower density"),
        Reading("the lecture's JS: −0.0975811 at Q = normal(0,0.27325)", precision: 1e-6, on: collapse) {
          [Sides(literal($0.p, $0.q), Estimate(-0.0975811, error: 5e-8))]
        }
        .noting("the minimum over the normals, to the digits given"),
        Reading("the lecture's JS: no normal lies lower", .atMost, on: collapse) { pair in
          let least = literal(pair.p, pair.q)
          return [0, 0.1, 0.3, 1, 2, 4].flatMap { mean in
            (0..<25).map { step in
              let deviation = 0.02 * Double.exp(Double(step) * .log(1000) / 24)
              let other = literal(pair.p, Normal([mean, deviation]))
              return Sides(least, other, component: "normal(\(mean),\(Float(deviation)))")
            }
          }
        }
        .noting("on a grid of 6 means and 25 deviations from 0.02 to 20; P is symmetric, so the means are not negative"),
      ])
  ]

  private static let collapse: [Pair] = .parsing(("normal(0,1)", "normal(0,0.27325)"))

  /// KL(Q‖P) − 2 JS with the lecture's JS, KL(Q‖P) − 4 JS with the halved one.
  private static func literal(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate {
    DensityPair(p, q).klQP(minus: 2, JensenShannon(isHalved: false))
  }
}
