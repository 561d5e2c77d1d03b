import Calculus
import Densities
import RealModule
import Scalars

/// What decides whether divergences are finite: supports, and how both densities behave towards every end; never a
/// large number.
struct Finiteness {
  private let pOutsideQ: String?
  private let qOutsideP: String?
  private let ends: [End]

  /// A way to an end, with what both log densities are on it.
  private struct End {
    let approach: Approach
    let logP: Asymptote
    let logQ: Asymptote
    /// The leading term of log p/q, if both densities are positive and their ratio has no finite, positive limit.
    let leading: Asymptote.Term?
  }

  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity) {
    let isSupportShared = p.support == q.support && p.hasExactEnds && q.hasExactEnds
    pOutsideQ = isSupportShared ? nil : massOutside(p, of: q, named: ("P", "q"))
    qOutsideP = isSupportShared ? nil : massOutside(q, of: p, named: ("Q", "p"))
    let approaches = approaches(p, q)
    WorkLimit.inForce?.spend(5 * approaches.count * (p.termCount + q.termCount))
    ends = approaches.map { way in
      let (logP, logQ) = (way.asymptote(of: p), way.asymptote(of: q))
      return End(
        approach: way.approach, logP: logP, logQ: logQ,
        leading: Asymptote.leading(logP, 1, logQ, -1))
    }
  }

  /// The leading terms of log p and log q on the way to an end, nil for a finite limit; or nothing if it is not known.
  func leading(_ approach: Approach) -> (p: Asymptote.Term?, q: Asymptote.Term?)? {
    ends.indices.first { ends[$0].approach == approach }.map { (ends[$0].logP.leading, ends[$0].logQ.leading) }
  }

  /// Why ∫ q f(p/q) is infinite for an f that grows like this at both ends of (0, ∞), or nil if it is finite.
  func reasonForInfinity(atInfinity: GrowthOrder, atZero: GrowthOrder) -> String? {
    if atInfinity.isBounded, atZero.isBounded { return nil }
    if !atInfinity.isBounded, let pOutsideQ { return pOutsideQ }
    if !atZero.isBounded, let qOutsideP { return qOutsideP }
    // By their indices: to take an end out of the array counts references, and most are passed over.
    for index in ends.indices {
      guard let leading = ends[index].leading else { continue }
      let isPLarger = leading.coefficient > 0
      let growth = isPLarger ? atInfinity : atZero
      if growth.isBounded { continue }
      let (ofP, ofQ) = isPLarger ? (1 - growth.power, growth.power) : (growth.power, 1 - growth.power)
      let power = Asymptote.leading(ends[index].logP, ofP, ends[index].logQ, ofQ)
      let isIntegrable: Bool
      if let power, !growth.isLogarithmic || power.growth > leading.growth.growthOfLogarithm {
        // The logarithm of the ratio is too small to matter.
        isIntegrable = Asymptote.isIntegrable(power, ends[index].approach)
      } else {
        let power = Asymptote.combine(ends[index].logP, ofP, ends[index].logQ, ofQ)
        isIntegrable = (growth.isLogarithmic ? power + leading.growth.logarithm : power).isIntegrable(ends[index].approach)
      }
      if !isIntegrable {
        let (heavy, light) = isPLarger ? ("P", "Q") : ("Q", "P")
        return "\(heavy) is too heavy against \(light) \(ends[index].approach.phrase) for the integral to converge"
      }
    }
    return nil
  }
}

extension Asymptote.Growth {
  /// What a factor g(t) adds to the logarithm of an integrand; log log t is slower than any term that decides.
  var logarithm: Asymptote {
    switch self {
    case .exponential(let rate): Asymptote([.power(1): rate])
    case .power(let exponent): Asymptote([.log: exponent])
    case .logSquared, .log, .constant: Asymptote([:])
    }
  }

  /// How fast the fastest term of that grows, at most.
  fileprivate var growthOfLogarithm: Asymptote.Growth { if case .exponential = self { .power(1) } else { .log } }

  /// The same of a factor dg/d log t.
  var elasticity: Asymptote {
    if case .exponential = self { logarithm + Asymptote([.log: 1]) } else { logarithm }
  }
}

extension Approach {
  /// Where it is, in words.
  var phrase: String {
    switch self {
    case .tail(let direction, _, _): direction < 0 ? "as x → −∞" : "as x → +∞"
    case .point(let point, let side, _): side < 0 ? "as x rises to \(point)" : "as x falls to \(point)"
    }
  }
}
