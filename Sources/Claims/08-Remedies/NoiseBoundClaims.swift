import Calculus
import Densities
import Divergences
import RealModule

/// How far apart P and Q are if their noisy versions are close: what adding noise to the discriminator's input is for.
enum NoiseBoundClaims {
  static let claims: [Claim] = [
    Claim(
      "F6", "W(P,Q) ≤ 2 √V + 2 C √JS(P + ε, Q + ε) for noise of variance V, if the noisy supports lie within a diameter C.",
      source: "Arjovsky & Bottou 2017, lemma 4 and theorem 3.3",
      readings: [
        Reading(
          "theorem 3.3", .atMost, note: "uniform data with uniform noise, so the noisy densities are triangular; halved JS", on: pairs
        ) {
          NoisyPair($0).map { [Sides($0.clean.w1, 2 * $0.deviation + 2 * $0.diameter * sqrt($0.noisy.js))] } ?? []
        },
        Reading("each step of its proof", .atMost, on: pairs) { NoisyPair($0)?.steps ?? [] },
        Reading("with a better constant", .atMost, note: "W ≤ 2 √V + C √(2 JS): the proof gives √2 C where the theorem has 2 C", on: pairs)
        {
          NoisyPair($0).map { [Sides($0.clean.w1, 2 * $0.deviation + $0.diameter * sqrt(2 * $0.noisy.js))] } ?? []
        },
        Reading("lemma 4: W(P, P + ε) ≤ √V", .atMost, note: "normal noise of variance ¼ on normals and their mixtures") { moves($0) },
        Reading(
          "lemma 4 as an equation", expected: .fails, note: "the noise moves a point by E|ε| ≤ √V, and a spread-out density by far less"
        ) { moves($0) },
      ])
  ]

  private static let pairs = [0.05, 0.4, 1, 2.5].map { step in Subject(Uniform(lower: 0, upper: 1), Uniform(lower: step, upper: step + 1)) }

  /// How far noise moves P and Q, beside its deviation.
  private static func moves(_ subject: Subject) -> [Sides] {
    [("P", subject.p), ("Q", subject.q)].compactMap { name, density in
      Image.withNormalNoise(density, variance: 0.25).map { Sides(wasserstein1(density, $0), 0.5, component: name) }
    }
  }
}

/// Two uniforms of width 1 with and without uniform noise of width 1.
private struct NoisyPair {
  let clean: Subject
  let noisy: Subject
  /// √V for the uniform noise: the root of 1/12.
  let deviation = Estimate(.sqrt(1.0 / 12))
  /// The diameter of the noisy supports together.
  let diameter: Estimate

  init?(_ subject: Subject) {
    guard let p = subject.p as? Uniform, let q = subject.q as? Uniform else { return nil }
    func noisy(_ density: Uniform) -> Triangular {
      Triangular(lower: density.lower - 0.5, mode: density.lower + 0.5, upper: density.lower + 1.5)
    }
    clean = subject
    self.noisy = Subject(noisy(p), noisy(q))
    diameter = Estimate(max(p.upper, q.upper) - min(p.lower, q.lower) + 1)
  }

  /// The inequalities that the theorem is made of.
  var steps: [Sides] {
    let (moveP, moveQ) = (wasserstein1(clean.p, noisy.p), wasserstein1(clean.q, noisy.q))
    guard let mean = noisy.mixture() else { return [] }
    let (toMeanP, toMeanQ) = (Subject(noisy.p, mean).tv, Subject(noisy.q, mean).tv)
    return [
      Sides(moveP, deviation, component: "lemma 4 for P"),
      Sides(moveQ, deviation, component: "lemma 4 for Q"),
      Sides(clean.w1, moveP + noisy.w1 + moveQ, component: "triangle of W"),
      Sides(noisy.w1, diameter * noisy.tv, component: "W ≤ C TV"),
      Sides(noisy.tv, toMeanP + toMeanQ, component: "triangle of TV"),
      Sides(toMeanP, sqrt(0.5 * noisy.klPM), component: "Pinsker for P"),
      Sides(toMeanQ, sqrt(0.5 * noisy.klQM), component: "Pinsker for Q"),
      Sides(sqrt(0.5 * noisy.klPM) + sqrt(0.5 * noisy.klQM), 2 * sqrt(noisy.js), component: "mean of roots"),
    ]
  }
}
