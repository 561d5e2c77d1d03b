import Calculus
import Divergences
import RealModule
import Scalars

/// How good the optimal discriminator is, and how far another one is from it.
enum DiscriminatorQualityClaims {
  static let claims: [Claim] = [gap, accuracy, fano]

  private static let accuracy = Claim(
    "A11", "The best accuracy of any discriminator on equal shares of both samples is (1 + TV(P,Q))/2.",
    source: "textbook: the Bayes risk of two simple hypotheses",
    readings: [
      Reading("accuracy of D* > ½") { [Sides(thresholdAccuracy($0), 0.5 + 0.5 * $0.tv)] }
        .noting("by the distribution functions between the crossings of p and q"),
      Reading("no threshold on x does better", .atMost) { pair in
        [0.1, 0.3, 0.5, 0.7, 0.9].map { level in
          let point = pair.p.quantile(level)
          let below = Estimate(pair.p.cumulative(point)) + Estimate(pair.q.survival(point))
          let best = below.value < 1 ? 2 - below : below
          return Sides(0.5 * best, 0.5 + 0.5 * pair.tv, component: "at the quantile \(level)")
        }
      }
      .noting("real below a quantile of P and fake above it, or the other way round"),
      Reading("as ½ (1 + JS/log 2)") { [Sides(0.5 + 0.5 * $0.js / .log2, 0.5 + 0.5 * $0.tv)].distinct }
        .refuted("JS in bits is the information, not the accuracy: the two agree only where D* is 0, ½ or 1 at every point (claim C20)"),
    ])

  private static let gap = Claim(
    "A12", "For any discriminator V(D) ≤ V(D*), and V(D*) − V(D) = ∫ (p + q) kl(D*‖D) with kl the divergence of two coins.",
    source: "Goodfellow et al. 2014, proposition 1; the gap derived",
    readings: [
      Reading("V(D) ≤ V(D*)", .atMost) { pair in
        others(pair).map { Sides(pair.value(logit: $0.logit), pair.bestValue, component: $0.name) }
      },
      Reading("the gap is the integral") { pair in
        others(pair).map {
          let loss = pair.bestValue - pair.value(logit: $0.logit)
          return Sides(loss, DensityPair(pair.p, pair.q).measure([.gap], of: .ofPlaces($0.logit))[0], component: $0.name)
        }
      },
      Reading("the gap with D and D* exchanged, kl(D‖D*)") { pair in
        let shift = 1.0
        let optimal = pair.optimal
        let loss = pair.bestValue - pair.value { optimal.logit(at: $0) + shift }
        let exchanged: @Sendable (Double) -> Double = { coinDivergence($0 + shift, $0) }
        return [Sides(loss, pair.mean(real: exchanged, fake: exchanged), component: "logit shifted by 1")].distinct
      }
      .refuted("kl is not symmetric: the optimal coin comes first"),
    ])

  private static let fano = Claim(
    "A13",
    "Fano's bound: log 2 − h((1 − TV)/2) ≤ JS(P,Q), with h the entropy of a coin; the masses (a, 1 − a) against (1 − a, a) attain it.",
    source: "Degenne, testing-lower-bounds, sub_bayesBinaryRisk_le_jensenShannon",
    readings: [
      Reading("halved JS", .atMost) { [fano($0)] },
      Reading(
        "attained: the masses (a, 1 − a) against (1 − a, a)",
        on: .parsing(
          ("0.2*uniform(0,1)+0.8*uniform(1,2)", "0.8*uniform(0,1)+0.2*uniform(1,2)"),
          ("0.45*uniform(0,1)+0.55*uniform(2,3)", "0.55*uniform(0,1)+0.45*uniform(2,3)"))
      ) { [fano($0)] }
      .noting("a = 0.2 and 0.45, as uniform densities on two intervals"),
      Reading("always with equality") { [fano($0)].distinct }.refuted("the accuracy of D* bounds JS from below; it does not determine it"),
    ])

  private static func fano(_ pair: Pair) -> Sides { Sides(.log2 - coinEntropy(0.5 - 0.5 * pair.tv), pair.js) }

  /// Discriminators other than D*, by their logits.
  private static func others(_ pair: Pair) -> [(name: String, logit: @Sendable (Place) -> Double)] {
    let optimal = pair.optimal
    return [
      ("D = ½", { _ in 0 }),
      ("half the logit of D*", { 0.5 * optimal.logit(at: $0) }),
      ("the logit of D* shifted by 1", { optimal.logit(at: $0) + 1 }),
      ("a logit that oscillates about D*'s", { optimal.logit(at: $0) + 0.5 * .tanh(2 * $0.x) }),
    ]
  }

  /// ½ Σ max(P(I), Q(I)) over intervals I between the crossings of p and q and break points: what D* > ½ gets right.
  ///
  /// With a crossing missed it is too small: what halving the cells of the search adds is part of the error.
  private static func thresholdAccuracy(_ pair: Pair) -> Estimate {
    let (coarse, fine) = (thresholdAccuracy(pair, halvings: 0), thresholdAccuracy(pair, halvings: 1))
    return fine.widened(by: abs(fine.value - coarse.value))
  }

  private static func thresholdAccuracy(_ pair: Pair, halvings: Int) -> Estimate {
    let (p, q) = (pair.p, pair.q)
    let crossings = crossings(of: p, q, halvings: halvings)
    let ends = [-.infinity] + Set(crossings + p.breakpoints + q.breakpoints).sorted() + [.infinity]
    func masses(_ interval: Interval) -> (p: Double, q: Double) { (p.probability(of: interval), q.probability(of: interval)) }
    let parts = zip(ends, ends.dropFirst()).map { masses(Interval($0, $1)) }
    // What lies within the rounding of a crossing may be on either side of it.
    let blurred = crossings.map { masses(Interval($0.nextDown, $0.nextUp)) }.reduce(0) { $0 + Swift.min($1.p, $1.q) }
    // Distribution functions are good to some 1e-14 of a mass.
    let rounding = 2e-14 * Double(parts.count + 1)
    return Estimate(0.5 * parts.map { Swift.max($0.p, $0.q) }.compensatedSum(), error: rounding + blurred)
  }

  /// −x log x − (1−x) log(1−x), whose error near an end is that of an entropy: h(x + δ) − h(x) ≤ h(δ).
  private static func coinEntropy(_ x: Estimate) -> Estimate {
    func h(_ x: Double) -> Double { x <= 0 || x >= 1 ? 0 : -x * .log(x) - (1 - x) * .log(onePlus: -x) }
    return Estimate(h(x.value), error: h(Swift.min(x.error, 0.5)), scale: .log(2))
  }
}
