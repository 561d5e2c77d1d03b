import Calculus
import Divergences
import RealModule
import Scalars

/// What noise on both samples does to the discriminator's objective: to first order it is a penalty on slopes.
///
/// With noise of variance t, d/dt V(D) = ½ ∫ [p (log D)″ + q (log(1 − D))″] for a D that is held. With ψ the logit of D
/// the integrand is [p (1 − D) − q D] ψ″ − (p + q) D (1 − D) ψ′². At D* = p/(p + q) the bracket is 0, and what is left
/// is −[p (1 − D)² + q D²] ψ′², the regulariser of Roth et al.
enum NoisePenaltyClaims {
  static let claims: [Claim] = [
    Claim(
      "H3",
      "Noise of variance γ on data and samples lowers the value of the optimal D, to first order, by the penalty "
        + "γ/2 (E_P[(1 − D)² ψ′²] + E_Q[D² ψ′²]) on the slope of its logit ψ.",
      source:
        "Roth, Lucchi, Nowozin & Hofmann 2017 (its abstract; the regulariser as in its authors' code); the first order derived",
      readings: [
        Reading("at the optimal D", precision: 1e-7) { noisy($0) { [Sides($0.bestRate, -0.5 * $0.penalty)] } }
          .noting("d/dγ of the best value, 2 JS − log 4, by differences at γ = ½, on normals and their mixtures; −½ ∫ pq/(p + q) ψ′²"),
        Reading("at a D that is held, by the second derivatives", precision: 1e-7) {
          noisy($0) { [Sides($0.heldRate, $0.secondDerivatives)] }
        }
        .noting("the logit tanh x; d/dγ V(D) = ½ E_P[(log D)″] + ½ E_Q[(log(1 − D))″]"),
        Reading("at a D that is held", precision: 1e-7) { noisy($0) { [Sides($0.heldRate, -0.5 * $0.heldPenalty)].distinct } }
          .refuted("only where p (1 − D) = q D, at the optimal D, is the curvature of ψ left out: away from D* noise is no such penalty"),
        Reading("noise as wide as the data", precision: 1e-7) { pair in
          noisy(pair, at: 0) { [Sides(2 * $0.js(1) - 2 * pair.js, -0.5 * $0.penalty)].distinct }
        }
        .refuted("γ = 1 is no small variance: noise makes the densities overlap, a penalty leaves them as they are"),
      ])
  ]

  private static func noisy(_ pair: Pair, at time: Double = 0.5, _ sides: (NoisyPair) -> [Sides]) -> [Sides] {
    guard Image.withNormalNoise(pair.p, variance: 1) != nil, Image.withNormalNoise(pair.q, variance: 1) != nil else { return [] }
    return sides(NoisyPair(clean: pair, time: time)).finite
  }
}

/// Normals or their mixtures with normal noise, at a variance about which rates are taken.
private struct NoisyPair {
  let clean: Pair
  let time: Double

  /// JS with noise of a variance.
  func js(_ variance: Double) -> Estimate {
    let (p, q) = densities(variance)
    return Divergences.js(p, q)
  }

  /// d/dγ of 2 JS.
  var bestRate: Estimate { Estimate.derivative(at: time, step: 0.2, scale: clean.js.value) { 2 * js($0) } }

  /// E_P[(1 − D)² ψ′²] + E_Q[D² ψ′²] for the optimal D.
  var penalty: Estimate {
    let (p, q) = densities(time)
    let optimal = OptimalDiscriminator(p, q)
    return penalty { x in (optimal.logit(at: x), p.score(at: x) - q.score(at: x)) }
  }

  /// d/dγ V(D) for the logit tanh x.
  var heldRate: Estimate {
    Estimate.derivative(at: time, step: 0.2, scale: 1) { variance in
      let (p, q) = densities(variance)
      return valueFunction(p, q, .ofPlaces { .tanh($0.x) }).widened(by: 16 * .ulpOfOne)
    }
  }

  /// The regulariser for it.
  var heldPenalty: Estimate { penalty { (.tanh($0), 1 - Double.tanh($0).squared) } }

  /// ½ E_P[(1 − D) ψ″ − D (1 − D) ψ′²] − ½ E_Q[D ψ″ + D (1 − D) ψ′²] for it.
  var secondDerivatives: Estimate {
    let (p, q) = densities(time)
    @Sendable func terms(_ x: Double) -> (d: Double, slope: Double, curvature: Double) {
      let (value, slope) = (Double.tanh(x), 1 - Double.tanh(x).squared)
      return (logistic(value), slope, -2 * value * slope)
    }
    let ofP = Estimate.expectation(under: p, alongside: [q]) { x in
      let (d, slope, curvature) = terms(x)
      return (1 - d) * (curvature - d * slope * slope)
    }
    let ofQ = Estimate.expectation(under: q, alongside: [p]) { x in
      let (d, slope, curvature) = terms(x)
      return -d * (curvature + (1 - d) * slope * slope)
    }
    return 0.5 * (ofP + ofQ)
  }

  private func penalty(_ logit: @escaping @Sendable (Double) -> (value: Double, slope: Double)) -> Estimate {
    let (p, q) = densities(time)
    let ofP = Estimate.expectation(under: p, alongside: [q]) { x in
      let (value, slope) = logit(x)
      return (logistic(-value) * slope).squared
    }
    let ofQ = Estimate.expectation(under: q, alongside: [p]) { x in
      let (value, slope) = logit(x)
      return (logistic(value) * slope).squared
    }
    return ofP + ofQ
  }

  private func densities(_ variance: Double) -> (any AnalyticDensity, any AnalyticDensity) {
    func noisy(_ density: any AnalyticDensity) -> any AnalyticDensity { Image.withNormalNoise(density, variance: variance) ?? density }
    return (noisy(clean.p), noisy(clean.q))
  }
}
