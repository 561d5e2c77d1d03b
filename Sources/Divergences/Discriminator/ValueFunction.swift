public import Calculus
public import Densities
import RealModule
import Scalars

/// V(D) = E_P[log D] + E_Q[log(1 − D)], the value of the minimax game for any discriminator, given by its logit ℓ(x) = log D/(1 − D).
///
/// −∫ p log(1 + e^−ℓ) − ∫ q log(1 + e^ℓ), which loses no digits where D rounds to 0 or 1. The mesh is that of P and Q, refined where the integrand asks
/// for it; a discriminator with features far narrower than theirs could hide between its nodes. Closer to a singular end than the
/// rounding of x the error is as large as the integrand.
public func valueFunction(_ p: any Density, _ q: any Density, logit: @escaping @Sendable (Double) -> Double) -> Estimate {
  integrate(p, q, seesPlaces: false, [{ gameValue($0, logit: logit($0.place.x)) }])[0]
}

/// The same for a logit that tells places apart which are closer to a singular end than the rounding of x, such as that of `OptimalDiscriminator`.
public func placewiseValueFunction(_ p: any Density, _ q: any Density, logit: @escaping @Sendable (Place) -> Double) -> Estimate {
  integrate(p, q, seesPlaces: true, [{ gameValue($0, logit: logit($0.place)) }])[0]
}

/// V(D*) − V(D) = ∫ (p + q) kl(D*‖D) ≥ 0: how far a discriminator is from the optimal one, in nats; kl is the divergence of two coins.
///
/// Computed as this integral of a non-negative function, not as a difference, so that it keeps its digits when D is close to D*.
public func valueGap(_ p: any Density, _ q: any Density, logit: @escaping @Sendable (Double) -> Double) -> Estimate {
  integrate(p, q, seesPlaces: false, [{ coinGap($0, logit: logit($0.place.x)) }])[0]
}

/// The same for a logit of places.
public func placewiseValueGap(_ p: any Density, _ q: any Density, logit: @escaping @Sendable (Place) -> Double) -> Estimate {
  integrate(p, q, seesPlaces: true, [{ coinGap($0, logit: logit($0.place)) }])[0]
}

/// V(D*) − V(D) and ∫ (D − D*)² dM with M = (P+Q)/2, on one mesh: for a discriminator given by its logit, which changes little over the rounding of x, as a
/// network's does.
public func distanceToOptimum(
  _ p: any Density, _ q: any Density, logit: @escaping @Sendable (Double) -> Double
) -> (gap: Estimate, meanSquare: Estimate) {
  let estimates = integrate(
    p, q, seesPlaces: true, [{ coinGap($0, logit: logit($0.place.x)) }, { squaredDifference($0, logit: logit($0.place.x)) }])
  return (estimates[0], estimates[1])
}

private func gameValue(_ sample: PointSample, logit: Double) -> Double {
  let real = sample.pair.p == 0 ? 0 : sample.pair.p * softplus(-logit)
  let fake = sample.pair.q == 0 ? 0 : sample.pair.q * softplus(logit)
  return -(real + fake)
}

private func coinGap(_ sample: PointSample, logit: Double) -> Double {
  let mass = sample.pair.p + sample.pair.q
  return mass == 0 ? 0 : mass * coinDivergence(sample.pair.logP - sample.pair.logQ, logit)
}

private func squaredDifference(_ sample: PointSample, logit: Double) -> Double {
  let mass = sample.pair.p + sample.pair.q
  if mass == 0 { return 0 }
  let difference = logistic(logit) - logistic(sample.pair.logP - sample.pair.logQ)
  return 0.5 * mass * difference * difference
}

/// The Kullback–Leibler divergence of two coins given by their logits, kl(σ(a)‖σ(b)) = log(1 + σ(a)(e^δ − 1)) − σ(a) δ with δ = b − a; +∞ if σ(b) excludes what
/// σ(a) does not.
func coinDivergence(_ a: Double, _ b: Double) -> Double {
  // By symmetry the coin is the one that falls at most half the time: then the two terms below do not cancel.
  let (a, b) = a > 0 ? (-a, -b) : (a, b)
  if a == b { return 0 }
  if a == -.infinity { return softplus(b) }
  let (share, shift) = (logistic(a), b - a)
  if abs(shift) > 0.5 { return softplus(b) - softplus(a) - (share == 0 ? 0 : share * shift) }
  return share * expRemainder(-shift) - logRemainder(share * .expMinusOne(shift))
}

/// Both densities at a node, and the node itself.
private struct PointSample {
  let pair: PairSample
  let place: Place
}

private struct PointSampler: Sampler {
  private var pairs: PairSampler
  private var samples: [PairSample] = []

  init(_ p: any Density, _ q: any Density) { pairs = PairSampler(p, q) }

  mutating func sample(_ places: [Place], into output: inout [PointSample], at start: Int) {
    pairs.sample(places, into: &samples, at: 0)
    for i in places.indices {
      let sample = PointSample(pair: samples[i], place: places[i])
      if start + i < output.count { output[start + i] = sample } else { output.append(sample) }
    }
  }

  func kink(at place: Place) -> Double { pairs.kink(at: place) }
  func kink(_ sample: PointSample) -> Double { pairs.kink(sample.pair) }
}

private struct PointIntegrand: Integrand {
  let function: @Sendable (PointSample) -> Double
  let seesPlaces: Bool

  func value(_ s: PointSample, shift: Double) -> Double { function(s) }
  func rounding(_ s: PointSample, value: Double) -> Double {
    abs(value) * (4 * s.pair.rounding + (seesPlaces ? 0 : s.place.roundedShare))
  }
}

private func integrate(
  _ p: any Density, _ q: any Density, seesPlaces: Bool, _ functions: [@Sendable (PointSample) -> Double]
) -> [Estimate] {
  var mesh = Mesh(Partition([p, q]), PointSampler(p, q))
  return mesh.integrate(functions.map { PointIntegrand(function: $0, seesPlaces: seesPlaces) })
    .map { $0.estimate(evaluations: mesh.evaluations) }
}
