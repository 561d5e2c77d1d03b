import Calculus
import Densities
import RealModule

/// How the distribution functions of a pair differ towards ±∞, as far as powers of |x| go.
///
/// A tail probability falls like c |x|^(−a) where the density falls like a c |x|^(−a−1); lighter tails play no part.
/// Powers whose coefficients cancel between P and Q drop out, and leave one power less: two translates of a Cauchy
/// distribution have no mean, yet |F − G| is integrable.
struct TailComparison {
  let direction: Double
  /// The smallest exponent a of either density, +∞ if both tails are lighter than any power.
  let dominant: Double
  /// The smallest exponent whose coefficients do not cancel, +∞ if there is none.
  let uncancelled: Double
  /// Whether P has the larger coefficient at that exponent.
  let isPHeavier: Bool

  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity, direction: Double) {
    let landmark = p.landmarks.first ?? q.landmarks.first ?? Landmark(location: 0, scale: 1)
    let approach = Approach.tail(direction: direction, origin: landmark.location, unit: landmark.scale)
    let powers = [(p, 1.0), (q, -1.0)].flatMap { density, sign in
      density.tailPowers(approach, logUnit: .log(landmark.scale)).map {
        (exponent: $0.exponent, logCoefficient: $0.logCoefficient, sign: sign)
      }
    }.sorted { $0.exponent < $1.exponent }
    self.direction = direction
    dominant = powers.first?.exponent ?? .infinity
    var rest = powers[...]
    while let first = rest.first {
      let group = rest.prefix { $0.exponent <= first.exponent * (1 + 8 * .ulpOfOne) }
      rest = rest.dropFirst(group.count)
      let largest = group.map(\.logCoefficient).max() ?? 0
      let terms = group.map { $0.sign * .exp($0.logCoefficient - largest) }
      let net = terms.reduce(0, +)
      let size = terms.reduce(0) { $0 + abs($1) }
      // A coefficient is the exponential of a logarithm, whose size decides how many digits it has.
      if abs(net) > 32 * Double.ulpOfOne * (1 + abs(largest)) * size {
        (uncancelled, isPHeavier) = (first.exponent, net > 0)
        return
      }
    }
    (uncancelled, isPHeavier) = (.infinity, false)
  }

  /// Whether P and Q share a power tail that cancels, so that far out F − G drowns in the rounding of both.
  var isCancelling: Bool { dominant < uncancelled }

  /// The exponent with which F − G falls where the tail cancels.
  var remainingExponent: Double { min(uncancelled, dominant + 1) }

  /// Why an integral diverges, if only exponents above the threshold let it converge.
  func reasonForInfinity(threshold: Double) -> String? {
    guard uncancelled.isFinite, uncancelled <= threshold else { return nil }
    let (heavy, light) = isPHeavier ? ("P", "Q") : ("Q", "P")
    return "\(heavy) is too heavy against \(light) as x → \(direction < 0 ? "−" : "+")∞ for the integral to converge"
  }
}

extension [TailComparison] {
  /// Both tails of a pair.
  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity) { self = [-1, 1].map { TailComparison(p, q, direction: $0) } }

  /// +∞ under a name, with the tail that makes it so; nil where both let the integral converge.
  func infinite(_ name: String, threshold: (TailComparison) -> Double) -> Estimate? {
    compactMap { $0.reasonForInfinity(threshold: threshold($0)) }.first
      .map { Estimate.infinite(reason: $0).named(name, by: .asymptotics) }
  }
}
