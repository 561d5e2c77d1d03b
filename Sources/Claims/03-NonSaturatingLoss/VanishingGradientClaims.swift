import Calculus
import Divergences
import RealModule
import Scalars
import Studies

/// What a generator learns from a nearly perfect discriminator.
enum VanishingGradientClaims {
  static let claims: [Claim] = [
    Claim(
      "H1",
      "As the discriminator becomes perfect, in value and slope, the gradient of E log(1 − D) vanishes, while that of E[−log D] does not.",
      source: "Arjovsky & Bottou 2017, theorems 2.1, 2.3 and 2.4 and corollary 2.1", readings: bounds + growth + training)
  ]

  /// Uniform generators beside uniform data on (0, 1): near, far, and narrow.
  static let generators = [(1.5, 1.0), (2, 1), (5, 1), (1.2, 0.1)].map { UniformGenerator(location: $0, width: $1) }
  static let data = Uniform(lower: 0, upper: 1)

  /// The data and the samples of a generator.
  @Sendable static func pair(_ generator: UniformGenerator) -> Pair { Pair(data, generator.density) }

  private static let bounds = [
    Reading("disjoint supports: JS = log 2", on: generators.map(pair)) { [Sides($0.js, .log2)] }.noting("theorem 2.3"),
    Reading("theorem 2.4: the saturating gradient is at most M ε/(1 − ε)", .atMost, on: generators, pair: pair) { generator in
      ladder(generator).compactMap { step in
        NearlyPerfectDiscriminator.bound(epsilon: step.epsilon).map {
          Sides(step.gradients.saturating.norm, Estimate($0), component: "ε = \(step.epsilon)")
        }
      }
    }
    .noting("a smooth D within ε = 0.1 … 1e-6 of the perfect one in value and slope together; the Jacobian (1, z) has M = √(4/3)"),
    Reading("corollary 2.1: it tends to 0 with ε", .atMost, on: generators, pair: pair) {
      ladder($0).suffix(1).map { Sides($0.gradients.saturating.norm, 2e-6) }
    }
    .noting("at ε = 1e-6 it is below 2e-6"),
    Reading("by the location: a difference of log(1 − D) between the ends", on: generators, pair: pair) { generator in
      ladder(generator).flatMap { step in
        let (density, width) = (generator.density, generator.width)
        let (left, right) = (step.discriminator.logit(at: density.lower), step.discriminator.logit(at: density.upper))
        // A difference of two numbers whose exponents are rounded.
        func difference(_ a: Double, _ b: Double) -> Estimate { Estimate((a - b) / width, error: 1e-13 * (abs(a) + abs(b)) / width) }
        return [
          Sides(step.gradients.saturating[0], difference(softplus(left), softplus(right)), component: "log(1 − D)"),
          Sides(step.gradients.nonSaturating[0], difference(softplus(-right), softplus(-left)), component: "−log D"),
        ]
      }
    }
    .noting("(log(1 − D(right)) − log(1 − D(left)))/width, in closed form"),
    Reading("it is enough that D is close in value", .atMost, on: [generators[3]], pair: pair) { generator in
      let epsilon = 1e-3
      let gradients = generator.gradients { x in
        let value = Dual(0.5 * epsilon) * (1 + (x - Dual(generator.location)) / Dual(generator.width))
        return .log(value) - .log(onePlus: -value)
      }
      return NearlyPerfectDiscriminator.bound(epsilon: epsilon).map { [Sides(gradients.saturating.norm, Estimate($0))] } ?? []
    }
    .refuted("the theorem's norm has the slope in it: D = ε (1 + (x − a)/w)/2 is within ε of 0 and has the slope ε/(2w), here 5 ε"),
  ]

  private static let growth = [
    Reading("that of −log D grows as ε falls", .atMost, on: generators, pair: pair) { generator in
      let norms = ladder(generator).map { $0.gradients.nonSaturating.norm }
      return zip(norms, norms.dropFirst()).map { Sides($0, $1) }
    }
    .noting("like log(1/ε) over the distance from the middle: it is the steepness of D"),
    Reading("that of −log D vanishes too", .atMost, on: generators, pair: pair) {
      ladder($0).suffix(1).map { Sides($0.gradients.nonSaturating.norm, 1) }
    }
    .refuted("it grows: see the reading before"),
  ]

  /// A discriminator that is trained against samples on (2, 3).
  private static let training = [
    Reading("a trained D: the bound holds at every look", .atMost, on: [pair(generators[1])]) { _ in
      records.compactMap { record in
        NearlyPerfectDiscriminator.bound(epsilon: record.epsilon).map {
          Sides(record.gradients.saturating.norm, Estimate($0), component: "step \(record.step)")
        }
      }
    }
    .noting("a network of 32 × 32 tanh units against samples on (2, 3), 5000 steps of Adam"),
    Reading("a trained D: the saturating gradient falls a thousandfold", .atMost, on: [pair(generators[1])]) { _ in
      zip(records.prefix(1), records.suffix(1)).map {
        Sides(1000 * $1.gradients.saturating.norm, $0.gradients.saturating.norm)
      }
    }
    .noting("from step 0 to step 5000"),
    Reading("a trained D: that of −log D grows", .atMost, on: [pair(generators[1])]) { _ in
      zip(records.prefix(1), records.suffix(1)).map {
        Sides($0.gradients.nonSaturating.norm, $1.gradients.nonSaturating.norm)
      }
    }
    .noting("from step 0 to step 5000"),
  ]

  // Lazy: only a run that asks for this claim trains the network.
  private static let records: [GradientStudy.Row] =
    (try? GradientStudy(by: .training, gap: 1, width: 1, looks: [0, 200, 1000, 5000], seed: 1).run()) ?? []

  /// Ever better discriminators, with the gradients that they give.
  private static func ladder(_ generator: UniformGenerator)
    -> [(epsilon: Double, discriminator: NearlyPerfectDiscriminator, gradients: LossGradients)]
  {
    let distance = 0.5 * (generator.location - 1)
    return [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6].compactMap { epsilon in
      NearlyPerfectDiscriminator(center: 1 + distance, distance: distance, epsilon: epsilon).map { discriminator in
        (epsilon, discriminator, discriminator.gradients(of: generator))
      }
    }
  }
}
