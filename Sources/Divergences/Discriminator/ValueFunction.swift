package import Calculus
package import Densities
import RealModule
import Scalars

/// V(D) = E_P[log D] + E_Q[log(1 − D)], the value of the minimax game for any discriminator, given by its logit ℓ(x) =
/// log D/(1 − D).
///
/// −∫ p log(1 + e^−ℓ) − ∫ q log(1 + e^ℓ), which loses no digits where D rounds to 0 or 1. The mesh is that of P and Q,
/// refined where the integrand asks for it; a discriminator with features far narrower than theirs could hide between
/// its nodes. Closer to a singular end than the rounding of x the error is as large as the integrand.
package func valueFunction(_ p: any AnalyticDensity, _ q: any AnalyticDensity, _ logit: LineFunction) -> Estimate {
  criticValue(p, q, logit, real: { -softplus(-$0) }, fake: { -softplus($0) })
}

/// E_P[r(v)] + E_Q[h(v)] for the output v of a critic: the exact value of an objective.
///
/// The error bound covers that of v where r and h are monotone, convex or concave. Where an expectation does not
/// converge the error is infinite.
package func criticValue(
  _ p: any AnalyticDensity, _ q: any AnalyticDensity, _ output: LineFunction, real: @escaping @Sendable (Double) -> Double,
  fake: @escaping @Sendable (Double) -> Double
) -> Estimate {
  DensityPair(p, q).estimates(of: [criticIntegrand(output, real, fake)], output)[0]
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

/// V(D*) − V(D) = ∫ (p + q) kl(D*‖D) ≥ 0: how far a discriminator is from the optimal one, in nats; kl is the
/// divergence of two coins.
///
/// Computed as this integral of a non-negative function, not as a difference, so that it keeps its digits when D is
/// close to D*.
package func valueGap(_ p: any AnalyticDensity, _ q: any AnalyticDensity, _ logit: LineFunction) -> Estimate {
  DensityPair(p, q).estimates(of: [coinGap(seesPlaces: logit.seesPlaces)], logit)[0]
}

/// V(D*) − V(D) and ∫ (D − D*)² dM with M = (P+Q)/2, on one mesh.
package func distanceToOptimum(_ p: any AnalyticDensity, _ q: any AnalyticDensity, _ logit: LineFunction) -> (
  gap: Estimate, meanSquare: Estimate
) {
  let estimates = DensityPair(p, q).estimates(
    of: [coinGap(seesPlaces: logit.seesPlaces), squaredDifference(seesPlaces: logit.seesPlaces)], logit)
  return (estimates[0], estimates[1])
}

/// The same with E_P[r(ℓ)] + E_Q[h(ℓ)], of bounded functions r and h; without the gap where it is known to be infinite.
package func distanceToOptimum(
  _ p: any AnalyticDensity, _ q: any AnalyticDensity, _ logit: LineFunction, hasGap: Bool, real: @escaping @Sendable (Double) -> Double,
  fake: @escaping @Sendable (Double) -> Double
) -> (gap: Estimate?, meanSquare: Estimate, mean: Estimate) {
  let gap = hasGap ? [coinGap(seesPlaces: logit.seesPlaces)] : []
  let estimates = DensityPair(p, q).estimates(
    of: [squaredDifference(seesPlaces: logit.seesPlaces), criticIntegrand(logit, real, fake)] + gap, logit)
  return (hasGap ? estimates[2] : nil, estimates[0], estimates[1])
}

private func coinGap(seesPlaces: Bool) -> LineIntegrand {
  LineIntegrand(seesPlaces: seesPlaces) { sample in
    let mass = sample.pair.p + sample.pair.q
    return mass == 0 ? 0 : mass * coinDivergence(sample.pair.logP - sample.pair.logQ, sample.output.value)
  } sensitivity: { sample in
    let mass = sample.pair.p + sample.pair.q
    if mass == 0 { return 0 }
    // With a = logit D* and b = logit D: the slopes of kl by b and a are σ(b) − σ(a) and σ′(a)(a − b), and the slope of
    // the first is σ′(b).
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
func coinDivergence(_ a: Double, _ b: Double) -> Double {
  // By symmetry the coin is the one that falls at most half the time: then the two terms below do not cancel.
  let (a, b) = a > 0 ? (-a, -b) : (a, b)
  if a == b { return 0 }
  if a == -.infinity { return softplus(b) }
  if b == .infinity { return .infinity }
  let (share, shift) = (logistic(a), b - a)
  if abs(shift) > 0.5 { return softplus(b) - softplus(a) - (share == 0 ? 0 : share * shift) }
  return share * expRemainder(-shift) - logRemainder(share * .expMinusOne(shift))
}
