import Calculus
import RealModule
import Scalars

// The non-negative pieces that the closed forms of KL are sums of. Each keeps its digits where its arguments are close.

/// The Itakura–Saito distance r − 1 − log r ≥ 0 of r = a/b, for positive a and b (Itakura & Saito 1968).
///
/// It is the Bregman divergence of −log: KL between exponential densities, and what a scale adds to many others.
func itakuraSaito(_ a: Double, _ b: Double) -> Double { itakuraSaito(excess: (a - b) / b, logRatio: logRatio(a, b)) }

/// The same from r − 1 and log r, of which the second is needed only away from r = 1.
func itakuraSaito(excess: Double, logRatio: @autoclosure () -> Double) -> Double {
  abs(excess) < 0.5 ? logRemainder(excess) : excess - logRatio()
}

/// log(a/b), with the digits of a − b where the two are close, and beyond the range of a/b.
///
/// - Parameter difference: a − b, where the caller knows it better than its rounded terms.
func logRatio(_ a: Double, _ b: Double, difference: Double? = nil) -> Double {
  let excess = (difference ?? a - b) / b
  if abs(excess) < 0.5 { return .log(onePlus: excess) }
  let ratio = a / b
  return ratio.isNormal ? .log(ratio) : .log(a) - .log(b)
}

/// ab − cd with one rounding, however close the two products are (Kahan; Jeannerod, Louvet & Muller 2013).
func differenceOfProducts(_ a: Double, _ b: Double, _ c: Double, _ d: Double) -> Double {
  let product = c * d
  let rounding = product.addingProduct(-c, d)
  return (-product).addingProduct(a, b) + rounding
}

/// The Bregman divergence log Γ(b) − log Γ(a) − ψ(a) h ≥ 0 of log Γ, for positive a and b = a + h.
///
/// The step h is asked for because it may be known better than the difference of the rounded a and b.
func logGammaBregman(from a: Double, to b: Double, step h: Double) -> Double {
  b * itakuraSaito(excess: -h / b, logRatio: -logRatio(b, a)) + gammaNormalizerBregman(from: a, to: b, step: h)
}

/// The Bregman divergence g(b) − g(a) − g′(a)(b − a) ≥ 0 of g(k) = log Γ(k) − k log k + k, for a > 0 and b = a + h > 0.
///
/// It is KL between gamma densities of these shapes and of equal means. By Taylor's formula it is ∫ (b − k) g″(k) dk
/// from a to b, here over log k, where the nearest singularity of g″ is π away: 21 nodes a panel of length 2 are exact
/// to rounding, and nothing cancels, since g″ > 0.
func gammaNormalizerBregman(from a: Double, to b: Double, step h: Double) -> Double {
  let length = logRatio(b, a, difference: h)
  guard length.isFinite else { return .nan }
  let count = max(1, (abs(length) / 2).rounded(.up))
  let half = 0.5 * length / count
  let rule = GaussKronrod.points21
  var sum = 0.0
  for panel in 0..<Int(count) {
    let middle = (2 * Double(panel) + 1) * half
    for (node, weight) in zip(rule.nodes, rule.weights) {
      let fromA = middle + half * node
      let k = a * .exp(fromA)
      sum += weight * (-.expMinusOne(fromA - length)) * k * trigammaExcess(k)
    }
  }
  return b * half * sum
}

/// g″(k) = ψ′(k) − 1/k > 0, for k > 0, to full relative accuracy: it falls like 1/(2k²).
///
/// By g″(k) = g″(k+1) + 1/(k²(k+1)) up to k ≥ 20 and the asymptotic series there (Abramowitz & Stegun 1964, 6.4.12).
func trigammaExcess(_ k: Double) -> Double {
  var argument = k
  var shifted = 0.0
  while argument < 20 {
    shifted += 1 / argument / argument / (argument + 1)
    argument += 1
  }
  let inverse = 1 / argument
  let square = inverse * inverse
  var series = 0.0
  for number in bernoulliNumbers.reversed() { series = series * square + number }
  return shifted + square * (0.5 + inverse * series)
}

/// B₂, B₄, …, B₁₄.
private let bernoulliNumbers: [Double] = [1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6]
