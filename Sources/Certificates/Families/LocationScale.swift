import Densities

// Towards a tail, t is the distance from the end's anchor and m the t of the location, so that |x − location| = t − m.

extension Normal: Enclosable {
  func logDensity(at x: Position) -> Node? {
    let z = x.distance(from: mean) / x.ball(sd)
    return -(z.squared / Ball(2)) - (.log(x.ball(sd)) + .log(Ball(2) * .pi) / Ball(2))
  }

  /// log p = −(t − m)²/2σ² + constant, so d log p/d log t = −t²/σ² + m t/σ².
  func growth(_ end: End) -> Growth? {
    let rate = Ball(1) / (end.ball(sd) * end.ball(sd))
    return Growth(from: end.start, [(.power(2), -rate), (.power(1), end.position(of: mean) * rate)])
  }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    let z = x.distance(from: mean) / (x.ball(sd) * .pow(Ball(2), 0.5))
    return (.erfc(-z) / Ball(2), .erfc(z) / Ball(2))
  }
}

extension SkewNormal: Enclosable {
  func logDensity(at x: Position) -> Node? {
    let z = x.distance(from: location) / x.ball(scale)
    let cumulative = Node.logErfc(-(x.ball(shape) * z) / .pow(Ball(2), 0.5))
    return cumulative - z.squared / Ball(2) - (.log(x.ball(scale)) + .log(Ball(2) * .pi) / Ball(2))
  }

  /// With u = (t − m)/σ, a = |α| and h = φ/Φ: −u + a h(a u) where Φ tends to 1, and −u − a h(−a u) where it tends to 0.
  ///
  /// There h(−w) = w + θ/w with 0 ≤ θ ≤ 1, so that it is −(1 + a²) u − θ/u. Here 0 ≤ h(w) ≤ e^(−w²/2), and with it
  /// t² e^(−w²/2) falls from t (t − m) = 2σ²/a² on.
  func growth(_ end: End) -> Growth? {
    let (m, a) = (end.position(of: location), end.ball(abs(shape)))
    let (distance, variance) = (end.start - m, end.ball(scale) * end.ball(scale))
    guard distance.isPositive else { return nil }
    if shape == 0 || end.direction * shape > 0 {
      let rest = Growth(from: end.start, [(.power(2), -(Ball(1) / variance)), (.power(1), m / variance)])
      if shape == 0 { return rest }
      guard (end.start * distance - Ball(2) * variance / (a * a)).isNonnegative else { return nil }
      let w = a * distance / end.ball(scale)
      let most = a / end.ball(scale) * end.start * end.start * .exp(-(w * w / Ball(2)))
      return rest + Growth(from: end.start, [(.power(-1), .hull(Ball(0), most))])
    }
    let rate = (Ball(1) + a * a) / variance
    let ratio = end.start / distance
    return Growth(from: end.start, [(.power(2), -rate), (.power(1), m * rate), (.power(0), .hull(Ball(0), -.max(ratio, Ball(1))))])
  }

  /// F = Φ(z) − 2T(z, α) with Owen's T, which is odd in α.
  ///
  /// If a = |α| > 1, T(z, a) = ½Φ(z) + ½Φ(a z) − Φ(z)Φ(a z) − T(a z, 1/a) (Owen 1956).
  func distribution(at x: Position) -> (below: Node, above: Node)? {
    let z = x.distance(from: location) / x.ball(scale)
    let (a, side) = (x.ball(abs(shape)), Ball(shape < 0 ? 2 : -2))
    let normal = Self.distribution(z)
    if abs(shape) <= 1 {
      let rest = side * owen(z, a)
      return (normal.below + rest, normal.above - rest)
    }
    let steeper = Self.distribution(a * z)
    // ½Φ(z) + ½Φ(a z) − Φ(z)Φ(a z) of smaller numbers.
    let mixed = Ball(0.5) * (normal.below * steeper.above + normal.above * steeper.below)
    let rest = side * (mixed - owen(a * z, Ball(1) / a))
    return (normal.below + rest, normal.above - rest)
  }

  /// Φ(z) and 1 − Φ(z).
  private static func distribution(_ z: Node) -> (below: Node, above: Node) {
    let scaled = z / .pow(Ball(2), 0.5)
    return (.erfc(-scaled) / Ball(2), .erfc(scaled) / Ball(2))
  }

