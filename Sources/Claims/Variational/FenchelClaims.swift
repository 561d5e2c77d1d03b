import Densities
import Divergences
import RealModule
import Scalars

/// The variational bound of every row of the f-GAN table.
enum FenchelClaims {
  static let claims: [Claim] = [bound, conjugates, gap]

  private static let bound = Claim(
    "B1", "For any critic T, E_P[T] − E_Q[f*(T)] ≤ D_f(P‖Q), with equality at T = f′(p/q).",
    source: "Nguyen, Wainwright & Jordan 2010; Nowozin, Cseke & Tomioka 2016",
    readings: conjugateTable.flatMap { row in
      [
        Reading("\(row.name), T = f′(p/q)") { subject in
          applies(row, subject) ? [Sides(lowerBound(row, subject) { $0 }, divergence(row, subject))] : []
        },
        Reading("\(row.name), another T", .atMost, note: "T = f′(√(p/q)), and f′ of p/q cut off at 1/e and e") { subject in
          guard applies(row, subject) else { return [] }
          let divergence = divergence(row, subject)
          return [
            Sides(lowerBound(row, subject) { 0.5 * $0 }, divergence, component: "halved logit"),
            Sides(lowerBound(row, subject) { Swift.min(1, Swift.max(-1, $0)) }, divergence, component: "clipped logit"),
          ]
        },
      ]
    } + [
      Reading(
        "Kullback–Leibler, T = log p/q", expected: .fails,
        note: "the optimal critic of this row is 1 + log p/q; without the 1 the bound stays 1/e below KL"
      ) { subject in
        guard subject.klPQ.value.isFinite, isRepresentable(subject) else { return [] }
        let parts = subject.measures([
          GeneralGenerator.real(growthAtInfinity: .logarithmic) { $0 },
          GeneralGenerator.fake(growthAtInfinity: .logarithmic) { .exp(clipped($0) - 1) },
        ])
        return [Sides(parts[0] - parts[1], subject.klPQ)]
      },
      Reading(
        "the Jensen–Shannon row is the halved JS", expected: .fails,
        note: "its f = u log u − (1+u) log((1+u)/2) gives the un-halved 2 JS, which is the lecture's"
      ) { [Sides(lowerBound(JensenShannonConjugate(), $0) { $0 }, $0.js)].distinct },
    ])

  private static let conjugates = Claim(
    "B3", "f** = f, and f(u) + f*(t) ≥ u t with equality exactly at t = f′(u).", source: "Fenchel and Young; textbook",
    readings: [
      Reading(
        "Fenchel–Young", .atMost,
        note: "at ratios u = p/q and slopes t that the pair takes at five quantiles of P and of Q, for all eleven rows"
      ) { subject in
        scalars(subject) { row, u, t in Sides(u * Bounded(t), rounded(row.f(u.value)) + rounded(row.conjugate(t)), component: row.name) }
      },
      Reading("f(u) is the supremum of u t − f*(t), attained at f′(u)", note: "all eleven rows") { subject in
        conjugateTable.flatMap { row in
          logRatios(subject).map { logRatio in
            let (u, t) = (Double.exp(logRatio), critic(row, logRatio))
            return Sides(rounded(u * t) - rounded(row.conjugate(t)), rounded(row.f(u)), component: row.name)
          }
        }
      },
      Reading(
        "Pearson's f*(t) = t²/4 + t for every t", expected: .fails,
        note:
          "below t = −2 the supremum over u ≥ 0 is at u = 0, so f* = −1: at t = −3 the formula gives −0.75; the bound stays true, "
          + "but not the best",
        on: Subject.witnesses(("normal(0,1)", "normal(1,2)"))
      ) { _ in [Sides(-0.75, Bounded(PearsonConjugate().conjugate(-3)), component: "t = −3")] },
    ])

  private static let gap = Claim(
    "B4", "What a critic T loses is D_f − (E_P[T] − E_Q[f*(T)]) = ∫ q B(T, T*) ≥ 0, with B the Bregman divergence of f*.",
    source: "derived",
    readings: [
      Reading("T = f′(√(p/q))", note: "all rows of the table that are finite for the pair") { subject in
        conjugateTable.filter { applies($0, subject) && isRepresentable(subject) }.map { row in
          let loss = divergence(row, subject) - lowerBound(row, subject) { 0.5 * $0 }
          return Sides(loss, subject.measure(bregman(row)), component: row.name)
        }
      },
      Reading("never negative", .atMost) { subject in
        conjugateTable.filter { applies($0, subject) && isRepresentable(subject) }.map { row in
          Sides(0, subject.measure(bregman(row)), component: row.name)
        }
      },
    ])

