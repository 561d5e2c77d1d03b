import Autodiff
import Densities
import RealModule
import Scalars
import Testing
import Training

@Suite struct SampleSourceTests {
  static let densities: [any AnalyticDensity] = {
    do {
      return [
        Normal(mean: 3, sd: 0.5), Gamma(shape: 2, rate: 1), Cauchy(location: 1, scale: 2), Beta(alpha: 0.5, beta: 0.5),
        try Mixture([Normal(mean: -2, sd: 0.5), Laplace(location: 2, scale: 1)], weights: [0.3, 0.7]),
        try KernelDensity([0, 0, 1, 5, 7.5], bandwidth: 0.4, source: "data"),
      ]
    } catch { return [] }
  }()

  /// The samples of a source, by a plan that passes them on.
  private func samples(_ source: SampleSource, _ units: Standardization, batch: Int, steps: Int, threads: Int = 1) throws -> [Double] {
    let graph = Graph(batch: batch)
    let node = graph.input(width: 1) + 0
    let plan = try Plan<Float>(graph, rows: [node], sources: [source], threads: threads)
    return (0..<steps).flatMap { step in
      plan.run(step: UInt32(step))
      return plan.rows(0).map { units.original(Double($0)) }
    }
  }

  /// The Kolmogorov–Smirnov distance of 60 000 samples passes 1.95/√n once in a thousand times: the table's error hides
  /// far below.
  @Test(arguments: densities.indices) func samplesFollowTheDensity(_ index: Int) throws {
    let density = Self.densities[index]
    let units = Standardization(of: density)
    let values = try samples(SampleSource(density, units).seeded(5, .data), units, batch: 1000, steps: 60)
    let levels = values.map { density.cumulative($0) }.sorted()
    let count = Double(levels.count)
    let distance = levels.enumerated().reduce(0) { max($0, abs($1.element - Double($1.offset) / count)) }
    #expect(Self.densities.count == 6 && distance < 1.95 / Double.sqrt(count), "\(density) \(distance)")
  }

  /// Each sample is the density's quantile at the level of the normal draw that it is made of, which a source of the
  /// same seed passes on: between the entries of the table too, of which there must be enough.
  @Test(arguments: ["gamma(2,1)", "cauchy(1,2)", "logistic(0,1)", "weibull(1.5,2)", "beta(2,3)"]) func theTableIsTheQuantile(_ text: String)
    throws
  {
    let density = try parseDensity(text)
    let (units, plain) = (Standardization(of: density), Standardization(shift: 0, scale: 1))
    let values = try samples(SampleSource(density, units).seeded(5, .data), units, batch: 1000, steps: 5)
    let noise = Normal(mean: 0, sd: 1)
    let draws = try samples(SampleSource(noise, plain).seeded(5, .data), plain, batch: 1000, steps: 5)
    #expect(draws.contains { abs($0) > 3 })
    for (value, z) in zip(values, draws) {
      let exact = z < 0 ? density.quantile(noise.cumulative(z)) : density.upperQuantile(noise.survival(z))
      #expect(abs(value - exact) <= 1e-5 * (units.scale + abs(exact - units.shift)), "\(z): \(value), not \(exact)")
    }
  }

  @Test func dataAreDrawnWithReplacement() throws {
    let data = [1.0, 2, 2, 10]
    let units = Standardization(of: data)
    let values = try samples(SampleSource(resampling: data, units).seeded(5, .data), units, batch: 1000, steps: 20)
    for (value, share) in [(1.0, 0.25), (2, 0.5), (10, 0.25)] {
      let count = Double(values.count { abs($0 - value) < 1e-5 })
      #expect(abs(count / 20_000 - share) < 0.015)
    }
  }

  @Test func aSampleTooLargeForSinglePrecisionIsAnError() {
    let density = Pareto(shape: 0.01, scale: 1)
    #expect(throws: RunError.self) { try SampleSource(density, Standardization(of: density)) }
  }
}
