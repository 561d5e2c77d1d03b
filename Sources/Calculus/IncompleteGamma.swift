import RealModule
import Scalars

/// The gamma distribution: the incomplete gamma functions P(a, x) = γ(a, x)/Γ(a) and Q = 1 − P of one a, and inverses.
///
/// For shapes and rates from 1e-300 to 1e300. A probability is right to some 1e-14 of itself, and 8 units in the last
/// place of its logarithm; an inverse is the point that has such a probability.
package struct IncompleteGamma: Sendable {
  private let a: Double
  private let rate: Double
  private let logRate: Double
  /// aᵃ e⁻ᵃ / Γ(a), by Stirling's formula and its remainder, for a ≥ 1.
  private let peak: Double
  /// log Γ(1 + a), for a < 1.
  private let logGamma: Double

  /// The functions for this a, the shape of the distribution, at the argument rate · x.
  package init(shape: Double, rate: Double = 1) {
    a = shape
    self.rate = rate
    logRate = .log(rate)
    peak = .sqrt(shape / (2 * .pi)) * .exp(-SpecialFunctions.logGammaRemainder(shape))
    logGamma = shape < 1 ? SpecialFunctions.logGammaOnePlus(shape) : 0
  }

  /// P(a, rate x).
  package func lower(_ x: Double) -> Double { x <= 0 ? 0 : .exp(tails(argument(at: x)).lower) }

  /// Q(a, rate x).
  package func upper(_ x: Double) -> Double { x <= 0 ? 1 : .exp(tails(argument(at: x)).upper) }

  /// The x with P(a, rate x) = p.
  package func lowerInverse(_ p: Double) -> Double { p > 0.5 ? inverse(1 - p, direction: -1) : inverse(p, direction: 1) }

  /// The x with Q(a, rate x) = p.
  package func upperInverse(_ p: Double) -> Double { p > 0.5 ? inverse(1 - p, direction: 1) : inverse(p, direction: -1) }

  /// An argument u = rate · x with what survives its rounding: log u, u − a, and a (v − log(1+v)) with v = u/a − 1.
  private struct Argument {
    let u, logU, excess, deviance: Double
  }

  private func argument(at x: Double) -> Argument {
    let u = rate * x
    let logU = u.isNormal ? Double.log(u) : .log(x) + logRate
    let excess = (-a).addingProduct(rate, x)
    return Argument(u: u, logU: logU, excess: excess, deviance: SpecialFunctions.gammaDeviance(a, excess: excess, u, log: logU))
  }

  /// The argument a eˡ, of which l = log (u/a) is known to its last digit.
  private func argument(logRatio l: Double) -> Argument {
    Argument(u: a * .exp(l), logU: .log(a) + l, excess: a * .expMinusOne(l), deviance: a * expRemainder(-l))
  }

  /// The x with tail probability p ≤ ½, lower (+1) or upper (−1). The tails are log-concave in log x.
  private func inverse(_ p: Double, direction: Double) -> Double {
    if p <= 0 { return direction > 0 ? 0 : .infinity }
    let target = Double.log(p)
    func tail(_ argument: Argument) -> (value: Double, density: Double) {
      let tails = tails(argument)
      return (direction > 0 ? tails.lower : tails.upper, logKernel(argument))
    }
    // The logarithm of u/a, which is small where the distribution is narrow; for a small shape that of u itself.
    let log = LogConcaveTail.inverse(target: target, start: startOfInverse(p, direction), direction: direction) {
      tail(a < 1 ? Argument(u: .exp($0), logU: $0, excess: .exp($0) - a, deviance: .nan) : argument(logRatio: $0))
    }
    let u = a < 1 ? Double.exp(log) : log < -0.5 ? a * .exp(log) : a.addingProduct(a, .expMinusOne(log))
    let x = u.isNormal ? u / rate : .exp(log - logRate)
    guard x.isNormal else { return x }
    // The last step is taken in x, because its logarithm is known only to a rounding of its own.
    let (value, density) = tail(argument(at: x))
    // Where doubles are so far apart that the rounding of x has moved the probability, there is nothing left to gain.
    return abs(target - value) < 0.01 ? x * .exp(direction * (target - value) * .exp(value - density)) : x
  }

  /// A first guess: the cube root is nearly normal (Wilson & Hilferty 1931), and P ≈ uᵃ/Γ(1+a) for small u.
  private func startOfInverse(_ p: Double, _ direction: Double) -> Double {
    let below = direction > 0 ? Double.log(p) : .log(onePlus: -p)
    if a < 1 { return min((below + logGamma) / a, 0) }
    let shift = (direction * SpecialFunctions.normalQuantile(p) - 1 / (3 * .sqrt(a))) / (3 * .sqrt(a))
    return shift > -0.7 ? 3 * .log(onePlus: shift) : (below + .logGamma(1 + a)) / a - .log(a)
  }

  /// log (uᵃ e⁻ᵘ / Γ(a)): the density of log x.
  private func logKernel(_ argument: Argument) -> Double { a < 1 ? logPower(argument) + .log(a) : .log(peak) - argument.deviance }

  /// log (uᵃ e⁻ᵘ / Γ(1+a)), for a < 1.
  private func logPower(_ argument: Argument) -> Double { (a * argument.logU - logGamma) - argument.u }

  /// log P(a, u) and log Q(a, u).
  private func tails(_ argument: Argument) -> (lower: Double, upper: Double) {
    let (u, excess) = (argument.u, argument.excess)
    if u == .infinity { return (0, -.infinity) }
    if a < 1 { return tailsOfSmallShape(argument) }
    if a >= 200, abs(excess) < 0.3 * a {
      // The density of log x, from u outwards: exp(−u (eˢ − 1 − s) − (u − a) s) and its mirror image.
      let side: Double = excess >= 0 ? -1 : 1
      let slope = abs(excess)
      let integral = LogConcaveTail.integral(slope: slope, curvature: u) { s in slope * s + u * expRemainder(side * s) }
      let tail = .log(peak * integral) - argument.deviance
      return excess >= 0 ? (log1mExp(-tail), tail) : (tail, log1mExp(-tail))
    }
    if u < a + 1 {
      let lower = .log(peak / a * series(u)) - argument.deviance
      return (lower, log1mExp(-lower))
    }
    let upper = .log(peak * fraction(u, excess)) - argument.deviance
    return (log1mExp(-upper), upper)
  }

  private func tailsOfSmallShape(_ argument: Argument) -> (lower: Double, upper: Double) {
    if argument.u < 1 {
      let lower = min(logPower(argument) + .log(series(argument.u)), 0)
      return (lower, lower > -0.7 ? .log(upperNearZero(argument)) : log1mExp(-lower))
    }
    let upper = logPower(argument) + .log(a * fraction(argument.u, argument.excess))
    return (log1mExp(-upper), upper)
  }

  /// Σ uⁿ / ((a+1)…(a+n)), DLMF 8.11.4.
  private func series(_ u: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    for n in 1..<2000 where term > 1e-17 * sum {
      term *= u / (a + Double(n))
      sum += term
    }
    return sum
  }

  /// 1/(u+1−a − 1(1−a)/(u+3−a − 2(2−a)/(u+5−a − …))), DLMF 8.9.2 contracted, by the modified method of Lentz (1976).
  private func fraction(_ u: Double, _ excess: Double) -> Double {
    var b = excess + 1
    var c = 1e300
    var d = 1 / b
    var value = d
    for n in 1..<2000 {
      let factor = -Double(n) * (Double(n) - a)
      b += 2
      d = 1 / (factor * d + b)
      c = b + factor / c
      value *= d * c
      if abs(d * c - 1) <= .ulpOfOne { break }
    }
    return value
  }

  /// Q(a, u) for a < 1 and small u: 1 − uᵃ/Γ(1+a) · (1 + a Σ (−u)ⁿ/(n! (a+n))), with the unit taken out by expm1.
  private func upperNearZero(_ argument: Argument) -> Double {
    let exponent = a * argument.logU - logGamma
    var sum = 0.0
    var term = 1.0
    for n in 1..<60 {
      term *= -argument.u / Double(n)
      sum += term / (a + Double(n))
      if abs(term) <= 1e-18 { break }
    }
    return -.expMinusOne(exponent) - a * .exp(exponent) * sum
  }
}
