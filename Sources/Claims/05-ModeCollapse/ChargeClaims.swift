import Calculus
import Divergences
import RealModule

/// What an objective charges a generator for forgetting a share of the data, and for samples where there are no data.
///
/// Q forgets the share 1 − k of P if it is P restricted to a set of probability k: p/q is k there and ∞ elsewhere.
/// Every f-divergence is then a function of k alone, whatever P. Exchanged, Q puts the share 1 − k of its samples where
/// P has nothing.
enum ChargeClaims {
  static let claims: [Claim] = [
    Claim(
      "M2", "With the non-saturating loss a dropped mode costs the generator little, and samples off the data cost it without limit.",
      source: "derived; after Arjovsky & Bottou 2017, the remarks on theorem 2.5",
      readings: table + byShare + conclusions)
  ]

  /// An objective with its closed form for a forgotten share.
  private struct Objective: Sendable {
    let name: String
    let value: @Sendable (DensityPair) -> Estimate
    /// What it charges if Q keeps the share k of P.
    let dropping: @Sendable (_ kept: Double) -> Double
    /// What it charges if the share k of Q is on the data, and P is Q restricted to it.
    let junk: @Sendable (_ kept: Double) -> Double

    init(
      _ name: String, dropping: @escaping @Sendable (Double) -> Double, junk: @escaping @Sendable (Double) -> Double,
      value: @escaping @Sendable (DensityPair) -> Estimate
    ) {
      (self.name, self.value, self.dropping, self.junk) = (name, value, dropping, junk)
    }
  }

  private static let objectives = [
    Objective("KL(P‖Q)", dropping: { _ in .infinity }, junk: { -.log($0) }) { $0.measure(KullbackLeibler()) },
    Objective("KL(Q‖P)", dropping: { -.log($0) }, junk: { _ in .infinity }) { $0.measure(KullbackLeibler(.reverse)) },
    Objective("2 JS", dropping: jensenShannon, junk: jensenShannon) { 2 * $0.measure(JensenShannon()) },
    Objective("2 KL(M‖P)", dropping: meanToFirst, junk: { _ in .infinity }) { 2 * $0.measure(MeanToFirst()) },
    Objective("E[−log D*] − log 2", dropping: { .log((1 + 1 / $0) / 2) }, junk: { _ in .infinity }) { $0.loss(.nonSaturating) - .log2 },
    Objective("KL(Q‖P) − 2 JS, un-halved", dropping: { -.log($0) - 2 * jensenShannon($0) }, junk: { _ in .infinity }) {
      $0.klQP(minus: 4)
    },
    Objective("TV", dropping: { 1 - $0 }, junk: { 1 - $0 }) { $0.measure(TotalVariation()) },
  ]

  /// 2 JS = KL(P‖M) + KL(Q‖M), with p/m = 2k/(1 + k) and q/m = 2/(1 + k) where Q is, and p/m = 2 elsewhere.
  @Sendable private static func jensenShannon(_ kept: Double) -> Double {
    kept * .log(2 * kept / (1 + kept)) + (1 - kept) * .log(2) + .log(2 / (1 + kept))
  }

  /// 2 KL(M‖P).
  @Sendable private static func meanToFirst(_ kept: Double) -> Double {
    (1 + kept) * .log((1 + kept) / (2 * kept)) - (1 - kept) * .log(2)
  }

  private static let half: [Pair] = .parsing(("uniform(0,2)", "uniform(0,1)"))
  private static let table = [
    Reading("half of the data dropped: what each charges", on: half) { pair in
      objectives.map { Sides($0.value(DensityPair(pair.p, pair.q)), closed($0.dropping(0.5))).under($0.name) }
    }
    .noting("by quadrature beside closed forms: KL(Q‖P) log 2 = 0.693, 2 KL(M‖P) 0.262, the lecture's literal formula −0.170, KL(P‖Q) ∞"),
    Reading("half of the samples where there are no data: what each charges", on: half.map(\.exchanged)) { pair in
      objectives.map { Sides($0.value(DensityPair(pair.p, pair.q)), closed($0.junk(0.5))).under($0.name) }
    }
    .noting("KL(Q‖P) and 2 KL(M‖P) are ∞, JS and TV what they charge for the dropped half"),
  ]

  /// A closed form at a share that is known as well as a distribution function.
  private static func closed(_ value: Double) -> Estimate { Estimate(value, error: value.isFinite ? 5e-14 : 0, scale: 1) }

  private static let byShare = [
    Reading("it depends on the share alone, whatever P") { pair in
      [0.5, 0.9].flatMap { kept in
        truncation(of: pair.p, keeping: kept).map { q, share in
          objectives.map { Sides($0.value(DensityPair(pair.p, q)), closed($0.dropping(share)), component: "\($0.name), keeping \(kept)") }
        } ?? []
      }
    }
    .noting("Q is P below its median, or below its nine tenths"),
    Reading("a mode of probability w costs at most what KL(Q‖P) charges: −log(1 − w), or w to first order", .atMost) {
      [0.01, 0.1, 0.3].flatMap { lost -> [Sides] in
        let cost = Estimate(-.log(1 - lost))
        return [
          Sides(Estimate(meanToFirst(1 - lost), error: 1e-15), cost, component: "2 KL(M‖P), w = \(lost)"),
          Sides(cost, Estimate(lost / (1 - lost)), component: "KL(Q‖P), w = \(lost)"),
        ]
      }
    }
    .noting(
      "2 KL(M‖P) ≤ KL(Q‖P) = −log(1 − w) ≤ w/(1 − w); a mode of a hundredth costs less than 0.0102; to first order 2 KL(M‖P) is "
        + "(1 − log 2) w"),
  ]

  /// P below a quantile, and the share that it keeps.
  private static func truncation(of p: any AnalyticDensity, keeping share: Double) -> (q: any AnalyticDensity, share: Double)? {
    let end = p.quantile(share)
    return (try? Truncated(p, lower: -.infinity, upper: end)).map { ($0, p.cumulative(end)) }
  }

  private static let conclusions = [
    Reading("the non-saturating loss punishes a dropped half as maximum likelihood does", .atMost, on: half) {
      [Sides($0.klPQ, 2 * $0.klMP)]
    }
    .refuted("KL(P‖Q), what maximum likelihood descends, is ∞ there; 2 KL(M‖P) is 0.262: dropping modes is cheap"),
    Reading("it charges as much for junk as for a dropped mode", on: half) { [Sides(2 * $0.klMP, 2 * $0.exchanged.klMP)] }
      .refuted("0.262 against ∞: a generator that is not sure of a mode does best without it"),
    Reading("the minimax loss charges less for the dropped half than for the junk half", .atMost, on: half) {
      [Sides($0.js, 0.9 * $0.exchanged.js)]
    }
    .refuted("JS is symmetric: 2 JS is 0.432 for both; the preference is that of the non-saturating loss"),
    Reading("by the lecture's literal formula a dropped half costs something", .atMost, on: half) { [Sides(0, $0.klQP - 4 * $0.js)] }
      .refuted("KL(Q‖P) − 2 JS with the un-halved JS is −0.170 there: taken literally it would pay for collapse"),
  ]
}

extension Sides {
  /// The same in a row of its own, under a label.
  fileprivate func under(_ label: String) -> Sides { Sides(lhs, rhs, label: label, component: component) }
}
