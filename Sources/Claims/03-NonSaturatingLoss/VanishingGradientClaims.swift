import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Studies

/// What a generator learns from a nearly perfect discriminator, and what noise on the samples changes.
enum VanishingGradientClaims {
  static let claims: [Claim] = [
    Claim(
      "H1", "As the discriminator becomes perfect the gradient of E log(1 − D) vanishes, while that of E[−log D] does not.",
      source: "Arjovsky & Bottou 2017, theorems 2.1, 2.3 and 2.4 and corollary 2.1", readings: bounds + growth + training),
    Claim(
      "H2", "Noise on the data and on the samples gives the generator a gradient again: that of 2 JS of the noisy densities.",
      source: "Arjovsky & Bottou 2017, theorem 3.2 and corollary 3.2", readings: noise),
  ]

  /// Uniform data on (0, 1) and uniform samples beside them: near, far, and narrow.
  private static let pairs = [(1.5, 1.0), (2, 1), (5, 1), (1.2, 0.1)].map { location, width in
    Subject(Uniform(lower: 0, upper: 1), Uniform(lower: location, upper: location + width))
  }
  private static let epsilons = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6]

  private static let bounds = [
    Reading("disjoint supports: JS = log 2", note: "theorem 2.3", on: pairs) { [Sides($0.js, .log2)] },
    Reading(
      "theorem 2.4: the saturating gradient is at most M ε/(1 − ε)", .atMost,
      note: "a smooth D within ε = 0.1 … 1e-6 of the perfect one in value and slope together; the Jacobian (1, z) has M = √(4/3)", on: pairs
    ) { subject in
      ladder(subject).compactMap { step in
        NearlyPerfectDiscriminator.bound(epsilon: step.epsilon).map {
          Sides(step.gradients.saturating.norm, Estimate($0), component: "ε = \(step.epsilon)")
        }
      }
    },
    Reading("corollary 2.1: it tends to 0 with ε", .atMost, note: "at ε = 1e-6 it is below 2e-6", on: pairs) { subject in
      ladder(subject).suffix(1).map { Sides($0.gradients.saturating.norm, 2e-6) }
    },
    Reading(
      "by the location: a difference of log(1 − D) between the ends", note: "(log(1 − D(right)) − log(1 − D(left)))/width, in closed form",
      on: pairs
    ) {
      subject in
      ladder(subject).flatMap { step in
        let ends = [subject.q.hull.lower, subject.q.hull.upper].map { step.discriminator.logit(at: $0) }
        let width = subject.q.hull.length
        // A difference of two numbers whose exponents are rounded.
        func difference(_ a: Double, _ b: Double) -> Estimate { Estimate((a - b) / width, error: 1e-13 * (abs(a) + abs(b)) / width) }
        return [
          Sides(
            step.gradients.saturating[0], difference(softplus(ends[0]), softplus(ends[1])),
            component: "log(1 − D)"),
          Sides(
            step.gradients.nonSaturating[0], difference(softplus(-ends[1]), softplus(-ends[0])),
            component: "−log D"),
        ]
      }
    },
    Reading(
      "it is enough that D is close in value", .atMost, expected: .fails,
      note: "the theorem's norm has the slope in it: D = ε (1 + (x − a)/w)/2 is within ε of 0 and has the slope ε/(2w), here 5 ε",
      on: [pairs[3]]
    ) { subject in
      let (epsilon, start, width) = (1e-3, subject.q.hull.lower, subject.q.hull.length)
      let gradients = UniformGenerator(location: start, width: width).gradients { x in
        let value = Dual(0.5 * epsilon) * (1 + (x - Dual(start)) / Dual(width))
        return .log(value) - .log(onePlus: -value)
      }
      return NearlyPerfectDiscriminator.bound(epsilon: epsilon).map { [Sides(gradients.saturating.norm, Estimate($0))] } ?? []
    },
  ]

  private static let growth = [
    Reading(
      "that of −log D grows as ε falls", .atMost, note: "like log(1/ε) over the distance from the middle: it is the steepness of D",
      on: pairs
    ) { subject in
      let norms = ladder(subject).map { $0.gradients.nonSaturating.norm }
      return zip(norms, norms.dropFirst()).map { Sides($0, $1) }
    },
    Reading("that of −log D vanishes too", .atMost, expected: .fails, note: "it grows: see the reading before", on: pairs) { subject in
      ladder(subject).suffix(1).map { Sides($0.gradients.nonSaturating.norm, 1) }
    },
  ]

  private static let training = [
    Reading(
      "a trained D: the bound holds at every look", .atMost,
      note: "a network of 32 × 32 tanh units against samples on (2, 3), 5000 steps of Adam", on: [pairs[1]]
    ) {
      _ in
      records.compactMap { record in
        NearlyPerfectDiscriminator.bound(epsilon: record.epsilon).map {
          Sides(record.gradients.saturating.norm, Estimate($0), component: "step \(record.step)")
        }
      }
    },
    Reading("a trained D: the saturating gradient falls a thousandfold", .atMost, note: "from step 0 to step 5000", on: [pairs[1]]) { _ in
      zip(records.prefix(1), records.suffix(1)).map { Sides(1000 * $1.gradients.saturating.norm, $0.gradients.saturating.norm) }
    },
    Reading("a trained D: that of −log D grows", .atMost, note: "from step 0 to step 5000", on: [pairs[1]]) { _ in
      zip(records.prefix(1), records.suffix(1)).map { Sides($0.gradients.nonSaturating.norm, $1.gradients.nonSaturating.norm) }
    },
  ]

  // Lazy: only a run that asks for this claim trains the network.
  private static let records: [DiscriminatorTraining.Record] =
    (try? DiscriminatorTraining(Uniform(lower: 0, upper: 1), UniformGenerator(location: 2, width: 1), seed: 1)
      .run(recordingAt: [0, 200, 1000, 5000])) ?? []

  private static let noise = [
    Reading(
      "corollary 3.2: the frozen gradient of log(1 − D*) is 2 ∇JS", note: "quadrature against differences of JS of the noisy densities",
      precision: 1e-6, on: pairs
    ) {
      subject in
      noisy(subject, sds: [0.5, 1, 2]).flatMap { sides($0.frozenGradients.saturating, $0.gradient(of: JensenShannon())) }
    },
    Reading("that of −log D* is 2 ∇KL(M‖P)", note: "theorem 2.5 on the noisy densities", precision: 1e-6, on: pairs) { subject in
      noisy(subject, sds: [0.5, 1, 2]).flatMap { sides($0.frozenGradients.nonSaturating, $0.gradient(of: MeanToFirst())) }
    },
    Reading(
      "theorem 3.2: samples without noise are drawn to the data and pushed off each other",
      note: "∇ E_z log(1 − D*(g)) beside its two integrals of normal densities; deviations 0.5, 1 and 2", on: pairs
    ) { subject in
      noisy(subject, sds: [0.5, 1, 2]).flatMap { noise in
        zip(noise.generator.gradients { noise.logit(at: $0) }.saturating, noise.attraction).map { Sides($0, rounded($1)) }
      }
    },
    Reading(
      "noise as wide as the gap: a gradient", .atMost, note: "above 0.05 where without noise, at ε = 1e-6, it is below 2e-6", on: [pairs[1]]
    ) { subject in
      noisy(subject, sds: [1]).map { Sides(0.05, $0.frozenGradients.saturating.norm) }
    },
    Reading(
      "any noise will do", .atMost, expected: .fails,
      note: "noise of a twentieth of the gap leaves JS at log 2 to within e⁻⁴⁰, and its gradient with it",
      on: [pairs[1]]
    ) { subject in noisy(subject, sds: [0.05]).map { Sides(0.05, $0.frozenGradients.saturating.norm) } },
  ]

  private static func generator(_ subject: Subject) -> UniformGenerator {
    UniformGenerator(location: subject.q.hull.lower, width: subject.q.hull.length)
  }

  private static func noisy(_ subject: Subject, sds: [Double]) -> [InstanceNoise] {
    sds.map { InstanceNoise(Uniform(lower: 0, upper: 1), generator(subject), sd: $0) }
  }

  /// Ever better discriminators, with the gradients that they give.
  private static func ladder(_ subject: Subject) -> [(epsilon: Double, discriminator: NearlyPerfectDiscriminator, gradients: LossGradients)]
  {
    let distance = 0.5 * (subject.q.hull.lower - 1)
    return epsilons.compactMap { epsilon in
      NearlyPerfectDiscriminator(center: 1 + distance, distance: distance, epsilon: epsilon).map { discriminator in
        (epsilon, discriminator, discriminator.gradients(of: generator(subject)))
      }
    }
  }

  /// The components of two gradients, judged on one scale: the width's may be far smaller.
  private static func sides(_ frozen: [Estimate], _ half: [Estimate]) -> [Sides] {
    let scale = frozen.norm.value
    return zip(zip(frozen, half), ["∂/∂location", "∂/∂width"]).map { pair, name in
      Sides(
        Estimate(pair.0.value, error: pair.0.error + 1e-13 * scale, scale: scale),
        Estimate(2 * pair.1.value, error: 2 * pair.1.error, scale: scale),
        component: name)
    }
  }

  /// An estimate with the rounding of its integrand, some 10⁻¹² where densities cancel.
  private static func rounded(_ estimate: Estimate) -> Estimate {
    Estimate(estimate.value, error: estimate.error + 1e-12 * abs(estimate.value))
  }
}
