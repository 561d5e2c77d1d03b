import RealModule
public import Scalars

/// Densities written around their saddle points: sums of deviances and of remainders of Stirling's formula, whose terms
/// do not cancel for large parameters (Loader 2000, “Fast and accurate computation of binomial probabilities”).
extension SpecialFunctions {
  /// log Γ(k) − k log k + k: the gamma distribution with rate 1 has log (x p(x)) = −k (v − log(1+v)) − this, with v =
  /// x/k − 1.
  public static func gammaLogNormalizer<S: Scalar>(_ shape: S) -> S {
    logGammaRemainder(shape) - 0.5 * .log(shape) + S(0.5 * .log(2 * .pi))
  }

  /// log [x₀ᵃ (1−x₀)ᵇ / B(a, b)] with x₀ = a/(a+b): the beta distribution's constant at the saddle point.
  public static func betaLogNormalizer<S: Scalar>(_ a: S, _ b: S) -> S {
    let remainders: S = logGammaRemainder(a + b) - logGammaRemainder(a) - logGammaRemainder(b)
    let small: S = a.primal < b.primal ? a : b
    let large: S = a.primal < b.primal ? b : a
    return remainders + 0.5 * (.log(small) - .log(onePlus: small / large)) - S(0.5 * .log(2 * .pi))
  }

  /// log [Γ((ν+1)/2) / (√(πν) Γ(ν/2))]: the Student t density at its centre.
  public static func studentLogNormalizer<S: Scalar>(_ dof: S) -> S {
    let a: S = 0.5 * dof
    let remainders: S = logGammaRemainder(a + 0.5) - logGammaRemainder(a)
    return remainders - a * logRemainder(0.5 / a) - S(0.5 * .log(2 * .pi))
  }

  /// b x − a y = (a+b) x − a with a single rounding (Kahan's difference of products).
  public static func betaExcess(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    let product = a * y
    return (-product).addingProduct(b, x) + product.addingProduct(-a, y)
  }

  /// (a+b) · KL(x₀‖x) ≥ 0 with x₀ = a/(a+b), from the excess (a+b)(x − x₀), from x and y = 1 − x, and from their
  /// logarithms.
  @_specialize(where S == Double)
  public static func betaDeviance<S: Scalar>(_ a: S, _ b: S, excess: S, x: S, y: S, logX: S, logY: S) -> S {
    betaDeviance(a, other: b, excess: excess, x, log: logX) + betaDeviance(b, other: a, excess: -excess, y, log: logY)
  }

  /// a (u − log(1+u)) with u = excess/a, where 1 + u = x (a+b)/a.
  @_specialize(where S == Double)
  private static func betaDeviance<S: Scalar>(_ a: S, other b: S, excess: S, _ x: S, log logX: S) -> S {
    let u = excess / a
    if u.primal > -0.5 && u.primal < .infinity { return a * logRemainder(u) }
    let odds = b / a
    let ratio = x * (1 + odds)
    if ratio.primal.isNormal, x.primal.isNormal { return excess - a * .log(ratio) }
    return excess - a * (logX + (odds.primal < .infinity ? .log(onePlus: odds) : .log(b) - .log(a)))
  }

  /// k (v − log(1+v)) ≥ 0 with v = u/k − 1, from the excess u − k, from u, and from its logarithm.
  @_specialize(where S == Double)
  public static func gammaDeviance<S: Scalar>(_ k: S, excess: S, _ u: S, log logU: S) -> S {
    let v = excess / k
    if excess.primal == .infinity { return excess }
    if v.primal > -0.5 && v.primal < .infinity { return k * logRemainder(v) }
    let ratio = u / k
    return excess - k * (ratio.primal.isNormal && u.primal.isNormal ? .log(ratio) : logU - .log(k))
  }
}