  /// D_f of a row as its table gives it.
  private static func divergence(_ row: any ConjugatePair, _ subject: Subject) -> Bounded {
    Bounded(row.scale) * subject.measure(row.measure) + Bounded(row.valueAtOne)
  }

  /// E_P[T] − E_Q[f*(T)] at T = f′(e^λ′), where λ′ is a function of the logit λ.
  private static func lowerBound(
    _ row: any ConjugatePair, _ subject: Subject, _ logit: @escaping @Sendable (Double) -> Double
  ) -> Bounded {
    // Where T jumps, the means of both sides would each be rounded as if they vanished there; their difference does.
    if row.measure.hasKinkAtOne {
      return subject.measure(
        GeneralGenerator.difference(like: row.measure) { logRatio in
          let slope = critic(row, logit(logRatio))
          return (slope, row.conjugate(slope))
        })
    }
    let parts = subject.measures([
      GeneralGenerator.real(like: row.measure) { critic(row, logit($0)) },
      GeneralGenerator.fake(like: row.measure) { row.conjugate(critic(row, logit($0))) },
    ])
    return parts[0] - parts[1]
  }

  /// f*(T) − f*(T*) − u (T − T*) at T = f′(√u): how far the critic T is from T* where p/q is u.
  private static func bregman(_ row: any ConjugatePair) -> GeneralGenerator {
    GeneralGenerator.difference(like: row.measure) { logRatio in
      let (t, best) = (critic(row, 0.5 * logRatio), critic(row, logRatio))
      return (best - t, row.conjugate(best) - row.conjugate(t))
    }
  }

  /// T = f′(u) as a critic can have it: within the doubles, and below the end of the domain, at which f* is infinite.
  private static func critic(_ row: any ConjugatePair, _ logRatio: Double) -> Double {
    let slope = row.critic(logRatio: clipped(logRatio))
    return row.domain.upper < .infinity ? Swift.min(slope, row.domain.upper.nextDown) : slope
  }

  /// A logarithm of p/q as far as p/q, its square and their inverses are doubles.
  private static func clipped(_ logRatio: Double) -> Double { Swift.max(-300, Swift.min(logRatio, 300)) }

  /// Whether D_f is finite, and T* a double wherever either density has mass.
  private static func applies(_ row: any ConjugatePair, _ subject: Subject) -> Bool {
    guard subject.measure(row.measure).value.isFinite else { return false }
    return row.measure.growthAtZero.isBounded && row.measure.growthAtInfinity.isBounded || isRepresentable(subject)
  }

  /// Whether p/q stays within the doubles for all but a negligible part of both densities: cutting its logarithm off changes neither divergence.
  private static func isRepresentable(_ subject: Subject) -> Bool {
    let cut = subject.measures([
      GeneralGenerator.real(growthAtInfinity: .logarithmic) { clipped($0) },
      GeneralGenerator.fake(growthAtZero: .logarithmic) { -clipped($0) },
    ])
    return zip(cut, [subject.klPQ, subject.klQP]).allSatisfy {
      $1.value == .infinity || abs($0.value - $1.value) <= 10 * ($0.error + $1.error)
    }
  }

  /// The logarithms of p/q at quantiles of both densities, as far as they are moderate.
  private static func logRatios(_ subject: Subject) -> [Double] {
    let optimal = OptimalDiscriminator(subject.p, subject.q)
    let points = [0.05, 0.25, 0.5, 0.75, 0.95].flatMap { [subject.p.quantile($0), subject.q.quantile($0)] }
    return points.map { optimal.logit(at: $0) }.filter { abs($0) < 10 }
  }

  private static func scalars(_ subject: Subject, _ sides: (any ConjugatePair, Bounded, Double) -> Sides) -> [Sides] {
    let logRatios = logRatios(subject)
    return conjugateTable.flatMap { row in
      logRatios.flatMap { first in logRatios.map { sides(row, Bounded(.exp(first)), critic(row, $0)) } }
    }
  }

  /// A number from a formula that is good to some units in the last place of its terms, which are of order 1 at least.
  private static func rounded(_ value: Double) -> Bounded {
    let scale = Swift.max(1, abs(value))
    return Bounded(value, error: 64 * .ulpOfOne * scale, scale: scale)
  }
}
