import Calculus
import RealModule

/// The integrand q f(p/q) of an f-divergence.
struct FDivergenceIntegrand<Divergence: FDivergence>: Integrand {
  let divergence: Divergence

  /// Without powers an integrand is at most a density times a logarithm.
  var isShifted: Bool { divergence.hasPower }
  var hasKink: Bool { divergence.hasKinkAtOne }
  var smoothness: Smoothness { divergence.smoothness }
  var formula: DivergenceFormula? { divergence.formula }
  func value(_ s: PairSample, shift: Double) -> Double { divergence.integrand(s, shift: shift) }
  func rounding(_ s: PairSample, value: Double) -> Double { divergence.rounding(s, value: value, shift: 0) }
  func exponent(_ s: PairSample) -> Double { divergence.exponent(s) }
  func largestExponent(_ samples: PairSamples) -> Double { divergence.largestExponent(samples) }

  func evaluate(_ samples: PairSamples, shift: Double, into values: inout NodeValues) {
    divergence.evaluate(samples, shift: shift, into: &values)
  }
}

/// The same on the samples of a mesh that has the values of a function, too.
struct LineDivergence<Divergence: FDivergence>: Integrand {
  let base: FDivergenceIntegrand<Divergence>

  var isShifted: Bool { base.isShifted }
  var formula: DivergenceFormula? { base.formula }
  var hasKink: Bool { base.hasKink }
  func value(_ s: LineSample, shift: Double) -> Double { base.value(s.pair, shift: shift) }
  func rounding(_ s: LineSample, value: Double) -> Double { base.rounding(s.pair, value: value) }
  func exponent(_ s: LineSample) -> Double { base.exponent(s.pair) }

  func evaluate(_ samples: PairedSamples<LineSample>, shift: Double, into values: inout NodeValues) {
    base.evaluate(samples.columns, shift: shift, into: &values)
  }
}

extension FDivergence {
  /// The integrand, of a type of its own.
  var integrand: any Integrand<PairSample> { FDivergenceIntegrand(divergence: self) }
  var lineIntegrand: any Integrand<LineSample> { LineDivergence(base: FDivergenceIntegrand(divergence: self)) }

  package func evaluate(_ samples: PairSamples, shift: Double, into values: inout NodeValues) {
    if let formula {
      samples.evaluate(formula, shift: shift, into: &values)
    } else {
      samples.evaluate(self, shift: shift, into: &values)
    }
    if !vanishesAtOne { return }
    // Where p and q agree to within their roundings the bounds are others.
    for node in samples.blurred {
      values.replaceRounding(of: node, by: rounding(samples[node], value: values.values[node], shift: shift))
    }
  }

  /// The integrand with what its rounding is where p and q do not agree to within theirs.
  @inline(__always)
  package func node(_ sample: PairSample, shift: Double) -> (value: Double, rounding: Double) {
    let value = integrand(sample, shift: shift)
    return (value, roundingOfRatio(sample, value: value))
  }

  /// q f(p/q) e^−shift, per unit of the chart's coordinate; without powers the integrand is never shifted.
  @inline(__always)
  func integrand(_ s: PairSample, shift: Double) -> Double {
    let shape = s.isPLarger ? dualAtRatio(s.ratio) : atRatio(s.ratio)
    let growth = s.isPLarger ? growthAtInfinity : growthAtZero
    if !hasPower || growth.power == 0 && shift == 0 { return s.larger == 0 ? 0 : s.larger * shape }
    let log = max(s.logP, s.logQ)
    if log == -.infinity { return 0 }
    let factor = growth.power == 0 ? 0 : growth.power * s.ratio.log
    return shape * .exp(log + factor - shift)
  }

  /// Whether the integrand may grow like a power of the ratio.
  @inline(__always)
  fileprivate var hasPower: Bool { growthAtZero.power != 0 || growthAtInfinity.power != 0 }

  /// What the rounding of log p and log q does to the integrand.
  ///
  /// Where p and q agree to within rounding the true integrand is anything up to that of the blurred ratio.
  func rounding(_ s: PairSample, value: Double, shift: Double) -> Double {
    if vanishesAtOne, let blurred = s.blurredRatio {
      // As one exponent, because far out, where both densities underflow, the ratio is blurred without bound.
      let log = max(s.logP, s.logQ) - shift
      let below = abs(atRatio(blurred)) * .exp(growthAtZero.power * blurred.log + log)
      let above = abs(dualAtRatio(blurred)) * .exp(growthAtInfinity.power * blurred.log + log)
      return max(below, above)
    }
    return roundingOfRatio(s, value: value)
  }

  /// The same where p and q do not agree to within rounding.
  @inline(__always)
  private func roundingOfRatio(_ s: PairSample, value: Double) -> Double {
    if value == 0 { return 0 }
    let growth = s.isPLarger ? growthAtInfinity : growthAtZero
    let ofPower = -growth.power * s.ratioRounding
    if vanishesAtOne { return abs(value) * (s.sensitivity + ofPower) }
    let (ofLarger, ofSmaller) = s.isPLarger ? (s.roundingP, s.roundingQ) : (s.roundingQ, s.roundingP)
    return abs(value) * (4 * (ofLarger + ofSmaller / max(1, -s.ratio.log) + .ulpOfOne) + ofPower)
  }

  package func largestExponent(_ samples: PairSamples) -> Double { samples.largest(exponent) }

  @inline(__always)
  func exponent(_ s: PairSample) -> Double {
    let (log, growth) = s.isPLarger ? (s.logP, growthAtInfinity) : (s.logQ, growthAtZero)
    return log > -.infinity ? log + growth.power * s.ratio.log : log
  }
}

extension FDivergence {
  /// The largest value of the divergence, f(0) + f°(0), which it has where P and Q are disjoint (Vajda 1972); +∞ where
  /// one of the two is. A custom f need not be convex, and then nothing of this holds.
  var ceiling: Double {
    guard growthAtZero.isBounded, growthAtInfinity.isBounded, vanishesAtOne, !(self is CustomFDivergence) else { return .infinity }
    return atRatio(.zero) + dualAtRatio(.zero)
  }
}
