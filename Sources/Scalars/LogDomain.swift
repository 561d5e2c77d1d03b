import RealModule

/// log(eᵃ + eᵇ) without overflow; log 0 = −∞ is an ordinary argument.
public func logAddExp<S: Scalar>(_ a: S, _ b: S) -> S {
  let (high, low) = a.primal >= b.primal ? (a, b) : (b, a)
  return low.primal == -.infinity || high.primal == .infinity ? high : high + .log(onePlus: .exp(low - high))
}

/// log Σ eᵃ without overflow; −∞ for no terms.
public func logSumExp(_ terms: some Sequence<Double>) -> Double {
  var largest = -Double.infinity
  var sum = 0.0
  for term in terms where term > -.infinity {
    if term > largest {
      sum = sum * .exp(largest - term) + 1
      largest = term
    } else {
      sum += .exp(term - largest)
    }
  }
  // Two infinite terms have made the sum NaN, one has made it infinite.
  return sum == 0 || largest == .infinity ? largest : largest + .log(sum)
}

/// log(1 − e⁻ˣ) for x ≥ 0, by whichever of the two forms keeps its digits (Mächler 2012).
public func log1mExp(_ x: Double) -> Double {
  x < 0.6931471805599453 ? .log(-.expMinusOne(-x)) : .log(onePlus: -.exp(-x))
}

/// The logistic function 1/(1 + e⁻ˣ), without overflow on either side.
@_specialize(where S == Dual<Double>)
public func logistic<S: Scalar>(_ x: S) -> S {
  if x.primal >= 0 { return 1 / (1 + .exp(-x)) }
  let e = S.exp(x)
  return e / (1 + e)
}

/// log(1 + eˣ), without overflow: the softplus function.
@_specialize(where S == Dual<Double>)
public func softplus<S: Scalar>(_ x: S) -> S {
  x.primal > 0 ? x + .log(onePlus: .exp(-x)) : .log(onePlus: .exp(x))
}

/// x + e⁻ˣ − 1 ≥ 0, the Bregman remainder of the exponential, to full relative accuracy also near 0.
public func expRemainder(_ x: Double) -> Double {
  guard abs(x) < 0.25 else { return x + .expMinusOne(-x) }
  // x² (1/2! − x/3! + x²/4! − …): what follows the last term is less than a unit in the last place.
  var sum = 0.0
  for i in reciprocalFactorials.indices.reversed() { sum = reciprocalFactorials[i] - x * sum }
  return x * x * sum
}

/// x − log(1 + x) ≥ 0, to full relative accuracy also near 0, where the difference cancels down to x²/2.
// The compiler does not specialise it where other modules call it, at every node of a mesh.
@_specialize(where S == Double)
public func logRemainder<S: Scalar>(_ x: S) -> S {
  guard abs(x.primal) < 0.25 else { return x - .log(onePlus: x) }
  // With r = x/(2+x): log(1+x) = 2(r + r³/3 + r⁵/5 + …), and x − 2r = x·r.
  let r = x / (2 + x)
  let r2 = r * r
  var tail = S.zero
  for i in oddReciprocals.indices.reversed() { tail = r2 * (S(oddReciprocals[i]) + tail) }
  return r * (x - 2 * tail)
}

/// log ω(x) with Wright's ω(x) = W(eˣ): the root u of u + eᵘ = x, to full relative accuracy (Corless & Jeffrey 2002).
public func logWrightOmega(_ x: Double) -> Double {
  // Where eᵘ is below the rounding of u, and where u is below that of eᵘ.
  guard x > -37 else { return x }
  guard x < 1e20 else { return .log(x) }
  // Newton's method on the convex u + eᵘ − x descends from the right. Taking out the 1 keeps the digits near u = 0.
  var u = x > 1 ? Double.log(x) : x
  for _ in 0..<50 {
    let excess = Double.expMinusOne(u)
    let step = (excess + (u - (x - 1))) / (excess + 2)
    u -= step
    // The next step would be about the square of this one.
    if abs(step) <= 1e-9 * abs(u) { break }
  }
  return u
}

/// 1/2!, 1/3!, …, 1/13!.
private let reciprocalFactorials: [12 of Double] = [
  0.5, 0.16666666666666666, 0.041666666666666664, 0.008333333333333333,
  0.001388888888888889, 0.0001984126984126984, 2.48015873015873e-05, 2.7557319223985893e-06,
  2.755731922398589e-07, 2.505210838544172e-08, 2.08767569878681e-09, 1.6059043836821613e-10,
]

/// 1/3, 1/5, …, 1/19.
private let oddReciprocals: [9 of Double] = [
  0.3333333333333333, 0.2, 0.14285714285714285, 0.1111111111111111, 0.09090909090909091,
  0.07692307692307693, 0.06666666666666667, 0.058823529411764705, 0.05263157894736842,
]
