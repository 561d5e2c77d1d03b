import Calculus
import RealModule
import Scalars

/// The law of what rows have in excess of a threshold, by maximum likelihood, in one of two families that meet in the
/// exponential law.
///
/// The hazard rate is density/(1 − distribution function). Where the mean square of the excesses is at most twice the
/// square of their mean, as in lighter tails than the exponential one, it is a + b t with a, b ≥ 0 (Bain, “Analysis for
/// the linear failure-rate life-testing distribution”, Technometrics 16, 1974): that of a normal tail is nearly so.
/// Else it is 1/(σ + ξ t) with ξ > 0: Pareto's, of heavy tails (Pickands 1975; the one-dimensional likelihood is
/// Grimshaw's, Technometrics 35, 1993). The condition is the score test in both families. Nothing is guaranteed of a
/// law with another tail.
package struct ExcessLaw {
  private enum Hazard {
    case linear(a: Double, b: Double)
    case pareto(sigma: Double, xi: Double)
  }

  private let hazard: Hazard
  /// The mean excess, by which excesses are divided.
  private let mean: Double

  /// From excesses above 0, of which there must be one.
  package init(_ excesses: [Double]) {
    mean = excesses.mean { $0 }.value
    let scaled = excesses.map { [mean] in $0 / mean }
    let halfSquare = 0.5 * scaled.mean { $0 * $0 }.value
    hazard = halfSquare <= 1 ? Self.linear(scaled, halfSquare) : Self.pareto(scaled)
  }

  /// The log density at an excess of at least 0.
  package func logDensity(at excess: Double) -> Double {
    let t = excess / mean
    switch hazard {
    case .linear(let a, let b): return .log(a + b * t) - t * (a + 0.5 * b * t) - .log(mean)
    case .pareto(let sigma, let xi): return -(1 + 1 / xi) * .log(onePlus: xi * t / sigma) - .log(sigma) - .log(mean)
    }
  }

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
    func best(_ theta: Double) -> Double { excesses.mean { .log(onePlus: theta * $0) }.value }
    func slope(_ logTheta: Double) -> Double {
      let theta = Double.exp(logTheta)
      return 1 - excesses.mean { theta * $0 / (1 + theta * $0) }.value * (1 + 1 / best(theta))
    }
    guard let logTheta = root(in: Interval(-12, 30), tolerance: 1e-9, of: slope) else { return .linear(a: 1, b: 0) }
    let xi = best(.exp(logTheta))
    return .pareto(sigma: xi / .exp(logTheta), xi: xi)
  }
}
