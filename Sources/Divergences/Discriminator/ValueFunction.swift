package import Calculus
package import Densities
import RealModule
import Scalars

/// V(D) = E_P[log D] + E_Q[log(1 − D)], the value of the minimax game for any D, given by its logit ℓ = log D/(1 − D).
///
/// −∫ p log(1 + e^−ℓ) − ∫ q log(1 + e^ℓ), which loses no digits where D rounds to 0 or 1. A discriminator with features
/// far narrower than those of P and Q could hide between the nodes of their mesh.
package func valueFunction(_ p: any AnalyticDensity, _ q: any AnalyticDensity, _ logit: LineFunction) -> Estimate {
  DensityPair(p, q).measure([.mean(real: { -softplus(-$0) }, fake: { -softplus($0) })], of: logit)[0]
}

/// What is measured of a discriminator, given by its logit, or of the output v of a critic.
package enum CriticMeasure: Sendable {
  /// E_P[r(v)] + E_Q[h(v)], the exact value of an objective. The error bound covers that of v where r and h are monotone,
  /// convex or concave; it is infinite where an expectation does not converge.
  case mean(real: @Sendable (Double) -> Double, fake: @Sendable (Double) -> Double)
  /// V(D*) − V(D) = ∫ (p + q) kl(D*‖D) ≥ 0, how far a discriminator is from the optimal one, in nats; kl is the
  /// divergence of two coins. Not a difference, so that it keeps its digits when D is close to D*.
  case gap
  /// ∫ (D − D*)² dM with M = (P+Q)/2.
  case meanSquare
}

extension DensityPair {
  /// Measures of one discriminator or critic, on one mesh.
  package func measure(_ measures: [CriticMeasure], of output: LineFunction) -> [Estimate] {
    let integrands = measures.map { measure in
      switch measure {
      case .mean(let real, let fake): criticIntegrand(output, real, fake)
      case .gap: coinGap(seesPlaces: output.seesPlaces)
      case .meanSquare: squaredDifference(seesPlaces: output.seesPlaces)
      }
    }
    return estimates(of: integrands, output)
  }
}

private func criticIntegrand(
  _ output: LineFunction, _ real: @escaping @Sendable (Double) -> Double, _ fake: @escaping @Sendable (Double) -> Double
) -> LineIntegrand {
  LineIntegrand(seesPlaces: output.seesPlaces) { sample in
    let (p, q) = (sample.pair.p, sample.pair.q)
    return (p == 0 ? 0 : p * real(sample.output.value)) + (q == 0 ? 0 : q * fake(sample.output.value))
  } sensitivity: { sample in
    let (p, q) = (sample.pair.p, sample.pair.q)
    return (p == 0 ? 0 : p * spread(of: real, around: sample.output)) + (q == 0 ? 0 : q * spread(of: fake, around: sample.output))
  }
}

/// How much a function that is monotone, convex or concave may change within the error of its argument.
private func spread(of function: (Double) -> Double, around output: LineFunction.Value) -> Double {
  if output.error == 0 { return 0 }
  let value = function(output.value)
  return max(abs(function(output.value + output.error) - value), abs(function(output.value - output.error) - value))
}

private func coinGap(seesPlaces: Bool) -> LineIntegrand {
  LineIntegrand(seesPlaces: seesPlaces) { sample in
    let mass = sample.pair.p + sample.pair.q
    return mass == 0 ? 0 : mass * coinDivergence(sample.pair.logP - sample.pair.logQ, sample.output.value)
  } sensitivity: { sample in
    let mass = sample.pair.p + sample.pair.q
    if mass == 0 { return 0 }
    // With a = logit D* and b = logit D: kl has the slopes σ(b) − σ(a) by b and σ′(a)(a − b) by a.
    let (a, b, e, rounding) = (sample.pair.logP - sample.pair.logQ, sample.output.value, sample.output.error, sample.pair.rounding)
    let change = logistic(a) * logistic(-a)
    let byOutput = e == 0 ? 0 : abs(logistic(b) - logistic(a)) * e + 0.5 * steepest(b, within: e) * e * e
    return mass * (byOutput + (change == 0 ? 0 : change * (abs(b - a) + e) * rounding) + 0.25 * rounding.squared)
  }
}

/// The largest σ′ within an error of b; σ′ falls on both sides of 0.
private func steepest(_ b: Double, within error: Double) -> Double {
  let nearest = max(0, abs(b) - error)
  return logistic(nearest) * logistic(-nearest)
}

private func squaredDifference(seesPlaces: Bool) -> LineIntegrand {
  LineIntegrand(seesPlaces: seesPlaces) { sample in
    let mass = sample.pair.p + sample.pair.q
    return mass == 0 ? 0 : 0.5 * mass * (logistic(sample.output.value) - logistic(sample.pair.logP - sample.pair.logQ)).squared
  } sensitivity: { sample in
    let mass = sample.pair.p + sample.pair.q
    if mass == 0 { return 0 }
    let difference = abs(logistic(sample.output.value) - logistic(sample.pair.logP - sample.pair.logQ))
    let (b, e) = (sample.output.value, sample.output.error)
    let shift = min(1, (e == 0 ? 0 : steepest(b, within: e) * e) + 0.25 * sample.pair.rounding)
    return mass * shift * (difference + 0.5 * shift)
  }
}

/// The Kullback–Leibler divergence of two coins given by their logits, kl(σ(a)‖σ(b)) = log(1 + σ(a)(e^δ − 1)) − σ(a) δ
/// with δ = b − a; +∞ if σ(b) excludes what σ(a) does not.
package func coinDivergence(_ a: Double, _ b: Double) -> Double {
  // By symmetry the coin is the one that falls at most half the time: then the two terms below do not cancel.
  let (a, b) = a > 0 ? (-a, -b) : (a, b)
  if a == b { return 0 }
  if a == -.infinity { return softplus(b) }
  if b == .infinity { return .infinity }
  let (share, shift) = (logistic(a), b - a)
  if abs(shift) > 0.5 { return softplus(b) - softplus(a) - (share == 0 ? 0 : share * shift) }
  return share * expRemainder(-shift) - logRemainder(share * .expMinusOne(shift))
}
