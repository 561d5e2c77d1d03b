import Autodiff
import Calculus
import Claims
import Densities
import RealModule
import Testing
import Training

/// The gradient identity on a trained network.
@Suite struct NetworkClaimsTests {
  /// The parameters in the claim are what training gives.
  @Test func theGeneratorIsATrainedOne() throws {
    let p = try #require(TrainedGenerator()).p
    let noise = Normal(mean: 0, sd: 1)
    let data = TransportedNoise<Double>(seed: 1, stream: 16, cells: 1 << 10) { z in
      z < 0 ? p.quantile(noise.cumulative(z)) : p.upperQuantile(noise.survival(z))
    }
    var settings = TrainingSettings()
    (settings.width, settings.depth, settings.batch) = (4, 1, 64)
    (settings.learningRate, settings.steps, settings.seed) = (1e-3, 3000, 3)
    let trainer = try Trainer<Double>(settings, data: data)
    let gan = GAN(p, settings: settings)
    let record = try TrainingRecords(gan, .success(trainer), last: 3000) { $0 == 3000 }.next()
    let trained = try #require(record?.current.generatorParameters)
    #expect(zip(trained, TrainedGenerator.parameters).allSatisfy { abs($0 - $1) < 6e-4 }, "\(trained)")
  }

  @Test func itHasNoTurningPoints() throws {
    let map = NetworkMap(TrainedGenerator.network, TrainedGenerator.parameters)
    let slopes = map.evaluated(at: (0...1000).map { -9 + 0.018 * Double($0) }).slopes
    #expect(slopes.allSatisfy { $0 > 0 } || slopes.allSatisfy { $0 < 0 })
  }

  @Test func verdictsAreAsExpected() throws {
    let rows = verify(ClaimsUnderTest.claims("A4N"), on: [])
    // Five parameters for each of three readings by gradient, and three by value.
    #expect(rows.count == 18 && rows.allSatisfy(\.isAsExpected), "\(rows)")
    // By each parameter the identity is met far more closely than it is missed by the reading that is false.
    for (halved, literal) in zip(rows[0..<5], rows[5..<10]) {
      #expect(halved.label == literal.label && halved.difference < 1e-7 && literal.difference > 1e4 * halved.difference, "\(rows)")
    }
  }
}
