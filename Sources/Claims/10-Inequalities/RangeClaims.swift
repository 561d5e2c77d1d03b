import Calculus
import Densities
import Divergences
import RealModule

/// What TV says of JS: the range between Fano's bound and log 2 · TV, and nothing narrower.
///
/// Both ends are attained at every TV = t: the lower one by the masses ((1 + t)/2, (1 − t)/2) against the same
/// exchanged, the upper one by densities that share 1 − t of their mass and do not overlap elsewhere.
enum RangeClaims {
  static let claims: [Claim] = [
    Claim(
      "C20",
      "For a given TV, JS can be anything between log 2 − h((1 − TV)/2) and log 2 · TV, with h the entropy of a coin, and nothing "
        + "else.",
      source:
        "the ends are claims A13 and C6; that they and all between are attained derived; Sason 2015 has tight bounds by TV for several "
        + "symmetric divergences (its abstract)",
      readings: bounds + attained + narrower)
  ]

  private static let bounds = [
    Reading("JS is between those of the two pairs with the same TV that attain the ends", .atMost) { pair in
      // The pairs are made for the value of TV, whose error moves JS by no more than log 2/(1 − TV) times it.
      let tv = pair.tv
      guard tv.value > 1e-6, tv.value < 1 - 1e-6 else { return [] }
      let slip = tv.error * .log(2) / (1 - tv.value)
      return [
        Sides(exchangedMasses(tv.value).js.widened(by: slip), pair.js, component: "the lower end"),
        Sides(pair.js, sharedMass(tv.value).js.widened(by: slip), component: "the upper end"),
      ]
    }
    .noting("with exchanged masses, and with a shared part, by quadrature")
  ]

  private static let levels = [0.1, 0.5, 0.9]

  private static let attained = [
    Reading("the upper end: densities that share 1 − t of their mass", on: levels, pair: sharedMass) {
      let pair = sharedMass($0)
      return [Sides(pair.tv, Estimate($0), component: "TV"), Sides(pair.js, Estimate($0) * .log2, component: "JS")]
    }
    .noting("t = 0.1, 0.5 and 0.9; where they differ they do not overlap, so that D* is sure there and flips a coin elsewhere"),
    Reading("all between: the two pairs side by side", on: levels, pair: between) { level in
      let pair = between(level)
      return [
        Sides(pair.tv, Estimate(level), component: "TV"),
        Sides(pair.js, 0.25 * exchangedMasses(level).js + 0.75 * sharedMass(level).js, component: "JS"),
      ]
    }
    .noting("a quarter of the one and three quarters of the other have the same TV, and JS in the same proportion"),
  ]

  private static let narrower = [
    Reading("TV determines JS", on: [0.5], pair: { exchangedMasses($0) }) { [Sides(exchangedMasses($0).js, sharedMass($0).js)] }
      .refuted("at TV = ½ it may be 0.131 or 0.347: an accuracy of 3/4 does not tell the loss of the best discriminator"),
    Reading("Pinsker's TV²/2 is attained", on: levels, pair: { exchangedMasses($0) }) {
      [Sides(exchangedMasses($0).js, Estimate(0.5 * $0 * $0))]
    }
    .refuted("the least JS is TV²/2 + TV⁴/12 + …: Pinsker's is the first term, and at TV = 1 it gives ½ for log 2"),
    Reading("JS is of second order in TV", .atMost, on: [0.1], pair: sharedMass) { [Sides(sharedMass($0).js, Estimate($0 * $0))] }
      .refuted("for densities with a shared part it is TV log 2: 0.069 at TV = 0.1, where the lower end is 0.005"),
  ]

  /// ((1 + t)/2, (1 − t)/2) against the same exchanged.
  @Sendable private static func exchangedMasses(_ tv: Double, at place: Double = 0) -> Pair {
    let parts = [Uniform(lower: place, upper: place + 1), Uniform(lower: place + 1, upper: place + 2)]
    let (large, small) = (0.5 * (1 + tv), 0.5 * (1 - tv))
    return mixed(parts, [large, small], [small, large])
  }

  /// 1 − t of the mass on the same interval, and t on one of its own.
  @Sendable private static func sharedMass(_ tv: Double) -> Pair {
    let parts = [Uniform(lower: 0, upper: 1), Uniform(lower: 1, upper: 2), Uniform(lower: 2, upper: 3)]
    return mixed(parts, [1 - tv, tv, 0], [1 - tv, 0, tv])
  }

  /// A quarter of the first pair beside three quarters of the second.
  @Sendable private static func between(_ tv: Double) -> Pair {
    let (first, second) = (exchangedMasses(tv, at: 5), sharedMass(tv))
    func mixture(_ a: any AnalyticDensity, _ b: any AnalyticDensity) -> any AnalyticDensity {
      (try? Mixture([a, b], weights: [0.25, 0.75])) ?? a
    }
    return Pair(mixture(first.p, second.p), mixture(first.q, second.q))
  }

  private static func mixed(_ parts: [Uniform], _ p: [Double], _ q: [Double]) -> Pair {
    func mixture(_ weights: [Double]) -> any AnalyticDensity {
      let kept = weights.indices.filter { weights[$0] > 0 }
      return (try? Mixture(kept.map { parts[$0] }, weights: kept.map { weights[$0] })) ?? parts[0]
    }
    return Pair(mixture(p), mixture(q))
  }
}