  /// T(h, a) = (1/2π) ∫ exp(−h²(1 + t²)/2)/(1 + t²) dt over (0, a), for 0 ≤ a ≤ 1, by the 80-point rule.
  ///
  /// On the ellipse with foci 0 and a and ρ = 4 the distances from the foci sum to 2.125 a; those of ±i to 1 + √(1 + a²), so that ±i are
  /// at least ½(1 + √2 − 2.125) > 0.144 away from it, and |1 + t²| ≥ 0.144 · 1.856 > ¼. There Re t² ≥ −(0.9375 a)² > −1, so that the
  /// integrand is at most 4, and the rule is wrong by at most (64/15) · 4 · (a/2) ρ^(−160)/(1 − ρ⁻²) < 2^(−315).
  private func owen(_ h: Node, _ a: Ball) -> Node {
    let rule = GaussLegendre.rule(80, bits: Ball.bits)
    let (half, square) = (a / Ball(2), h.squared)
    var sum = h.program.constant(.hull(Ball(-0x1p-315), Ball(0x1p-315)))
    for index in 0..<rule.count {
      let t = half * (Ball(1) + rule.nodes[index])
      let spread = Ball(1) + t * t
      sum = sum + half * rule.weights[index] / (Ball(2) * .pi * spread) * .exp(-(spread / Ball(2)) * square)
    }
    return sum
  }
}

extension Laplace: Enclosable {
  func cuts(_ reading: Reading) -> [Rational] { [reading.number(location)] }

  func logDensity(at x: Position) -> Node? {
    let z = x.distance(from: location) / x.ball(scale)
    return (x.isAbove(location) ? -z : z) - .log(Ball(2) * x.ball(scale))
  }

  /// log p = −(t − m)/b + constant beyond the location, and the ends of a tail start beyond it.
  func growth(_ end: End) -> Growth? {
    guard (end.start - end.position(of: location)).isNonnegative else { return nil }
    return Growth(from: end.start, [(.power(1), -(Ball(1) / end.ball(scale)))])
  }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    let z = x.distance(from: location) / x.ball(scale)
    let half = Ball(0.5)
    return x.isAbove(location) ? (Ball(1) - half * .exp(-z), half * .exp(-z)) : (half * .exp(z), Ball(1) - half * .exp(z))
  }
}

extension Logistic: Enclosable {
  func logDensity(at x: Position) -> Node? {
    let z = x.distance(from: location) / x.ball(scale)
    return -z - Ball(2) * .softplus(-z) - .log(x.ball(scale))
  }

  /// With u = (t − m)/s, d log p/dt = −tanh(u/2)/s = −1/s + 2/(s(eᵘ + 1)).
  ///
  /// The second part times t is at most (2/s) t² e^(−u) · 1/t, and t² e^(−u) falls from t = 2s on.
  func growth(_ end: End) -> Growth? {
    let s = end.ball(scale)
    guard let rest = exponentialRest(end, location: location, scale: s) else { return nil }
    return Growth(from: end.start, [(.power(1), -(Ball(1) / s)), (.power(-1), .hull(Ball(0), Ball(2) * rest / s))])
  }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    let z = x.distance(from: location) / x.ball(scale)
    return (.exp(-.softplus(-z)), .exp(-.softplus(z)))
  }
}

/// The greatest t² exp(−(t − m)/s) for t ≥ start, which is that at the start if it is at least 2s.
private func exponentialRest(_ end: End, location: Double, scale: Ball) -> Ball? {
  guard (end.start - Ball(2) * scale).isNonnegative else { return nil }
  return (end.start * end.start * .exp((end.position(of: location) - end.start) / scale)).upperEnd
}

extension Gumbel: Enclosable {
  func logDensity(at x: Position) -> Node? {
    let z = x.distance(from: location) / x.ball(scale)
    return -z - .exp(-z) - .log(x.ball(scale))
  }

