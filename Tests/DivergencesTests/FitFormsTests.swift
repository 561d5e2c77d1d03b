import Densities
import Divergences
import RealModule
import Scalars
import TestSupport
import Testing

/// Fits beside the plain maximum of a family's likelihood; `Tests/References/fit_forms.py` has the values from SciPy.
@Suite struct FitFormsTests {
  private func column(_ name: String) throws -> [Double] {
    try DensityParser.readColumns(packagePath("Examples/data/old-faithful.csv"), [name])[0]
  }

  @Test(arguments: [1, 2] as [UInt64]) func threeNormalsAreFound(seed: UInt64) throws {
    var generator = CounterRandom(seed: seed)
    let fit = try normalMixtureFit(to: try column("eruptions"), components: 3, using: &generator)
    try #require(fit.outcome.status == .finite && fit.parameters.count == 8, "\(fit)")
    #expect(abs(fit.outcome.value - -263.918_736_518_5) < 1e-6, "\(fit.outcome)")
    let expected = [0.15923386, 1.85575895, 0.08698889, 0.19618928, 2.18150992, 0.26644321, 4.28854143, 0.41424203]
    for (parameter, value) in zip(fit.parameters, expected) {
      #expect(abs(parameter.value - value) < 1e-5 && parameter.error < 1e-6 && (parameter.standardError ?? 0) > 1e-3, "\(parameter)")
    }
  }

  /// Every score vanishes: a step of expectation and maximisation, written out, changes nothing.
  @Test(arguments: [3, 4]) func moreNormalsStandStillUnderEM(components: Int) throws {
    var generator = CounterRandom(seed: 4)
    let means = [-6.0, -1, 3, 9]
    let data = (0..<1200).map { Normal(mean: means[$0 % components], sd: 0.5 + 0.2 * Double($0 % components)).sample(using: &generator) }
    let fit = try normalMixtureFit(to: data, components: components, using: &generator)
    try #require(fit.outcome.status == .finite && fit.parameters.count == 3 * components - 1, "\(fit)")
    let density = try #require(fit.density)
    var weights = (1..<components).map { index in fit.parameters.first { $0.name == "weight_\(index)" }?.value ?? 0 }
    weights.append(1 - weights.reduce(0, +))
    for index in 0..<components {
      let (mean, sd) = try (
        #require(fit.parameters.first { $0.name == "mean_\(index + 1)" }), #require(fit.parameters.first { $0.name == "sd_\(index + 1)" })
      )
      let normal = Normal(mean: mean.value, sd: sd.value)
      let shares = data.map { weights[index] * normal.density(at: $0) / density.density(at: $0) }
      let sum = shares.reduce(0, +)
      let next = zip(shares, data).map { $0 * $1 }.reduce(0, +) / sum
      let deviation = (zip(shares, data).map { $0 * ($1 - next) * ($1 - next) }.reduce(0, +) / sum).squareRoot()
      #expect(abs(sum / Double(data.count) - weights[index]) < 1e-9 && abs(next - mean.value) < 1e-9 && abs(deviation - sd.value) < 1e-9)
      #expect(mean.error < 1e-9 && abs(mean.value - means[index]) < 0.3, "\(mean)")
    }
  }

