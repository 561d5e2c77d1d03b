import Densities
import RealModule
import Scalars

/// Both densities at one node of the mesh: all that any f-divergence needs there, computed once.
///
/// Every f-divergence is homogeneous of degree one in (p, q), so the chart's Jacobian is part of the densities: p here
/// is p(x) dx/dt, and its logarithm is exact where p itself underflows.
package struct PairSample: MassSample {
  struct Mass: MassIntegrand {
    typealias Sample = PairSample
    let isP: Bool
  }

  /// log (p dx/dt), log (q dx/dt), and their exponentials.
  let logP: Double
  let logQ: Double
  let p: Double
  let q: Double
  /// The ratio of the smaller to the larger density.
  let ratio: LogRatio
  /// Whether p > q, so that the ratio is q/p; else it is p/q.
  let isPLarger: Bool
  /// Bounds on the rounding errors of log p and log q: absolute, and so not 0 where both round to the same double.
  let roundingP: Double
  let roundingQ: Double
  /// The same for log p/q: the sum of both, or less where the ratio is known without them.
  let ratioRounding: Double
  /// log dx/dt, which turns the logarithms back into those of the densities themselves.
  let logJacobian: Double
  /// What the roundings do to an f-divergence's integrand, relatively: an error δ of λ = log p/q moves f ~ λ² by 2δ/|λ|
  /// and some δ² more, one of the logarithm of the larger density the whole by δ.
  let sensitivity: Double

  /// A sample from both logarithms, and from that of p/q where it is known better than as their difference.
  init(
    logP: Double, logQ: Double, logJacobian: Double, roundingP: Double, roundingQ: Double,
    logRatio: (value: Double, rounding: Double)? = nil
  ) {
    self.logP = logP
    self.logQ = logQ
    isPLarger = logRatio.map { $0.value > 0 } ?? (logP > logQ)
    ratioRounding = logRatio?.rounding ?? roundingP + roundingQ
    self.logJacobian = logJacobian
    self.roundingP = roundingP
    self.roundingQ = roundingQ
    ratio = logRatio.map { LogRatio(log: -abs($0.value)) } ?? LogRatio(logP: logP, logQ: logQ)
    let larger = Double.exp(max(logP, logQ))
    let smaller = larger * ratio.value
    (p, q) = isPLarger ? (larger, smaller) : (smaller, larger)
    let ofRatio = ratio.log < 0 ? 2.5 * ratioRounding / -ratio.log : 0
    sensitivity = (isPLarger ? roundingP : roundingQ) + ofRatio + 3 * .ulpOfOne
  }

  func density(isP: Bool) -> (value: Double, rounding: Double) { isP ? (p, roundingP) : (q, roundingQ) }

  /// A bound on the rounding errors of log p and log q where the densities themselves do not underflow.
  var rounding: Double { .ulpOfOne + (p > 0 ? roundingP : 0) + (q > 0 ? roundingQ : 0) }

  /// The ratio as far from 1 as it may be, where rounding leaves little or nothing of its logarithm.
  var blurredRatio: LogRatio? {
    -ratio.log < 4 * ratioRounding ? LogRatio(log: ratio.log - ratioRounding) : nil
  }
}

/// Samples both densities at the nodes of a panel.
struct PairSampler: Sampler {
  let p: any AnalyticDensity
  let q: any AnalyticDensity
  private var logP: [Double] = []
  private var logQ: [Double] = []
  private var roundingP: [Double] = []
  private var roundingQ: [Double] = []
  private let rests: [Double: Double]
  /// Whether there is one density to evaluate.
  private let isOne: Bool
  /// log p/q where both are positive, if they are multiples of one density.
  private let logRatio: (value: Double, rounding: Double)?
  let cost: Int

  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity) {
    self.p = p
    self.q = q
    rests = [p, q].restsOfBreakpoints()
    isOne = p.isIdentical(to: q)
    cost = 20 + 3 * (p.termCount + (isOne ? 0 : q.termCount))
    let (kernelP, kernelQ) = (p.kernel, q.kernel)
    logRatio =
      kernelP.density.isIdentical(to: kernelQ.density)
      ? (kernelP.logFactor - kernelQ.logFactor, kernelP.rounding + kernelQ.rounding) : nil
  }

  mutating func sample(_ places: Places, into samples: inout [PairSample], at start: Int) {
    if logP.count < places.count {
      logP = [Double](repeating: 0, count: places.count)
      (logQ, roundingP, roundingQ) = (logP, logP, logP)
    }
    let places = rests.exact(places)
    p.logDensities(at: places, into: &logP, roundings: &roundingP)
    if isOne { (logQ, roundingQ) = (logP, roundingP) } else { q.logDensities(at: places, into: &logQ, roundings: &roundingQ) }
    for i in places.indices {
      let sample = PairSample(
        logP: logP[i], logQ: logQ[i], logJacobian: places.logJacobians[i], roundingP: roundingP[i], roundingQ: roundingQ[i],
        logRatio: logP[i].isFinite && logQ[i].isFinite ? logRatio : nil)
      samples.put(sample, at: start + i)
    }
  }

  /// Integrands have kinks where the densities cross.
  func kink(at place: Place) -> Double {
    let place = rests.exact(place)
    let (logP, logQ) = (p.logDensity(at: place), q.logDensity(at: place))
    return logP.isFinite && logQ.isFinite ? logRatio?.value ?? (logP - logQ) : logP - logQ
  }
  func kink(_ sample: PairSample) -> Double { sample.isPLarger ? -sample.ratio.log : sample.ratio.log }
}

/// A ratio w ≤ 1 of two densities with the functions of it that keep their digits where w is near 1 or 0.
package struct LogRatio: Sendable {
  /// log w ≤ 0, −∞ where the smaller density vanishes.
  package let log: Double
  /// w itself.
  package let value: Double
  /// w − 1, to full relative accuracy.
  package let minusOne: Double
  /// y − log(1 + y) ≥ 0 with y = (w − 1)/2, to full relative accuracy: log 2/(1 + w) is this minus y.
  package let halfRemainder: Double

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
    // Away from w = 1 nothing cancels, and the plain logarithm is the faster one.
    halfRemainder = minusOne < -0.5 ? 0.5 * minusOne - .log(0.5 * (1 + value)) : logRemainder(0.5 * minusOne)
  }

  init(logP: Double, logQ: Double) {
    // Where both vanish neither is larger, and nothing is integrated.
    self.init(log: logP == logQ ? 0 : -abs(logP - logQ))
  }

  /// w log w, 0 at w = 0.
  package var timesLog: Double { value == 0 ? 0 : value * log }
}
