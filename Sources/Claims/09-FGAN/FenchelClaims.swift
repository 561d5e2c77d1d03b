import Calculus
import Divergences
import RealModule
import Scalars

/// The variational bound of every row of the f-GAN table.
enum FenchelClaims {
  static let claims: [Claim] = [bound, conjugates, gap]

  private static let rows = Catalogue.variationalForms()

  private static let bound = Claim(
    "B1", "For any critic T, E_P[T] − E_Q[f*(T)] ≤ D_f(P‖Q), with equality at T = f′(p/q).",
    source: "Nguyen, Wainwright & Jordan 2010; Nowozin, Cseke & Tomioka 2016",
    readings: rows.flatMap { row in
      [
        Reading("\(row.title), T = f′(p/q)") { pair in
          guard applies(row, pair) else { return [] }
          return [Sides(lowerBound(row, pair) { $0 } + unseen(row, pair), divergence(row, pair))]
        },
        Reading("\(row.title), another T", .atMost) { pair in
          guard applies(row, pair) else { return [] }
          let divergence = divergence(row, pair)
          return [
            Sides(lowerBound(row, pair) { 0.5 * $0 }, divergence, component: "halved logit"),
            Sides(lowerBound(row, pair) { Swift.min(1, Swift.max(-1, $0)) }, divergence, component: "clipped logit"),
          ]
        }
        .noting("T = f′(√(p/q)), and f′ of p/q cut off at 1/e and e"),
      ]
    } + [
      Reading("Kullback–Leibler, T = log p/q") { pair in
        guard applies(KullbackLeibler(), pair) else { return [] }
        let parts = pair.measures([
          CustomFDivergence.real(growthAtInfinity: .logarithmic) { $0 },
          CustomFDivergence.fake(growthAtInfinity: .logarithmic) { .exp(clipped($0, 700) - 1) },
        ])
        return [Sides(parts[0] - parts[1], pair.klPQ)]
      }
      .refuted("the optimal critic of this row is 1 + log p/q; without the 1 the bound stays 1/e below KL"),
      Reading("the Jensen–Shannon row is the halved JS") { [Sides(lowerBound(JensenShannon(isHalved: false), $0) { $0 }, $0.js)].distinct }
        .refuted("its f = u log u − (1+u) log((1+u)/2) gives the un-halved 2 JS, which is the lecture's"),
    ])

  private static let conjugates = Claim(
    "B3", "f** = f, and f(u) + f*(t) ≥ u t with equality at t = f′(u), and where f is smooth only there.",
    source: "Fenchel and Young; textbook",
    readings: [
      Reading("Fenchel–Young", .atMost) { pair in
        let logRatios = logRatios(pair)
        return rows.flatMap { row in
          logRatios.flatMap { first in
            logRatios.map { second in
              let (u, t) = (Double.exp(first), critic(row, second))
              return Sides(Estimate(u) * Estimate(t), rounded(row.f(u)) + rounded(row.conjugate(t)), component: row.title)
            }
          }
        }
      }
      .noting("at ratios u = p/q and slopes t that the pair takes at five quantiles of P and of Q, for all eleven rows"),
      Reading("f(u) is the supremum of u t − f*(t), attained at f′(u)") { pair in
        rows.flatMap { row in
          logRatios(pair).map { logRatio in
            let (u, t) = (Double.exp(logRatio), critic(row, logRatio))
            return Sides(rounded(u * t) - rounded(row.conjugate(t)), rounded(row.f(u)), component: row.title)
          }
        }
      }
      .noting("all eleven rows"),
      Reading("Pearson's f*(t) = t²/4 + t for every t") { [Sides(-0.75, Estimate(PearsonChiSquared().conjugate(-3)), component: "t = −3")] }
        .refuted(
          "below t = −2 the supremum over u ≥ 0 is at u = 0, so f* = −1: at t = −3 the formula gives −0.75; the bound stays true, "
            + "but not the best"),
    ])

  private static let gap = Claim(
    "B4", "What a critic T loses is D_f − (E_P[T] − E_Q[f*(T)]) = ∫ q B(T, T*) ≥ 0, with B the Bregman divergence of f*.",
    source: "derived",
    readings: [
      Reading("T = f′(√(p/q))") { pair in
        rows.filter { applies($0, pair) }.map { row in
          let loss = divergence(row, pair) - lowerBound(row, pair) { 0.5 * $0 }
          return Sides(loss, bregman(row, pair) + unseen(row, pair), component: row.title)
        }
      }
      .noting("all rows of the table that are finite for the pair"),
      Reading("never negative", .atMost) { pair in
        rows.filter { applies($0, pair) }.map { row in Sides(0, bregman(row, pair), component: row.title) }
      },
      Reading("KL: with T and T* exchanged, ∫ q B(T*, T)") { pair in
        guard applies(KullbackLeibler(), pair) else { return [] }
        let loss = divergence(KullbackLeibler(), pair) - lowerBound(KullbackLeibler(), pair) { 0.5 * $0 }
        // f* = e^(t−1), T* = 1 + λ and T = 1 + λ/2: B(T*, T) = u − √u − ½ √u λ.
        let exchanged = CustomFDivergence(name: "exchanged") { .exp($0) - .exp(0.5 * $0) * (1 + 0.5 * $0) }
        return [Sides(loss, pair[exchanged])].distinct
      }
      .refuted("a Bregman divergence is not symmetric: what counts is f* at T, seen from its tangent at T*"),
    ])

