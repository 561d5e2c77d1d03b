import RealModule
import Scalars

/// The beta distribution: the incomplete beta function I_x(a, b) for one pair a, b > 0, its complement, inverses.
///
/// For exponents from 1e-300 to 1e300. A probability is right to some 1e-14 of itself, and 8 units in the last place of
/// its logarithm, at an argument that is off by an ulp or two; an inverse is the point that has such a probability.
package struct IncompleteBeta: Sendable {
  private let a: Double
  private let b: Double
  /// √(ab / 2π(a+b)) times the remainders of Stirling's formula: x₀ᵃ y₀ᵇ / B(a, b) at x₀ = a/(a+b), for a, b ≥ 1.
  private let peak: Double

  /// Γ(a+b) / Γ(b) Γ(1+a) = scaleᵃ e^constant, for a < 1, and the same with a and b exchanged, for b < 1.
  private let (atZero, atOne): ((scale: Double, constant: Double), (scale: Double, constant: Double))

  /// The functions for these exponents.
  package init(_ a: Double, _ b: Double) {
    (self.a, self.b) = (a, b)
    let (small, large) = (min(a, b), max(a, b))
    let remainders =
      SpecialFunctions.logGammaRemainder(a + b) - SpecialFunctions.logGammaRemainder(a) - SpecialFunctions.logGammaRemainder(b)
    peak = .sqrt(small / (1 + small / large) / (2 * .pi)) * .exp(remainders)
    (atZero, atOne) = (Self.power(a, b), Self.power(b, a))
  }

  private static func power(_ a: Double, _ b: Double) -> (scale: Double, constant: Double) {
    guard a < 1 else { return (1, 0) }
    let ratio = SpecialFunctions.gammaRatio(b, plus: a)
    return (ratio.scale, ratio.constant - SpecialFunctions.logGammaOnePlus(a))
  }

  /// The distribution of 1 − X, for X of another.
  private init(mirroring other: IncompleteBeta) {
    (a, b, peak, atZero, atOne) = (other.b, other.a, other.peak, other.atOne, other.atZero)
  }

  /// I_x(a, b).
  package func lower(_ x: Double) -> Double { x <= 0 ? 0 : x >= 1 ? 1 : .exp(tails(UnitPoint(x)).lower) }

  /// 1 − I_x(a, b).
  package func upper(_ x: Double) -> Double { x <= 0 ? 1 : x >= 1 ? 0 : .exp(tails(UnitPoint(x)).upper) }

  /// The x with I_x(a, b) = p.
  package func lowerInverse(_ p: Double) -> Double { p > 0.5 ? mirrored.inverse(1 - p).y : inverse(p).x }

  /// The x with 1 − I_x(a, b) = p.
  package func upperInverse(_ p: Double) -> Double { p > 0.5 ? inverse(1 - p).x : mirrored.inverse(p).y }

  /// The distribution of 1 − X.
  var mirrored: IncompleteBeta { IncompleteBeta(mirroring: self) }

  /// log I_x(a, b) and log I_{1−x}(b, a).
  func tails(_ point: UnitPoint) -> (lower: Double, upper: Double) {
    tails(point, excess: SpecialFunctions.betaExcess(a, b, point.x, point.y))
  }

  /// The same from the excess (a+b) x − a, where it is known to more digits than x has.
  private func tails(_ point: UnitPoint, excess: Double) -> (lower: Double, upper: Double) {
    if point.logX == -.infinity { return (-.infinity, 0) }
    if point.logY == -.infinity { return (0, -.infinity) }
    // The side is decided here and nowhere else: rounding can put both a point and its mirror image above their means.
    if min(a, b) >= 100 ? excess > 0 : isAboveMiddle(point) {
      let (near, far) = mirrored.tailsBelow(point.mirrored, excess: -excess)
      return (far, near)
    }
    return tailsBelow(point, excess: excess)
  }

  /// Whether x > (a+1)/(a+b+2), up to which the fraction converges fast, from the smaller of x and 1 − x.
  private func isAboveMiddle(_ point: UnitPoint) -> Bool {
    point.x < point.y ? point.x > (a + 1) / (a + b + 2) : point.y < (b + 1) / (a + b + 2)
  }

  /// The tails at a point that is not, or hardly, above the mean.
  private func tailsBelow(_ point: UnitPoint, excess: Double) -> (lower: Double, upper: Double) {
    if min(a, b) >= 100 {
      let lower = min(.log(peak * lowerIntegral(point, excess: excess)) - deviance(point, excess: excess), 0)
      return (lower, log1mExp(-lower))
    }
    let kernel = kernel(point, excess: excess)
    let lower = min(kernel.exponent + .log(kernel.factor * (fraction(point, excess: excess) / a)), 0)
    // Where nearly everything is below, the logarithm has lost what is above.
    let isNearOne = a < 1 && lower > -0.7
    return (lower, isNearOne ? .log(upperNearZero(point)) : log1mExp(-lower))
  }

  /// The point with I_x(a, b) = p ≤ ½. The tails are log-concave in the logit of x.
  func inverse(_ p: Double) -> UnitPoint {
    if p <= 0 { return UnitPoint(logit: -.infinity) }
    let target = Double.log(p)
    let center = Double.log(a) - .log(b)
    // In terms of the distance from the logit of the mean, which is small where the distribution is narrow.
    let distance = LogConcaveTail.inverse(target: target, start: startOfInverse(p, target, center), direction: 1) { distance in
      let point = at(distance, from: center)
      let excess = distance > 0 ? -b * point.x * .expMinusOne(-distance) : a * point.y * .expMinusOne(distance)
      return (tails(point, excess: excess).lower, logKernel(point, excess: excess))
    }
    let point = at(distance, from: center)
    guard point.x.isNormal, point.y.isNormal else { return point }
    // The last step is taken in the smaller of x and 1 − x, because the logit has a rounding of its own.
    let near = point.x < point.y ? UnitPoint(point.x) : UnitPoint(point.y).mirrored
    let excess = SpecialFunctions.betaExcess(a, b, near.x, near.y)
    let value = tails(near, excess: excess).lower
    // Where doubles are so far apart that the rounding of x has moved the probability, there is nothing left to gain.
    guard abs(target - value) < 0.01 else { return point }
    let step = (target - value) * .exp(value - logKernel(near, excess: excess))
    return point.x < point.y ? UnitPoint(near.x * .exp(step * near.y)) : UnitPoint(near.y * .exp(-step * near.x)).mirrored
  }

  /// The point with this distance from the logit of the mean.
  private func at(_ distance: Double, from center: Double) -> UnitPoint { UnitPoint(odds: a / b * .exp(distance), log: center + distance) }

  /// A first guess of the distance: from the power law at an end, for a small exponent, or the normal distribution.
  private func startOfInverse(_ p: Double, _ target: Double, _ center: Double) -> Double {
    if a >= 1, b >= 1 { return SpecialFunctions.normalQuantile(p) * .sqrt(1 / a + 1 / b) }
    let logX = a < 1 ? (target - atZero.constant) / a - .log(atZero.scale) : 0
    let logY = b < 1 ? (.log(onePlus: -p) - atOne.constant) / b - .log(atOne.scale) : 0
    return b < 1 && -logY > center ? -logY - center : a < 1 ? min(logX - center, 0) : 0
  }

  /// log [xᵃ yᵇ / B(a, b)]: the density of the logit.
  private func logKernel(_ point: UnitPoint, excess: Double) -> Double {
    let kernel = kernel(point, excess: excess)
    return kernel.exponent + .log(kernel.factor)
  }

  /// xᵃ yᵇ / B(a, b) in whichever form cancels nothing, with the factor apart, whose logarithm might cancel another.
  private func kernel(_ point: UnitPoint, excess: Double) -> (factor: Double, exponent: Double) {
    // Sums of what is small first.
    if a < 1 { return (a, logPower(point) + (atZero.constant + b * point.logY)) }
    if b < 1 { return (b, mirrored.logPower(point.mirrored) + (atOne.constant + a * point.logX)) }
    return (peak, -deviance(point, excess: excess))
  }

  private func deviance(_ point: UnitPoint, excess: Double) -> Double {
    SpecialFunctions.betaDeviance(a, b, excess: excess, x: point.x, y: point.y, logX: point.logX, logY: point.logY)
  }

  /// log [xᵃ Γ(a+b) / Γ(b) Γ(1+a)] less its constant, for a < 1.
  private func logPower(_ point: UnitPoint) -> Double {
    let product = point.x * atZero.scale
    return a * (product.isNormal ? .log(product) : point.logX + .log(atZero.scale))
  }

  /// The lower tail over the density of the logit, ∫₀^∞ exp((excess) s − (a+b)(log(1 + y(eˢ−1)) − y s)) ds, excess ≤ 0.
  private func lowerIntegral(_ point: UnitPoint, excess: Double) -> Double {
    let (x, y) = (point.x, point.y)
    let total = a + b
    let slope = max(-excess, 0)
    return LogConcaveTail.integral(slope: slope, curvature: total * x * y) { s in
      // Of the two forms of log(1 + y(eˢ−1)) − y s, the one whose terms do not cancel.
      let bend =
        y < 0.5
        ? y * expRemainder(-s) - logRemainder(y * .expMinusOne(s))
        : x * expRemainder(s) - logRemainder(x * .expMinusOne(-s))
      return slope * s + total * bend
    }
  }

  /// The even part of the continued fraction of DLMF 8.17.22, by the modified method of Lentz (1976).
  ///
  /// Written in a y − b x as a whole, whose digits it would lose where one parameter is large and x near 1.
  private func fraction(_ point: UnitPoint, excess: Double) -> Double {
    let (x, y) = (point.x, point.y)
    let gap = Self.awayFromZero(1 - excess)
    var c = 1e300
    var d = 1 / gap
    var value = (a + 1) * d
    for index in 1..<2000 {
      let m = Double(index)
      // Scaled by a + 2m, so that nothing overflows; and a small a must not be lost beside numbers that cancel.
      let (middle, after) = (a + (2 * m - 1), a + 2 * m + 1)
      let even = m * (b - m) * x / middle
      let numerator = (index == 1 ? a + b : (a + (m - 1)) * ((a + b + (m - 1)) / middle)) * x * even
      let odd: Double = m * (1 + a * (2 + y) + m * (3 + y)) / after
      let denominator = even + ((a + m) / after * gap + odd)
      d = 1 / Self.awayFromZero(denominator + numerator * d)
      c = Self.awayFromZero(denominator + numerator / c)
      value *= d * c
      if abs(d * c - 1) <= .ulpOfOne { break }
    }
    return value
  }

  /// Lentz's modification: a denominator that rounds to 0 is replaced by a number that the next step cancels.
  private static func awayFromZero(_ x: Double) -> Double { abs(x) < 1e-30 ? 1e-30 : x }

  /// 1 − I_x(a, b) for a < 1 and small x, where I is near 1, with the unit taken out by expm1 (DLMF 8.17.7 expanded).
  private func upperNearZero(_ point: UnitPoint) -> Double {
    let exponent = logPower(point) + atZero.constant
    var sum = 0.0
    var term = 1.0
    for n in 1..<2000 {
      term *= (Double(n) - b) / Double(n) * point.x
      sum += term / (a + Double(n))
      if abs(term) <= 1e-18 { break }
    }
    return -.expMinusOne(exponent) - a * .exp(exponent) * sum
  }
}
