import Densities
import RealModule
import Scalars

/// KL and JS by kernel density estimates p̂ and q̂ that leave out the row they are evaluated at.
///
/// KL ≈ (1/n) Σ log(p̂₋ᵢ(xᵢ)/q̂(xᵢ)), with the influence function log(p/q) − KL on the rows of P and 1 − p/q on those
/// of Q (Kandasamy, Krishnamurthy, Póczos, Wasserman & Robins, “Nonparametric von Mises estimators for entropies,
/// divergences and mutual informations”, NIPS 2015). The estimates are smoother and wider than the densities, and their
/// normal kernels fall faster than most tails: a bias that no interval holds. It is judged by a second, wider
/// bandwidth.
extension SamplePair {
  func kernelDivergences() -> [SampleEstimate] {
    func none(_ reason: String) -> [SampleEstimate] {
      ["kl_pq", "kl_qp", "js"].map { SampleEstimate($0, .kernel, value: nil, counts: counts, note: reason) }
    }
    if let tooFew = Neighbors.tooFewRows(min(first.count, second.count)) { return none(tooFew) }
    if let lost = Neighbors.lostRows(Neighbors.merge(first, second), repeated: repeatedRows) { return none(lost) }
    do throws(DensityError) {
      let usual = try KernelRatios(first, second, widening: 1)
      let wide = try KernelRatios(first, second, widening: 1.5)
      return [
        .kernel("kl_pq", usual.kl, wide: wide.kl.value, settings, counts),
        .kernel("kl_qp", usual.swapped.kl, wide: wide.swapped.kl.value, settings, counts),
        .kernel("js", usual.js, wide: wide.js.value, settings, counts),
      ]
    } catch {
      return none(error.description)
    }
  }
}

extension SampleEstimate {
  /// An estimate by kernel estimates, with the value for wider ones.
  static func kernel(
    _ measure: String, _ estimate: KernelRatios.Value, wide: Double, _ settings: SampleSettings, _ counts: (first: Int, second: Int?)
  ) -> SampleEstimate {
    guard estimate.value.isFinite else {
      let reason = "a row lies so far from the others that the kernel estimate there is below all doubles"
      return SampleEstimate(measure, .kernel, value: nil, counts: counts, note: reason)
    }
    let (variance, move) = (estimate.variance, abs(wide - estimate.value))
    // A ratio p/q may be beyond the largest double: then nothing is known of the error.
    let error = variance.standardError.isFinite ? variance.standardError : .infinity
    let reason =
      error.isFinite
      ? variance.doubt : "the ratio of the estimated densities at a row is beyond the largest double, and with it the standard error"
    // The bias of a kernel estimate grows like the square of its bandwidth.
    let isBiased = !(move <= 0.2 * error)
    return .normal(
      measure, .kernel, estimate.value, error: error, by: .influence, isDoubtful: isBiased || reason != nil, settings, counts,
      remarks: [
        measure == "js" ? "differences narrower than a bandwidth are not seen" : noUpperBound,
        isBiased ? "with bandwidths 1.5 times as large the estimate moves by \(move.rough()): its bias is not small beside sampling" : "",
        reason ?? "",
      ])
  }
}

/// log p̂/q̂ at the rows of both samples, each row left out of its own estimate.
struct KernelRatios {
  let first: [Double]
  /// log p̂/q̂ at the rows of the second sample.
  let second: [Double]

  /// An estimate with the variance of its linear term.
  typealias Value = (value: Double, variance: InfluenceVariance)

  private init(first: [Double], second: [Double]) { (self.first, self.second) = (first, second) }

  init(_ xs: [Double], _ ys: [Double], widening: Double) throws(DensityError) {
    let p = try KernelDensity(xs, bandwidth: widening * Bandwidth.ruleOfThumb(xs))
    let q = try KernelDensity(ys, bandwidth: widening * Bandwidth.ruleOfThumb(ys))
    first = zip(Self.leavingOneOut(p, xs), xs).map { $0 - Self.log(q, at: $1) }
    second = zip(Self.leavingOneOut(q, ys), ys).map { Self.log(p, at: $1) - $0 }
  }

  /// By a place, which is of doubles: a generic function of another module is some ten times slower.
  private static func log(_ estimate: KernelDensity, at x: Double) -> Double { estimate.logDensity(at: Place(anchor: x, offset: 0)) }

  var swapped: KernelRatios { KernelRatios(first: second.map { -$0 }, second: first.map { -$0 }) }

  var kl: Value {
    var variance = InfluenceVariance()
    variance.add(first)
    variance.add(second.map { .exp($0) })
    return (first.mean { $0 }.value, variance)
  }

  /// JS = ½ E_P log 2p/(p+q) + ½ E_Q log 2q/(p+q): its linear term is that of the two means alone.
  var js: Value {
    func part(_ ratio: Double) -> Double {
      // log(1 + e⁻ʳ), also where e⁻ʳ overflows.
      let loss: Double = max(-ratio, 0) + Double.log(onePlus: Double.exp(-abs(ratio)))
      return 0.5 * (Double.log(2) - loss)
    }
    let (inFirst, inSecond) = (first.map(part), second.map { part(-$0) })
    var variance = InfluenceVariance()
    variance.add(inFirst)
    variance.add(inSecond)
    return (inFirst.mean { $0 }.value + inSecond.mean { $0 }.value, variance)
  }

  /// log p̂₋ᵢ(xᵢ) of sorted rows: the sum over all kernels less the row's own, which is φ(0)/(n h).
  static func leavingOneOut(_ estimate: KernelDensity, _ sorted: [Double]) -> [Double] {
    let (count, h) = (Double(sorted.count), estimate.bandwidth)
    let own = -.log(count * h) - 0.5 * .log(2 * .pi)
    return sorted.indices.map { index in
      let below = index > 0 ? sorted[index] - sorted[index - 1] : .infinity
      let above = index + 1 < sorted.count ? sorted[index + 1] - sorted[index] : .infinity
      // Where the rest cancels, that of the nearest row is nearly all of it.
      let nearest = -0.5 * (min(below, above) / h).squared
      let rest = Double.expMinusOne(log(estimate, at: sorted[index]) - own)
      return max(rest > 1e-9 ? .log(rest) : -.infinity, nearest) + own + .log(count / (count - 1))
    }
  }
}
