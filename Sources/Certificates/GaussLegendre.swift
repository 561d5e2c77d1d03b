import CArb
import Synchronization

/// The n-point Gauss–Legendre rule on [−1, 1], in balls.
///
/// For f holomorphic with |f| ≤ M on the ellipse with foci ±1 and semi-axes (ρ ± 1/ρ)/2 its error is at most
/// (64/15) M ρ^(−2n)/(1 − ρ⁻²). Proof: f = Σ aₖTₖ with |aₖ| ≤ 2Mρ^(−k) (Bernstein). The rule is exact for k < 2n and, by
/// symmetry, for odd k; for even k ≥ 2n the integral of Tₖ is at most 2/(k² − 1) ≤ 2/15 in size, and the rule's value at most
/// 2, since its weights are positive and sum to 2. So the error is at most Σ 2Mρ^(−k)(2 + 2/15) over k = 2n, 2n + 2, …
/// The rule is exact for constants, so M may bound |f − c| for any constant c.
final class GaussLegendre: Sendable {
  let count: Int
  let nodes: RealVector
  let weights: RealVector

  private init(_ count: Int, bits: Int) {
    self.count = count
    nodes = RealVector(count: count)
    weights = RealVector(count: count)
    for k in 0..<count { unsafe carb_gauss_legendre(nodes.storage + k, weights.storage + k, count, k, bits) }
  }

  /// The sizes that there are, from which the smallest that is accurate enough is taken.
  static let counts = [4, 6, 8, 10, 12, 14, 16, 18, 20, 24, 28, 32, 40, 48, 64, 80, 112]

  private struct Key: Hashable { let count: Int, bits: Int }
  private static let made = Mutex<[Key: GaussLegendre]>([:])

  /// A rule, made once.
  static func rule(_ count: Int, bits: Int) -> GaussLegendre {
    made.withLock { made in
      let key = Key(count: count, bits: bits)
      if let rule = made[key] { return rule }
      let rule = GaussLegendre(count, bits: bits + 16)
      made[key] = rule
      return rule
    }
  }
}
