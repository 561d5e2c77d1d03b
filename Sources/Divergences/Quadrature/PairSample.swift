import Calculus
import Densities
import RealModule
import Scalars

/// Both densities at one node of the mesh: all that any f-divergence needs there, computed once.
///
/// Every f-divergence is homogeneous of degree one in (p, q), so the chart's Jacobian is part of the densities: p here
/// is p(x) dx/dt, and its logarithm is exact where p itself underflows.
package struct PairSample: MassSample {
  /// The columns in which samples are kept together.
  package typealias Store = PairSamples

  struct Mass: MassIntegrand, PairIntegrand {
    typealias Sample = PairSample
    let isP: Bool
    var formula: DivergenceFormula? { .mass(ofP: isP) }

    /// The masses of both densities.
    static let both: [any Integrand<PairSample>] = [Mass(isP: true), Mass(isP: false)]
    /// That of one which stands for both.
    static let one: [any Integrand<PairSample>] = [Mass(isP: true)]
  }

  /// log (p dx/dt) and log (q dx/dt).
  let logP: Double
  let logQ: Double
  /// log p/q, 0 where both densities vanish.
  let logRatio: Double
  /// The larger of p dx/dt and q dx/dt.
  let larger: Double
  /// The ratio of the smaller to the larger density.
  let ratio: LogRatio
  /// Bounds on the rounding errors of log p and log q: absolute, and so not 0 where both round to the same double.
  let roundingP: Double
  let roundingQ: Double
  /// The same for log p/q: the sum of both, or less where the ratio is known without them.
  let ratioRounding: Double
  /// What the roundings do to an f-divergence's integrand, relatively: an error δ of λ = log p/q moves f ~ λ² by 2δ/|λ|
  /// and some δ² more, one of the logarithm of the larger density the whole by δ.
  let sensitivity: Double
  /// p dx/dt and q dx/dt.
  let p: Double
  let q: Double
  /// log dx/dt, which turns the logarithms back into those of the densities themselves.
  let logJacobian: Double

  init(
    logP: Double, logQ: Double, logRatio: Double, larger: Double, ratio: LogRatio, roundingP: Double, roundingQ: Double,
    ratioRounding: Double, sensitivity: Double, p: Double, q: Double, logJacobian: Double
  ) {
    self.logP = logP
    self.logQ = logQ
    self.logRatio = logRatio
    self.larger = larger
    self.ratio = ratio
    self.roundingP = roundingP
    self.roundingQ = roundingQ
    self.ratioRounding = ratioRounding
    self.sensitivity = sensitivity
    self.p = p
    self.q = q
    self.logJacobian = logJacobian
  }

  /// Whether p > q, so that the ratio is q/p; else it is p/q.
  var isPLarger: Bool { logRatio > 0 }

  func density(isP: Bool) -> (value: Double, rounding: Double) { isP ? (p, roundingP) : (q, roundingQ) }

  /// A bound on the rounding errors of log p and log q where the densities themselves do not underflow.
  var rounding: Double { .ulpOfOne + (p > 0 ? roundingP : 0) + (q > 0 ? roundingQ : 0) }

  /// The ratio as far from 1 as it may be, where rounding leaves little or nothing of its logarithm.
  var blurredRatio: LogRatio? {
    -ratio.log < 4 * ratioRounding ? LogRatio(log: max(ratio.log - ratioRounding, -.greatestFiniteMagnitude)) : nil
  }
}

/// Samples both densities at the nodes of a panel.
struct PairSampler: Sampler {
  let p: any AnalyticDensity
  let q: any AnalyticDensity
  /// Both log densities at the latest places, with bounds on their roundings.
  var buffers = Buffers()
  /// Whether there is one density to evaluate.
  private let isOne: Bool
  /// log p/q where both are positive, if they are multiples of one density.
  private let logRatio: (value: Double, error: Double)?
  let cost: Int

  /// The storage for log densities.
  struct Buffers {
    fileprivate var p: (logs: [Double], roundings: [Double]) = ([], [])
    fileprivate var q: (logs: [Double], roundings: [Double]) = ([], [])
  }

  /// A sampler of two densities, which may be known to be one or not.
  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity, isOne: Bool? = nil) {
    self.p = p
    self.q = q
    let isOne = isOne ?? p.isIdentical(to: q)
    self.isOne = isOne
    cost = 20 + 3 * (p.termCount + (isOne ? 0 : q.termCount))
    if p.isMember, q.isMember {
      logRatio = isOne ? (0, 0) : nil
    } else {
      let (kernelP, kernelQ) = (p.kernel, q.kernel)
      logRatio =
        kernelP.density.isIdentical(to: kernelQ.density)
        ? (kernelP.logFactor - kernelQ.logFactor, kernelP.rounding + kernelQ.rounding) : nil
    }
  }

  mutating func sample(_ places: Places, into samples: inout PairSamples) {
    evaluate(p, at: places, into: &buffers.p)
    if !isOne { evaluate(q, at: places, into: &buffers.q) }
    samples.replace(at: places, p: buffers.p, q: isOne ? buffers.p : buffers.q, known: logRatio)
  }

  private func evaluate(_ density: any AnalyticDensity, at places: Places, into values: inout (logs: [Double], roundings: [Double])) {
    if values.logs.count != places.count {
      values.logs.resize(to: places.count)
      values.roundings.resize(to: places.count)
    }
    density.logDensities(at: places, into: &values.logs, roundings: &values.roundings)
  }

  /// Integrands have kinks where the densities cross.
  func kink(at place: Place) -> Double {
    let (logP, logQ) = (p.logDensity(at: place), q.logDensity(at: place))
    return logP.isFinite && logQ.isFinite ? logRatio?.value ?? (logP - logQ) : logP - logQ
  }
  func kink(_ sample: PairSample) -> Double { sample.logRatio }

  /// A bound on the rounding of log p/q at a place where neither density vanishes.
  func kinkRounding(at place: Place) -> Double {
    logRatio?.error ?? p.evaluate(place).rounding + q.evaluate(place).rounding
  }
}

/// A ratio w ≤ 1 of two densities with the functions of it that keep their digits where w is near 1 or 0.
package struct LogRatio: Sendable {
  /// log w ≤ 0, −∞ where the smaller density vanishes.
  package let log: Double
  /// w itself.
  package let value: Double
  /// w − 1, to full relative accuracy.
  package let minusOne: Double
  /// w − 1 − log w ≥ 0, to full relative accuracy.
  package let remainder: Double

  /// The ratio with this logarithm, which must not be positive.
  package init(log: Double) {
    self.log = log
    if log > -0.5 {
      minusOne = .expMinusOne(log)
      value = 1 + minusOne
    } else {
      value = .exp(log)
      minusOne = value - 1
    }
    remainder = expRemainder(-log)
  }

  /// The ratio from what is known of it already.
  init(log: Double, value: Double, minusOne: Double, remainder: Double) {
    self.log = log
    self.value = value
    self.minusOne = minusOne
    self.remainder = remainder
  }

  /// w = 0.
  static let zero = LogRatio(log: -.infinity)

  /// w log w, 0 at w = 0.
  package var timesLog: Double { value == 0 ? 0 : value * log }
}
