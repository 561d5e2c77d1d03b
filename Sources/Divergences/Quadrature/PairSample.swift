import Calculus
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

  init(
    logP: Double, logQ: Double, larger: Double, ratio: LogRatio, isPLarger: Bool, roundingP: Double, roundingQ: Double,
    ratioRounding: Double, logJacobian: Double
  ) {
    self.logP = logP
    self.logQ = logQ
    self.ratio = ratio
    self.isPLarger = isPLarger
    self.roundingP = roundingP
    self.roundingQ = roundingQ
    self.ratioRounding = ratioRounding
    self.logJacobian = logJacobian
    let smaller = larger * ratio.value
    (p, q) = isPLarger ? (larger, smaller) : (smaller, larger)
    let ofRatio = ratio.log < 0 ? 2.5 * ratioRounding / -ratio.log : 0
    sensitivity = (isPLarger ? roundingP : roundingQ) + ofRatio + 3 * .ulpOfOne
  }

  /// The sample of a place without densities.
  static let empty = PairSample(
    logP: -.infinity, logQ: -.infinity, larger: 0, ratio: LogRatio(log: 0), isPLarger: false, roundingP: 0, roundingQ: 0,
    ratioRounding: 0, logJacobian: 0)

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
  private var logP: [Double] = []
  private var logQ: [Double] = []
  private var roundingP: [Double] = []
  private var roundingQ: [Double] = []
  /// The larger densities, then the ratios of the smaller ones to these.
  private var exponents: [Double] = []
  private var ratiosMinusOne: [Double] = []
  private var halfRemainders: [Double] = []
  /// Whether the logarithm of the mean of both is needed.
  private let seesMean: Bool
  private let rests: [Double: Double]
  /// Whether there is one density to evaluate.
  private let isOne: Bool
  /// log p/q where both are positive, if they are multiples of one density.
  private let logRatio: (value: Double, rounding: Double)?
  let cost: Int

  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity, seesMean: Bool = true) {
    self.p = p
    self.q = q
    self.seesMean = seesMean
    rests = [p, q].restsOfBreakpoints()
    isOne = p.isIdentical(to: q)
    cost = 20 + 3 * (p.termCount + (isOne ? 0 : q.termCount))
    let (kernelP, kernelQ) = (p.kernel, q.kernel)
    logRatio =
      kernelP.density.isIdentical(to: kernelQ.density)
      ? (kernelP.logFactor - kernelQ.logFactor, kernelP.rounding + kernelQ.rounding) : nil
  }

  mutating func sample(_ places: Places, into samples: inout [PairSample], at start: Int) {
    if logP.count != places.count { resize(places.count) }
    if rests.isEmpty { evaluate(places) } else { evaluate(rests.exact(places)) }
    Self.prepare(logP, logQ, logRatio?.value, &exponents, &ratiosMinusOne)
    VectorFunctions.exp(&exponents)
    VectorFunctions.expMinusOne(&ratiosMinusOne)
    if seesMean {
      for i in halfRemainders.indices { halfRemainders[i] = 0.5 * ratiosMinusOne[i] }
      VectorFunctions.logRemainder(&halfRemainders)
    }
    let count = places.count
    let more = start + count - samples.count
    if more > 0 { samples.append(contentsOf: repeatElement(.empty, count: more)) }
    let logJacobians = places.logJacobians
    var output = samples.mutableSpan
    for i in 0..<count {
      let isKnown = logP[i].isFinite && logQ[i].isFinite
      let logRatio = isKnown ? self.logRatio : nil
      let value = Self.logRatio(logP[i], logQ[i], logRatio?.value)
      let ratio = LogRatio(
        log: -abs(value), value: exponents[count + i], minusOne: ratiosMinusOne[i], halfRemainder: seesMean ? halfRemainders[i] : .nan)
      output[start + i] = PairSample(
        logP: logP[i], logQ: logQ[i], larger: exponents[i], ratio: ratio, isPLarger: value > 0, roundingP: roundingP[i],
        roundingQ: roundingQ[i], ratioRounding: logRatio?.rounding ?? roundingP[i] + roundingQ[i], logJacobian: logJacobians[i])
    }
  }

  private mutating func evaluate(_ places: Places) {
    p.logDensities(at: places, into: &logP, roundings: &roundingP)
    if isOne { (logQ, roundingQ) = (logP, roundingP) } else { q.logDensities(at: places, into: &logQ, roundings: &roundingQ) }
  }

  /// log p/q, where it is known better than as a difference that; 0 where both vanish, since neither is larger there.
  @inline(__always)
  private static func logRatio(_ logP: Double, _ logQ: Double, _ known: Double?) -> Double {
    if let known, logP.isFinite, logQ.isFinite { return known }
    return logP == logQ ? 0 : logP - logQ
  }

  /// Puts the logarithms of the larger densities and of the ratios into arrays.
  private static func prepare(
    _ logP: [Double], _ logQ: [Double], _ known: Double?, _ exponents: inout [Double], _ ratiosMinusOne: inout [Double]
  ) {
    let logP = logP.span
    let logQ = logQ.span
    var largersAndRatios = exponents.mutableSpan
    var lessOne = ratiosMinusOne.mutableSpan
    for i in logP.indices {
      let logRatio = -abs(logRatio(logP[i], logQ[i], known))
      largersAndRatios[i] = max(logP[i], logQ[i])
      largersAndRatios[logP.count + i] = logRatio
      lessOne[i] = logRatio
    }
  }

  private mutating func resize(_ count: Int) {
    logP.resize(to: count)
    logQ.resize(to: count)
    roundingP.resize(to: count)
    roundingQ.resize(to: count)
    exponents.resize(to: 2 * count)
    ratiosMinusOne.resize(to: count)
    if seesMean { halfRemainders.resize(to: count) }
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

  /// The ratio from what is known of it already.
  init(log: Double, value: Double, minusOne: Double, halfRemainder: Double) {
    self.log = log
    self.value = value
    self.minusOne = minusOne
    self.halfRemainder = halfRemainder
  }

  /// w log w, 0 at w = 0.
  package var timesLog: Double { value == 0 ? 0 : value * log }
}
