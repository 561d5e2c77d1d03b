import Calculus
import Divergences

/// How Rényi's divergence R_α = log(∫ p^α q^(1−α))/(α − 1) depends on its order.
enum RenyiClaims {
  static let claims: [Claim] = [
    Claim(
      "C17", "R_α(P‖Q) does not fall in α; R_1 = KL, R_2 = log(1 + χ²), and for 0 < α < 1 (1−α) R_α(P‖Q) = α R_{1−α}(Q‖P).",
      source: "van Erven & Harremoës 2014; Degenne, testing-lower-bounds",
      readings: [
        Reading("not falling in α", .atMost) { pair in
          let values = orders.map { pair.renyi($0) }
          return zip(zip(values, values.dropFirst()), orders).map { Sides($0.0, $0.1, component: "from α = \($1) to the next") }
        }
        .noting("orders 0.1, 0.25, 0.5, 0.75, 0.9, 1, 1.5, 2, 3"),
        Reading("skew symmetry for 0 < α < 1") { pair in
          let exchanged = pair.exchanged
          return [0.25, 0.5, 0.7].map { order in
            Sides(Estimate(1 - order) * pair.renyi(order), Estimate(order) * exchanged.renyi(1 - order), component: "α = \(order)")
          }.finite
        },
        Reading("skew symmetry between divergences for every α", .atMost, on: .parsing(("normal(0,1)", "normal(1,2)"))) {
          [Sides(0, -0.5 * $0.renyi(2))]
        }
        .refuted("for α > 1 the other order is negative, and R_{1−α} no divergence: by the formula R_{−1}(Q‖P) is −½ R_2(P‖Q) < 0"),
        Reading("order 1 is KL", precision: 1e-7) { pair in
          guard pair.klPQ.value.isFinite else { return [] }
          // The integral may have a pole close to order 1, and changes quickly where log p/q is large.
          let slopes = [0.2, 0.02, 0.002].map { step in
            difference(at: 1, step: step / max(1, pair.klPQ.value)) { order in Estimate(order - 1) * pair.renyi(order) }
          }
          guard let slope = slopes.min(by: { $0.error < $1.error }) else { return [] }
          // Where R is infinite for every order above 1 there is no slope, only a limit from below.
          return slope.error < .infinity ? [Sides(slope, pair.klPQ)] : []
        }
        .noting("as the slope of (α − 1) R_α at α = 1, by differences"),
        Reading("R_2 = log(1 + χ²)") { $0.chi2PQ.error < .infinity ? [Sides($0.renyi(2), log1p($0.chi2PQ))].finite : [] }
          .noting("where χ² is within the doubles"),
        Reading("R_α(P‖Q) = R_{1−α}(Q‖P)") { pair in [Sides(pair.renyi(0.25), pair.exchanged.renyi(0.75))].finite.distinct }
          .refuted("the factors 1 − α and α belong to it; without them it holds at α = ½ only"),
        Reading("R_2 = χ²") { $0.chi2PQ.error < .infinity ? [Sides($0.renyi(2), $0.chi2PQ)].finite.distinct : [] }
          .refuted("R_2 = log(1 + χ²)"),
      ])
  ]

  private static let orders = [0.1, 0.25, 0.5, 0.75, 0.9, 1, 1.5, 2, 3]
}
