import RealModule
public import Scalars

/// The incomplete beta function, its inverses, and Student's t distribution made of it.
extension SpecialFunctions {
  /// I_x(a, b), the beta distribution function; a, b > 0.
  public static func betaLower(_ a: Double, _ b: Double, _ x: Double) -> Double {
    x <= 0 ? 0 : x >= 1 ? 1 : .exp(betaTails(a, b, Unit(x)).lower)
  }

  /// 1 − I_x(a, b) = I_{1−x}(b, a).
  public static func betaUpper(_ a: Double, _ b: Double, _ x: Double) -> Double {
    x <= 0 ? 1 : x >= 1 ? 0 : .exp(betaTails(a, b, Unit(x)).upper)
  }

  /// The x with I_x(a, b) = p.
  public static func betaLowerInverse(_ a: Double, _ b: Double, _ p: Double) -> Double {
    p > 0.5 ? betaInverse(b, a, 1 - p).y : betaInverse(a, b, p).x
  }

  /// The x with 1 − I_x(a, b) = p.
  public static func betaUpperInverse(_ a: Double, _ b: Double, _ p: Double) -> Double {
    p > 0.5 ? betaInverse(a, b, 1 - p).x : betaInverse(b, a, p).y
  }

  /// P(T > t) for Student's t distribution, for any t.
  public static func studentUpper(_ dof: Double, _ t: Double) -> Double {
    let half = 0.5 * Double.exp(betaTails(0.5 * dof, 0.5, studentUnit(dof, abs(t))).lower)
    return t >= 0 ? half : 1 - half
  }

  /// The t with P(T > t) = p for Student's t distribution.
  public static func studentUpperInverse(_ dof: Double, _ p: Double) -> Double {
    if p > 0.5 { return -studentUpperInverse(dof, 1 - p) }
    if p <= 0 { return .infinity }
    if p == 0.5 { return 0 }
    let a = 0.5 * dof
    let root = Double.sqrt(dof)
    let logNormalizer = studentLogNormalizer(dof)
    // With t = √ν sinh u the density of u is proportional to cosh⁻ᵛ u, which is log-concave.
    let u = LogConcaveTail.inverse(target: .log(2 * p), start: 0, direction: -1) { u in
      let logCosh = u + .log(onePlus: .exp(-2 * u)) - .log(2)
      // x = 1/cosh² u has the logit −2 log sinh u.
      let tails = betaTails(a, 0.5, Unit(logit: -2 * (logCosh + .log(.tanh(u)))))
      return (tails.lower, logNormalizer + .log(2 * root) - dof * logCosh)
    }
    let t = u < 700 ? root * .sinh(u) : .exp(u - .log(2) + 0.5 * .log(dof))
    guard t.isFinite, t > 0 else { return t }
    let tails = betaTails(a, 0.5, studentUnit(dof, t))
    let logDensity = logNormalizer - 0.5 * (dof + 1) * .log(onePlus: (t / root) * (t / root))
    // One more step in t itself, by whichever of the tail and the centre is known to more digits.
    let step = p > 0.25
      ? ((0.5 - p) - 0.5 * .exp(tails.upper)) * .exp(-logDensity)
      : -(Double.log(2 * p) - tails.lower) * .exp(tails.lower - .log(2) - logDensity)
    return step.isFinite && abs(step) < 0.1 * t ? t + step : t
  }

  /// A point of the unit interval with its distance to either end, and the logarithms of both.
  struct Unit {
    let x, y, logX, logY: Double

    /// x itself, exactly.
    init(_ x: Double) {
      self.x = x
      y = 1 - x
      logX = .log(x)
      logY = .log(onePlus: -x)
    }

    /// x = 1/(1 + e⁻ˡ).
    init(logit l: Double) {
      x = logistic(l)
      y = logistic(-l)
      logX = -softplus(-l)
      logY = -softplus(l)
    }

    /// x = 1/(1 + r²).
    init(oddsRoot r: Double) {
      let square = r * r
      guard square.isNormal else {
        self.init(logit: -2 * .log(r))
        return
      }
      self.init(x: 1 / (1 + square), y: square / (1 + square), logX: -.log(onePlus: square), logY: -.log(onePlus: 1 / square))
    }

    private init(x: Double, y: Double, logX: Double, logY: Double) { (self.x, self.y, self.logX, self.logY) = (x, y, logX, logY) }

    var mirrored: Unit { Unit(x: y, y: x, logX: logY, logY: logX) }
  }

  /// x = ν/(ν + t²).
  private static func studentUnit(_ dof: Double, _ t: Double) -> Unit {
    Unit(oddsRoot: t / .sqrt(dof))
  }

