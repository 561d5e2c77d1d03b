import CGSL
import RealModule
package import Scalars

/// Special functions of probability, to about 1e-14 relative also where they are small.
///
/// A value as small as e⁻⁷⁰⁰ comes from an exponent that is itself rounded: some 2e-13 are lost there at most.
package enum SpecialFunctions {
  /// log Γ(k) − [(k − ½) log k − k + ½ log 2π] > 0: what Stirling's formula leaves, for k > 0.
  ///
  /// Formulas for large parameters are sums of these (Loader 2000). Recurrence up to k ≥ 12, and there DLMF 5.11.1.
  @_specialize(where S == Double)
  @_specialize(where S == Dual<Double>)
  package static func logGammaRemainder<S: Scalar>(_ k: S) -> S {
    var argument = k
    var sum = S.zero
    while argument.primal < 12 {
      sum += remainderStep(argument)
      argument += 1
    }
    let inverse = 1 / argument
    let square = inverse * inverse
    var series = S.zero
    for coefficient in stirling.reversed() { series = series * square + S(coefficient) }
    return sum + series * inverse
  }

  /// B₂ₙ/(2n(2n−1)), n = 1…8.
  private static let stirling: [Double] = [
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156, -3617.0 / 122400,
  ]

  /// (k + ½) log(1 + 1/k) − 1 > 0, the remainder's difference between k and k + 1.
  @_specialize(where S == Double)
  @_specialize(where S == Dual<Double>)
  private static func remainderStep<S: Scalar>(_ k: S) -> S {
    if k.primal < 0.5 { return (k + 0.5) * (.log(onePlus: k) - .log(k)) - 1 }
    // With r = 1/(2k+1): (k + ½) log(1 + 1/k) = artanh(r)/r = 1 + r²/3 + r⁴/5 + …
    let r = 1 / (2 * k + 1)
    let square = r * r
    var sum = S.zero
    var power = square
    var odd = 3.0
    while power.primal > 1e-18 * square.primal {
      sum += power / S(odd)
      power *= square
      odd += 2
    }
    return sum
  }

  /// log Γ(1 + a) for a > −½, to full relative accuracy also near a = 0 (Abramowitz & Stegun 1964, 6.1.33).
  static func logGammaOnePlus(_ a: Double) -> Double {
    guard abs(a) <= 0.5 else { return .logGamma(1 + a) }
    var series = 0.0
    for coefficient in zetaCoefficients.reversed() { series = coefficient - a * series }
    return a * 0.42278433509846714 - .log(onePlus: a) + a * a * series
  }

  /// (ζ(k) − 1)/k, k = 2, 3, …
  private static let zetaCoefficients: [Double] = [
    0.32246703342411321824, 0.067352301053198095133, 0.020580808427784547879, 0.0073855510286739852663, 0.0028905103307415232858,
    0.0011927539117032609771, 0.00050966952474304242234, 0.00022315475845357937976, 0.000099457512781808533715,
    0.0000449262367381331417, 0.000020507212775670691553, 9.439488275268395904e-6, 4.3748667899074878042e-6, 2.0392157538013662368e-6,
    9.5514121304074198329e-7, 4.4924691987645660433e-7, 2.1207184805554665869e-7, 1.0043224823968099609e-7, 4.7698101693639805658e-8,
    2.271109460894316491e-8, 1.0838659214896954091e-8, 5.1834750419700466551e-9, 2.4836745438024783172e-9, 1.1921401405860912074e-9,
    5.7313672416788620133e-10, 2.7595228851242331452e-10, 1.3304764374244489481e-10, 6.4229645638381000221e-11, 3.1044247747322272762e-11,
  ]

  /// Γ(b + a)/Γ(b) = scaleᵃ e^constant for a, b > 0, which does not cancel for small a nor overflow for large b.
  static func gammaRatio(_ b: Double, plus a: Double) -> (scale: Double, constant: Double) {
    var base = b
    var shifted = 0.0
    while base < 15 {
      shifted += .log(onePlus: a / base)
      base += 1
    }
    // Stirling's formula at base + a less that at base, term by term.
    let growth = Double.log(onePlus: a / base)
    var remainder = 0.0
    var power = 1 / base
    for (index, coefficient) in stirling.enumerated() {
      remainder += coefficient * power * .expMinusOne(-Double(2 * index + 1) * growth)
      power /= base * base
    }
    return (base + a, remainder - base * logRemainder(a / base) - 0.5 * growth - shifted)
  }

  /// log x − m as if rounded once: with x = 2ⁿ f, the part n log 2 is nearly all of log x and is subtracted exactly.
  package static func logDifference(_ x: Double, _ m: Double) -> Double {
    guard x > 0, x < .infinity else { return .log(x) - m }
    var (exponent, fraction) = (Double(x.exponent), x.significand)
    if fraction > 1.4142135623730951 { (exponent, fraction) = (exponent + 1, 0.5 * fraction) }
    // log 2 in two parts, of which the first has so few digits that its product with an exponent is exact.
    return (exponent * 0x1.62e42fefa38p-1 - m) + (exponent * 0x1.ef35793c7673p-45 + .log(fraction))
  }

  /// P(Z > distance/sd) for a standard normal Z; the rounding of the quotient z, which counts z² times, is put right.
  package static func normalUpper(_ distance: Double, sd: Double) -> Double {
    let z = distance / sd
    let rest = (distance - 0).addingProduct(-z, sd) / sd
    let hi = z * 0.7071067811865476
    guard abs(hi) < 27, rest.isFinite else { return 0.5 * .erfc(hi) }
    let lo = (-hi).addingProduct(z, 0.7071067811865476) - z * 4.8336466567264530e-17 + rest * 0.7071067811865476
    return 0.5 * .erfc(hi) - lo / .sqrt(.pi) * .exp(-hi * hi)
  }

  /// The z with Φ(z) = p for the standard normal distribution (Wichura 1988, as GSL has it); ∓∞ at 0 and 1.
  package static func normalQuantile(_ p: Double) -> Double {
    p <= 0 ? -.infinity : p >= 1 ? .infinity : gsl_cdf_ugaussian_Pinv(p)
  }
}

