import Calculus
import Divergences
import RealModule
import Studies

/// What noise on the samples changes: a gradient again, and noisy densities that bound how far apart P and Q are.
enum NoiseClaims {
  static let claims: [Claim] = [
    Claim(
      "H2",
      "Noise on the data and on the samples, as wide as the gap between them, gives the generator a gradient again: that of 2 JS of the "
        + "noisy densities.",
      source: "Arjovsky & Bottou 2017, theorem 3.2 and corollary 3.2", readings: gradients),
    Claim(
      "F6", "W(P,Q) ≤ 2 √V + 2 C √JS(P + ε, Q + ε) for noise of variance V, if the noisy supports lie within a diameter C.",
      source: "Arjovsky & Bottou 2017, lemma 4 and theorem 3.3", readings: bounds),
  ]

  private static let generators = VanishingGradientClaims.generators
  private static let pair = VanishingGradientClaims.pair

  private static let gradients = [
    Reading("corollary 3.2: the frozen gradient of log(1 − D*) is 2 ∇JS", precision: 1e-6, on: generators, pair: pair) {
      noisy($0, sds: [0.5, 1, 2]).flatMap { sides($0, $0.frozenGradients.saturating, JensenShannon()) }
    }
    .noting("quadrature against differences of JS of the noisy densities"),
    Reading("that of −log D* is 2 ∇KL(M‖P)", precision: 1e-6, on: generators, pair: pair) {
      noisy($0, sds: [0.5, 1, 2]).flatMap { sides($0, $0.frozenGradients.nonSaturating, MeanToFirst()) }
    }
    .noting("theorem 2.5 on the noisy densities"),
    Reading("theorem 3.2: samples without noise are drawn to the data and pushed off each other", on: generators, pair: pair) {
      noisy($0, sds: [0.5, 1, 2]).flatMap { noise in
        let gradient = noise.generator.gradients { noise.logit(at: $0) }.saturating
        return zip(zip(gradient, noise.attraction), parameters).map {
          // The integrand is rounded to some 10⁻¹² of itself where densities cancel.
          let attraction = $0.1.widened(by: 1e-12 * abs($0.1.value))
          return Sides($0.0, attraction, label: "∂/∂\($1)", component: "sd = \(noise.sd)")
        }
      }
    }
    .noting("∇ E_z log(1 − D*(g)) beside its two integrals of normal densities; deviations 0.5, 1 and 2"),
    Reading("noise as wide as the gap: a gradient", .atMost, on: [generators[1]], pair: pair) {
      noisy($0, sds: [1]).map { Sides(0.05, $0.frozenGradients.saturating.norm) }
    }
    .noting("above 0.05 where without noise, at ε = 1e-6, it is below 2e-6"),
    Reading("any noise will do", .atMost, on: [generators[1]], pair: pair) {
      noisy($0, sds: [0.05]).map { Sides(0.05, $0.frozenGradients.saturating.norm) }
    }
    .refuted("noise of a twentieth of the gap leaves JS at log 2 to within e⁻⁴⁰, and its gradient with it"),
  ]

  private static let parameters = ["location", "width"]

  private static func noisy(_ generator: UniformGenerator, sds: [Double]) -> [InstanceNoise] {
    sds.map { InstanceNoise(VanishingGradientClaims.data, generator, sd: $0) }
  }

  /// A frozen gradient beside twice that of a divergence; the first is rounded to some 10⁻¹³ of its size.
  private static func sides(_ noise: InstanceNoise, _ frozen: [Estimate], _ divergence: some FDivergence) -> [Sides] {
    let size = frozen.norm.value
    return gradientSides(
      frozen.map { $0.widened(by: 1e-13 * size) },
      noise.gradient(of: divergence).map { 2 * $0 }, names: parameters, component: "sd = \(noise.sd)")
  }

  private static let bounds = [
    Reading("theorem 3.3", .atMost, on: uniforms, pair: \.clean) {
      [Sides($0.clean.w1, 2 * $0.deviation + 2 * $0.diameter * sqrt($0.noisy.js))]
    }
    .noting("uniform data with uniform noise, so the noisy densities are triangular; halved JS"),
    Reading("each step of its proof", .atMost, on: uniforms, pair: \.clean) { $0.steps },
    Reading("with a better constant", .atMost, on: uniforms, pair: \.clean) {
      [Sides($0.clean.w1, 2 * $0.deviation + $0.diameter * sqrt(2 * $0.noisy.js))]
    }
    .noting("W ≤ 2 √V + C √(2 JS): the proof gives √2 C where the theorem has 2 C"),
    Reading("lemma 4: W(P, P + ε) ≤ √V", .atMost) { moves($0) }.noting("normal noise of variance ¼ on normals and their mixtures"),
    Reading("lemma 4 as an equation") { moves($0) }.refuted("the noise moves a point by E|ε| ≤ √V, and a spread-out density by far less"),
  ]

  private static let uniforms = [0.05, 0.4, 1, 2.5].map { NoisyPair(distance: $0) }

  /// How far noise moves P and Q, beside its deviation.
  private static func moves(_ pair: Pair) -> [Sides] {
    pair.densities.compactMap { name, density in
      Image.withNormalNoise(density, variance: 0.25).map { Sides(w1(density, $0), 0.5, component: name) }
    }
  }
}

/// Two uniforms of width 1 at a distance, with and without uniform noise of width 1.
private struct NoisyPair: Sendable {
  let clean: Pair
  let noisy: Pair
  /// √V for the uniform noise: the root of 1/12.
  let deviation = Estimate(.sqrt(1.0 / 12))
  /// The diameter of the noisy supports together.
  let diameter: Estimate

  init(distance: Double) {
    func noisy(_ lower: Double) -> Triangular { Triangular(lower: lower - 0.5, mode: lower + 0.5, upper: lower + 1.5) }
    clean = Pair(Uniform(lower: 0, upper: 1), Uniform(lower: distance, upper: distance + 1))
    self.noisy = Pair(noisy(0), noisy(distance))
    diameter = Estimate(distance + 2)
  }

  /// The inequalities that the theorem is made of.
  var steps: [Sides] {
    let (moveP, moveQ) = (w1(clean.p, noisy.p), w1(clean.q, noisy.q))
    guard let mean = noisy.mixture() else { return [] }
    let (toMeanP, toMeanQ) = (Pair(noisy.p, mean).tv, Pair(noisy.q, mean).tv)
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