  /// D_f of a row as its table gives it.
  private static func divergence(_ row: any VariationalForm, _ pair: Pair) -> Estimate {
    Estimate(row.scale) * pair[row.measure] + Estimate(row.valueAtOne)
  }

  /// E_P[T] − E_Q[f*(T)] at T = f′(e^λ′), where λ′ is a function of the logit λ.
  private static func lowerBound(
    _ row: any VariationalForm, _ pair: Pair, _ logit: @escaping @Sendable (Double) -> Double
  ) -> Estimate {
    // Where T jumps, the means of both sides would each be rounded as if they vanished there; their difference does.
    if row.measure.hasKinkAtOne {
      return pair[
        CustomFDivergence.difference(like: row.measure) { logRatio in
          let slope = critic(row, logit(logRatio))
          return (slope, row.conjugate(slope))
        }]
    }
    let parts = pair.measures([
      CustomFDivergence.real(like: row.measure) { critic(row, logit($0)) },
      CustomFDivergence.fake(like: row.measure) { row.conjugate(critic(row, logit($0))) },
    ])
    return parts[0] - parts[1]
  }

  /// ∫ q [f*(T) − f*(T*) − u (T − T*)] at T = f′(√u): how far the critic T is from T* where p/q is u.
  private static func bregman(_ row: any VariationalForm, _ pair: Pair) -> Estimate {
    let parts = pair.measures([
      CustomFDivergence.difference(like: row.measure) { logRatio in
        let (t, best) = (critic(row, 0.5 * logRatio), critic(row, logRatio))
        return (best - t, row.conjugate(best) - row.conjugate(t))
      },
      CustomFDivergence.real(like: row.measure) { abs(critic(row, $0)) + abs(critic(row, 0.5 * $0)) },
      CustomFDivergence.fake(like: row.measure) { abs(row.conjugate(critic(row, $0))) + abs(row.conjugate(critic(row, 0.5 * $0))) },
    ])
    // The terms may be rounded by more than they leave: the result is judged against their size.
    let size = parts[1].value + parts[2].value
    return parts[0].widened(by: 16 * .ulpOfOne * size).onScale(size)
  }

  /// T = f′(u) as a critic can have it: within the doubles, and below the end of the domain, at which f* is infinite.
  private static func critic(_ row: any VariationalForm, _ logRatio: Double) -> Double {
    let slope = row.critic(logRatio: clipped(logRatio, reach(row)))
    return row.domain.upper < .infinity ? Swift.min(slope, row.domain.upper.nextDown) : slope
  }

  private static func clipped(_ logRatio: Double, _ reach: Double) -> Double { Swift.max(-reach, Swift.min(logRatio, reach)) }

  /// How large log p/q may be so that p/q is a double, and its square where f grows like a power.
  private static func reach(_ row: any VariationalForm) -> Double {
    row.measure.growthAtZero.power == 0 && row.measure.growthAtInfinity.power == 0 ? 700 : 350
  }

  /// 0 ± what the bound misses of D_f where p/q is beyond the critic's reach c: f(u) − f(c) − f′(c)(u − c) ≤ f(u).
  private static func unseen(_ row: any VariationalForm, _ pair: Pair) -> Estimate {
    if row.measure.growthAtZero.isBounded && row.measure.growthAtInfinity.isBounded { return 0 }
    let rest = pair[BeyondReach(divergence: row.measure, reach: reach(row))]
    return Estimate(0, error: row.scale * (abs(rest.value) + rest.error))
  }

  /// Whether D_f is finite, and T* a double wherever either density has a part in it that counts.
  private static func applies(_ row: any VariationalForm, _ pair: Pair) -> Bool {
    let divergence = pair[row.measure]
    return divergence.value.isFinite && unseen(row, pair).error <= Swift.max(1e-10 * divergence.value, 1e-15)
  }

  /// The logarithms of p/q at quantiles of both densities, as far as they are moderate.
  private static func logRatios(_ pair: Pair) -> [Double] {
    let optimal = OptimalDiscriminator(pair.p, pair.q)
    let points = [0.05, 0.25, 0.5, 0.75, 0.95].flatMap { [pair.p.quantile($0), pair.q.quantile($0)] }
    return points.map { optimal.logit(at: $0) }.filter { abs($0) < 10 }
  }

  /// A number from a formula that is good to some units in the last place of its terms, which are of order 1 at least.
  private static func rounded(_ value: Double) -> Estimate {
    let scale = Swift.max(1, abs(value))
    return Estimate(value, error: 64 * .ulpOfOne * scale, scale: scale)
  }
}

/// A divergence where p/q is beyond a reach at which it has no bound, and 0 elsewhere.
private struct BeyondReach: FDivergence {
  let divergence: any FDivergence
  /// The largest |log p/q| that is left out.
  let reach: Double

  var name: String { "beyond_reach" }
  var growthAtZero: GrowthOrder { divergence.growthAtZero }
  var growthAtInfinity: GrowthOrder { divergence.growthAtInfinity }

  func atRatio(_ w: LogRatio) -> Double { divergence.growthAtZero.isBounded || -w.log <= reach ? 0 : divergence.atRatio(w) }
  func dualAtRatio(_ w: LogRatio) -> Double { divergence.growthAtInfinity.isBounded || -w.log <= reach ? 0 : divergence.dualAtRatio(w) }
}
