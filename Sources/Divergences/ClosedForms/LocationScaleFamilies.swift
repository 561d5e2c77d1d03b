import Calculus
import Densities
import RealModule
import Scalars

// KL within location-scale families, as sums of non-negative terms (after Gil, Alajaji & Linder 2013, table 2).

extension Normal: HasClosedFormKL {
  /// ½ (r − 1 − log r) + ½ (δ/σ_Q)², with r = σ_P²/σ_Q² and δ = μ_P − μ_Q.
  func kl(to q: Normal) -> Estimate? { normalKL(difference: mean - q.mean, sd, q.sd) }
}

extension LogNormal: HasClosedFormKL {
  /// That of the normal densities of log x: KL does not change under a bijection.
  func kl(to q: LogNormal) -> Estimate? { normalKL(difference: mu - q.mu, sigma, q.sigma) }
}

private func normalKL(difference: Double, _ p: Double, _ q: Double) -> Estimate? {
  let ratio = p / q
  let shift = difference / q
  let excess = (p - q) / q * (ratio + 1)
  if max(ratio, abs(shift)) > 1e153 {
    // log ½ (r² + d²), beside which everything else has been rounded away.
    let (large, small) = (max(logRatio(p, q), .log(abs(shift))), min(logRatio(p, q), .log(abs(shift))))
    let logValue = 2 * large - .log(2) + .log(onePlus: .exp(2 * (small - large)))
    if logValue > .log(.greatestFiniteMagnitude) { return .overflow(logValue: logValue) }
  }
  return .closedForm(0.5 * itakuraSaito(excess: excess, logRatio: 2 * logRatio(p, q)), 0.5 * shift * shift)
}

extension Laplace: HasClosedFormKL {
  /// r − 1 − log r + r (u + e⁻ᵘ − 1), with r = b_P/b_Q and u = |δ|/b_P.
  func kl(to q: Laplace) -> Estimate? {
    let distance = abs(location - q.location)
    // Beyond u = 1e10 the bracket is u − 1, and r u is formed in one step, which does not overflow before the result.
    let offset = distance / scale < 1e10 ? scale / q.scale * expRemainder(distance / scale) : distance / q.scale - scale / q.scale
    return .closedForm(itakuraSaito(scale, q.scale), offset)
  }
}

extension Cauchy: HasClosedFormKL {
  /// log [1 + ((γ_P − γ_Q)² + δ²) / (4 γ_P γ_Q)] (Chyzak & Nielsen 2019); it is symmetric in P and Q.
  func kl(to q: Cauchy) -> Estimate? {
    let (difference, distance) = (scale - q.scale, location - q.location)
    let excess = 0.25 * ((difference / scale) * (difference / q.scale) + (distance / scale) * (distance / q.scale))
    if excess < 1e10 { return .closedForm(.log(onePlus: excess)) }
    // The same as a quotient, in halves, whose terms are logarithms and do not overflow.
    let width = 0.5 * scale + 0.5 * q.scale
    let half = 0.5 * location - 0.5 * q.location
    return .closedForm(2 * .log(.hypot(width, half)), -.log(scale), -.log(q.scale))
  }
}

extension Gumbel: HasClosedFormKL {
  /// B(r, 1) + c + e^−c − 1, with r = β_P/β_Q, c = δ/β_Q − log Γ(1 + r) and B the Bregman divergence of log Γ.
  func kl(to q: Gumbel) -> Estimate? {
    gumbelKL(scale, q.scale, shift: (location - q.location) / q.scale)
  }
}

extension Weibull: HasClosedFormKL {
  /// That of the Gumbel densities of −k log x, with scales 1/k and locations −log scale.
  func kl(to q: Weibull) -> Estimate? { gumbelKL(q.shape, shape, shift: -q.shape * logRatio(scale, q.scale)) }
}

/// The shift is the difference of the locations in units of Q's scale.
private func gumbelKL(_ p: Double, _ q: Double, shift: Double) -> Estimate? {
  let (ratio, excess) = (p / q, (p - q) / q)
  let logMoment = Double.logGamma(twoPlus: excess)
  let c = shift - logMoment
  // E_P[e^−(x − μ_Q)/β_Q] = e^−c is what a wide P pays for the doubly exponential tail of Q.
  if -c > .log(.greatestFiniteMagnitude) { return .overflow(logValue: -c) }
  // An error of c, a difference of two rounded terms, moves c + e^−c by |1 − e^−c| of it.
  let rounding = 2 * Double.ulpOfOne * (abs(shift) + abs(logMoment)) * abs(.expMinusOne(-c))
  return .closedForm(logGammaBregman(from: 1, to: ratio, step: excess), expRemainder(c), rounding: rounding)
}

extension Double {
  /// log Γ(2 + h), near its zero h = 0 as ψ(2) h and the Bregman divergence of log Γ.
  fileprivate static func logGamma(twoPlus h: Double) -> Double {
    // ψ(2) = 1 − γ.
    abs(h) < 0.5 ? 0.42278433509846714 * h + logGammaBregman(from: 2, to: 2 + h, step: h) : .logGamma(2 + h)
  }
}
