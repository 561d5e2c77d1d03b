import RealModule
import Scalars

/// The incomplete gamma functions P(a, x) = γ(a, x)/Γ(a) and Q = 1 − P of one a > 0, with their inverses: the gamma distribution with rate 1.
public struct IncompleteGamma: Sendable {
  private let a: Double
  private let logNormalizer: Double

  /// The functions for this a, the shape of the distribution.
  public init(shape: Double) {
    a = shape
    logNormalizer = SpecialFunctions.gammaLogNormalizer(shape)
  }

  /// P(a, x).
  public func lower(_ x: Double) -> Double { x <= 0 ? 0 : .exp(tails(x, .log(x)).lower) }

  /// Q(a, x).
  public func upper(_ x: Double) -> Double { x <= 0 ? 1 : .exp(tails(x, .log(x)).upper) }

  /// The x with P(a, x) = p.
  public func lowerInverse(_ p: Double) -> Double { p > 0.5 ? inverse(1 - p, direction: -1) : inverse(p, direction: 1) }

  /// The x with Q(a, x) = p.
  public func upperInverse(_ p: Double) -> Double { p > 0.5 ? inverse(1 - p, direction: 1) : inverse(p, direction: -1) }

  /// The x with tail probability p ≤ ½, lower (+1) or upper (−1). The tails are log-concave in log x.
  private func inverse(_ p: Double, direction: Double) -> Double {
    if p <= 0 { return direction > 0 ? 0 : .infinity }
    let target = Double.log(p)
    func tail(_ x: Double, _ logX: Double) -> (value: Double, density: Double) {
      let tails = tails(x, logX)
      return (direction > 0 ? tails.lower : tails.upper, logKernel(x, logX))
    }
    let longestStep = direction < 0 ? 1 : Double.infinity
    let logX = LogConcaveTail.inverse(target: target, start: .log(max(a, 1)), direction: direction, longestStep: longestStep) {
      tail(.exp($0), $0)
    }
    let x = Double.exp(logX)
    guard x.isNormal else { return x }
    // The last step is taken in x, because log x is known only to a rounding of its own.
    let (value, density) = tail(x, .log(x))
    let step = direction * (target - value) * .exp(value - density)
    return step.isFinite ? x * .exp(step) : x
  }

  /// log (xᵃ e⁻ˣ / Γ(a)), for log x where x underflows.
  private func logKernel(_ x: Double, _ logX: Double) -> Double {
    let (v, ratio) = ((x - a) / a, x / a)
    let excess = v > -0.5 && v < .infinity ? logRemainder(v) : v - (ratio.isNormal ? .log(ratio) : logX - .log(a))
    return -a * excess - logNormalizer
  }

  /// log P(a, x) and log Q(a, x).
  private func tails(_ x: Double, _ logX: Double) -> (lower: Double, upper: Double) {
    if x == .infinity { return (0, -.infinity) }
    let kernel = logKernel(x, logX)
    if a >= 200, abs(x - a) < 0.3 * a {
      // The density of log x, from x outwards: exp(−x (eˢ − 1 − s) − (x − a) s) and its mirror image.
      let side: Double = x >= a ? -1 : 1
      let slope = abs(x - a)
      let integral = LogConcaveTail.integral(slope: slope, curvature: x) { s in slope * s + x * expRemainder(side * s) }
      let tail = kernel + .log(integral)
      return x >= a ? (log1mExp(-tail), tail) : (tail, log1mExp(-tail))
    }
    if x < (a < 1 ? 1 : a + 1) {
      let lower = kernel - .log(a) + .log(series(x))
      return (lower, a < 1 && lower > -0.7 ? .log(upperNearZero(x, logX)) : log1mExp(-lower))
    }
    let upper = kernel + .log(fraction(x))
    return (log1mExp(-upper), upper)
  }

  /// Σ xⁿ / ((a+1)…(a+n)), DLMF 8.11.4.
  private func series(_ x: Double) -> Double {
    var term = 1.0
    var sum = 1.0
    var n = 1.0
    while term > 1e-17 * sum {
      term *= x / (a + n)
      sum += term
      n += 1
    }
    return sum
  }

  /// 1/(x+1−a − 1(1−a)/(x+3−a − 2(2−a)/(x+5−a − …))), DLMF 8.9.2 contracted, by the modified method of Lentz (1976).
  private func fraction(_ x: Double) -> Double {
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var value = d
    for n in 1..<10_000 {
      let factor = -Double(n) * (Double(n) - a)
      b += 2
      d = 1 / (factor * d + b)
      c = b + factor / c
      value *= d * c
      if abs(d * c - 1) <= 1e-16 { break }
    }
    return value
  }

  /// Q(a, x) for a < 1 and small x, where P is near 1: 1 − xᵃ/Γ(1+a) · (1 + a Σ (−x)ⁿ/(n! (a+n))), with the unit taken out by expm1.
  private func upperNearZero(_ x: Double, _ logX: Double) -> Double {
    let exponent = a * logX - SpecialFunctions.logGammaOnePlus(a)
    var sum = 0.0
    var term = 1.0
    for n in 1..<60 {
      term *= -x / Double(n)
      sum += term / (a + Double(n))
      if abs(term) <= 1e-18 { break }
    }
    return -.expMinusOne(exponent) - a * .exp(exponent) * sum
  }
}