  /// The point with I_x(a, b) = p ≤ ½. The tails are log-concave in the logit of x.
  private static func betaInverse(_ a: Double, _ b: Double, _ p: Double) -> Unit {
    if p <= 0 { return Unit(logit: -.infinity) }
    let target = Double.log(p)
    func tail(_ point: Unit) -> (value: Double, density: Double) { (betaTails(a, b, point).lower, logBetaKernel(a, b, point)) }
    let logit = LogConcaveTail.inverse(target: target, start: .log(a) - .log(b), direction: 1) { tail(Unit(logit: $0)) }
    let point = Unit(logit: logit)
    guard point.x.isNormal, point.y.isNormal else { return point }
    // The last step is taken in x or in 1 − x, whichever is small, because the logit is known only to a rounding of its own.
    let near = logit < 0 ? Unit(point.x) : Unit(point.y).mirrored
    let (value, density) = tail(near)
    let step = (target - value) * .exp(value - density)
    guard step.isFinite else { return point }
    return logit < 0 ? Unit(near.x * .exp(step * near.y)) : Unit(near.y * .exp(-step * near.x)).mirrored
  }

  /// log [xᵃ yᵇ / B(a, b)], in a saddle-point form whose terms do not cancel for large a and b.
  static func logBetaKernel(_ a: Double, _ b: Double, _ point: Unit) -> Double {
    betaLogNormalizer(a, b) - betaDeviance(a, b, excess: betaExcess(a, b, point.x, point.y), logX: point.logX, logY: point.logY)
  }

  /// b x − a y = (a+b) x − a with a single rounding (Kahan's difference of products).
  public static func betaExcess(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    let product = a * y
    return (-product).addingProduct(b, x) + product.addingProduct(-a, y)
  }

  /// (a+b) · KL(x₀‖x) ≥ 0 with x₀ = a/(a+b), from the excess (a+b)(x − x₀).
  public static func betaDeviance<S: Scalar>(_ a: S, _ b: S, excess: S, logX: S, logY: S) -> S {
    let total = a + b
    let (u, v) = (excess / a, -(excess / b))
    let lower: S = abs(u.primal) < 0.5 ? logRemainder(u) : u - (logX + .log(total / a))
    let upper: S = abs(v.primal) < 0.5 ? logRemainder(v) : v - (logY + .log(total / b))
    return a * lower + b * upper
  }

  /// log I_x(a, b) and log I_{1−x}(b, a).
  static func betaTails(_ a: Double, _ b: Double, _ point: Unit) -> (lower: Double, upper: Double) {
    if point.logX == -.infinity { return (-.infinity, 0) }
    if point.logY == -.infinity { return (0, -.infinity) }
    if min(a, b) >= 100 {
      if betaExcess(a, b, point.x, point.y) < 0 { return swap(betaTails(b, a, point.mirrored)) }
      let upper = logBetaKernel(a, b, point) + .log(betaUpperIntegral(a, b, point))
      return (log1mExp(-upper), upper)
    }
    if point.x > (a + 1) / (a + b + 2) { return swap(betaTails(b, a, point.mirrored)) }
    let lower = logBetaKernel(a, b, point) - .log(a) + .log(betaFraction(a, b, point))
    if a < 1, lower > -0.7 { return (lower, .log(betaUpperNearZero(a, b, point))) }
    return (lower, log1mExp(-lower))
  }

  private static func swap(_ tails: (lower: Double, upper: Double)) -> (lower: Double, upper: Double) { (tails.upper, tails.lower) }

  /// The upper tail over the density of the logit at x: ∫₀^∞ exp(−((a+b)x − a) s − (a+b)(log(1 + x(eˢ−1)) − x s)) ds.
  private static func betaUpperIntegral(_ a: Double, _ b: Double, _ point: Unit) -> Double {
    let (x, y) = (point.x, point.y)
    let total = a + b
    let slope = betaExcess(a, b, x, y)
    return LogConcaveTail.integral(slope: slope, curvature: total * x * y) { s in
      // Of the two forms of log(1 + x(eˢ−1)) − x s, the one whose terms do not cancel.
      let bend = x < 0.5
        ? x * expRemainder(-s) - logRemainder(x * .expMinusOne(s))
        : y * expRemainder(s) - logRemainder(y * .expMinusOne(-s))
      return slope * s + total * bend
    }
  }

  /// The even part of the continued fraction of DLMF 8.17.22, by the modified method of Lentz (1976).
  ///
  /// Written in a y − b x as a whole, whose digits the fraction itself would lose where one parameter is large and x near 1.
  private static func betaFraction(_ a: Double, _ b: Double, _ point: Unit) -> Double {
    let (x, y) = (point.x, point.y)
    let gap = 1 - betaExcess(a, b, x, y)
    var c = 1e300
    var d = (a + 1) / gap
    var value = d
    for index in 1..<10_000 {
      let m = Double(index)
      let (before, middle, after) = (a + 2 * m - 2, a + 2 * m - 1, a + 2 * m)
      let even = m * (b - m) * x / (middle * after)
      let numerator = (a + m - 1) / before * ((a + b + m - 1) * x / middle) * even
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
  private static func betaUpperNearZero(_ a: Double, _ b: Double, _ point: Unit) -> Double {
    let exponent = a * point.logX - logGammaOnePlus(a) + logGammaDifference(b, plus: a)
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
