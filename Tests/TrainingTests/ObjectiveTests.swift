import Autodiff
import Densities
import Divergences
import RealModule
import Testing
import Training

@Suite struct ObjectiveTests {
  static let logRatios = [-3.0, -0.7, -0.01, 0, 0.4, 2]

  /// The discriminator's loss at a point, in units of q, where p/q = r: r·real(v) + fake(v).
  static func loss(_ objective: any Objective, _ v: Double, logRatio: Double) -> Double {
    Double.exp(logRatio) * objective.real(v) + objective.fake(v)
  }

  @Test(arguments: 0..<Catalogue.objectives.count) func optimalOutputMinimisesTheLoss(_ index: Int) {
    let objective = Catalogue.objectives[index]
    for logRatio in Self.logRatios {
      guard let best = objective.optimalOutput(logRatio: logRatio), best.isFinite else { continue }
      let least = Self.loss(objective, best, logRatio: logRatio)
      for offset in [-4.0, -1, -0.1, -0.01, 0.01, 0.1, 1, 4] {
        #expect(Self.loss(objective, best + offset, logRatio: logRatio) >= least - 1e-12, "\(objective.name) at \(logRatio), \(offset)")
      }
    }
  }

  /// At the optimal output the bound u·T − f*(T) is f(u) itself.
  @Test(arguments: 0..<VariationalObjective.all.count) func boundIsTight(_ index: Int) throws {
    let objective = try #require(VariationalObjective.all[index] as? VariationalObjective)
    for logRatio in Self.logRatios {
      let f: Double = objective.form.f(Double.exp(logRatio))
      // The optimum of total variation lies at ±∞, which 40 stands for; where u = 1 any output of 0 will do.
      let best = try #require(objective.optimalOutput(logRatio: logRatio))
      let bound = -Self.loss(objective, max(-40, min(40, best)), logRatio: logRatio)
      #expect(abs(bound - f) <= 1e-12 * (1 + abs(f)), "\(objective.name) at \(logRatio)")
    }
  }

  /// Whatever it is called, a generator's loss falls where the critic takes its samples for data.
  @Test(arguments: Catalogue.objectives.indices) func theGeneratorFollowsTheCritic(_ index: Int) {
    let objective = Catalogue.objectives[index]
    #expect(objective.generator(0.5) < objective.generator(-0.5), "\(objective.name)")
  }

  /// The traced losses have the values of the plain ones, and slopes that central differences of the plain ones
  /// confirm.
  @Test(arguments: 0..<Catalogue.objectives.count) func tracedLossesAgreeWithPlainOnes(_ index: Int) throws {
    let objective = Catalogue.objectives[index]
    let outputs = [-5.0, -2.7, -0.3, 0.2, 0.7, 1.6, 4]
    let graph = Graph(batch: outputs.count)
    let v = graph.input(width: 1)
    let losses = [objective.real(v), objective.fake(v), objective.generator(v)]
    let plan = try Plan<Double>(graph, rows: losses + losses.map { graph.gradient(of: $0, by: [v])[0] }, sources: [FixedRows(outputs)])
    plan.run()
    let single = try Plan<Float>(graph, rows: losses, sources: [FixedRows(outputs.map { Float($0) })])
    single.run()
    let plainLosses: [(Double) -> Double] = [objective.real, objective.fake, objective.generator]
    for (k, plain) in plainLosses.enumerated() {
      let (values, slopes, singles) = (plan.rows(k), plan.rows(k + 3), single.rows(k))
      for (row, output) in outputs.enumerated() {
        let value = plain(output)
        let size = 1 + abs(value)
        let slope = (plain(output + 1e-5) - plain(output - 1e-5)) / 2e-5
        let slopeTolerance = 1e-8 * (1 + abs(slope)) + 1e-10 * size
        #expect(abs(values[row] - value) <= 1e-13 * size, "\(objective.name) at \(output)")
        #expect(abs(Double(singles[row]) - value) <= 1e-5 * size, "\(objective.name) at \(output)")
        #expect(abs(slopes[row] - slope) <= slopeTolerance, "\(objective.name) at \(output)")
      }
    }
  }
}
