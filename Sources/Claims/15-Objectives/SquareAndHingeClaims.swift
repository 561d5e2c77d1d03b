import Calculus
import Divergences
import RealModule
import Scalars

/// What two other objectives are worth at their optimal discriminators: squares and the hinge.
enum SquareAndHingeClaims {
  static let claims: [Claim] = [squares, hinge]

  private static let squares = Claim(
    "A15",
    "At the optimal D of a least-squares GAN with the labels −1, 1 and 0 the loss is Pearson's χ² of P + Q and 2Q: "
      + "2C(G) = ∫(p − q)²/(p + q).",
    source: "Mao, Li, Xie, Lau, Wang & Smolley 2017 (its abstract; the derivation, as others quote it); the reading by gradient derived",
    readings: [
      Reading("2C, the mean of D² over both, is the triangular discrimination Δ") { [Sides(squareLoss($0), $0.triangular)] }
        .noting(
          "D = (p − q)/(p + q), the best by squares; the mean over P, which does not move the generator while D is held, is added"),
      Reading("it is 2 χ²(Q‖M)") { pair in
        pair.mixture().map { [Sides(squareLoss(pair), 2 * DensityPair(pair.q, $0).measure(PearsonChiSquared()))] } ?? []
      }
      .noting("χ² of 2Q from P + Q, whose masses are 2, is 2 χ²(Q‖M)"),
      Reading("no other D has a smaller loss", .atMost) { pair in
        let best = ofSquares(pair) { .tanh(0.5 * $0) }
        return [
          Sides(best, ofSquares(pair) { 0.8 * .tanh(0.5 * $0) }, component: "0.8 D"),
          Sides(best, ofSquares(pair) { .tanh($0) }, component: "D of twice the logit"),
          Sides(best, ofSquares(pair) { .tanh(0.5 * $0) + 0.1 }, component: "D + 0.1"),
        ]
      },
      Reading("it minimises χ²(P‖Q)") { [Sides(squareLoss($0), $0.chi2PQ)].resolved.distinct }
        .refuted("the mixture must not be left out: Δ is at most 2, and χ²(P‖Q) is infinite for many pairs"),
      Reading("by gradient with D frozen: ∇E_Q[D²] = ∇Δ", precision: 1e-6) { pair in
        pair.components(
          FrozenDiscriminator(pair).gradient { Double.tanh(0.5 * $0).squared }, pair.gradient { $0.measure(TriangularDiscrimination()) }
        )
        .distinct
      }
      .refuted("the value is Δ with D solved anew; with D held the generator seeks the places where D = 0, that is where p = q"),
    ])

  /// E_P[D²] + E_Q[D²] at D = (p − q)/(p + q).
  private static func squareLoss(_ pair: Pair) -> Estimate {
    pair.mean(real: { Double.tanh(0.5 * $0).squared }, fake: { Double.tanh(0.5 * $0).squared })
  }

  /// ½ E_P[(D − 1)²] + ½ E_Q[(D + 1)²].
  private static func ofSquares(_ pair: Pair, _ d: @escaping @Sendable (_ logit: Double) -> Double) -> Estimate {
    pair.mean(real: { 0.5 * (d($0) - 1).squared }, fake: { 0.5 * (d($0) + 1).squared })
  }

  private static let hinge = Claim(
    "A16", "The hinge loss of the discriminator is least at D = sign(p − q), where it is 2 − 2 TV(P,Q).",
    source: "Lim & Ye 2017, geometric GAN (its abstract; the loss, as others quote it); its least value derived",
    readings: [
      Reading("at sign(p − q)") { [Sides(ofSign($0, margin: 1), 2 - 2 * $0.tv)] }
        .noting("E_P[max(0, 1 − D)] + E_Q[max(0, 1 + D)]; four times the error rate of the best classifier (claim A11)"),
      Reading("at (p − q)/(p + q) it is 2 − Δ, which is no less") { pair in
        let other = pair.mean(real: { 1 - .tanh(0.5 * $0) }, fake: { 1 + .tanh(0.5 * $0) })
        return [Sides(other, 2 - pair.triangular)]
      },
      Reading("no other D has a smaller loss", .atMost) { pair in
        [
          Sides(2 - 2 * pair.tv, pair.mean(real: { 1 - .tanh(0.5 * $0) }, fake: { 1 + .tanh(0.5 * $0) }), component: "(p − q)/(p + q)"),
          Sides(2 - 2 * pair.tv, pair.mean(real: { max(0, 1 - clipped($0)) }, fake: { max(0, 1 + clipped($0)) }), component: "the logit"),
          Sides(2 - 2 * pair.tv, 2, component: "D = 0"),
        ]
      },
      Reading("any D with the sign of p − q will do") { [Sides(ofSign($0, margin: 0.5), 2 - 2 * $0.tv)].distinct }
        .refuted("at D = ½ sign(p − q) it is 2 − TV: a sample counts until it is beyond the margin of 1"),
    ])

  /// A logit within ±3, as a critic's output.
  private static func clipped(_ logit: Double) -> Double { Swift.max(-3, Swift.min(logit, 3)) }

  /// The hinge loss at a margin times sign(p − q), at most 1: with p/q = u the integrand is q times (1 + m) min(u, 1) +
  /// (1 − m) max(u, 1).
  private static func ofSign(_ pair: Pair, margin: Double) -> Estimate {
    pair[
      CustomFDivergence.difference(like: TotalVariation()) { logRatio in
        let sign: Double = logRatio > 0 ? 1 : logRatio < 0 ? -1 : 0
        return (1 - margin * sign, -(1 + margin * sign))
      }]
  }
}
