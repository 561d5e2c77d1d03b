import Calculus
import RealModule
import Scalars
import Testing

@Suite struct SearchTests {
  @Test func rootToTheLastDigits() throws {
    let x = try #require(root(in: Interval(0, 2)) { .cos($0) })
    #expect(abs(x - .pi / 2) <= 1e-15)
    #expect(root(in: Interval(0, 1)) { _ in 1 } == nil)
    #expect(root(in: Interval(3, 4)) { $0 - 3 } == 3)
    #expect(root(in: Interval(-1, 1)) { _ in .nan } == nil)
  }

  @Test func minimumOfRosenbrocksValley() {
    let best = minimum(from: [-1.2, 1], steps: [0.5, 0.5], tolerance: 1e-10) { x in
      100 * Double.pow(x[1] - x[0] * x[0], 2) + Double.pow(1 - x[0], 2)
    }
    #expect(best.hasConverged)
    #expect(abs(best.point[0] - 1) < 1e-7 && abs(best.point[1] - 1) < 1e-7)
  }

  @Test func minimumKeepsOutOfWhereTheFunctionIsInfinite() {
    let best = minimum(from: [2], steps: [0.5]) { $0[0] <= 0 ? .infinity : $0[0] - .log($0[0]) }
    #expect(abs(best.point[0] - 1) < 1e-6)
  }

  @Test(arguments: [0.3, 1, 5]) func differencesWithinTheirError(x: Double) {
    let slope = difference(at: x, step: 0.2) { Estimate(.exp($0), error: 1e-15 * .exp($0)) }
    #expect(abs(slope.value - .exp(x)) <= slope.error)
    #expect(slope.error < 1e-11 * .exp(x))
  }

  @Test func differencesShrinkTheStepUntilTheFunctionIsDefined() {
    let slope = difference(at: 0.1, step: 0.2) { Estimate(.log($0), error: 0) }
    #expect(abs(slope.value - 10) < 1e-6)
  }

  @Test func noiseInTheValuesIsInTheError() {
    var random = CounterRandom(seed: 3)
    let slope = difference(at: 1, step: 0.1) { x in
      Estimate(.sin(x) + 1e-8 * (random.openUniform() - 0.5), error: 0.5e-8)
    }
    #expect(abs(slope.value - .cos(1)) <= slope.error)
  }
}
