import Calculus
import Densities
import Divergences
import Foundation
import RealModule
import Scalars
import Studies
import TestSupport
import Testing

/// The descent on cells: its step against the formula of its gradient, and the laws that are proved of it, on random
/// points of the simplex.
@Suite struct CellDescentTests {
  /// Pairs of random probability vectors whose masses go over many orders of magnitude; some cells hold no mass of P.
  static let pairs: [CellPair] = {
    var random = CounterRandom(seed: 7)
    return (0..<10 * testMultiplier).map { index in
      let size = 2 + index % 9
      let span = Double(index % 5) * 20
      func weights() -> [Double] { (0..<size).map { _ in .exp(-span * random.openUniform()) } }
      let (p, q) = (weights(), weights())
      return CellPair(p.enumerated().map { index % 4 == 3 && $0.offset == 0 ? 0 : $0.element }, q)
    }
  }()

  private func masses(_ logs: [Double]) -> [Double] { logs.map { .exp($0) } }

  @Test func minimaxAtRateOneGoesToTheMean() {
    for start in Self.pairs {
      var pair = start
      pair.step(.minimax, rate: 1)
      let means = zip(masses(start.logP), masses(start.logQ)).map { 0.5 * ($0 + $1) }
      for (mass, mean) in zip(masses(pair.logQ), means) { #expect(abs(mass - mean) <= 1e-13 * mean) }
    }
  }

  @Test func nonSaturatingMultipliesByPowersOfTheDiscriminator() {
    for start in Self.pairs {
      for rate in [0.5, 1, 2] {
        var pair = start
        pair.step(.nonSaturating, rate: rate)
        let weights = zip(masses(start.logQ), start.optimalDiscriminator).map { $0 * .pow($1, rate) }
        let sum = weights.reduce(0, +)
        for (mass, weight) in zip(masses(pair.logQ), weights) { #expect(abs(mass - weight / sum) <= 1e-12 * (weight / sum)) }
      }
    }
  }

  /// The slope is the derivative of the divergence that is descended, along directions within the simplex.
  @Test(arguments: FunctionSpaceLoss.allCases) func theSlopeIsAGradient(_ loss: FunctionSpaceLoss) {
    let (p, q) = ([0.1, 0.2, 0.3, 0.4], [0.4, 0.05, 0.25, 0.3])
    for direction in [[1.0, -1, 0, 0], [0, 1, -0.5, -0.5], [-0.2, 0, 1.2, -1]] {
      let estimate = difference(at: 0, step: 0.01) { t in
        let value = loss.loss.scale * CellPair(p, zip(q, direction).map { $0 + t * $1 }).divergence(loss.loss.divergence)
        return Estimate(value, error: 1e-16)
      }
      let product = zip(zip(p, q), direction).map { loss.slope(atLogRatio: .log($0.1 / $0.0)) * $1 }.reduce(0, +)
      #expect(abs(estimate.value - product) <= estimate.error + 1e-12, "\(loss) \(direction)")
    }
  }

  @Test(arguments: FunctionSpaceLoss.allCases, [0.1, 0.5, 1])
  func everyDivergenceFallsAndTheBoundHolds(_ loss: FunctionSpaceLoss, _ rate: Double) throws {
    for start in Self.pairs {
      let descent = try #require(CellDescent(from: start, loss: loss, rate: rate, steps: 15).run())
      for (before, after) in zip(descent.map(\.pair), descent.dropFirst().map(\.pair)) {
        for measure in Catalogue.fDivergences {
          let (value, next) = (before.divergence(measure), after.divergence(measure))
          #expect(!value.isNaN && next <= value + 1e-13 * (value + value.squareRoot()) + 1e-15, "\(measure.name): \(value), \(next)")
        }
      }
      for step in 1...15 { #expect(descent[step].objective <= (try #require(descent[step].bound)) * (1 + 1e-12)) }
    }
  }

  @Test(arguments: FunctionSpaceLoss.allCases) func itConverges(_ loss: FunctionSpaceLoss) throws {
    for start in Self.pairs {
      let descent = try #require(CellDescent(from: start, loss: loss, rate: 1, steps: 2000).run())
      // The bound at 2000 steps; the losses differ most where Q starts with next to nothing on a cell: minimax doubles
      // it at once, the other by a factor a step.
      let end = descent[2000].pair.divergence(JensenShannon())
      #expect(end <= 0.5 * (try #require(descent[2000].bound)))
      if loss == .minimax { #expect(end < 1e-24) }
    }
  }

  /// Where Q has next to nothing, the smallest excess over rate 1 overshoots: no larger rate will do for every start.
  @Test func rateOneIsTheLimitOfMinimax() throws {
    let pair = CellPair([1e-3, 1 - 1e-3], [1e-300, 1])
    for (rate, falls) in [(1.0, true), (1.05, false), (2.0, false)] {
      let descent = try #require(CellDescent(from: pair, loss: .minimax, rate: rate, steps: 1).run())
      #expect((descent[1].pair.divergence(JensenShannon()) < descent[0].pair.divergence(JensenShannon())) == falls, "\(rate)")
    }
  }

  /// Near P both losses multiply log q/p by 1 − rate/2.
  @Test(arguments: FunctionSpaceLoss.allCases, [0.5, 3.9, 4.1]) func theRateNearTheEndIsOneMinusHalf(
    _ loss: FunctionSpaceLoss, _ rate: Double
  ) throws {
    let pair = CellPair([0.5, 0.5], [0.5 + 1e-7, 0.5 - 1e-7])
    let descent = try #require(CellDescent(from: pair, loss: loss, rate: rate, steps: 1).run())
    let (before, after) = (pair.divergence(JensenShannon()), descent[1].pair.divergence(JensenShannon()))
    #expect(abs((after / before).squareRoot() - abs(1 - rate / 2)) < 1e-6)
  }

  @Test func ratesThatLeaveTheDoublesGiveNothing() {
    let pair = CellPair([0.5, 0.5], [1e-300, 1])
    #expect(CellDescent(from: pair, loss: .minimax, rate: 4, steps: 5000).run() == nil)
    #expect(CellDescent(from: pair, loss: .minimax, rate: 4, steps: 3).run()?[1].bound == nil)
  }
}

/// Cells against the densities that they are cut from.
@Suite struct CellsTests {
  static let starts = [
    ("0.33*normal(-1,0.255)+0.67*normal(2,1.415)", "normal(2,1.4)"), ("laplace(0,1)", "normal(1,2)"), ("uniform(0,1)", "uniform(-1,2)"),
    ("gamma(0.5,1)", "exponential(2)"), ("cauchy(0,1)", "cauchy(3,0.5)"), ("uniform(0,1)", "0.5*uniform(0,1)+0.5*uniform(5,6)"),
  ]

  @Test(arguments: starts) func finerCellsSeeMoreAndNeverAllOfIt(_ pair: (String, String)) throws {
    let (p, q) = (try parseDensity(pair.0), try parseDensity(pair.1))
    let exact = js(p, q)
    let values = try [3, 12, 48, 480].map { try CellPair(p, q, count: $0).divergence(JensenShannon()) }
    for value in values { #expect(value <= exact.value + exact.error + 1e-13) }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 + 1e-13 } && exact.value - values[3] < 2e-2 * exact.value, "\(values)")
  }

  @Test(arguments: starts, FunctionSpaceLoss.allCases) func withoutCellsTheDescentIsTheSame(
    _ pair: (String, String), _ loss: FunctionSpaceLoss
  ) throws {
    let (p, q) = (try parseDensity(pair.0), try parseDensity(pair.1))
    let cells = try #require(CellDescent(from: try CellPair(p, q, count: 3000), loss: loss, rate: 0.8, steps: 4).run())
    let densities = DensityDescent(p, from: q, loss: loss, rate: 0.8, steps: 4).run()
    for step in 0...4 {
      let value = cells[step].pair.divergence(JensenShannon())
      let (exact, error) = (densities[step].js.value, densities[step].js.error)
      // What the outermost cells hide does not vanish like the rest. Only a linear step, that of minimax at rate 1,
      // keeps the cells below the densities.
      #expect(error < 1e-9 && abs(exact - value) < 2e-3 * exact + 5e-5, "step \(step): \(value), \(densities[step].js)")
      if step == 0 { #expect(value <= exact + error) }
    }
  }

  @Test(arguments: [
    ("normal(0,1)", "normal(80,1)", "P has mass"), ("normal(0,1)", "uniform(0,1)", "Q 0.0"), ("uniform(0,1)", "uniform(2,3)", "Q 0.0"),
    ("normal(0,1)", "0.5*normal(0,1)+0.5*normal(80,1)", "P has mass 0.0"),
  ])
  func aStartWithoutMassIsRefused(_ p: String, _ q: String, _ words: String) throws {
    let error = #expect(throws: StudyError.self) { try CellPair(parseDensity(p), parseDensity(q), count: 50) }
    #expect(try #require(error).description.contains(words))
  }
}
