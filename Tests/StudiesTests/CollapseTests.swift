import Densities
import Divergences
import RealModule
import Scalars
import Studies
import Tabulation
import Testing
import Training

@Suite struct CollapseTests {
  @Test func modesAreCountedWithinThreeDeviationsOfTheNearest() throws {
    // The cells meet at 1.5, within three deviations of both; components in any order.
    let count = ModeCount(of: try Mixture([Normal(mean: 3, sd: 1), Normal(mean: 0, sd: 1)], weights: [0.5, 0.5]))
    #expect(zip(count.centres, [0, 3]).allSatisfy { abs($0 - $1) < 1e-12 })
    let ends = count.regions.flatMap { [$0.lower, $0.upper] }
    #expect(zip(ends, [-3, 1.5, 1.5, 6]).allSatisfy { abs($0 - $1) < 1e-12 }, "\(ends)")
    #expect(count.counts(of: [-4, -2.9, 0, 1.4, 1.6, 5.9, 6.1]) == [3, 2])
    let masses = count.masses(under: Normal(mean: 0, sd: 1))
    #expect(abs(masses[0] - (0.9331927987311419 - 0.0013498980316300933)) < 1e-12)
    // A Cauchy distribution has no deviation; between its quantiles at ±1 of a normal lies a half-width of tan(0.3413
    // π).
    let cauchy = ModeCount(of: Cauchy(location: 2, scale: 1))
    #expect(abs(cauchy.regions[0].length - 6 * Double.tan(.pi * 0.3413447460685429)) < 1e-9)
    #expect(ModeCount(of: Normal(mean: 5, sd: 2)).regions.map(\.length).allSatisfy { abs($0 - 12) < 1e-9 })
  }

  @Test func captureIsNearlyCertainForASmallMass() {
    #expect(abs(ModeCount.captureProbability(mass: 0.002, samples: 2500) - (1 - Double.pow(0.998, 2500))) < 1e-12)
    #expect(ModeCount.captureProbability(mass: 0, samples: 2500) == 0 && ModeCount.captureProbability(mass: 1, samples: 1) == 1)
    #expect(abs(ModeCount.captureProbability(mass: 1e-12, samples: 2500) - 2.5e-9) < 1e-15)
    #expect(ModeCount.shareError(mass: 0.5, samples: 2500) == 0.01)
  }

  private func series(_ masses: [Double]) -> [CollapseRow] {
    masses.enumerated().map { index, mass in
      CollapseRow(step: 10 * index, modes: [mass, 1 - mass].map { CollapseRow.Mode(own: 0.5, mass: $0, count: 5) }, samples: 10)
    }
  }

  @Test func aSwitchIsFromOneHolderToAnother() {
    let path = series([0.95, 0.5, 0.95, 0.3, 0.05, 0.02, 0.6, 0.91, 0.001])
    #expect(path.switches == [40, 70, 80] && path.stepsBetweenSwitches == 20)
    #expect(series([0.95, 0.5, 0.92]).switches.isEmpty && series([0.95, 0.5]).stepsBetweenSwitches == nil)
    #expect(abs((path.last?.error ?? 0) - 0.998) < 1e-12)
    #expect(path.isResolved)
  }

  @Test func momentumCyclesAndTheCureSettles() throws {
    let p = try parseDensity(CollapseGame.climates)
    let cycling = try (UInt64(1)...3).map { try CollapseGame(p, .cycling, recordEvery: 50, seed: $0, measuring: false).run() }
    #expect(cycling.reduce(0) { $0 + $1.switches.count } >= 6)
    let cured = try CollapseGame(p, .cured, recordEvery: 1000).run()
    #expect(cured.switches.isEmpty && (cured.last?.error ?? 1) < 0.2, "\(cured.last?.error ?? 1)")
    #expect((cured.last?.divergences.first?.value ?? 1) < 0.3)
  }

  /// Counting and the exact density are independent of each other: the counts differ from what is expected by chance
  /// alone.
  @Test func countsAreBinomialAroundTheExactMasses() throws {
    let p = try parseDensity(CollapseGame.climates)
    var settings = NamedSettings.withoutMomentum
    settings.training.steps = 400
    let series = try CollapseGame(p, settings, recordEvery: 40, seed: 5, samples: 20_000, measuring: false).run()
    for record in series {
      for mode in record.modes {
        let (count, mass) = (mode.count, try #require(mode.countedMass))
        // Chance passes six deviations once in 10⁹.
        let deviation = ModeCount.shareError(mass: mass, samples: 20_000)
        #expect(abs(Double(count) / 20_000 - mass) <= 6 * deviation + 1e-4, "\(record.step): \(count) \(mass)")
      }
      #expect(abs(record.masses.reduce(0, +) - 1) < 1e-9)
    }
    let again = try CollapseGame(p, settings, recordEvery: 40, seed: 5, samples: 20_000, measuring: false).run()
    #expect(again.table.csv == series.table.csv)
  }
}
