import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Studies
import Testing

/// Gradients against differences of the losses that they belong to, and the bounds that are stated of them.
@Suite struct VanishingGradientTests {
  private func loss(_ generator: UniformGenerator, sign: Double, _ logit: @escaping @Sendable (Double) -> Double) -> Estimate {
    expectation(under: generator.density) { sign * softplus(-sign * logit($0)) }
  }

  /// log(1 − D) = −softplus(ℓ) and −log D = softplus(−ℓ) of a curved logit, by the definition and by the chain rule.
  @Test func gradientsAreThoseOfTheLosses() {
    let generator = UniformGenerator(location: 0.3, width: 1.7)
    let gradients = generator.gradients { x in .sin(2 * x) - 0.5 * x * x }
    let values: @Sendable (Double) -> Double = { .sin(2 * $0) - 0.5 * $0 * $0 }
    for (sign, gradient) in [(-1.0, gradients.saturating), (1, gradients.nonSaturating)] {
      for (index, direction) in [(1.0, 0.0), (0, 1)].enumerated() {
        let slope = difference(at: 0, step: 0.2) { t in
          loss(UniformGenerator(location: 0.3 + t * direction.0, width: 1.7 + t * direction.1), sign: sign, values)
        }
        #expect(abs(slope.value - gradient[index].value) < slope.error + gradient[index].error + 1e-10, "\(sign) \(index)")
      }
    }
  }

  @Test(arguments: [0.1, 0.01, 1e-4, 1e-8], [0.05, 0.5, 20]) func epsilonIsTheSupremum(_ epsilon: Double, _ distance: Double) throws {
    let discriminator = try #require(NearlyPerfectDiscriminator(center: 3, distance: distance, epsilon: epsilon))
    #expect(abs(discriminator.epsilon / epsilon - 1) < 1e-10)
    let seen = (0...2000).flatMap { index in
      [-1.0, 1].map { side in
        let x = 3 + side * distance * (1 + Double(index) / 200)
        let logit = discriminator.logit(at: Dual(value: x, tangent: 1.0))
        return logistic(-abs(logit.value)) * (1 + logistic(abs(logit.value)) * abs(logit.tangent))
      }
    }
    #expect(abs(try #require(seen.max()) / epsilon - 1) < 1e-10)
  }

  @Test(arguments: [0.11, 0.5, 0, -1, .nan]) func noSteepnessIsNone(_ epsilon: Double) {
    #expect(NearlyPerfectDiscriminator(center: 0, distance: 1, epsilon: epsilon) == nil)
  }

  @Test(arguments: [0.01, 1, 100], [0.1, 1, 30]) func theBoundHoldsAndTheOtherGrows(_ gap: Double, _ width: Double) throws {
    let generator = UniformGenerator(location: 1 + gap, width: width)
    var last = 0.0
    for epsilon in [0.1, 1e-2, 1e-4, 1e-6, 1e-10] {
      let discriminator = try #require(NearlyPerfectDiscriminator(center: 1 + gap / 2, distance: gap / 2, epsilon: epsilon))
      let gradients = discriminator.gradients(of: generator)
      let (saturating, other) = (gradients.saturating.norm, gradients.nonSaturating.norm)
      #expect(saturating.value + saturating.error <= (try #require(NearlyPerfectDiscriminator.bound(epsilon: epsilon))))
      #expect(other.value > last && other.value > discriminator.steepness * (1 - epsilon))
      last = other.value
      // The component by the location in closed form: a difference between the ends of the support.
      let ends = [1 + gap, 1 + gap + width].map { softplus(discriminator.logit(at: $0)) }
      let exact = (ends[0] - ends[1]) / width
      #expect(abs(gradients.saturating[0].value - exact) <= gradients.saturating[0].error + 1e-11 * abs(exact))
    }
    #expect(NearlyPerfectDiscriminator.bound(epsilon: 1) == nil)
  }

  @Test func aTrainedDiscriminatorVanishesAndIsReproducible() throws {
    let records = try GradientStudy(by: .training, looks: [0, 20, 300], seed: 5).run()
    #expect(records.map(\.step) == [0, 20, 300])
    for record in records {
      guard let bound = NearlyPerfectDiscriminator.bound(epsilon: record.epsilon) else { continue }
      #expect(record.gradients.saturating.norm.value <= bound)
    }
    #expect(records[2].epsilon < 0.2 && records[2].gradients.saturating.norm.value < 0.1 * records[0].gradients.saturating.norm.value)
    let again = try GradientStudy(by: .training, looks: [20], seed: 5).run()
    #expect(again[0].gradients.saturating[0].value == records[1].gradients.saturating[0].value)
  }
}

/// A uniform density with normal noise, and what its optimal discriminator gives.
@Suite struct InstanceNoiseTests {
  /// log p and its derivative by arithmetic of 50 digits.
  @Test(arguments: [
    (0.5, (0.0, 1.0), 0.1, -5.73303308096698781e-7, 0.0),
    (1.0, (0.0, 1.0), 0.1, -0.693147180559945309, -7.97884560802865312),
    (1.7, (0.0, 1.0), 0.1, -27.3843074988110693, -71.3754561322650206),
    (4.0, (0.0, 1.0), 0.1, -454.321243956343147, -300.332596674336737),
    (40.0, (0.0, 1.0), 0.5, -3047.27581165795786, -156.02563260355729),
    (0.3, (0.0, 1.0), 3.0, -2.02437360796620378, 0.0220172236500443912),
    (12.0, (2.0, 3.0), 2.0, -12.6805594121232813, -2.32994554134259362),
    (0.999, (0.0, 1.0), 0.001, -0.17275377902344964, -287.599970939178034),
  ])
  func theDensityIsExact(_ x: Double, _ ends: (Double, Double), _ sd: Double, _ log: Double, _ slope: Double) {
    let density = NoisyUniform(Uniform(lower: ends.0, upper: ends.1), sd: sd)
    #expect(abs(density.logDensity(at: x) - log) <= 1e-13 * (1 + abs(log)))
    #expect(abs(density.score(at: x) - slope) <= 1e-11 * (1 + abs(slope)))
    // By symmetry on the other side.
    #expect(abs(density.logDensity(at: ends.0 + ends.1 - x) - density.logDensity(at: x)) <= 1e-12 * (1 + abs(log)))
    let dual = density.logDensity(at: Dual(value: x, tangent: 1.0))
    #expect(dual.value == density.logDensity(at: x) && dual.tangent == density.score(at: x))
  }