  /// Above, u = (t − m)/s and log p = −u − e^(−u): d log p/d log t = −t/s + (t/s)e^(−u), with t² e^(−u) falling from 2s on.
  /// Below, log p = u − eᵘ: t/s − (t/s) e^(−m/s) e^(t/s).
  func growth(_ end: End) -> Growth? {
    let s = end.ball(scale)
    if end.direction > 0 {
      guard let rest = exponentialRest(end, location: location, scale: s) else { return nil }
      return Growth(from: end.start, [(.power(1), -(Ball(1) / s)), (.power(-1), .hull(Ball(0), rest / s))])
    }
    let factor = Ball.exp(-(end.position(of: location) / s)) / s
    return Growth(from: end.start, [(.power(1), Ball(1) / s), (.exponential(scale: s), -factor)])
  }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    let size = Node.exp(-(x.distance(from: location) / x.ball(scale)))
    return (.exp(-size), -.expMinusOne(-size))
  }
}

extension Cauchy: Enclosable {
  func logDensity(at x: Position) -> Node? {
    let z = x.distance(from: location) / x.ball(scale)
    return -.log(z.squared + Ball(1)) - .log(.pi * x.ball(scale))
  }

  func growth(_ end: End) -> Growth? { powerTail(end, location: location, spread: end.ball(scale) * end.ball(scale), exponent: Ball(2)) }

  func distribution(at x: Position) -> (below: Node, above: Node)? {
    let distance = x.distance(from: location)
    // Beyond the location by the arctangent of 1/z, which keeps the digits of what is small.
    if x.isAbove(location), x.isBelow(location) { return (x.program.constant(Ball(0.5)), x.program.constant(Ball(0.5))) }
    if x.isAbove(location) {
      let above = Node.arctan(x.ball(scale) / distance) / .pi
      return (Ball(1) - above, above)
    }
    if x.isBelow(location) {
      let below = Node.arctan(x.ball(scale) / -distance) / .pi
      return (below, Ball(1) - below)
    }
    let middle = Node.arctan(distance / x.ball(scale)) / .pi
    return (middle + Ball(0.5), Ball(0.5) - middle)
  }
}

/// The growth of a density proportional to (1 + (t − m)²/spread)^(−exponent/2).
///
/// It is −e t(t − m)/(spread + (t − m)²). With v = 1/t, this is −e + e·v·(spread·v − m(1 − m v))/(spread·v² + (1 − m v)²).
func powerTail(_ end: End, location: Double, spread: Ball, exponent: Ball) -> Growth? {
  let (m, v) = (end.position(of: location), end.inverse)
  let rest = Ball(1) - m * v
  let quotient = (spread * v - m * rest) / (spread * v * v + rest * rest)
  guard quotient.isFinite else { return nil }
  return Growth(from: end.start, [(.power(0), -exponent), (.power(-1), exponent * quotient)])
}

extension StudentT: Enclosable {
  func logDensity(at x: Position) -> Node? {
    let (nu, z) = (x.ball(dof), x.distance(from: location) / x.ball(scale))
    let half = (nu + Ball(1)) / Ball(2)
    let normalizer = Ball.logGamma(half) - .logGamma(nu / Ball(2)) - .log(nu * .pi) / Ball(2) - .log(x.ball(scale))
    return -(half * .log(z.squared / nu + Ball(1))) + normalizer
  }

  func growth(_ end: End) -> Growth? {
    powerTail(end, location: location, spread: end.ball(dof) * end.ball(scale) * end.ball(scale), exponent: end.ball(dof) + Ball(1))
  }

  /// P(X > x) = ½ I_y(ν/2, ½) with y = ν/(ν + z²) beyond the location; across it ½ + c z F(½, (ν + 1)/2; 3/2; −z²/ν), where c is
  /// the density's height at z = 0 in units of 1/scale.
  func distribution(at x: Position) -> (below: Node, above: Node)? {
    let (nu, half) = (x.ball(dof), Ball(0.5))
    let z = x.distance(from: location) / x.ball(scale)
    let isAbove = x.isAbove(location)
    guard isAbove || x.isBelow(location) else {
      let height = Ball.exp(.logGamma((nu + Ball(1)) / Ball(2)) - .logGamma(nu / Ball(2)) - .log(nu * .pi) / Ball(2))
      let middle = height * z * .student(nu, -(z.squared / nu))
      return (middle + half, half - middle)
    }
    let beyond = half * .betaLower(nu / Ball(2), half, nu / (z.squared + nu))
    return isAbove ? (Ball(1) - beyond, beyond) : (beyond, Ball(1) - beyond)
  }
}
