import Calculus
import Densities
import RealModule
import Scalars

/// The points of a pair with the masses of both laws there; of a singular pair the two sets on which they live.
struct Atoms {
  private let masses: [(p: Double, q: Double)]
  /// Bounds on the relative errors of the masses.
  private var massErrors = (p: 0.0, q: 0.0)
  /// Where a law has mass and the other has none.
  private let pAlone, qAlone: String?
  /// Whether one law has a density, against which the other has no cross entropy.
  private let isMixed: Bool

  init?(_ p: DiscretePair.Law, _ q: DiscretePair.Law) {
    switch (p, q) {
    case (.discrete(let p), .discrete(let q)):
      isMixed = false
      massErrors = (p.weightError, q.weightError)
      let (a, b) = (Self.dictionary(p), Self.dictionary(q))
      masses = Set(p.points + q.points).sorted().map { (a[$0] ?? 0, b[$0] ?? 0) }
      pAlone = p.points.first { b[$0] == nil }.map { "P has mass at \($0), where Q has none" }
      qAlone = q.points.first { a[$0] == nil }.map { "Q has mass at \($0), where P has none" }
    default:
      isMixed = true
      masses = [(1, 0), (0, 1)]
      let isPDiscrete = if case .discrete = p { true } else { false }
      let reason = "\(isPDiscrete ? "P" : "Q") is discrete and \(isPDiscrete ? "Q" : "P") has a density: the two are singular"
      (pAlone, qAlone) = (reason, reason)
    }
  }

  private static func dictionary(_ law: DiscreteDistribution) -> [Double: Double] {
    Dictionary(uniqueKeysWithValues: zip(law.points, law.weights))
  }

  func value(of name: String) -> Estimate? {
    if name == "sqrt_js" { return Calculus.sqrt(value(of: JensenShannon())) }
    if let divergence = Catalogue.fDivergences.first(where: { $0.name == name }) { return value(of: divergence) }
    if name.hasPrefix("renyi_"), let order = Double(name.dropFirst(6)) { return renyi(order) }
    guard name == Entropy.cross.rawValue, !isMixed else { return nil }
    if let pAlone { return .infinite(reason: pAlone) }
    let terms = masses.map { $0.p == 0 ? 0 : -$0.p * .log($0.q) }
    return .finite(value: terms.compensatedSum(), error: 4 * .ulpOfOne * (1 + terms.reduce(0) { $0 + abs($1) }))
  }

  private func value(of divergence: any FDivergence) -> Estimate {
    if let pAlone, !divergence.growthAtInfinity.isBounded { return .infinite(reason: pAlone) }
    if let qAlone, !divergence.growthAtZero.isBounded { return .infinite(reason: qAlone) }
    var (sum, error) = (CompensatedSum(), 0.0)
    for mass in masses {
      let (logP, logQ) = (Double.log(mass.p), Double.log(mass.q))
      let isPLarger = mass.p > mass.q
      let (smaller, larger) = isPLarger ? (mass.q, mass.p) : (mass.p, mass.q)
      let quotient = smaller / larger
      let logRatio = quotient.isNormal ? Double.log(quotient) : -abs(logP - logQ)
      func rounding(_ log: Double, _ error: Double) -> Double { error + 0.5 * .ulpOfOne * (1 + (log.isFinite ? abs(log) : 0)) }
      let ofRatio = massErrors.p + massErrors.q + (quotient.isNormal ? 0 : rounding(logP, 0) + rounding(logQ, 0))
      let ratio = LogRatio(log: mass.p == mass.q ? 0 : logRatio)
      let (roundingP, roundingQ) = (rounding(logP, massErrors.p), rounding(logQ, massErrors.q))
      let ratioRounding = rounding(logRatio, ofRatio)
      let sensitivity =
        (isPLarger ? roundingP : roundingQ) + (ratio.log == 0 ? 0 : 2.5 * ratioRounding / abs(ratio.log)) + 3 * .ulpOfOne
      let sample = PairSample(
        logP: logP, logQ: logQ, logRatio: isPLarger ? -ratio.log : ratio.log, larger: larger, ratio: ratio, roundingP: roundingP,
        roundingQ: roundingQ, ratioRounding: ratioRounding, sensitivity: sensitivity, p: mass.p, q: mass.q, logJacobian: 0)
      let value = divergence.integrand(sample, shift: 0)
      sum.add(value)
      error += divergence.rounding(sample, value: value, shift: 0)
    }
    return Estimate.finite(value: sum.value, error: error + 2 * .ulpOfOne * abs(sum.value)).atMost(divergence.ceiling)
  }

  /// log Σ pᵅ q^(1−α) / (α − 1).
  private func renyi(_ order: Double) -> Estimate {
    if order > 1, let pAlone { return .infinite(reason: pAlone) }
    let terms = masses.map { $0.p == 0 || $0.q == 0 ? 0 : Double.exp(order * .log($0.p) + (1 - order) * .log($0.q)) }
    let sum = terms.compensatedSum()
    guard sum > 0 else { return .infinite(reason: pAlone ?? "no point has mass of both") }
    return .finite(value: max(.log(sum) / (order - 1), 0), error: 8 * .ulpOfOne * (1 + order) / abs(order - 1))
  }
}
