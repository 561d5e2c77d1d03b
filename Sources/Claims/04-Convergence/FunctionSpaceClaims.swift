import Calculus
import Divergences
import RealModule
import Studies

/// Whether gradient descent converges when the generator is its density itself.
enum FunctionSpaceClaims {
  static let claims: [Claim] = [
    Claim(
      "G6",
      "With D optimal in every step, mirror descent with the entropy on the generator's density itself converges to P, at rates up to 1 "
        + "and from any start Q₀ with KL(P‖Q₀) finite.",
      source: "after Goodfellow et al. 2014, proposition 2; the rates by mirror descent with the entropy (Bauschke, Bolte & Teboulle 2017)",
      readings: monotone + converging + elsewhere)
  ]

  /// Starts at a mode, with little on a mode, between modes, with lighter and heavier tails, and on a wider support.
  private static let starts: [Pair] = .parsing(
    ("0.33*normal(-1,0.255)+0.67*normal(2,1.415)", "normal(2,1.4)"), ("0.5*normal(-2,0.5)+0.5*normal(2,0.5)", "normal(2,0.5)"),
    ("0.5*normal(-3,0.5)+0.5*normal(3,0.5)", "normal(0,0.5)"), ("laplace(0,1)", "normal(1,2)"), ("cauchy(0,1)", "cauchy(3,0.5)"),
    ("uniform(0,1)", "uniform(-1,2)"))

  private static let settings = FunctionSpaceLoss.allCases.flatMap { loss in [(loss, 1.0), (loss, 0.3)] }
  private static let steps = 20

  private static let monotone = [
    Reading("JS falls in every step", .atMost, on: starts) { pair in descents(pair).flatMap { descent in falls(descent) { $0.js } } }
      .noting("both losses at rates 1 and 0.3, on 100 cells"),
    Reading("so does every f-divergence", .atMost, on: starts) { pair in
      descents(pair).flatMap { descent in Catalogue.fDivergences.flatMap { measure in falls(descent) { $0.divergence(bounded: measure) } } }
    }
    .noting("for rates up to 1, since q/p falls in convex order"),
    Reading("q/p falls in convex order", .atMost, on: starts) { pair in
      descents(pair).filter { $0.settings.rate == 1 }.flatMap { descent in convexOrder(descent.rows[0].pair, descent.rows[1].pair) }
    }
    .noting("Σ (q − cp)⁺ rises for no c: at rate 1, the first step, every c at which it bends"),
    Reading("q/p moves towards 1 at every point", .atMost) {
      let before = CellPair([0.5, 0.3, 0.2], [0.05, 0.3, 0.65])
      var after = before
      after.step(.minimax, rate: 0.5)
      return (0..<3).map { Sides(distanceFromOne(after, $0), distanceFromOne(before, $0), component: "point \($0 + 1)") }
    }
    .refuted("P = (0.5, 0.3, 0.2), Q = (0.05, 0.3, 0.65), minimax at rate ½: the middle ratio goes from 1 to 1.061"),
    Reading("JS of the densities falls too", .atMost, on: starts) {
      let path = densityPath($0, steps: 10)
      return zip(path.dropFirst(), path).map { Sides($0, $1) }
    }
    .noting("without cells, by quadrature; minimax at rate 1, ten steps"),
    Reading("it falls at every rate", .atMost, on: [starts[1]]) { pair in
      guard let descent = descent(pair, .minimax, rate: 2, steps: 1) else { return [] }
      return falls(descent) { $0.js }
    }
    .refuted("the minimax step overshoots at any rate above 1 where Q starts with little enough: here at rate 2"),
  ]

  private static let converging = [
    Reading("after k steps the objective is at most KL(P‖Q₀)/(rate · k)", .atMost, on: starts) { pair in
      descents(pair).flatMap { descent in
        [1, 5, steps].compactMap { step in
          descent.rows[step].bound.map { Sides(rounded(descent.rows[step].objective), rounded($0), component: "step \(step)") }
        }
      }
    }
    .noting("2 JS or 2 KL(M‖P): so Q tends to P"),
    Reading("minimax at rate 1: Q becomes (P + Q)/2", precision: 1e-7, on: starts) { pair in
      zip(densityPath(pair, steps: 6), 0...).dropFirst().map { js, step in
        let mixture = pair.mixture(weight: 1 - .exp2(-Double(step)))
        return Sides(js, mixture.map { Divergences.js(pair.p, $0) } ?? Estimate(.nan), component: "step \(step)")
      }
    }
    .noting("JS after k steps beside JS of the mixture with the weight 2⁻ᵏ on Q"),
    Reading("JS on cells is at most that of the densities", .atMost, on: starts) { pair in
      guard let descent = descent(pair, .minimax, rate: 1, steps: 6) else { return [] }
      return zip(descent.rows, densityPath(pair, steps: 6)).map { Sides($0.pair.js, $1) }
    }
    .noting("data processing: minimax at rate 1 is linear"),
  ]