  /// On both sides of where the series takes over from the tails: values and derivatives meet.
  @Test(arguments: [4.9, 5.1, 50, 1e6]) func wideNoiseKeepsItsDigits(_ sd: Double) {
    let density = NoisyUniform(Uniform(lower: -0.5, upper: 0.5), sd: sd)
    for x in [0, 0.3 * sd, 0.99 * sd, 1.01 * sd, 3 * sd] {
      let d = x / sd
      // To second order in the width the noise alone, of a variance larger by that of the uniform density, 1/12.
      let wider = Normal(mean: 0, sd: (sd * sd + 1.0 / 12).squareRoot())
      let fourth = (1 / (sd * sd * sd * sd)) * (1 + d * d * d * d)
      let difference: Double = density.logDensity(at: x) - wider.logDensity(at: x)
      #expect(abs(difference) < 0.02 * fourth + 1e-14 * (1 + .log(sd)))
      #expect(abs(density.score(at: x) - wider.score(at: x)) * sd < 0.1 * fourth + 1e-14)
    }
  }

  @Test(arguments: [0.05, 0.5, 5, 40]) func itIsTheConvolution(_ sd: Double) {
    let density = NoisyUniform(Uniform(lower: 0, upper: 1), sd: sd)
    for x in [-2, -0.1, 0, 0.4, 1.05, 3] {
      let mean = expectation(under: Uniform(lower: 0, upper: 1), alongside: [Normal(mean: x, sd: sd)]) {
        Normal(mean: x, sd: sd).density(at: $0)
      }
      #expect(abs(density.density(at: x) - mean.value) <= mean.error + 1e-13)
      let moment = expectation(under: Uniform(lower: 0, upper: 1), alongside: [Normal(mean: x, sd: sd)]) {
        $0 * Normal(mean: x, sd: sd).density(at: $0)
      }
      #expect(abs(density.mean(at: x) * mean.value - moment.value) <= moment.error + 1e-12)
      let curvature = derivative(at: x) { (y: Dual<Double>) in derivative(at: y) { density.logDensity(at: $0) } }
      let slope = difference(at: x, step: 0.3 * sd) { Estimate(density.score(at: $0), error: 1e-13) }
      #expect(abs(curvature - slope.value) <= slope.error + 1e-9 * abs(curvature), "\(x)")
    }
    #expect(abs(density.probability(of: Interval(-.infinity, .infinity)) - 1) < 1e-12 && abs(density.cumulative(0.5) - 0.5) < 1e-12)
    var random = CounterRandom(seed: 3)
    let sample = (0..<20_000).map { _ in density.sample(using: &random) }.sorted()
    let distance = stride(from: 0, to: 20_000, by: 100).map { abs(density.cumulative(sample[$0]) - Double($0) / 20_000) }.max() ?? 1
    // Passed by chance at most once in 10⁶ seeds.
    #expect(distance < (0.5 * Double.log(2e6) / 20_000).squareRoot() + 1e-4)
  }

  /// Without a common tail the divergences know when they are infinite: equal noise never makes them so, unequal noise
  /// may.
  @Test func tailsDecideWhatIsFinite() {
    let (p, q) = (NoisyUniform(Uniform(lower: 0, upper: 1), sd: 0.5), NoisyUniform(Uniform(lower: 2, upper: 4), sd: 0.5))
    #expect(DensityPair(p, q).measure(PearsonChiSquared()).status == .finite)
    let wide = NoisyUniform(Uniform(lower: 0, upper: 1), sd: 1)
    #expect(DensityPair(wide, q).measure(PearsonChiSquared()).status == .infinite)
    #expect(kl(p, Normal(mean: 0, sd: 1)).status == .finite)
  }

  @Test(arguments: [0.1, 0.4, 1, 6], [1.0, 0.2]) func frozenGradientsAreThoseOfDivergences(_ sd: Double, _ width: Double) {
    let noise = InstanceNoise(Uniform(lower: 0, upper: 1), UniformGenerator(location: 1.5, width: width), sd: sd)
    let frozen = noise.frozenGradients
    for (gradient, divergence) in [
      (frozen.saturating, noise.gradient(of: JensenShannon())), (frozen.nonSaturating, noise.gradient(of: MeanToFirst())),
    ] {
      for (component, half) in zip(gradient, divergence) {
        #expect(
          abs(component.value - 2 * half.value) <= component.error + 2 * half.error + 1e-10 * gradient.norm.value, "\(component), \(half)")
        #expect(half.error < 1e-6 * gradient.norm.value, "\(half)")
      }
    }
    // Theorem 3.2 for samples without noise.
    for (component, pull) in zip(noise.generator.gradients { noise.logit(at: $0) }.saturating, noise.attraction) {
      #expect(abs(component.value - pull.value) <= component.error + pull.error + 1e-11 * abs(pull.value), "\(component), \(pull)")
    }
  }
}
