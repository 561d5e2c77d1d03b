import Calculus
import Densities
import Divergences
import RealModule
import Scalars

/// What a generator feels of data that are far away: the discriminator and the critic at their optimum.
enum CriticGradientClaims {
  static let claims: [Claim] = [
    Claim(
      "W1", "Where P and Q are far apart the optimal discriminator's gradients vanish, and the optimal critic's are of size 1 everywhere.",
      source: "Arjovsky, Chintala & Bottou 2017, example 1, theorem 1 and figure 2", readings: parallelLines + gradients)
  ]

  private static let lines = TransportClaims.lines

  private static let parallelLines = [
    Reading("parallel lines: KL(P‖Q) = KL(Q‖P) = ∞ and TV = 1 for θ ≠ 0", on: lines) {
      [
        Sides($0.klPQ, Estimate(.infinity), component: "KL(P‖Q)"), Sides($0.klQP, Estimate(.infinity), component: "KL(Q‖P)"),
        Sides($0.tv, 1, component: "TV"),
      ]
    },
    Reading("parallel lines: W1 moves no farther than θ", .atMost, on: lines) {
      [Sides($0.w1, TransportClaims.distance($0) + Estimate(0, error: 1e-12))]
    }
    .noting("at θ = 0 it is 0: W1 is continuous there"),
    Reading("parallel lines: JS moves no farther than θ", .atMost, on: [lines[0]]) { [Sides($0.js, TransportClaims.distance($0))] }
      .refuted("at θ = 0 it is 0 and beside it log 2: JS is not continuous, and theorem 1 says so"),
  ]

  /// Two normals that hardly overlap; the paper's figure 2 does not give its parameters.
  private static let normals: [Pair] = .parsing(
    ("normal(0,1)", "normal(5,1)"), ("normal(0,1)", "normal(10,1)"), ("normal(0,1)", "normal(20,1)"))

  private static let gradients = [
    Reading("log(1 − D*): E_Q|∇| ≤ d · 2Φ(−d/2)", .atMost, on: normals) { pair in
      let distance = pair.q.quantile(0.5)
      let overlap = 2 * Normal(mean: 0, sd: 1).survival(0.5 * distance)
      return [Sides(size(pair, .saturating), Estimate(distance * overlap, error: 1e-13 * overlap))]
    }
    .noting("min(p, q) above pq/(p + q): at d = 10 below 6·10⁻⁶"),
    Reading("log(1 − D*): E_Q|∇| = d ∫ pq/(p + q)", on: normals) { pair in
      let (p, distance) = (pair.p, pair.q.quantile(0.5))
      let overlap = Estimate.expectation(under: pair.q, alongside: [p]) { pair.optimal.value(at: $0) }
      return [Sides(size(pair, .saturating), Estimate(distance) * overlap)]
    }
    .noting("the logit has the slope −d everywhere"),
    Reading("−f*: |∇| = 1 under Q", on: normals) { [Sides(size($0, .wasserstein), 1)] },
    Reading("−f*: W1 falls by 1 for every step of 1 towards P", precision: 1e-6, on: normals) {
      $0.components($0.gradient { w1($0.p, $0.q) }, [1, 0])
    }
    .noting("by differences of W1 itself"),
    Reading("log(1 − D*): E_Q|∇| stays above 0.01", .atMost, on: [normals[1]]) { [Sides(0.01, size($0, .saturating))] }
      .refuted("it falls like e^(−d²/8): the discriminator has become too good"),
    Reading("−log D*: E_Q|∇| ≤ 0.01, so that it vanishes as well", .atMost, on: [normals[1]]) { [Sides(size($0, .nonSaturating), 0.01)] }
      .refuted("it is about d: the loss of practice does not vanish, it grows with the distance"),
  ]

  /// The mean size over Q of what samples tell the generator.
  private static func size(_ pair: Pair, _ loss: SampleGradient.Loss) -> Estimate {
    SampleGradient(pair.p, pair.q).meanSize(of: loss)
  }
}
