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
        Reading("binning", .atMost, note: "octiles of both; the masses come from the distribution functions") { subject in
          Binned(subject).divergences.map { Sides($0.value, subject[$0.measure], component: $0.measure.name) }.resolved
        },
        Reading("adding noise", .atMost, note: "normal noise with sd 0.5 on normals and their mixtures, Cauchy noise on Cauchy pairs") {
          subject in
          noised(subject).map { $0.sides(with: subject) } ?? []
        },
        Reading("forgetting the sign", .atMost, note: "x → |x|") { subject in
          Image.pair(subject, under: Image.folded).map { $0.sides(with: subject) } ?? []
        },
        Reading("a bijection changes nothing", note: "x → −log x takes log-normals to normals, exponentials and Weibulls to Gumbels") {
          subject in
          Image.pair(subject, under: Image.negativeLogarithm).map { $0.sides(with: subject) } ?? []
        },
        Reading(
          "binning loses nothing", expected: .fails,
          note:
            "a histogram's divergence is a lower bound: what differs within a bin is lost, and KL(P‖Q) may fall from ∞ to a small number"
        ) { subject in
          Binned(subject).divergences.map { Sides($0.value, subject[$0.measure], component: $0.measure.name) }.finite.resolved.distinct
        },
        Reading(
          "W1 is not raised either", .atMost, expected: .fails, note: "W1 is no f-divergence: the bijection x → 2x doubles it",
          on: Subject.witnesses(("normal(0,1)", "normal(1,2)"))
        ) { subject in
          Image.pair(subject) { try? Affine($0, shift: 0, scale: 2) }.map { [Sides($0.w1, subject.w1, component: "w1")] } ?? []
        },
        Reading(
          "noise on one side only", .atMost, expected: .fails,
          note: "the inequality is about the same map on both sides: noise on the generator's samples alone can drive them apart",
          on: Subject.witnesses(
            ("normal(0,1)", "normal(0,1)"), ("0.5*normal(-2,0.5)+0.5*normal(2,0.5)", "0.5*normal(-2,0.5)+0.5*normal(2,0.5)"))
        ) { subject in
          Image.withNormalNoise(subject.q, variance: 0.25).map { [Sides(Subject(subject.p, $0).js, subject.js, component: "js")] } ?? []
        },
      ])
  ]

  private static func noised(_ subject: Subject) -> Subject? {
    Image.pair(subject) { Image.withNormalNoise($0, variance: 0.25) } ?? Image.pair(subject) { Image.withCauchyNoise($0, scale: 0.5) }
  }
}
