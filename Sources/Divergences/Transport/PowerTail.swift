import Densities
import RealModule
import Scalars

/// The tail probability of a density far out, Σ c τ^(−a) with τ the distance from an origin in some unit.
///
/// The exponents are those of the families' own parameters: a − 2 decides how W2 converges, and would not survive the
/// rounding of −(a + 1). A mixture has a term for each component: beside x^(−2) one in x^(−2.01) counts very far out.
struct PowerTail {
  /// One term, with the smallest exponent first.
  struct Term {
    let exponent: Double
    /// log c.
    let logCoefficient: Double
    /// log of the τ at which the density is not yet a power.
    let logReach: Double
  }

  let terms: [Term]
  /// The rounding of the largest log c.
  private let rounding: Double

  /// The powers of a density on its way into a tail; nil where it is lighter than any power.
  init?(_ density: any AnalyticDensity, _ approach: Approach) {
    guard case .tail(_, _, let unit) = approach else { return nil }
    // A steeper one falls faster than a double can follow.
    terms = density.tailPowers(approach, logUnit: .log(unit)).filter { $0.exponent < 1e6 }.sorted { $0.exponent < $1.exponent }
    guard let exponent = terms.first?.exponent else { return nil }
    let size = terms.reduce(0) { max($0, abs($1.logCoefficient)) }
    // The exponent multiplies the logarithms of a scale and of the unit.
    rounding = .ulpOfOne * (16 + 4 * size + 8 * (1 + exponent) * (1 + abs(.log(unit))))
  }

  /// The smallest exponent.
  var exponent: Double { terms[0].exponent }

  /// log (S τᵃ) at log τ, with S the tail probability and a at most the smallest exponent, and a bound on its error.
  func logMass(_ logDistance: Double, times exponent: Double) -> (value: Double, noise: Double) {
    let parts = terms.map { $0.logCoefficient - ($0.exponent - exponent) * logDistance }
    let value = logSumExp(parts)
    return (value, rounding + .ulpOfOne * (8 + 2 * abs(value - terms[0].logCoefficient)) + curvature(logDistance))
  }

  /// log (τ uᵏ) for the τ beyond which the probability is u, given log u, and a bound on its error.
  func logQuantile(_ logLevel: Double, times power: Double) -> (value: Double, noise: Double) {
    let first = terms[0]
    /// How much the other terms add to the logarithm of the first.
    var excess = 0.0
    if terms.count > 1 {
      // Newton's method for a log τ − c − excess = −log u, from below, where the left side is concave and rising.
      for _ in 0..<60 {
        let logDistance = (first.logCoefficient - logLevel + excess) / first.exponent
        let parts = terms.map { $0.logCoefficient - first.logCoefficient - ($0.exponent - first.exponent) * logDistance }
        let total = logSumExp(parts)
        let mean = zip(terms, parts).reduce(0) { $0 + $1.0.exponent * .exp($1.1 - total) }
        let step = (total - excess) * first.exponent / mean
        excess += step
        if abs(step) <= 2 * .ulpOfOne * abs(excess) { break }
      }
    }
    let constant = (first.logCoefficient + excess) / first.exponent
    // k − 1/a as one fraction, whose numerator is rounded once.
    let growth = (-1.0).addingProduct(power, first.exponent) / first.exponent * logLevel
    let noise = rounding / first.exponent + .ulpOfOne * (8 + 4 * abs(growth) + 8 * abs(constant))
    return (constant + growth, noise + curvature((first.logCoefficient - logLevel + excess) / first.exponent))
  }

  /// What the density differs from its powers by, relatively, at log τ.
  func curvature(_ logDistance: Double) -> Double {
    terms.reduce(0) { max($0, 4 * (1 + $1.exponent) * (1 + $1.exponent) * .exp($1.logReach - logDistance)) }
  }
}

extension AnalyticDensity {
  /// The a of a tail probability c |x|^(−a), nil where the tail is lighter than any power; of what is no combination.
  private func tailExponent(_ approach: Approach) -> Double? {
    let asymptote = asymptote(approach)
    switch self {
    case let pareto as Pareto: return asymptote.isZero ? nil : pareto.shape
    case let student as StudentT: return student.dof
    default:
      guard !asymptote.isZero, let leading = asymptote.leading, leading.growth == .log else { return nil }
      let exponent = -leading.coefficient - 1
      // An exponent of 0 or less is no tail: a faster term was lost to underflow, and it is lighter than any power.
      return exponent > 0 ? exponent : nil
    }
  }

  /// The powers that the tail probability is made of, each component's own.
  func tailPowers(_ approach: Approach, logUnit: Double, logWeight: Double = 0) -> [PowerTail.Term] {
    switch self {
    case let mixture as Mixture:
      return zip(mixture.weights, mixture.components).flatMap {
        $1.tailPowers(approach, logUnit: logUnit, logWeight: logWeight + .log($0))
      }
    case let affine as Affine:
      return affine.base.tailPowers(affine.preimage(approach), logUnit: logUnit, logWeight: logWeight - .log(abs(affine.scale)))
    case let truncated as Truncated:
      let (inner, outer) = (truncated.base.asymptote(approach), truncated.asymptote(approach))
      return outer.isZero ? [] : truncated.base.tailPowers(approach, logUnit: logUnit, logWeight: logWeight + (outer.limit - inner.limit))
    default:
      guard let exponent = tailExponent(approach), case .tail(_, let origin, let unit) = approach else { return [] }
      let reach = landmarks.reduce(0) { max($0, abs($1.location - origin) / unit + $1.scale / unit) }
      return [
        PowerTail.Term(
          exponent: exponent, logCoefficient: logWeight + asymptote(approach).limit + logUnit - .log(exponent), logReach: .log(reach))
      ]
    }
  }
}
