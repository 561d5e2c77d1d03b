import Calculus
import Divergences
import RealModule
import Scalars

/// What a generator feels of data that are far away: the discriminator and the critic at their optimum.
enum CriticGradientClaims {
  static let claims: [Claim] = [
    Claim(
      "W1",
      "Where P and Q are far apart, the generator's gradient through log(1 − D*) vanishes, and that through the optimal critic has size 1 "
        + "at every sample.",
      source: "Arjovsky, Chintala & Bottou 2017, example 1, theorem 1 and figure 2", readings: parallelLines + gradients),
    Claim(
      "F7", "With the optimal critic frozen, the generator's gradient is that of W1: ∇W1 = −E_z[∇f*(g(z))].",
      source: "Arjovsky, Chintala & Bottou 2017, theorem 3",
      readings: [
        Reading("frozen critic", precision: 1e-6) { pair in pair.components(gradientOfW1(pair), criticGradient(pair)) }
          .noting("location-scale families, g(z) = location + scale · z; ∇W1 by differences"),
        Reading("frozen critic ±x: its slope is 1, too", precision: 1e-6) { pair in
          // By the sign of the difference of the means: the better of the two.
          guard let gradient = criticGradient(pair), let location = gradient.first else { return [] }
          return pair.components(gradientOfW1(pair), straightGradient(pair, sign: location.value < 0 ? -1 : 1)).distinct
        }
        .refuted("only the optimal critic has the gradient of W1: it turns where the distribution functions cross, and a line does not"),
      ]),
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

  private static func gradientOfW1(_ pair: Pair) -> [Estimate]? {
    // At W1 = 0 is a corner, which no step may pass: the first, a tenth of the scale s, moves W1 by at most 0.14 s.
    let scale = pair.q.landmarks.map(\.scale).min() ?? 1
    guard isLocationScale(pair.q), pair.w1.value > 0.15 * scale else { return nil }
    return pair.gradient { $0.measure([DistributionDistance.wasserstein1])[0] }
  }

  private static func isLocationScale(_ density: any AnalyticDensity) -> Bool {
    guard let family = density as? any Family else { return false }
    return [["mean", "sd"], ["location", "scale"]].contains(type(of: family).parameters.map(\.name))
  }

  /// −E_Q[f′(X)] and −E_Q[f′(X) (X − μ)/σ] for the critic f = −sign · x, of a family that is symmetric about μ or not.
  private static func straightGradient(_ pair: Pair, sign: Double) -> [Estimate]? {
    guard let family = pair.q as? any Family, isLocationScale(family) else { return nil }
    let (location, scale) = (family.values[0], family.values[1])
    let mean = Estimate.expectation(under: family) { ($0 - location) / scale }
    return [Estimate(sign), Estimate(sign) * mean]
  }

  /// −E_Q[f′(X)] for the location μ and −E_Q[f′(X) (X − μ)/σ] for the scale σ, cut where the critic turns.
  private static func criticGradient(_ pair: Pair) -> [Estimate]? {
    guard let family = pair.q as? any Family, isLocationScale(family) else { return nil }
    let (location, scale) = (family.values[0], family.values[1])
    let critic = OptimalCritic(pair.p, family)
    let weights: [@Sendable (Double) -> Double] = [{ _ in 1 }, { ($0 - location) / scale }]
    return weights.map { weight in
      let mean = Estimate.expectation(under: family, alongside: kinkMarks(critic.turns)) { critic.slope(at: $0) * weight($0) }
      // A turn is where F − G is 0 up to rounding, and F − G has the slope p − q.
      let blur = critic.turns.reduce(0.0) { sum, turn in
        let (p, q) = (pair.p.density(at: turn), family.density(at: turn))
        let tail = Swift.min(family.cumulative(turn), family.survival(turn))
        let displacement = 2e-14 * tail / abs(p - q) + turn.ulp
        return sum + 2 * q * abs(weight(turn)) * displacement
      }
      return -mean.widened(by: blur)
    }
  }
}