  @Test func aLogNormalWithALocation() throws {
    let data = [3.1, 3.9, 4.2, 4.4, 5.0, 5.3, 5.8, 6.6, 7.1, 7.9, 8.4, 9.9, 11.2, 14.0, 18.5]
    let fit = try shiftedMaximumLikelihoodFit(of: LogNormal.self, to: data)
    try #require(fit.outcome.status == .finite, "\(fit)")
    #expect(abs(fit.outcome.value - -38.561_680_817_48) < 1e-8 && fit.note.contains("without bound"), "\(fit)")
    let expected = [Double.log(4.096_727_66), 0.772_326_15, 2.267_871_26]
    for (parameter, value) in zip(fit.parameters, expected) { #expect(abs(parameter.value - value) < 1e-5, "\(parameter)") }
    #expect(fit.parameters.map(\.name) == ["mu", "sigma", "location"] && fit.parameters.allSatisfy { $0.error < 1e-5 })
    #expect("\(try #require(fit.density))".hasPrefix("affine(logNormal("))
  }

  /// Without a local maximum there is no fit: the likelihood of an exponential sample under a gamma grows to the end.
  @Test func aLocationWithoutAMaximumIsRefused() throws {
    let data = (1...30).map { -Double.log(1 - (Double($0) - 0.5) / 30) }
    for family in [Gamma.self, Weibull.self] as [any Family.Type] {
      let fit = try shiftedMaximumLikelihoodFit(of: family, to: data)
      #expect(fit.outcome.status != .finite || fit.note.contains("without bound"), "\(fit)")
      #expect(fit.outcome.status == .finite || fit.density == nil && !fit.outcome.reason.isEmpty, "\(fit)")
    }
    let exponential = try shiftedMaximumLikelihoodFit(of: Exponential.self, to: data.map { $0 + 7 })
    #expect(exponential.parameters.last?.value == data[0] + 7)
    #expect(throws: (any Error).self) { try shiftedMaximumLikelihoodFit(of: Normal.self, to: data) }
  }

  /// With the mean given, the best deviation is the root of the mean squared distance from it.
  @Test func parametersMayBeFixed() throws {
    let data = try column("waiting")
    let count = Double(data.count)
    let spread = (data.map { ($0 - 65) * ($0 - 65) }.reduce(0, +) / count).squareRoot()
    let fit = try maximumLikelihoodFit(of: Normal.self, to: data, fixing: ["mean": 65])
    #expect(fit.outcome.status == .finite && fit.parameters[0].value == 65 && fit.parameters[0].error == 0, "\(fit)")
    #expect(abs(fit.parameters[1].value - spread) <= fit.parameters[1].error && fit.parameters[1].error < 1e-6, "\(fit)")
    #expect(abs((fit.parameters[1].standardError ?? 0) / (spread / (2 * count).squareRoot()) - 1) < 1e-3)
    let mean = try maximumLikelihoodFit(of: Normal.self, to: data, fixing: ["sd": 10])
    #expect(abs(mean.parameters[0].value - data.reduce(0, +) / count) <= mean.parameters[0].error, "\(mean)")
    let all = try maximumLikelihoodFit(of: Normal.self, to: data, fixing: ["mean": 65, "sd": 10])
    let sum = data.map { Normal(mean: 65, sd: 10).logDensity(at: $0) }.reduce(0, +)
    #expect(all.outcome.status == .finite && abs(all.outcome.value - sum) < 1e-9)
    #expect(throws: FitError.self) { try maximumLikelihoodFit(of: Triangular.self, to: data, fixing: ["lower": 0]) }
  }

  /// Data that do not differ have a best location beside a scale that is given.
  @Test(arguments: [("normal", "sd"), ("laplace", "scale")]) func equalDataHaveALocation(_ name: String, _ scale: String) throws {
    let family = try #require(Catalogue.families.first { $0.name == name })
    let fit = try maximumLikelihoodFit(of: family, to: [5, 5, 5], fixing: [scale: 2])
    #expect(fit.outcome.status == .finite && abs(fit.parameters[0].value - 5) <= fit.parameters[0].error + 1e-15, "\(fit)")
  }

  /// Families whose free parameters move the support or a kink: the best of the others is what no step of them betters.
  @Test(arguments: [
    ("laplace(1,2)", ["scale": 3.0]), ("laplace(1,2)", ["location": 0]), ("uniform(-1,4)", ["lower": -2]), ("uniform(-1,4)", ["upper": 5]),
    ("pareto(2,3)", ["shape": 1]), ("pareto(2,3)", ["scale": 2]), ("triangular(0,1,4)", ["mode": 1.5]),
    ("triangular(0,1,4)", ["lower": -1, "upper": 5]), ("triangular(0,1,4)", ["lower": -1, "mode": 1]), ("triangular(0,1,4)", ["mode": -1]),
    ("gev(1,2,0.2)", ["shape": 0.3]), ("gev(1,2,-0.3)", ["shape": -0.6]), ("gev(1,2,0.2)", ["shape": 0.3, "scale": 1]),
    ("gev(1,2,0.2)", ["location": 1, "scale": 2]), ("gev(1,2,0.2)", ["location": 1]), ("gev(0,1,1)", ["shape": -0.4]),
  ])
  func noStepIsBetterBesideWhatIsFixed(text: String, fixed: [String: Double]) throws {
    let density = try #require(try parseDensity(text) as? any Family)
    let data = (0..<101).map { density.quantile((Double($0 * 37 % 101) + 0.5) / 101) }
    let family = type(of: density)
    let fit = try maximumLikelihoodFit(of: family, to: data, fixing: fixed)
    #expect(fit.outcome.status == .finite, "\(fit.outcome)")
    let values = fit.parameters.map(\.value)
    func likelihood(_ values: [Double]) -> Double {
      (try? family.init(validating: values)).map { member in data.reduce(0) { $0 + member.logDensity(at: $1) } } ?? -.infinity
    }
    let best = likelihood(values)
    #expect(abs(best - fit.outcome.value) <= fit.outcome.error + 1e-9, "\(fit.outcome), \(best)")
    for (name, value) in fixed { #expect(fit.parameters.first { $0.name == name }?.value == value) }
    let free = family.parameters.indices.filter { fixed[family.parameters[$0].name] == nil }
    for direction in free.reduce(
      [[Double]]([values.map { _ in 0 }]),
      { all, index in
        all.flatMap { step in [-1.0, 0, 1].map { side in step.enumerated().map { $0 == index ? side : $1 } } }
      })
    {
      for size in [1e-5, 1e-3, 0.03, 0.3, 1] {
        let other = zip(values, direction).map { $0 + size * $1 * max(0.1, abs($0)) }
        #expect(likelihood(other) <= best + 1e-9 * abs(best), "\(text) \(fixed): \(other), not \(values)")
      }
    }
  }

  @Test func distancesFromTheData() throws {
    let data = try column("waiting")
    let density = try #require(try maximumLikelihoodFit(of: Normal.self, to: data).density)
    let goodness = GoodnessOfFit(of: density, to: data)
    #expect(abs(goodness.kolmogorovSmirnov - 0.155_573_863_624_860_14) < 1e-12)
    #expect(abs((goodness.andersonDarling ?? 0) - 8.659_765_222_841_429) < 1e-9)
    #expect(GoodnessOfFit(of: Normal(mean: 0, sd: 1e-3), to: [0, 1]).andersonDarling == nil)
  }
}
