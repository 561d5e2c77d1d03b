import Calculus
import Divergences
import RealModule
import Scalars

/// What noise does to entropies and divergences: the identities behind instance noise and behind score matching.
enum FlowClaims {
  static let claims: [Claim] = [deBruijn, divergence, channel]

  /// The variance of the noise at which derivatives are taken, and the first step of the differences.
  private static let (time, step) = (0.5, 0.2)

  private static let deBruijn = Claim(
    "E2", "Entropy grows with noise at half the Fisher information: d/dt h(X + √t Z) = ½ J(X + √t Z).",
    source: "de Bruijn's identity; Stam 1959",
    readings: [
      Reading("half the information", precision: 1e-7) { pair in
        entropyRates(pair).map { Sides($0.lhs, 0.5 * $0.rhs, component: $0.component) }
      }
      .noting("normals and their mixtures, at t = ½"),
      Reading("the entropy power inequality", .atMost) { pair in
        noisy(pair).map { name, density, noise in
          let power = { (p: any AnalyticDensity) in exp(2 * entropy(p)) }
          return Sides(power(density) + power(Normal(mean: 0, sd: .sqrt(time))), power(noise(time)), component: name)
        }
      }
      .noting("exp 2h(X) + exp 2h(√t Z) ≤ exp 2h(X + √t Z) (Shannon 1948; Stam 1959)"),
      Reading("entropies add up: h(X + √t Z) = h(X) + h(√t Z)") { pair in
        noisy(pair).flatMap { name, density, noise in
          [Sides(entropy(noise(time)), entropy(density) + entropy(Normal(mean: 0, sd: .sqrt(time))), component: name)]
        }.distinct
      }
      .refuted("variances add up, and for normals exp 2h; an entropy says how much the noise hides, not how much there is of it"),
    ])

  /// P and Q with noise of a variance, where that has a closed form.
  private static func noisy(_ pair: Pair) -> [(name: String, density: any AnalyticDensity, noise: (Double) -> any AnalyticDensity)] {
    pair.densities.compactMap { name, density in
      guard Image.withNormalNoise(density, variance: time) != nil else { return nil }
      return (name, density, { Image.withNormalNoise(density, variance: $0) ?? density })
    }
  }

  /// The rate of growth of the entropy beside the Fisher information.
  private static func entropyRates(_ pair: Pair) -> [Sides] {
    noisy(pair).map { name, _, noise in
      let rate = Estimate.derivative(at: time, step: step, scale: 1) { entropy(noise($0)) }
      return Sides(rate, fisherInformation(noise(time)), component: name)
    }
  }

  private static let divergence = Claim(
    "E3", "Noise on both sides lowers KL at half the relative Fisher information: d/dt KL(P∗N_t‖Q∗N_t) = −½ E[(∂ log p_t/q_t)²].",
    source: "after Barron 1986; Lyu 2009",
    readings: [
      Reading("half the relative information", precision: 1e-7) { pair in
        let noisy = noisy(pair)
        guard noisy.count == 2 else { return [] }
        let (p, q) = (noisy[0].noise, noisy[1].noise)
        let rate = Estimate.derivative(at: time, step: step, scale: pair.klPQ.value) { kl(p($0), q($0)) }
        return [Sides(rate, -0.5 * relativeFisherInformation(p(time), q(time)))].finite
      }
      .noting("normals and their mixtures, at t = ½"),
      Reading("noise on the generator's side alone does so, too", precision: 1e-7) { pair in
        let noisy = noisy(pair)
        guard noisy.count == 2 else { return [] }
        let (p, q) = (noisy[0].noise, noisy[1].noise)
        let rate = Estimate.derivative(at: time, step: step, scale: pair.klPQ.value) { kl(p(time), q($0)) }
        return [Sides(rate, -0.5 * relativeFisherInformation(p(time), q(time)))].finite.distinct
      }
      .refuted("it is the same noise on both sides that brings the densities together: on one side alone it may drive them apart"),
    ])

