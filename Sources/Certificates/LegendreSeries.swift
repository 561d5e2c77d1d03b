import Synchronization

/// A polynomial that a function is near to on a panel, by its coefficients aₖ in Legendre's polynomials Pₖ, k < 24.
///
/// It is what the 24-point Gauss–Legendre rule makes of f: aₖ = ½(2k + 1) Σⱼ wⱼ f(xⱼ) Pₖ(xⱼ), the interpolant at its nodes. If
/// |f − c| ≤ M for a constant c on the ellipse with foci ±1 and semi-axes (ρ ± 1/ρ)/2, it is wrong by at most
/// 1154 M ρ^(−24)/(1 − 1/ρ) on [−1, 1]. Proof: f − c = Σ bₘTₘ with |bₘ| ≤ 2Mρ^(−m) (Bernstein), of which the interpolant has all
/// with m < 24; of any other Tₘ it makes coefficients of at most 2k + 1 in size, as the weights sum to 2 and |Tₘ|, |Pₖ| ≤ 1, hence
/// at most Σ(2k + 1) = 576. So the error is at most Σ 2Mρ^(−m)(1 + 576) over m ≥ 24.
struct LegendreSeries {
  let coefficients: [Ball]

  static let count = 24

  /// Of the values at the nodes of the rule.
  init(_ values: [Ball], bits: Int) {
    coefficients = Self.table(bits: bits).map { row in
      zip(row, values).dropFirst().reduce(row[0] * values[0]) { $0 + $1.0 * $1.1 }
    }
  }

  /// How far the function is from the sum of the terms before this one, if it is wrong by so much.
  func rest(from first: Int, error: Ball) -> Ball { coefficients[first...].reduce(error) { ($0 + $1.magnitude).upperEnd } }

  /// 1154 M ρ^(−24)/(1 − 1/ρ).
  static func error(bound: Ball, rho: Double) -> Ball { Ball(1154) * bound * .pow(Ball(rho), Double(-count)) / (Ball(1) - Ball(1 / rho)) }

  /// The rule whose nodes are taken.
  static func rule(bits: Int) -> GaussLegendre { .rule(count, bits: bits) }

  private static let made = Mutex<[Int: [[Ball]]]>([:])

  /// ½(2k + 1) wⱼ Pₖ(xⱼ), in rows by k, by the recurrence (k + 1)Pₖ₊₁ = (2k + 1)x Pₖ − k Pₖ₋₁.
  private static func table(bits: Int) -> [[Ball]] {
    made.withLock { made in
      if let table = made[bits] { return table }
      let rule = rule(bits: bits)
      let columns = (0..<count).map { j -> [Ball] in
        let (x, weight) = (rule.nodes[j], rule.weights[j])
        var polynomials = [Ball(1), x]
        for k in 1..<(count - 1) {
          let next = Ball(Double(2 * k + 1)) * x * polynomials[k] - Ball(Double(k)) * polynomials[k - 1]
          polynomials.append(next / Ball(Double(k + 1)))
        }
        return polynomials.enumerated().map { k, value in Ball(Double(2 * k + 1) / 2) * weight * value }
      }
      let table = (0..<count).map { k in columns.map { $0[k] } }
      made[bits] = table
      return table
    }
  }
}
