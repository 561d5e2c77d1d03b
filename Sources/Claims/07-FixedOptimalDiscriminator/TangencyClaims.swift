import Calculus
import Divergences
import RealModule
import Scalars

/// How the frozen loss and KL(Q‖P) − 2 JS(P,Q) lie to each other: they touch at the current generator.
///
/// - With D* frozen at q₀ the loss is ∫ q log((p + q₀)/p), linear in q: its differential is ∫ dq log((p + q₀)/p).
/// - KL(Q‖P) − 2 JS = 2 KL(M‖P) = ∫ (p + q) log((p + q)/(2p)), whose differential is ∫ dq [log((p + q)/(2p)) + 1].
/// - ∫ dq = 0, so that the two agree at q = q₀.
///
/// 2 KL(M‖P) is convex in q: the frozen loss is its tangent from below.
enum TangencyClaims {
  static let claims: [Claim] = [
    Claim(
      "A4T",
      "The frozen loss E_Q[−log D*] touches KL(Q‖P) − 2 JS(P,Q), halved JS, at the generator for which D* is optimal: the same slope, "
        + "another curve.",
      source: "derived; Arjovsky & Bottou 2017, theorem 2.5, states the slope",
      readings: offTheta + contact + mixtures)
  ]

  private static let offTheta = [
    Reading("off θ₀: the frozen loss is KL(Q‖P) − KL(Q‖Q₀) − E_Q[log(1 − D*)]", precision: 1e-8) { pair in
      moved(pair).flatMap { other -> [Sides] in
        let frozen = FrozenDiscriminator(pair)
        let rhs = kl(other.q, pair.p) - kl(other.q, pair.q) - frozen.mean(under: other.q) { -softplus($0) }
        return [Sides(frozen.loss(other.q), rhs, component: other.name)].finite.resolved
      }
    }
    .noting("D* stays that of Q₀, and a parameter moves by half of a width, or of itself; exact, not to first order"),
    Reading("off θ₀ the two curves are the same, shifted to touch at θ₀", precision: 1e-8) { pair in
      moved(pair).flatMap { other -> [Sides] in
        let frozen = FrozenDiscriminator(pair).loss(other.q) - pair.loss(.nonSaturating)
        let divergence = 2 * DensityPair(pair.p, other.q).measure(MeanToFirst()) - 2 * pair.klMP
        return [Sides(frozen, divergence, component: other.name)].finite.resolved.distinct
      }
    }
    .refuted("they only touch: theorem 2.5 is about the slope at θ₀, and no curve is had from it by integrating"),
  ]

  private static let contact = [
    Reading("the slopes at θ₀ agree", precision: 1e-6) { pair in
      guard pair.loss(.nonSaturating).hasBound else { return [] }
      return pair.components(FrozenDiscriminator(pair).gradient { softplus(-$0) }, pair.gradient { 2 * $0.measure(MeanToFirst()) })
    }
    .noting(
      "by differences of both. Proof: the frozen loss ∫ q log((p + q₀)/p) changes by ∫ dq log((p + q)/p) at q = q₀; 2 KL(M‖P) = "
        + "∫ (p + q) log((p + q)/(2p)) changes by ∫ dq [log((p + q)/(2p)) + 1]; and ∫ dq = 0")
  ]

  private static let mixtures = [
    Reading("along a mixture of generators the frozen loss is the tangent from below", .atMost) { pair in
      // E_P[−log D*] = log 2 − KL(P‖M): what the loss is on the data.
      let slope = .log2 - pair.klPM - pair.loss(.nonSaturating)
      return zip(pair.towardsData, pair.steps).map { Sides(Estimate($1) * slope, 2 * $0 - 2 * pair.klMP, component: "t = \($1)") }
        .finite.resolved
    }
    .noting("Q_t = (1 − t) Q + t P: t (E_P − E_Q)[−log D*] ≤ 2 KL(M_t‖P) − 2 KL(M‖P), since 2 KL(M‖P) is convex"),
    Reading("along it the frozen loss is 2 KL(M‖P)") { pair in
      let slope = .log2 - pair.klPM - pair.loss(.nonSaturating)
      return zip(pair.towardsData, pair.steps).map { Sides(Estimate($1) * slope, 2 * $0 - 2 * pair.klMP, component: "t = \($1)") }
        .finite.resolved.distinct
    }
    .refuted("a line is below a convex curve: a long step with D frozen promises more than the divergence gives"),
  ]

  /// Q beside members of its family with one parameter moved half of a width either way.
  private static func moved(_ pair: Pair) -> [(name: String, q: any AnalyticDensity)] {
    guard let family = pair.q as? any Family, type(of: family).parameters.allSatisfy({ !$0.movesSupport }),
      pair.loss(.nonSaturating).hasBound
    else { return [] }
    return type(of: family).parameters.indices.flatMap { index in
      [-0.5, 0.5].map { step in
        let parameter = type(of: family).parameters[index]
        var values = family.values
        let width = parameter.domain == .positive ? values[index] : pair.q.landmarks.map(\.scale).min() ?? 1
        values[index] += step * width
        return ("\(parameter.name) by \(step)", type(of: family).init(values))
      }
    }
  }
}

extension Pair {
  /// How far Q goes towards P.
  fileprivate var steps: [Double] { [0.25, 0.5, 1] }

  /// KL(M_t‖P) for Q_t = (1 − t) Q + t P: 0 at the end, and a KL to a mixture of P and Q before.
  fileprivate var towardsData: [Estimate] {
    steps.map { step in
      if step == 1 { return Estimate(0, error: 0) }
      guard let q = mixture(weight: step) else { return Estimate(.nan) }
      return DensityPair(p, q).measure(MeanToFirst())
    }
  }
}
