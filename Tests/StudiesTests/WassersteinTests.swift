import Autodiff
import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Studies
import TestSupport
import Testing
import Training

/// Learned critics, and the Wasserstein GAN in training.
@Suite struct WassersteinTests {
  private let units = Standardization(shift: 0, scale: 1)

  /// v = |x − 1| = relu(x − 1) + relu(1 − x).
  private let distance = MultilayerPerceptron(widths: [1, 2, 1], activation: .relu)
  private let parameters: [Double] = [1, -1, -1, 1, 1, 1, 0]

  @Test func aBrokenLineIsKnownExactly() throws {
    let critic = try #require(LearnedCritic(distance, parameters, units: Standardization(shift: 10, scale: 2)))
    // f(x) = 2 |(x − 10)/2 − 1| = |x − 12|.
    #expect(critic.turns == [12] && critic.slopes == [-1, 1] && critic.largestSlope == 1)
    #expect(critic.value(at: 15) == 3 && critic.value(at: 11) == 1 && critic.slope(at: 11.9) == -1 && critic.slope(at: 12) == 1)
    // E|X − 12| under uniforms on [12, 14] and [13, 17]: 1 and 3.
    let difference = critic.differenceOfMeans(Uniform(lower: 12, upper: 14), Uniform(lower: 13, upper: 17))
    #expect(abs(difference.value + 2) < 1e-10)
  }

  @Test func beyondItsReachItIsConstant() throws {
    let critic = try #require(LearnedCritic(distance, parameters, units: units, reach: Interval(0, 3)))
    #expect(critic.turns == [0, 1, 3] && critic.slopes == [0, -1, 1, 0])
    #expect(critic.value(at: -5) == 1 && critic.value(at: 9) == 2 && critic.value(at: 2) == 1)
    let right = try #require(LearnedCritic(distance, parameters, units: units, reach: Interval(2, 3)))
    #expect(right.turns == [2, 3] && right.slopes == [0, 1, 0])
  }

  @Test func aSmoothNetworkIsNoBrokenLine() {
    let network = MultilayerPerceptron(widths: [1, 2, 1], activation: .tanh)
    #expect(LearnedCritic(network, parameters, units: units) == nil)
  }

  /// Whatever the weights: two routes to E_P f − E_Q f, and never more than W1.
  @Test(arguments: 0..<3 * testMultiplier) func theBoundIsABound(_ seed: Int) throws {
    let network = MultilayerPerceptron(widths: [1, 6, 6, 1], activation: seed.isMultiple(of: 2) ? .relu : .leakyReLU(slope: 0.2))
    var random = CounterRandom(seed: 31, stream: UInt32(seed))
    let parameters = Initialization.spread.parameters(for: network, using: &random)
    let critic = try #require(LearnedCritic(network, parameters, units: Standardization(shift: 0.3, scale: 1.7)))
    for (p, q) in [
      ("normal(0,1)", "normal(2,1)"), ("gamma(2,1)", "laplace(0,1)"), ("0.5*normal(-2,0.5)+0.5*normal(2,0.5)", "uniform(-1,4)"),
      ("studentT(1.5,0,1)", "normal(0,1)"), ("normal(0,1)", "pareto(1.5,1)"),
    ] {
      let (p, q) = (try parseDensity(p), try parseDensity(q))
      let (difference, bound) = (critic.differenceOfMeans(p, q), critic.bound(p, q))
      // By another rule, at whose nodes the critic is evaluated one by one.
      let rule = DoubleExponential(p, q, cuts: critic.turns)
      let truth = rule.integral(real: { critic.value(at: $0.x) }, fake: { -critic.value(at: $0.x) })
      #expect(abs(truth.value - difference.value) <= difference.error + truth.error + 1e-12, "\(truth) \(difference)")
      #expect(difference.error < 1e-9)
      // What a 1-Lipschitz multiple of the critic sees of W1. A bound of 0 would hold as well, and say nothing.
      let (share, slope) = (truth.value / critic.largestSlope, critic.largestSlope)
      #expect(abs(bound.value - share) <= bound.error + (truth.error + 1e-12) / slope, "\(bound), by the other rule \(share)")
      #expect(abs(bound.value) > bound.error && bound.value - bound.error <= w1(p, q).value, "\(bound)")
    }
  }

  /// Along a Cauchy tail a line has no mean, and nothing is said; held constant beyond a reach it has one.
  @Test func aCriticWithoutAMeanIsNotANumberWithASmallError() throws {
    let network = MultilayerPerceptron(widths: [1, 2, 1], activation: .relu)
    let (p, q) = (Cauchy(location: 0, scale: 1), Normal(mean: 0, sd: 1))
    for reach in [Interval.line, Interval(-50, 50)] {
      let units = Standardization(shift: 0, scale: 1)
      let critic = try #require(LearnedCritic(network, [1, -1, 0, 0, 1, 1, 0], units: units, reach: reach))
      for difference in [critic.differenceOfMeans(p, q), critic.differenceOfMeans(q, p)] {
        if reach == .line {
          #expect(difference.error == .infinity)
        } else {
          #expect(difference.error < 1e-9 && abs(difference.value) > 1)
        }
      }
    }
  }

  @Test func theLeadIsThatOfTheAuthorsCode() throws {
    let records = WassersteinGame(Normal(mean: 0, sd: 1), width: 4).gan.records(at: [25, 500, 501])
    var steps: [Int] = []
    while let record = try records.next() {
      steps.append(record.discriminatorSteps)
      #expect(record.current.discriminatorParameters.allSatisfy { abs($0) <= 0.01 + 1e-9 })
    }
    #expect(steps == [2500, 2500 + 475 * 5, 2500 + 475 * 5 + 100])
  }

  @Test func aPenaltyComesNearAndClippingDoesNot() throws {
    let (p, q) = (Normal(mean: 100, sd: 1), Normal(mean: 103, sd: 1))
    // What one seed finds hangs on the last bits of its training.
    let penalized = try (1...3).map { seed in
      try #require(try CriticTraining(p, against: q, .gradientPenalty(10), seed: seed).run()).bound(p, q).value
    }.sorted()
    let clipped = try #require(try CriticTraining(p, against: q, .clipping(0.01), steps: 3000).run())
    #expect(penalized[1] > 2.7 && penalized[2] < 3, "\(penalized)")
    #expect(clipped.bound(p, q).value < 2.9 && clipped.differenceOfMeans(p, q).value < 0.05)
  }

  @Test func theGameComesNearer() throws {
    let records = try WassersteinGame(Normal(mean: 1, sd: 0.5), width: 32, steps: 900, recordEvery: 900, seed: 4).run()
    let (start, end) = (records[0], records[1])
    #expect(abs(start.w1.value - 1) < 0.2 && end.w1.value < 0.5 * start.w1.value, "\(end.w1.value)")
    #expect(end.step == 900 && end.criticSteps == 2500 + 874 * 5 + 100)
    #expect(end.criticDifference.value <= end.largestSlope * end.w1.value)
  }
}
