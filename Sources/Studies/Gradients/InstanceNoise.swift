package import Calculus
package import Densities
package import Divergences
import RealModule
package import Scalars

/// Data and a generator, both uniform, with normal noise of one deviation added to the samples of each before the
/// discriminator sees them (Arjovsky & Bottou 2017, section 3).
package struct InstanceNoise: Sendable {
  /// The data without noise.
  package let data: Uniform
  /// The generator without noise.
  package let generator: UniformGenerator
  /// The standard deviation of the noise.
  package let sd: Double
  private let p: NoisyUniform
  private let q: NoisyUniform

  /// The noisy pair; the deviation must be above 0.
  package init(_ data: Uniform, _ generator: UniformGenerator, sd: Double) {
    (self.data, self.generator, self.sd) = (data, generator, sd)
    p = NoisyUniform(data, sd: sd)
    q = NoisyUniform(generator.density, sd: sd)
  }

  /// The noisy data and the noisy samples.
  package var pair: DensityPair { DensityPair(p, q) }

  /// log D*/(1 − D*) for the noisy pair.
  package func logit<S: Scalar>(at x: S) -> S { p.logDensity(at: x) - q.logDensity(at: x) }

  /// ∇_θ of both losses at D* of the noisy pair, with D* frozen, for noisy samples: E[−D* ℓ′(x) (1, z)] and E[−(1 − D*)
  /// ℓ′(x) (1, z)] over x = g_θ(z) + ε.
  ///
  /// By quadrature over x: given x, z has the posterior mean (E[g | x] − location)/width.
  package var frozenGradients: LossGradients {
    let (p, q, location, width) = (p, q, generator.location, generator.width)
    @Sendable func slope(_ x: Double, _ sign: Double) -> Double {
      let logit = p.logDensity(at: Place(anchor: x, offset: 0)) - q.logDensity(at: Place(anchor: x, offset: 0))
      return -logistic(sign * logit) * (p.score(at: x) - q.score(at: x))
    }
    // What a sample at x stands for: z by its posterior mean.
    @Sendable func noise(_ x: Double) -> Double { (q.mean(at: x) - location) / width }
    let functions: [@Sendable (Double) -> Double] = [
      { slope($0, 1) }, { slope($0, 1) * noise($0) }, { slope($0, -1) }, { slope($0, -1) * noise($0) },
    ]
    return LossGradients(expectations(under: q, alongside: [p], of: functions.map { LineFunction($0) }))
  }

  /// ∇_θ of a divergence of the noisy pair by differences in the location and the width, an independent route: twice
  /// that of JS is the saturating gradient (corollary 3.2), twice that of KL(M‖P) the other (theorem 2.5).
  package func gradient(of divergence: some FDivergence) -> [Estimate] {
    [(1.0, 0.0), (0, 1)].map { direction in
      difference(at: 0, step: 0.2 * min(sd, generator.width)) { t in
        let moved = UniformGenerator(location: generator.location + t * direction.0, width: generator.width + t * direction.1)
        return InstanceNoise(data, moved, sd: sd).pair.measure(divergence)
      }
    }
  }

  /// ∇_θ E_z[log(1 − D*(g_θ(z)))] at D* of the noisy pair for samples without noise, as theorem 3.2 writes it:
  ///
  /// E_z[a ∫ φ(g − y) ∇‖g − y‖² dP(y) − b ∫ φ(g − y) ∇‖g − y‖² dQ(y)] with a = 1/(2 sd² (p + q)) and b = a p/q: towards
  /// the data, away from the samples. For uniform P and Q both integrals are differences of normal densities.
  package var attraction: [Estimate] {
    let (p, q, generator, sd) = (p, q, generator, sd)
    let noise = Normal(mean: 0, sd: sd)
    @Sendable func pull(_ x: Double, _ ends: Uniform) -> Double {
      2 * sd * sd * (noise.density(at: x - ends.upper) - noise.density(at: x - ends.lower)) / (ends.upper - ends.lower)
    }
    @Sendable func term(_ z: Double) -> Double {
      let x = generator.location + generator.width * z
      let (densityOfP, densityOfQ) = (p.density(at: x), q.density(at: x))
      let a = 1 / (2 * sd * sd * (densityOfP + densityOfQ))
      return a * pull(x, data) - a * densityOfP / densityOfQ * pull(x, generator.density)
    }
    return expectations(under: Uniform(lower: 0, upper: 1), of: [LineFunction { term($0) }, LineFunction { term($0) * $0 }])
  }
}