  private static let channel = Claim(
    "E4", "Information grows with the signal-to-noise ratio at half the least mean square error: d/ds I(X; √s X + Z) = ½ mmse(s).",
    source: "Guo, Shamai & Verdú 2005, theorem 1",
    readings: [
      Reading("half the error", precision: 1e-7) { pair in channels(pair).map { Sides($0.rate, 0.5 * $0.error, component: $0.name) } }
        .noting("normals and their mixtures at s = 1; the error is the mean variance of the posterior"),
      Reading("half the error of the best line through the data", precision: 1e-7) { pair in
        channels(pair).map { Sides($0.rate, 0.5 * $0.variance / (1 + $0.variance), component: $0.name) }.distinct
      }
      .refuted(
        "σ²/(1 + sσ²) is the least error of a linear estimate; only for a normal X is the best estimate, the posterior mean, linear"),
    ])

  /// dI/ds at s = 1, the least error there, and the variance of X.
  private static func channels(_ pair: Pair) -> [(name: String, rate: Estimate, error: Estimate, variance: Estimate)] {
    pair.densities.compactMap { name, density in
      guard let channel = NormalChannel(density) else { return nil }
      let rate = Estimate.derivative(at: 1, step: 0.4, scale: 1) { channel.information(ratio: $0) }
      return (name, rate, channel.leastError(ratio: 1), channel.variance)
    }
  }
}

/// The channel Y = √s X + Z with Z standard normal, for X a mixture of normals.
private struct NormalChannel {
  private let weights: [Double]
  private let normals: [Normal]

  init?(_ density: any AnalyticDensity) {
    let mixture = density as? Mixture
    normals = (mixture?.components ?? [density]).compactMap { $0 as? Normal }
    weights = mixture?.weights ?? [1]
    if normals.count != weights.count { return nil }
  }

  /// I(X; Y) = h(Y) − h(Z).
  func information(ratio: Double) -> Estimate {
    output(ratio).map { entropy($0) - Estimate(0.5 * .log(2 * .pi) + 0.5) } ?? Estimate(.nan)
  }

  /// E[Var(X|Y)], from the posterior, which is a mixture of normals again.
  func leastError(ratio: Double) -> Estimate {
    guard let output = output(ratio) else { return Estimate(.nan) }
    return Estimate.expectation(under: output) { variance(at: $0, ratio) }
  }

  /// Var(X), by the moments of the components.
  var variance: Estimate {
    let mean = zip(weights, normals).reduce(0) { $0 + $1.0 * $1.1.mean }
    let variance = zip(weights, normals).reduce(0) { $0 + $1.0 * ($1.1.sd.squared + ($1.1.mean - mean).squared) }
    return Estimate(variance, error: 1e-14 * variance)
  }

  private func output(_ ratio: Double) -> Mixture? { try? Mixture(outputs(ratio), weights: weights) }

  private func outputs(_ ratio: Double) -> [Normal] {
    normals.map { Normal(mean: .sqrt(ratio) * $0.mean, sd: .sqrt(ratio * $0.sd * $0.sd + 1)) }
  }

  /// Var(X|Y = y): the mean of the components' variances and the variance of their means.
  private func variance(at y: Double, _ ratio: Double) -> Double {
    let outputs = outputs(ratio)
    let logs = zip(weights, outputs).map { Double.log($0) + $1.logDensity(at: y) }
    let total = logSumExp(logs)
    let shares = logs.map { Double.exp($0 - total) }
    let spreads = zip(normals, outputs).map { ($0.sd / $1.sd).squared }
    let means = zip(zip(normals, outputs), spreads).map { $0.0.mean + .sqrt(ratio) * $1 * (y - $0.1.mean) }
    let mean = zip(shares, means).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(shares, zip(spreads, means)).reduce(0) { $0 + $1.0 * ($1.1.0 + ($1.1.1 - mean).squared) }
  }
}
