import Autodiff
import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Testing
import Training

@Suite struct DiagnosticsTests {
  @Test func standardizationIsTheMeanAndDeviationWhereTheyExist() throws {
    let mixture = try Mixture([Normal(mean: -2, sd: 0.5), Normal(mean: 2, sd: 0.5)], weights: [0.25, 0.75])
    let units = Standardization(of: mixture)
    #expect(abs(units.shift - 1) < 1e-9 && abs(units.scale - Double.sqrt(3.25)) < 1e-9)
    let gamma = Standardization(of: Gamma(shape: 4, rate: 2))
    #expect(abs(gamma.shift - 2) < 1e-9 && abs(gamma.scale - 1) < 1e-9)
    // Without moments, by quartiles: those of a Cauchy distribution are location ± scale.
    let cauchy = Standardization(of: Cauchy(location: 5, scale: 2))
    #expect(abs(cauchy.shift - 5) < 1e-9 && abs(cauchy.scale - 4 / 1.3489795003921634) < 1e-9)
    #expect(cauchy.original(cauchy.standardized(17)) == 17)
    let data = Standardization(of: [1, 2, 3, 6])
    #expect(data.shift == 3 && abs(data.scale - Double.sqrt(3.5)) < 1e-15)
  }

  @Test func modesAreDividedWhereTheyAreEquallyLikely() throws {
    let even = Modes(of: try Mixture([Normal(mean: 2, sd: 0.5), Normal(mean: -2, sd: 0.5)], weights: [0.5, 0.5]))
    #expect(even.intervals.count == 2 && abs(even.intervals[0].upper) < 1e-12)
    #expect(zip(even.masses, [0.5, 0.5]).allSatisfy { abs($0 - $1) < 1e-12 })
    // 0.2 φ(x) = 0.8 φ(x − 3) at x = 1.5 − log(4)/3.
    let uneven = Modes(of: try Mixture([Normal(mean: 0, sd: 1), Normal(mean: 3, sd: 1)], weights: [0.2, 0.8]))
    #expect(abs(uneven.intervals[0].upper - (1.5 - Double.log(4) / 3)) < 1e-12)
    #expect(Modes(of: Normal(mean: 0, sd: 1)).masses == [1])
    #expect(abs(uneven.masses(under: Normal(mean: 3, sd: 1))[1] - Normal(mean: 3, sd: 1).survival(uneven.intervals[1].lower)) < 1e-12)
  }

  /// A discriminator that is D* itself has no gap, and one that is half everywhere has all of V(D*) + log 4.
  @Test func theGapIsThatOfAKnownDiscriminator() throws {
    let (p, q) = (Normal(mean: 0, sd: 1), Normal(mean: 1, sd: 1))
    let points = Diagnosis.levels.flatMap { [p.quantile($0), q.quantile($0)] }
    let network = MultilayerPerceptron(widths: [1, 1], activation: .tanh)
    func diagnosis(_ parameters: [Double], _ objective: any Objective = Minimax()) -> Diagnosis {
      let units = Standardization(shift: 0, scale: 1)
      let learned = LearnedDiscriminator(network, parameters, objective: objective, units: units)
      return Diagnosis(p, q, discriminator: learned, points: points, modes: Modes(of: p))
    }
    // log p/q = ½ − x.
    let optimal = diagnosis([-1, 0.5])
    #expect((optimal.gap?.value ?? 1) < 1e-15 && (optimal.supremum ?? 1) < 1e-12 && (optimal.rootMeanSquare ?? 1) < 1e-12)
    #expect(abs((optimal.value ?? 0) - optimal.optimalValue) < 1e-12)
    let blind = diagnosis([0, 0])
    #expect(abs((blind.gap?.value ?? 0) - 2 * blind.js.value) < 1e-12)
    #expect(abs((blind.value ?? 0) + 2 * Double.log(2)) < 1e-12)
    let optimum = OptimalDiscriminator(p, q)
    let squares = [(p, q), (q, p)].map { pair in
      expectation(under: pair.0, alongside: [pair.1]) { (0.5 - optimum.value(at: $0)) * (0.5 - optimum.value(at: $0)) }.value
    }
    let spread = blind.rootMeanSquare ?? 0
    #expect(abs(spread * spread - 0.5 * (squares[0] + squares[1])) < 1e-12)
    // V(D) is the same by its own quadrature.
    let other = diagnosis([-0.3, 0.4])
    #expect(abs((other.value ?? 0) - valueFunction(p, q, LineFunction { 0.4 - 0.3 * $0 }).value) < 1e-12)
    // KL's critic 1 + log p/q tells the same D.
    #expect((diagnosis([-1, 1.5], VariationalObjective(KullbackLeibler())).gap?.value ?? 1) < 1e-12)
    #expect(diagnosis([-1, 1.5], Wasserstein()).gap == nil && diagnosis([-1, 1.5], Hinge()).gap == nil)
  }

  /// The outputs and their bounds against the same network by plain sums, with weights that lose digits.
  @Test func aLearnedDiscriminatorIsTheNetworkWithinItsBound() throws {
    var random = CounterRandom(seed: 1)
    for activation in Activation.all {
      let network = MultilayerPerceptron(widths: [1, 16, 16, 1], activation: activation)
      for gain in [2.0, 300] {
        let parameters = Initialization.glorot.parameters(for: network, using: &random).map { gain * $0 + 0.2 * random.openUniform() }
        let units = Standardization(shift: 2, scale: 0.7)
        let learned = try #require(LearnedDiscriminator(network, parameters, objective: NonSaturating(), units: units))
        let points = stride(from: -6.0, to: 8, by: 0.0371) + [-1e9, 1e9, -1e200, 1e200]
        let logits = learned.logits(at: points.map { Place(anchor: $0, offset: 0) })
        for (x, logit) in zip(points, logits) {
          let plain = network([units.standardized(x)], parameters)[0]
          #expect(abs(logit.value - plain) <= logit.error, "\(activation) \(x): \(logit) \(plain)")
          #expect(logit.error < 1e-12 * gain * gain * gain * max(1, abs(x)), "\(activation) \(x): \(logit)")
        }
      }
    }
  }
}
