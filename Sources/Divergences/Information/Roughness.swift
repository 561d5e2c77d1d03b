import Densities
import RealModule
import Scalars

/// What decides whether a Fisher information E_P[(∂ₓ log r)²] is finite, with r = p, or r = p/q for a relative one:
/// jumps of r where p is positive, and how fast the score grows towards every end.
struct Roughness {
  /// Why the information is infinite, or nil if it is finite.
  let reasonForInfinity: String?

  /// The information of one density alone, which is also compared with the zero beyond its support.
  init(of density: any AnalyticDensity, named name: String) {
    reasonForInfinity = Self.reason(approaches(density, density), density, parts: [density], ratioName: name) { $0.asymptote(of: density) }
  }

  /// The information of P relative to Q, whose support holds that of P. Where p vanishes no ratio jumps.
  init(of p: any AnalyticDensity, against q: any AnalyticDensity) {
    // A mixture's small jump is one of p/q as well, unless the other density may jump there too.
    let parts = Set(p.breakpoints).isDisjoint(with: q.breakpoints) ? [p, q] : []
    reasonForInfinity = Self.reason(approaches(p, q), p, parts: parts, ratioName: "p/q", isZeroIgnored: true) { way in
      Asymptote.combine(way.asymptote(of: p), 1, way.asymptote(of: q), -1)
    }
  }

  private static func reason(
    _ ways: [Way], _ p: any AnalyticDensity, parts: [any AnalyticDensity], ratioName: String, isZeroIgnored: Bool = false,
    ratio: (Way) -> Asymptote
  ) -> String? {
    for way in ways {
      let (approach, logP, here) = (way.approach, way.asymptote(of: p), ratio(way))
      if case .point(let x, let side, let unit) = approach, side < 0 {
        let beyond = ratio(Way(.point(x, from: 1, unit: unit), to: way.point))
        let isIgnored = isZeroIgnored && (here.isZero || beyond.isZero)
        if !isIgnored, here.isStep(to: beyond) || parts.contains(where: { $0.hasLoneStep(at: x, unit) }) {
          return "\(ratioName) jumps at x = \(x)"
        }
      }
      guard !logP.isZero, let leading = here.leading else { continue }
      // The score is the elasticity over the distance: one more power of t at a point, one less in a tail.
      let distance: Double = if case .point = approach { 2 } else { -2 }
      let elasticity = leading.growth.elasticity
      if !(logP + Asymptote([.log: distance]) + elasticity + elasticity).isIntegrable(approach) {
        return "the squared score of \(ratioName) is not integrable \(approach.phrase)"
      }
    }
    return nil
  }
}

extension AnalyticDensity {
  /// Whether exactly one component of a mixture jumps at a point, which no other can make good, however small it is.
  fileprivate func hasLoneStep(at x: Double, _ unit: Double) -> Bool {
    switch self {
    case let mixture as Mixture:
      let steps = mixture.components.filter {
        $0.asymptote(.point(x, from: -1, unit: unit)).isStep(to: $0.asymptote(.point(x, from: 1, unit: unit)))
      }
      return steps.count == 1
    case let affine as Affine:
      guard case .point(let y, _, let scaled) = affine.preimage(.point(x, from: -1, unit: unit)) else { return false }
      return affine.base.hasLoneStep(at: y, scaled)
    case let truncated as Truncated:
      return truncated.support.contains { $0.contains(x) } && truncated.base.hasLoneStep(at: x, unit)
    default: return false
    }
  }
}

extension Asymptote {
  /// Whether a density with this asymptote on one side of a point and the other on the other has a jump there.
  fileprivate func isStep(to other: Asymptote) -> Bool {
    if vanishes && other.vanishes { return false }
    guard !isZero, !other.isZero, leading == nil, other.leading == nil else { return true }
    return abs(limit - other.limit) > 64 * Double.ulpOfOne * (1 + abs(limit))
  }

  /// Whether the density tends to 0.
  private var vanishes: Bool { isZero || (leading.map { $0.coefficient < 0 } ?? false) }
}
