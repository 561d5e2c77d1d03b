import RealModule
import Scalars

/// The incomplete gamma functions and their inverses.
extension SpecialFunctions {
  /// P(a, x) = γ(a, x)/Γ(a), the gamma distribution function; a > 0.
  public static func gammaLower(_ a: Double, _ x: Double) -> Double {
    x <= 0 ? 0 : .exp(gammaTails(a, x, .log(x)).lower)
  }

  /// Q(a, x) = Γ(a, x)/Γ(a) = 1 − P(a, x); a > 0.
  public static func gammaUpper(_ a: Double, _ x: Double) -> Double {
    x <= 0 ? 1 : .exp(gammaTails(a, x, .log(x)).upper)
  }

  /// The x with P(a, x) = p.
  public static func gammaLowerInverse(_ a: Double, _ p: Double) -> Double {
    p > 0.5 ? gammaInverse(a, 1 - p, direction: -1) : gammaInverse(a, p, direction: 1)
  }

  /// The x with Q(a, x) = p.
  public static func gammaUpperInverse(_ a: Double, _ p: Double) -> Double {
    p > 0.5 ? gammaInverse(a, 1 - p, direction: 1) : gammaInverse(a, p, direction: -1)
  }

  /// The x with tail probability p ≤ ½, lower (+1) or upper (−1). The tails are log-concave in log x.
  private static func gammaInverse(_ a: Double, _ p: Double, direction: Double) -> Double {
    if p <= 0 { return direction > 0 ? 0 : .infinity }
    let target = Double.log(p)
    func tail(_ x: Double, _ logX: Double) -> (value: Double, density: Double) {
      let tails = gammaTails(a, x, logX)
      return (direction > 0 ? tails.lower : tails.upper, logGammaKernel(a, x, logX))
    }
    let logX = LogConcaveTail.inverse(target: target, start: .log(max(a, 1)), direction: direction, longestStep: 1) { tail(.exp($0), $0) }
    let x = Double.exp(logX)
    guard x.isNormal else { return x }
    // The last step is taken in x, because log x is known only to a rounding of its own.
    let (value, density) = tail(x, .log(x))
    let step = direction * (target - value) * .exp(value - density)
    return step.isFinite ? x * .exp(step) : x
  }

  /// log P(a, x) and log Q(a, x), for log x where x underflows.
  static func gammaTails(_ a: Double, _ x: Double, _ logX: Double) -> (lower: Double, upper: Double) {
    if x == .infinity { return (0, -.infinity) }
    let kernel = logGammaKernel(a, x, logX)
    if a >= 200, abs(x - a) < 0.3 * a {
      // The density of log x, from x outwards: exp(−x (eˢ − 1 − s) − (x − a) s) and its mirror image.
      let side: Double = x >= a ? -1 : 1
      let slope = abs(x - a)
      let integral = LogConcaveTail.integral(slope: slope, curvature: x) { s in slope * s + x * expRemainder(side * s) }
      let tail = kernel + .log(integral)
      return x >= a ? (log1mExp(-tail), tail) : (tail, log1mExp(-tail))
    }
    if x < (a < 1 ? 1 : a + 1) {
      let lower = kernel - .log(a) + .log(gammaSeries(a, x))
      if a < 1, lower > -0.7 { return (lower, .log(gammaUpperNearZero(a, x, logX))) }
      return (lower, log1mExp(-lower))
    }
    let upper = kernel + .log(gammaFraction(a, x))
    return (log1mExp(-upper), upper)
  }

  /// Σ xⁿ / ((a+1)…(a+n)), DLMF 8.11.4.
  private static func gammaSeries(_ a: Double, _ x: Double) -> Double {
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
  private static func gammaFraction(_ a: Double, _ x: Double) -> Double {
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
  private static func gammaUpperNearZero(_ a: Double, _ x: Double, _ logX: Double) -> Double {
    let exponent = a * logX - logGammaOnePlus(a)
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
