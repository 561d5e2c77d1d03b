import Densities
import RealModule
import Scalars

/// What decides whether a Fisher information E_P[(∂ₓ log r)²] is finite, with r = p, or r = p/q for a relative one: jumps of r where p is positive, and how fast the score grows
/// towards every end.
struct Roughness {
  /// Why the information is infinite, or nil if it is finite.
  let reasonForInfinity: String?

  /// The information of P alone: p is also compared with the zero beyond its support.
  init(of p: any Density) {
    reasonForInfinity = Self.reason(approaches(p, p), p) { p.asymptote($0) } jump: { left, right in
      left.isZero && right.isZero ? nil : left.step(to: right) ? "p jumps" : nil
    }
  }

  /// The information of P relative to Q, whose support holds that of P.
  init(of p: any Density, against q: any Density) {
    reasonForInfinity = Self.reason(approaches(p, q), p) { approach in
      Asymptote.combine(p.asymptote(approach), 1, q.asymptote(approach), -1)
    } jump: { left, right in
      // Where p vanishes on one side there is no ratio to jump from.
      left.isZero || right.isZero ? nil : left.step(to: right) ? "p/q jumps" : nil
    }
  }

  private static func reason(
    _ approaches: [Approach], _ p: any Density, ratio: (Approach) -> Asymptote, jump: (Asymptote, Asymptote) -> String?
  ) -> String? {
    for approach in approaches {
      let logP = p.asymptote(approach)
      if case .point(let x, let side, let unit) = approach, side < 0 {
        if let what = jump(ratio(approach), ratio(.point(x, from: 1, unit: unit))) { return "\(what) at \(x)" }
      }
      if logP.isZero { continue }
      guard let leading = ratio(approach).leading else { continue }
      // The score is the elasticity over the distance; in terms of t that is one more power of t at a point, one less in a tail.
      let distance: Double = if case .point = approach { 2 } else { -2 }
      if !(logP + Asymptote([.log: distance]) + leading.growth.squaredElasticity).isIntegrable(approach) {
        return "the squared score is not integrable \(approach.phrase)"
      }
    }
    return nil
  }
}

extension Asymptote {
  /// Whether a density with this asymptote on one side of a point and the other on the other has a jump there.
  fileprivate func step(to other: Asymptote) -> Bool {
    if isZero && other.isZero { return false }
    if isZero || other.isZero { return (isZero ? other : self).vanishes == false }
    if vanishes && other.vanishes { return false }
    guard leading == nil, other.leading == nil else { return true }
    return abs(limit - other.limit) > 64 * Double.ulpOfOne * (1 + abs(limit))
  }

  /// Whether the density tends to 0.
  private var vanishes: Bool { isZero || (leading.map { $0.coefficient < 0 } ?? false) }
}

extension Asymptote.Growth {
  /// The square of d log p / d log t for a term of this growth, as an asymptote.
  fileprivate var squaredElasticity: Asymptote {
    switch self {
    case .exponential(let rate): Asymptote([.power(1): 2 * rate, .log: 2])
    case .power(let exponent): Asymptote([.log: 2 * exponent])
    case .logSquared, .log, .constant: Asymptote([:])
    }
  }
}
