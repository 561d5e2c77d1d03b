import Calculus
import Densities
import Divergences

/// Nothing that is done to both samples alike makes them easier to tell apart (Csiszár 1967).
enum DataProcessingClaims {
  static let claims: [Claim] = [
    Claim(
      "D1", "Processing the samples, the same way on both sides, raises no f-divergence; what can be undone leaves each as it is.",
      source: "the data-processing inequality; Csiszár 1967 for f-divergences",
      readings: [
        Reading("binning", .atMost) { pair in
          Binned(pair).divergences.map { Sides($0.value, pair[$0.measure], component: $0.measure.name) }.resolved
        }
        .noting("octiles of both; the masses come from the distribution functions"),
        Reading("adding noise", .atMost) { pair in noised(pair)?.sides(with: pair) ?? [] }
          .noting("normal noise with sd 0.5 on normals and their mixtures, Cauchy noise on Cauchy pairs"),
        Reading("forgetting the sign", .atMost) { pair in pair.mapped(Image.folded)?.sides(with: pair) ?? [] }.noting("x → |x|"),
        Reading("a bijection changes nothing") { pair in pair.mapped(Image.negativeLogarithm)?.sides(with: pair) ?? [] }
          .noting("x → −log x takes log-normals to normals, exponentials and Weibulls to Gumbels"),
        Reading("binning loses nothing") { pair in
          Binned(pair).divergences.map { Sides($0.value, pair[$0.measure], component: $0.measure.name) }.finite.resolved.distinct
        }
        .refuted(
          "a histogram's divergence is a lower bound: what differs within a bin is lost, and KL(P‖Q) may fall from ∞ to a small number"),
        Reading("W1 is not raised either", .atMost, on: .parsing(("normal(0,1)", "normal(1,2)"))) { pair in
          pair.mapped { try? Affine($0, shift: 0, scale: 2) }.map { [Sides($0.w1, pair.w1, component: "w1")] } ?? []
        }
        .refuted("W1 is no f-divergence: the bijection x → 2x doubles it"),
        Reading(
          "noise on one side only", .atMost,
          on: .parsing(("normal(0,1)", "normal(0,1)"), ("0.5*normal(-2,0.5)+0.5*normal(2,0.5)", "0.5*normal(-2,0.5)+0.5*normal(2,0.5)"))
        ) { pair in
          Image.withNormalNoise(pair.q, variance: 0.25).map { [Sides(Pair(pair.p, $0).js, pair.js, component: "js")] } ?? []
        }
        .refuted("the inequality is about the same map on both sides: noise on the generator's samples alone can drive them apart"),
      ])
  ]

  private static func noised(_ pair: Pair) -> Pair? {
    pair.mapped { Image.withNormalNoise($0, variance: 0.25) } ?? pair.mapped { Image.withCauchyNoise($0, scale: 0.5) }
  }
}
