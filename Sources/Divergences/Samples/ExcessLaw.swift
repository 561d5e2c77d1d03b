import Calculus
import RealModule
import Scalars

/// The law of what rows have in excess of a threshold, in one of two families that meet in the exponential law: the
/// likeliest, or the lightest that is not refuted.
///
/// The hazard rate is density/(1 − distribution function). Where the mean square of the excesses is at most twice the
/// square of their mean, as in lighter tails than the exponential one, the likeliest rate is a + b t with a, b ≥ 0
/// (Bain, “Analysis for the linear failure-rate life-testing distribution”, Technometrics 16, 1974): that of a normal
/// tail is nearly so. Else it is 1/(σ + ξ t) with ξ > 0: Pareto's, of heavy tails (Pickands 1975; the one-dimensional
/// likelihood is Grimshaw's, Technometrics 35, 1993). The condition is the score test in both families.
///
/// For each scale the laws have an order, from heavy to light: ξ falls to 0, then b grows. A law is refuted where its
/// log-likelihood, of the best scale, is below the largest one by more than an allowance: of half the quantile of χ² with
/// one degree of freedom at the level 1 − 2α, the lightest law that is not refuted is a confidence limit of the level
/// 1 − α (Wilks 1938). Nothing is guaranteed of a law with another tail.
package struct ExcessLaw {
  private enum Hazard {
    case linear(a: Double, b: Double)
    case pareto(sigma: Double, xi: Double)

    /// The growth of the rate, where it grows.
    var slope: Double { if case .linear(_, let b) = self { b } else { 0 } }
  }

  private let hazard: Hazard
  /// The mean excess, by which excesses are divided.
  private let mean: Double

  /// From excesses above 0, of which there must be one: the lightest law whose log-likelihood is at most the allowance
  /// below the largest, and the likeliest law without one.
  package init(_ excesses: [Double], allowance: Double = 0) {
    mean = excesses.mean { $0 }.value
    let scaled = excesses.map { [mean] in $0 / mean }
    let halfSquare = 0.5 * scaled.mean { $0 * $0 }.value
    let likeliest = halfSquare <= 1 ? Self.linear(scaled, halfSquare) : Self.pareto(scaled)
    guard allowance > 0 else {
      hazard = likeliest
      return
    }
    let least = Self.likelihood(likeliest, scaled) - allowance / Double(scaled.count)
    if case .pareto(let sigma, let xi) = likeliest, Self.likelihood(.linear(a: 1, b: 0), scaled) < least {
      let peak = Double.log(xi / sigma)
      let logTheta = root(in: Interval(Self.leastLogTheta, peak), tolerance: 1e-6) {
        Self.likelihood(Self.pareto($0, scaled), scaled) - least
      }
      hazard = Self.pareto(logTheta ?? peak, scaled)
    } else {
      let (peak, last) = (likeliest.slope, (1 - 1e-9) / halfSquare)
      func surplus(_ b: Double) -> Double { Self.likelihood(.linear(a: 1 - b * halfSquare, b: b), scaled) - least }
      let b = surplus(last) >= 0 ? last : root(in: Interval(peak, last), tolerance: 1e-6, of: surplus) ?? peak
      hazard = .linear(a: 1 - b * halfSquare, b: b)
    }
  }

  /// The log density at an excess of at least 0.
  package func logDensity(at excess: Double) -> Double { Self.logDensity(hazard, at: excess / mean) - .log(mean) }

  private static func logDensity(_ hazard: Hazard, at t: Double) -> Double {
    switch hazard {
    case .linear(let a, let b): .log(a + b * t) - t * (a + 0.5 * b * t)
    case .pareto(let sigma, let xi): -(1 + 1 / xi) * .log(onePlus: xi * t / sigma) - .log(sigma)
    }
  }

  /// The mean log density.
  private static func likelihood(_ hazard: Hazard, _ excesses: [Double]) -> Double { excesses.mean { logDensity(hazard, at: $0) }.value }

  /// Both parameters times one factor leave Σ log(a + b t) − Σ (a t + b t²/2) largest where the last sum is n: a is
  /// 1 − b E t²/2, and what is left is concave in b.
  private static func linear(_ excesses: [Double], _ halfSquare: Double) -> Hazard {
    func slope(_ b: Double) -> Double { excesses.mean { ($0 - halfSquare) / (1 - b * halfSquare + b * $0) }.value }
    // Close to 1/(E t²/2), where a is 0.
    let last = (1 - 1e-9) / halfSquare
    let b = slope(last) >= 0 ? last : root(in: Interval(0, last), tolerance: 1e-9, of: slope) ?? 0
    return .linear(a: 1 - b * halfSquare, b: b)
  }

  /// With θ = ξ/σ the best ξ is E log(1 + θ t); the derivative of the log-likelihood by log θ is positive for small θ
  /// and negative for large ones.
  private static func pareto(_ excesses: [Double]) -> Hazard {
    func slope(_ logTheta: Double) -> Double {
      let theta = Double.exp(logTheta)
      return 1 - excesses.mean { theta * $0 / (1 + theta * $0) }.value * (1 + 1 / excesses.mean { .log(onePlus: theta * $0) }.value)
    }
    guard let logTheta = root(in: Interval(leastLogTheta, 30), tolerance: 1e-9, of: slope) else { return .linear(a: 1, b: 0) }
    return pareto(logTheta, excesses)
  }

  /// Pareto's law of the best ξ for a θ.
  private static func pareto(_ logTheta: Double, _ excesses: [Double]) -> Hazard {
    let theta = Double.exp(logTheta)
    let xi = excesses.mean { .log(onePlus: theta * $0) }.value
    return .pareto(sigma: xi / theta, xi: xi)
  }

  /// Where Pareto's law is as good as exponential.
  private static let leastLogTheta = -12.0
}
