import Calculus
package import Densities
import RealModule
package import Scalars

/// The density of U + sd · Z for U uniform and Z standard normal: what instance noise makes of a uniform density.
///
/// p(x) = [Q((x − upper)/sd) − Q((x − lower)/sd)]/(upper − lower) with Q the upper tail of the standard normal, by its
/// logarithm, so that nothing underflows. Where the two tails nearly cancel the density is the normal one times a
/// series in Hermite polynomials.
package struct NoisyUniform: AnalyticDensity {
  /// The density without noise.
  package let clean: Uniform
  /// The standard deviation of the noise.
  package let sd: Double

  /// A uniform density with normal noise; the deviation must be above 0.
  package init(_ clean: Uniform, sd: Double) {
    precondition(sd > 0, "the deviation of noise must be above 0, not \(sd)")
    self.clean = clean
    self.sd = sd
  }

  package var text: String { "\(clean) with normal noise of deviation \(sd)" }
  package var support: [Interval] { [.line] }
  package var landmarks: [Landmark] {
    let half = 0.5 * (clean.upper - clean.lower)
    return [
      Landmark(location: clean.lower, scale: sd), Landmark(location: clean.lower + half, scale: half + sd),
      Landmark(location: clean.upper, scale: sd),
    ]
  }

  package func logDensity<S: Scalar>(at x: S) -> S {
    // A step without value carries the derivatives, of which two are enough for any use of a density.
    let (log, slope, curvature) = expansion(at: x.primal)
    let step = x - S(x.primal)
    return S(log) + step * (S(slope) + 0.5 * S(curvature) * step)
  }
  package func logDensity(at place: Place) -> Double { expansion(at: place.x).log + place.logJacobian }
  package func score(at x: Double) -> Double { expansion(at: x).slope }

  /// E[U | X = x] = x + sd² · score, the posterior mean of what the noise was added to (Robbins 1956).
  package func mean(at x: Double) -> Double { x + sd * sd * score(at: x) }

  package func asymptote(_ approach: Approach) -> Asymptote {
    guard case .tail(let direction, _, let unit) = approach else { return Asymptote([.constant: logDensity(at: approach.place)]) }
    // Far out p is sd²/(d · width) times the normal density around the nearer end, at the distance d from it.
    let nearer = Normal(mean: direction < 0 ? clean.lower : clean.upper, sd: sd)
    return nearer.asymptote(approach) + Asymptote([.log: -1, .constant: .log(sd * sd / ((clean.upper - clean.lower) * unit))])
  }

  package func sample(using generator: inout some RandomNumberGenerator) -> Double {
    clean.sample(using: &generator) + Normal(mean: 0, sd: sd).sample(using: &generator)
  }

  /// log p, its derivative, and its second derivative.
  private func expansion(at x: Double) -> (log: Double, slope: Double, curvature: Double) {
    // By symmetry above the middle, where both tails are the upper ones.
    let half = 0.5 * (clean.upper - clean.lower)
    let offset = x - (clean.lower + half)
    let side: Double = offset < 0 ? -1 : 1
    let (d, h) = (abs(offset) / sd, half / sd)
    let expansion = max(1, d) * h < 0.1 ? Self.series(d, h) : Self.tails(d, h)
    return (expansion.log - .log(sd), side * expansion.slope / sd, expansion.curvature / (sd * sd))
  }

  /// The same in units of the noise, at a distance d from the middle of a uniform density of half-width h.
  private static func tails(_ d: Double, _ h: Double) -> (log: Double, slope: Double, curvature: Double) {
    let (logNear, logFar) = (logNormalUpper(d - h), logNormalUpper(d + h))
    let mass = logNear + log1mExp(logNear - logFar)
    // φ(near)/mass and φ(far)/mass.
    let constant = -0.5 * Double.log(2 * .pi) - mass
    let (a, b) = (Double.exp(constant - 0.5 * (d - h) * (d - h)), Double.exp(constant - 0.5 * (d + h) * (d + h)))
    return (mass - .log(2 * h), b - a, (d - h) * a - (d + h) * b - (b - a) * (b - a))
  }

  /// (1/2h) ∫ φ(d + t) dt over |t| ≤ h is φ(d) Σ h²ᵏ He₂ₖ(d)/(2k + 1)!; for hd and h below 0.1 the fifth term is below
  /// rounding.
  private static func series(_ d: Double, _ h: Double) -> (log: Double, slope: Double, curvature: Double) {
    // He₀ … He₈ by recurrence; the derivative of Heₙ is n Heₙ₋₁.
    var hermite = [1, d]
    for n in 1..<8 { hermite.append(d * hermite[n] - Double(n) * hermite[n - 1]) }
    var (sum, first, second) = (1.0, 0.0, 0.0)
    var coefficient = 1.0
    for n in stride(from: 2, through: 8, by: 2) {
      coefficient *= h * h / Double(n * (n + 1))
      sum += coefficient * hermite[n]
      first += coefficient * Double(n) * hermite[n - 1]
      second += coefficient * Double(n * (n - 1)) * hermite[n - 2]
    }
    let slope = first / sum
    return (-0.5 * d * d - 0.5 * .log(2 * .pi) + .log(sum), slope - d, second / sum - slope * slope - 1)
  }
}

extension Approach {
  /// The point of an approach to a point; 0 for a tail.
  fileprivate var place: Double { if case .point(let point, _, _) = self { point } else { 0 } }
}

/// log P(Z > z) for a standard normal Z, without underflow: beyond 5 by Laplace's continued fraction of Mills' ratio.
func logNormalUpper(_ z: Double) -> Double {
  guard z > 5 else { return .log(SpecialFunctions.normalUpper(z, sd: 1)) }
  var fraction = z
  for k in stride(from: 60.0, through: 1, by: -1) { fraction = z + k / fraction }
  return -0.5 * z * z - 0.5 * .log(2 * .pi) - .log(fraction)
}
