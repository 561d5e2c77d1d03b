import RealModule
import Scalars

/// The incomplete beta function I_x(a, b) of one pair a, b > 0, its complement I_{1−x}(b, a), and their inverses: the beta distribution.
public struct IncompleteBeta: Sendable {
  private let a: Double
  private let b: Double
  private let logNormalizer: Double

  /// The functions for these exponents.
  public init(_ a: Double, _ b: Double) {
    // Beyond this range the distribution is the same to every double, but its normalizer would overflow.
    let (a, b) = (min(max(a, 1e-290), 1e290), min(max(b, 1e-290), 1e290))
    self.init(a, b, logNormalizer: SpecialFunctions.betaLogNormalizer(a, b))
  }

  private init(_ a: Double, _ b: Double, logNormalizer: Double) { (self.a, self.b, self.logNormalizer) = (a, b, logNormalizer) }

  /// I_x(a, b).
  public func lower(_ x: Double) -> Double { x <= 0 ? 0 : x >= 1 ? 1 : .exp(tails(UnitPoint(x)).lower) }

  /// 1 − I_x(a, b).
  public func upper(_ x: Double) -> Double { x <= 0 ? 1 : x >= 1 ? 0 : .exp(tails(UnitPoint(x)).upper) }

  /// The x with I_x(a, b) = p.
  public func lowerInverse(_ p: Double) -> Double { p > 0.5 ? mirrored.inverse(1 - p).y : inverse(p).x }

  /// The x with 1 − I_x(a, b) = p.
  public func upperInverse(_ p: Double) -> Double { p > 0.5 ? inverse(1 - p).x : mirrored.inverse(p).y }

  /// The distribution of 1 − X.
  private var mirrored: IncompleteBeta { IncompleteBeta(b, a, logNormalizer: logNormalizer) }

  /// The point with I_x(a, b) = p ≤ ½. The tails are log-concave in the logit of x.
  private func inverse(_ p: Double) -> UnitPoint {
    if p <= 0 { return UnitPoint(logit: -.infinity) }
    let target = Double.log(p)
    func tail(_ point: UnitPoint) -> (value: Double, density: Double) { (tails(point).lower, logKernel(point)) }
    let logit = LogConcaveTail.inverse(target: target, start: .log(a) - .log(b), direction: 1) { tail(UnitPoint(logit: $0)) }
    let point = UnitPoint(logit: logit)
    guard point.x.isNormal, point.y.isNormal else { return point }
    // The last step is taken in x or in 1 − x, whichever is small, because the logit is known only to a rounding of its own.
    let near = logit < 0 ? UnitPoint(point.x) : UnitPoint(point.y).mirrored
    let (value, density) = tail(near)
    let step = (target - value) * .exp(value - density)
    guard step.isFinite else { return point }
    return logit < 0 ? UnitPoint(near.x * .exp(step * near.y)) : UnitPoint(near.y * .exp(-step * near.x)).mirrored
  }

  /// log [xᵃ yᵇ / B(a, b)].
  private func logKernel(_ point: UnitPoint) -> Double {
    let excess = SpecialFunctions.betaExcess(a, b, point.x, point.y)
    return logNormalizer - SpecialFunctions.betaDeviance(a, b, excess: excess, logX: point.logX, logY: point.logY)
  }

  /// log I_x(a, b) and log I_{1−x}(b, a).
  func tails(_ point: UnitPoint) -> (lower: Double, upper: Double) {
    if point.logX == -.infinity { return (-.infinity, 0) }
    if point.logY == -.infinity { return (0, -.infinity) }
    let isLarge = min(a, b) >= 100
    let isAbove = isLarge ? SpecialFunctions.betaExcess(a, b, point.x, point.y) < 0 : point.x > (a + 1) / (a + b + 2)
    if isAbove {
      let swapped = mirrored.tails(point.mirrored)
      return (swapped.upper, swapped.lower)
    }
    if isLarge {
      let upper = logKernel(point) + .log(upperIntegral(point))
      return (log1mExp(-upper), upper)
    }
    let lower = logKernel(point) - .log(a) + .log(fraction(point))
    if a < 1, lower > -0.7 {
      // Nearly everything is below, and the logarithms above cancel.
      let upper = Double.log(upperNearZero(point))
      return (log1mExp(-upper), upper)
    }
    return (lower, log1mExp(-lower))
  }

  /// The upper tail over the density of the logit at x: ∫₀^∞ exp(−((a+b)x − a) s − (a+b)(log(1 + x(eˢ−1)) − x s)) ds.
  private func upperIntegral(_ point: UnitPoint) -> Double {
    let (x, y) = (point.x, point.y)
    let total = a + b
    let slope = SpecialFunctions.betaExcess(a, b, x, y)
    return LogConcaveTail.integral(slope: slope, curvature: total * x * y) { s in
      // Of the two forms of log(1 + x(eˢ−1)) − x s, the one whose terms do not cancel.
      let bend =
        x < 0.5
        ? x * expRemainder(-s) - logRemainder(x * .expMinusOne(s))
        : y * expRemainder(s) - logRemainder(y * .expMinusOne(-s))
      return slope * s + total * bend
    }
  }

  /// The even part of the continued fraction of DLMF 8.17.22, by the modified method of Lentz (1976).
  ///
  /// Written in a y − b x as a whole, whose digits the fraction itself would lose where one parameter is large and x near 1.
  private func fraction(_ point: UnitPoint) -> Double {
    let (x, y) = (point.x, point.y)
    let gap = 1 - SpecialFunctions.betaExcess(a, b, x, y)
    var c = 1e300
    var d = (a + 1) / gap
    var value = d
    for index in 1..<10_000 {
      let m = Double(index)
      // A small a must not be lost beside numbers that cancel.
      let (before, middle, after) = (a + 2 * (m - 1), a + (2 * m - 1), a + 2 * m)
      let even = m * (b - m) * x / (middle * after)
      let numerator = (a + (m - 1)) / before * ((a + b + (m - 1)) * x / middle) * even
      let odd: Double = (a + m) * gap + m * (1 + a * (2 + y) + m * (3 + y))
      let denominator = even + odd / (after * (after + 1))
      d = 1 / (denominator + numerator * d)
      c = denominator + numerator / c
      value *= d * c
      if abs(d * c - 1) <= 1e-16 { break }
    }
    return value
  }

  /// 1 − I_x(a, b) for a < 1 and small x, where I is near 1, with the unit taken out by expm1 (DLMF 8.17.7 expanded).
  private func upperNearZero(_ point: UnitPoint) -> Double {
    let exponent = a * point.logX - SpecialFunctions.logGammaOnePlus(a) + SpecialFunctions.logGammaDifference(b, plus: a)
    var sum = 0.0
    var term = 1.0
    for n in 1..<10_000 {
      term *= (Double(n) - b) / Double(n) * point.x
      sum += term / (a + Double(n))
      if abs(term) <= 1e-18 { break }
    }
    return -.expMinusOne(exponent) - a * .exp(exponent) * sum
  }
}
