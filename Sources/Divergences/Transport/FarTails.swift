import Densities
import RealModule

/// The tail probabilities of a pair where tails are powers to the last digit, and x may be beyond the largest double.
///
/// With the factor τᵃ of the heavier tail taken out, the rest is bounded, and the weight's exponent keeps the digits of
/// 1 − a or ½ − a.
struct FarTails {
  private let p: PowerTail?
  private let q: PowerTail?
  private let origin: Double
  private let logScale: Double
  /// The smaller exponent, 0 where both tails are lighter than any power.
  private let exponent: Double
  /// Whether what is lighter than any power has ended before 1e300: a normal of that width has not.
  private let lightHasEnded: Bool

  /// From here on a tail may be a power to the last digit.
  private static var reach: Double { 1e300 }

  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity, direction: Double) {
    let landmark = p.landmarks.first ?? q.landmarks.first ?? Landmark(location: 0, scale: 1)
    let approach = Approach.tail(direction: direction, origin: landmark.location, unit: landmark.scale)
    (self.p, self.q) = (PowerTail(p, approach), PowerTail(q, approach))
    (origin, logScale) = (landmark.location, .log(landmark.scale))
    exponent = [self.p?.exponent, self.q?.exponent].compactMap { $0 }.min() ?? 0
    lightHasEnded = [(self.p, p), (self.q, q)].allSatisfy { tail, density in
      tail != nil || (direction < 0 ? density.cumulative(-Self.reach) : density.survival(Self.reach)) == 0
    }
  }

  /// Whether a place is so far out: beyond 1e300, where each density is a power or has ended, or beyond the doubles.
  func contains(_ place: Place) -> Bool {
    let x = abs(place.x)
    if x <= Self.reach || x == .infinity { return x == .infinity }
    guard lightHasEnded else { return false }
    let logDistance = place.logDistance(from: origin) - logScale
    return [p, q].allSatisfy { $0.map { $0.curvature(logDistance) < .ulpOfOne } ?? true }
  }

  /// The tail probability of P less that of Q, times τᵃ, with a bound on its error, from the log densities times dx/dt.
  func difference(at place: Place, logP: Double, logQ: Double) -> (value: Double, noise: Double) {
    let logDistance = place.logDistance(from: origin) - logScale
    func mass(_ tail: PowerTail?, _ logDensity: Double) -> (value: Double, noise: Double) {
      // What is lighter is all noise: at most about |x| p(x).
      guard let tail else { return (0, .exp(logDensity + exponent * logDistance)) }
      let (log, noise) = tail.logMass(logDistance, times: exponent)
      return (.exp(log), noise * .exp(log))
    }
    let (a, b) = (mass(p, logP), mass(q, logQ))
    return (a.value - b.value, a.noise + b.noise)
  }

  /// log of (dx/dt in units)ᵏ τ^(−a), the weight of a difference, with a bound on its error.
  func weight(at place: Place, power: Double, logUnit: Double) -> DistributionSample.Weight {
    let logDistance = place.logDistance(from: origin)
    let growth = (power - exponent) * (logDistance - logScale)
    let stretch = power * ((place.logJacobian - logDistance) + (logScale - logUnit))
    return (growth + stretch, .ulpOfOne * (4 + 4 * abs(growth) + 4 * abs(logScale) + 4 * abs(logUnit)))
  }
}
