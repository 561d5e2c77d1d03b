import Calculus
import Divergences
import RealModule
import Studies

/// The birthday test where only a part of the generator's mass is on few points.
///
/// With the share ρ on N equal points and the rest never twice at the same place, the number of draws on the points is
/// binomial, and two of them coincide as in the birthday problem. Pairs coincide with probability ρ²/N.
enum HeavyPointClaims {
  static let claims: [Claim] = [
    Claim(
      "G8", "If a share ρ of the generator's mass is on N points, duplicates come as from N/ρ² equal points, not from N/ρ.",
      source: "derived; about the birthday test of Arora & Zhang 2017",
      readings: [
        Reading("the share squared: 1 − exp(−n(n−1)ρ²/2N)", precision: 0.2) {
          each { Sides($0.duplicate, Estimate($0.estimate(power: 2), error: 0.01)) }
        }
        .noting("to within 0.01: 0.2289 beside 0.2309 for N = 100, ρ = ½ and 15 draws"),
        Reading("the share itself: 1 − exp(−n(n−1)ρ/2N)", precision: 0.2) {
          each { Sides($0.duplicate, Estimate($0.estimate(power: 1), error: 0.01)) }
        }
        .refuted("0.408 for N = 100, ρ = ½ and 15 draws: two draws coincide only if both are on the points"),
        Reading("the share itself as a lower bound", .atMost) { each { Sides(Estimate($0.estimate(power: 1)), $0.duplicate) } }
          .refuted("the exact probability is lower: 0.229 against 0.408, so that no support can be inferred by it"),
        Reading("at most n(n−1)ρ²/2N", .atMost) { each { Sides($0.duplicate, Estimate($0.expectedPairs)) } }
          .noting("the mean number of coinciding pairs, whatever n"),
        Reading("against a rest of a million points", precision: 1e-3) {
          cases.prefix(1).flatMap { heavy in [Sides(heavy.duplicate, heavy.amongMany)].labelled(heavy.name) }
        }
        .noting("the recurrence over all points; the rest adds less than 3·10⁻⁵"),
        Reading("an even chance at s: the support has s²/(2 log 2) points") {
          each { heavy in Sides(Estimate(Double(heavy.evenChance * heavy.evenChance)) / (2 * .log2), Estimate(Double(heavy.points))) }
        }
        .refuted("about N/ρ² is found, four times N for ρ = ½: a generator that repeats itself half of the time looks the more diverse"),
      ])
  ]

  /// A share of the mass on equal points.
  private struct Heavy: Sendable {
    let share: Double
    let points: Int
    let draws: Int

    var name: String { "ρ = \(share), N = \(points), n = \(draws)" }
    var expectedPairs: Double { Double(draws * (draws - 1) / 2) * share * share / Double(points) }

    /// P(two of n draws coincide), exactly.
    var duplicate: Estimate { duplicate(draws) }

    private func duplicate(_ draws: Int) -> Estimate {
      let terms = (0...draws).map { Double.exp(logBinomial(draws, $0, share)) * Birthday.allDistinct($0, of: points).value }
      return Estimate(1 - terms.reduce(0, +), error: 1e-12, scale: 1)
    }

    /// 1 − exp(−n(n−1) ρ^power/2N).
    func estimate(power: Int) -> Double {
      -.expMinusOne(-Double(draws * (draws - 1) / 2) * Double.pow(share, power) / Double(points))
    }

    /// The least number of draws with a duplicate at even chance.
    var evenChance: Int { (2...10_000).first { duplicate($0).value >= 0.5 } ?? 10_000 }

    /// The same probability with the rest on a million points.
    var amongMany: Estimate {
      let rest = 1_000_000
      let heavy = [Double](repeating: share / Double(points), count: points)
      let weights = heavy + [Double](repeating: (1 - share) / Double(rest), count: rest)
      return Estimate(1 - Birthday.allDistinct(draws, probabilities: weights).value, error: 5e-5, scale: 1)
    }
  }

  private static let cases = [
    Heavy(share: 0.5, points: 100, draws: 15), Heavy(share: 0.3, points: 50, draws: 20), Heavy(share: 0.2, points: 1000, draws: 100),
  ]

  private static func each(_ sides: (Heavy) -> Sides) -> [Sides] { cases.flatMap { [sides($0)].labelled($0.name) } }
}