/// Densities written around their saddle points: sums of deviances and of remainders of Stirling's formula, whose terms
/// do not cancel for large parameters (Loader 2000, “Fast and accurate computation of binomial probabilities”).
extension SpecialFunctions {
  /// log Γ(k) − k log k + k: at rate 1 a gamma density has log (x p(x)) = −k (v − log(1+v)) − this, v = x/k − 1.
  @_specialize(where S == Double)
  package static func gammaLogNormalizer<S: Scalar>(_ shape: S) -> S {
    logGammaRemainder(shape) - 0.5 * .log(shape) + S(0.5 * .log(2 * .pi))
  }

  /// log [x₀ᵃ (1−x₀)ᵇ / B(a, b)] with x₀ = a/(a+b): the beta distribution's constant at the saddle point.
  @_specialize(where S == Double)
  package static func betaLogNormalizer<S: Scalar>(_ a: S, _ b: S) -> S {
    let remainders: S = logGammaRemainder(a + b) - logGammaRemainder(a) - logGammaRemainder(b)
    let small: S = a.primal < b.primal ? a : b
    let large: S = a.primal < b.primal ? b : a
    return remainders + 0.5 * (.log(small) - .log(onePlus: small / large)) - S(0.5 * .log(2 * .pi))
  }

  /// log [Γ((ν+1)/2) / (√(πν) Γ(ν/2))]: the Student t density at its centre.
  @_specialize(where S == Double)
  package static func studentLogNormalizer<S: Scalar>(_ dof: S) -> S {
    let a: S = 0.5 * dof
    let remainders: S = logGammaRemainder(a + 0.5) - logGammaRemainder(a)
    return remainders - a * logRemainder(0.5 / a) - S(0.5 * .log(2 * .pi))
  }

  /// b x − a y = (a+b) x − a with a single rounding (Kahan's difference of products).
  package static func betaExcess(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
    let product = a * y
    return (-product).addingProduct(b, x) + product.addingProduct(-a, y)
  }

  /// (a+b) · KL(x₀‖x) ≥ 0 with x₀ = a/(a+b), from the excess (a+b)(x − x₀), x, y = 1 − x and their logarithms.
  @_specialize(where S == Double)
  package static func betaDeviance<S: Scalar>(_ a: S, _ b: S, excess: S, x: S, y: S, logX: S, logY: S) -> S {
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
  package static func gammaDeviance<S: Scalar>(_ k: S, excess: S, _ u: S, log logU: S) -> S {
    let v = excess / k
    if excess.primal == .infinity { return excess }
    if v.primal > -0.5 && v.primal < .infinity { return k * logRemainder(v) }
    let ratio = u / k
    return excess - k * (ratio.primal.isNormal && u.primal.isNormal ? .log(ratio) : logU - .log(k))
  }
}