  private static let elsewhere = [
    Reading("from any start, also one that lacks a part of P", .atMost, on: .parsing(("uniform(0,2)", "uniform(0,1)"))) {
      let path = densityPath($0, steps: 10)
      return [Sides(path[10], 0.5 * path[0])]
    }
    .refuted("what is 0 stays 0: KL(P‖Q₀) must be finite; after ten steps JS is still above half of what it was"),
    Reading("the same game in parameters converges too", .atMost) {
      DiracUpdates.allCases.map { updates in
        let start = DiracPoint(theta: 1.0, psi: 1.0)
        let path = DiracPath(from: start, steps: 500, updates: updates).run()
        return Sides(Estimate(path?.last?.point.distance ?? .nan), Estimate(start.distance / 2), component: updates.rawValue)
      }
    }
    .refuted(
      "not every game does: the Dirac-GAN of claim G3 is no closer to its equilibrium after 500 steps of 0.2 than at the start, (1, 1)"),
  ]

  /// A descent with its rows.
  private typealias Descent = (settings: CellDescent, rows: [CellDescent.Row])

  private static func descents(_ pair: Pair) -> [Descent] {
    settings.compactMap { descent(pair, $0.0, rate: $0.1, steps: steps) }
  }

  private static func descent(_ pair: Pair, _ loss: FunctionSpaceLoss, rate: Double, steps: Int) -> Descent? {
    (try? CellPair(pair.p, pair.q, count: 100)).flatMap { start in
      let descent = CellDescent(from: start, loss: loss, rate: rate, steps: steps)
      return descent.run().map { (descent, $0) }
    }
  }

  private static func falls(_ descent: Descent, _ value: (CellPair) -> Estimate) -> [Sides] {
    let values = descent.rows.map { value($0.pair) }
    let name = "\(descent.settings.loss.rawValue), rate \(descent.settings.rate)"
    return zip(values.dropFirst(), values).map { Sides($0, $1, component: name) }
  }

  /// Σ (q − cp)⁺ after and before a step, for each c at which either bends: it falls for all c exactly in convex order.
  private static func convexOrder(_ before: CellPair, _ after: CellPair) -> [Sides] {
    func excess(_ pair: CellPair, _ logBend: Double) -> Estimate {
      let terms = zip(pair.logP, pair.logQ).map { Swift.max(0, Double.exp($1) - .exp($0 + logBend)) }
      // Logarithms of masses, and of bends as far as they count, are rounded to some 1e-14.
      return Estimate(terms.reduce(0, +), error: 1e-13, scale: 1)
    }
    let bends = [before, after].flatMap { pair in zip(pair.logP, pair.logQ).map { $1 - $0 } }.filter(\.isFinite)
    return bends.map { Sides(excess(after, $0), excess(before, $0), component: "c = \(Float(Double.exp($0)))") }
  }

  /// |q/p − 1| at a point.
  private static func distanceFromOne(_ pair: CellPair, _ point: Int) -> Estimate {
    let ratio = Double.exp(pair.logQ[point] - pair.logP[point])
    return Estimate(abs(ratio - 1), error: 1e-14 * ratio, scale: 1)
  }

  /// JS of the densities at the start and after each step of the minimax loss at rate 1.
  private static func densityPath(_ pair: Pair, steps: Int) -> [Estimate] {
    DensityDescent(pair.p, from: pair.q, steps: steps).run().map(\.js)
  }

  /// A sum over cells of terms that do not cancel, each with a few roundings of a logarithm.
  private static func rounded(_ value: Double) -> Estimate { Estimate(value, error: value.isFinite ? 1e-12 * value : 0) }
}

extension CellPair {
  fileprivate var js: Estimate { divergence(bounded: JensenShannon()) }

  /// A divergence with what the rounding of log q/p, some 1e-14, does to it.
  fileprivate func divergence(bounded measure: some FDivergence) -> Estimate {
    let value = divergence(measure)
    return Estimate(value, error: value.isFinite ? 1e-14 * (value + .sqrt(value)) : 0)
  }
}
